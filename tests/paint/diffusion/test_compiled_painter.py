"""Frames of a compiled model, painted one out of the other, and what a painter does when one fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks import tiny_models
from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.spec import BadFrame

torch.set_num_threads(1)
ROOT = Path(__file__).parents[3]
SIZE = (128, 64)


def request(i: int, fps: float = 20.0, **changes) -> FrameRequest:
    pose = Pose().moved(Motion(zoom=0.15, rotation=8.0), i / fps)
    settings = {
        "subject": Subject(prompt="gold in ink", prompt_b="금빛 바다", seed=3),
        "pose": pose,
    } | changes
    return FrameRequest(i, i / fps, strength=0.5, prompt_mix=0.3, **settings)


def printed(program: str, compiled) -> str:
    """What it prints in a process of its own, which is given the compiled model's folder."""
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), compiled.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_compiled_show_paints_without_torch(compiled):
    """In a process in which torch, diffusers and transformers cannot be imported."""
    program = """
        import sys
        for name in ("torch", "diffusers", "transformers", "onnx", "tokenizers"):
            sys.modules[name] = None
        from pathlib import Path
        from realtime.paint.diffusion.compiled_painter import CompiledPainter
        from realtime.paint.frame import FrameRequest, Subject
        painter = CompiledPainter((128, 64), Path(sys.argv[1]), prompts=["잉크"], order=("cpu",), threads=1)
        frame = painter.paint(FrameRequest(1, 0.0, Subject(prompt="잉크")))
        print(painter.name, frame.shape, frame.dtype, frame[..., :3].std() > 20)
    """
    assert printed(program, compiled) == "sd-turbo on ONNX Runtime on the CPU (64, 128, 4) uint8 True"


def test_a_painter_does_not_wait_for_torch_where_no_gpu_can_be(compiled):
    """Importing torch took most of the time until a painter that was killed painted again."""
    program = """
        import sys
        from pathlib import Path
        from realtime.paint.diffusion import torch_runner
        from realtime.paint.diffusion.compiled_painter import CompiledPainter
        torch_runner.may_have_gpu = lambda: False
        painter = CompiledPainter((128, 64), Path(sys.argv[1]), order=("torch", "cpu"), threads=1)
        print(painter.name, "torch" in sys.modules)
    """
    assert printed(program, compiled) == "sd-turbo on ONNX Runtime on the CPU False"


def test_feedback_stays_within_bounds_of_mean_deviation_and_sharpness(compiled):
    painter = CompiledPainter(SIZE, compiled.folder, order=("cpu",), threads=1, wait=True)
    seen = []
    for i in range(300):
        frame = painter.paint(request(i))[..., :3].astype(float)
        luma = frame.mean(axis=2)
        sharpness = np.abs(np.diff(luma, axis=0)).mean() + np.abs(np.diff(luma, axis=1)).mean()
        seen.append((frame.mean(), frame.std(), sharpness))
    settled, late = np.array(seen[40:80]).mean(axis=0), np.array(seen[-40:]).mean(axis=0)
    assert abs(late[0] - settled[0]) < 25  # levels
    assert 0.7 < late[1] / settled[1] < 1.4
    assert 0.5 < late[2] / settled[2] < 2.0


def test_same_requests_give_the_same_bytes(compiled):
    runs = []
    for _ in range(2):
        painter = CompiledPainter(SIZE, compiled.folder, order=("cpu",), threads=1, wait=True)
        runs.append(np.stack([painter.paint(request(i)).copy() for i in range(6)]))
        painter.close()
    assert np.array_equal(*runs)


def test_an_adopted_frame_does_not_jump_and_a_cut_starts_afresh(compiled):
    def painter() -> CompiledPainter:
        return CompiledPainter(SIZE, compiled.folder, order=("cpu",), threads=1, wait=True)

    def apart(a: np.ndarray, b: np.ndarray) -> float:
        return float(np.abs(a.astype(int) - b).mean())

    running, adopting, starting = painter(), painter(), painter()
    for i in range(20):
        last = running.paint(request(i)).copy()
    adopting.adopt(last, request(19).pose)
    wanted = running.paint(request(20)).copy()
    assert apart(adopting.paint(request(20)), wanted) < 0.7 * apart(starting.paint(request(20)), wanted)
    adopting.adopt(np.zeros((32, 64, 4), np.uint8), Pose())  # of another size: it is enlarged

    grown = running.paint(request(21, subject=Subject(prompt="night", seed=8, generation=1))).copy()
    cut = running.paint(request(22, subject=Subject(prompt="night", seed=8, generation=2, cut=True))).copy()
    again = painter().paint(request(22, subject=Subject(prompt="night", seed=8)))
    assert apart(cut, again) < apart(grown, again)


class Broken:
    """A session whose pictures are not finite from time to time."""

    def __init__(self, session, bad: set[int]):
        self._session, self._bad, self._count = session, bad, 0
        self.provider, self.note = session.provider, session.note
        self.write, self.close = session.write, session.close

    def run(self):
        found = dict(self._session.run())
        self._count += 1
        if self._count in self._bad:
            found["statistics"] = np.full_like(found["statistics"], np.nan)
        return found


def test_a_frame_that_is_not_finite_is_dropped_and_counted_and_the_picture_recovers(compiled):
    painter = CompiledPainter(SIZE, compiled.folder, order=("cpu",), threads=1, wait=True)
    painter._runner = Broken(painter._runner, {3})
    good = [painter.paint(request(i, pose=Pose())).copy() for i in range(2)][-1]
    with pytest.raises(BadFrame, match="not finite"):
        painter.paint(request(2, pose=Pose()))
    assert painter.dropped == 1 and "1 frames" in painter.note
    back = painter.paint(request(3, pose=Pose()))
    assert np.corrcoef(back.ravel(), good.ravel())[0, 1] > 0.8


@pytest.mark.parametrize(
    ("part", "layer", "named"),
    [("vae", "decoder.layers.0", ["autoencoder"]), ("unet", "conv_in", ["autoencoder", "network"])],
)
def test_what_overflows_in_half_precision_becomes_float32(model, tmp_path, part, layer, named):
    from realtime.paint.diffusion.torch_painter import TorchPainter

    # Weights that half precision can hold, and activations that it cannot.
    loud = shutil.copytree(model, tmp_path / "loud")
    weights = loud / part / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors[f"{layer}.weight"] = tensors[f"{layer}.weight"] * 3e5
    save_file(tensors, weights, {"format": "pt"})
    painter = TorchPainter(SIZE, loud, precision="fp16", wait=True, threads=1)
    frame = painter.paint(request(0))
    for what in ("autoencoder", "network"):
        assert (f"the {what} overflowed and is float32 now" in painter.note) == (what in named)
    assert frame.shape == (64, 128, 4) and painter.dropped == 0


def test_out_of_memory_paints_smaller_and_says_so(model, compiled, tmp_path, monkeypatch):
    from realtime.paint.diffusion import compiled_painter, torch_painter

    run = torch_painter.TorchRunner.run

    def small_memory(self):
        if self._step.spec.width > 200:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return run(self)

    monkeypatch.setattr(torch_painter.TorchRunner, "run", small_memory)
    painter = torch_painter.TorchPainter((256, 256), model, wait=True, threads=1)
    assert painter.size == (192, 192) and "painting at 192x192" in painter.note
    assert painter.paint(request(0)).shape == (192, 192, 4)

    # A compiled model cannot be made smaller here: the next smaller one that was compiled is taken.
    large = shutil.copytree(compiled.folder, tmp_path / "large")
    manifest = json.loads((large / cache.MANIFEST).read_text())
    manifest["spec"]["width"] = 512
    (large / cache.MANIFEST).write_text(json.dumps(manifest))
    open_it = compiled_painter.open_engine

    def small_gpu(which, *arguments):
        if which.spec.width > 200:
            raise RuntimeError("Failed to allocate memory for requested buffer")
        return open_it(which, *arguments)

    monkeypatch.setattr(compiled_painter, "open_engine", small_gpu)
    with pytest.raises(UserError, match=r"not enough memory .* smaller size"):
        CompiledPainter((512, 64), large, order=("cpu",), root=tmp_path / "large", threads=1)
    shutil.copytree(compiled.folder, tmp_path / "small")
    painter = CompiledPainter((512, 64), large, order=("cpu",), threads=1)
    assert painter.size == SIZE and "not enough memory for 512x64" in painter.note


def test_negative_prompt_changes_the_picture_only_where_guidance_exists(model, tmp_path):
    from realtime.paint.diffusion.torch_painter import TorchPainter

    def painted(folder: Path, negative: str, **options) -> np.ndarray:
        painter = TorchPainter(SIZE, folder, wait=True, threads=1, **options)
        return painter.paint(request(0, subject=Subject(prompt="gold", negative=negative))).copy()

    guided = tiny_models.build_tiny(tmp_path / "sd15", "sd15")
    with_guidance = [painted(guided, text, steps=2, guidance=4.0) for text in ("", "fog and mud")]
    without = [painted(model, text) for text in ("", "fog and mud")]
    assert np.abs(with_guidance[0].astype(int) - with_guidance[1]).max() > 2
    assert np.array_equal(*without)


@pytest.mark.parametrize("provider", ["openvino", "cpu"])
def test_a_network_that_gives_no_numbers_is_refused_whatever_the_decoder_makes_of_it(
    model, tmp_path, provider
):
    from realtime.paint.diffusion.compile import compile_model

    broken = shutil.copytree(model, tmp_path / "broken")
    weights = broken / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["conv_out.weight"][:] = float("nan")
    save_file(tensors, weights)
    with pytest.raises(UserError, match="not finite"):
        compile_model(broken, (64, 64), root=tmp_path, precision="fp32", order=(provider,), threads=1)
