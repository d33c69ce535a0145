"""From a model's folder to painted frames without torch, and everything that can go wrong on the way."""

from __future__ import annotations

import importlib.util
import json
import resource
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from realtime.camera import Motion, Pose, relative
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.compile import compile_model, open_engine
from realtime.paint.diffusion.compiled_painter import CompiledPainter, find_compiled
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.lora import Lora, fuse, parse_lora
from realtime.paint.diffusion.session import Options, check_order, open_session
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.spec import BadFrame

_SPEC = importlib.util.spec_from_file_location("tiny_models", Path(__file__).with_name("tiny_models.py"))
tiny_models = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tiny_models)

torch.set_num_threads(1)
ROOT = Path(__file__).parents[2]
SIZE = (128, 64)


def feeds_of(step: FrameStep) -> dict[str, np.ndarray]:
    random = np.random.default_rng(4)
    feeds = step.spec.buffers()
    for name in ("frame", "source"):
        feeds[name][:] = random.integers(0, 256, feeds[name].shape)
    for name in ("noise", "prompt"):
        feeds[name][:] = random.standard_normal(feeds[name].shape)
    feeds["homography"][:] = relative(
        Pose(), Pose().moved(Motion(zoom=0.2, rotation=9, tilt=6, pan_x=0.1), 1.0)
    )
    feeds["amounts"][:] = [0.3, 0.5, 0.4, 0.02, 1.0]
    feeds["palette"][:] = [0.5, 0.01, -0.02, 0.2, 0.05, 0.05]
    feeds["timestep"][:], feeds["alpha"][:] = 499.0, [0.3, 1.0]
    return feeds


@pytest.mark.parametrize("provider", ["cpu", "openvino"])
def test_compiled_graph_gives_what_torch_gives_warp_and_colour_included(compiled, step, provider):
    feeds = feeds_of(step)
    with torch.inference_mode():
        wanted, statistics = step(*(torch.from_numpy(feeds[name]) for name in step.spec.inputs))
    session = open_session(
        compiled.folder / cache.STEP,
        compiled.spec.inputs,
        compiled.spec.outputs,
        {"picture": "frame"},
        Options(threads=1, bf16=False, order=(provider,)),
    )
    assert session.provider == provider
    for name, value in feeds.items():
        session.write(name, value)
    found = session.run()
    assert np.abs(found["picture"].astype(int) - wanted.numpy()).max() <= 1
    assert np.allclose(found["statistics"], statistics.numpy(), atol=1e-3)
    # The picture has become the next frame, without passing through here.
    first = found["picture"].copy()
    second = session.run()["picture"].copy()
    feeds["frame"][:] = first
    session.write("frame", feeds["frame"])
    assert np.array_equal(session.run()["picture"], second)
    session.close()


def request(i: int, fps: float = 20.0, **changes) -> FrameRequest:
    pose = Pose().moved(Motion(zoom=0.15, rotation=8.0), i / fps)
    settings = {
        "subject": Subject(prompt="gold in ink", prompt_b="금빛 바다", seed=3),
        "pose": pose,
    } | changes
    return FrameRequest(i, i / fps, strength=0.5, prompt_mix=0.3, **settings)


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
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), compiled.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.strip() == "sd-turbo on ONNX Runtime on the CPU (64, 128, 4) uint8 True", ran.stderr


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


def test_overflowing_half_precision_autoencoder_becomes_float32(model, tmp_path):
    from realtime.paint.diffusion.torch_painter import TorchPainter

    # Weights that half precision can hold, and activations that it cannot.
    loud = shutil.copytree(model, tmp_path / "loud")
    weights = loud / "vae" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["decoder.layers.0.weight"] = tensors["decoder.layers.0.weight"] * 3e5
    save_file(tensors, weights, {"format": "pt"})
    painter = TorchPainter(SIZE, loud, precision="fp16", wait=True, threads=1)
    frame = painter.paint(request(0))
    assert "float32 now" in painter.note
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


def test_compiling_again_does_nothing_and_a_stopped_compile_goes_on(compiled, model, tmp_path):
    root = tmp_path / "root"
    partial = root / (compiled.folder.name + cache.PARTIAL)
    shutil.copytree(compiled.folder, partial)  # as it is just before the manifest is written
    (partial / cache.MANIFEST).unlink()
    (partial / "engine-export-frame_step.onnx.partial").mkdir()
    before = (partial / cache.STEP).stat().st_mtime_ns
    for _ in range(2):
        result = compile_model(model, SIZE, root=root, precision="fp32", order=("cpu",), threads=1)
        assert (result.folder / cache.STEP).stat().st_mtime_ns == before  # not exported again
    assert [path.name for path in root.iterdir()] == [compiled.folder.name]


def test_engine_of_another_version_is_rebuilt_and_a_half_written_one_deleted(compiled, tmp_path, monkeypatch):
    folder = shutil.copytree(compiled.folder, tmp_path / "copy")
    copy = cache.Compiled.load(folder)
    half = folder / f"engine-openvino-1.0-old{cache.PARTIAL}"
    half.mkdir()
    stale = folder / "engine-openvino-1.0-old"
    stale.mkdir()
    (stale / "rubbish.blob").write_bytes(b"would crash whoever loads it")
    open_engine(copy, ("openvino",), 1).close()
    engines = {path.name for path in folder.glob("engine-*")}
    assert engines == {stale.name, cache.engine_name("openvino")}
    built = next((folder / cache.engine_name("openvino")).rglob("*.blob"))
    stamp = built.stat().st_mtime_ns
    open_engine(copy, ("openvino",), 1).close()
    assert built.stat().st_mtime_ns == stamp  # loaded, not built again
    monkeypatch.setattr(cache, "package_version", lambda *names: "9.9")
    assert cache.engine_name("openvino") not in engines


def test_engine_names_tell_gpu_driver_and_versions_apart(monkeypatch):
    from realtime.paint.diffusion.gpu import Gpu

    names = set()
    for gpu in (
        None,
        Gpu("RTX 4090", (8, 9), 24, (13, 0)),
        Gpu("RTX 5090", (12, 0), 32, (13, 0)),
        Gpu("RTX 5090", (12, 0), 32, (12, 8)),
    ):
        monkeypatch.setattr(cache, "find_gpu", lambda gpu=gpu: gpu)
        names |= {cache.engine_name("tensorrt"), cache.engine_name("tensorrt-rtx")}
    assert len(names) == 8


def test_full_disk_is_a_sentence_and_leaves_no_rubbish(model, tmp_path):
    root = tmp_path / "root"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(UserError, match=r"disk is full.*run the same command again"):
            compile_model(model, SIZE, root=root, precision="fp32", order=("cpu",), threads=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(root.rglob("*.onnx*"))


def test_too_little_space_is_said_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 90, 10))
    with pytest.raises(UserError, match=r"needs about 5.0 GB"):
        cache.require_space(tmp_path / "not" / "yet", 5_000_000_000)


def test_damaged_compiled_folder_is_a_sentence(compiled, tmp_path):
    folder = shutil.copytree(compiled.folder, tmp_path / "copy")
    (folder / f"{cache.STEP}.data").write_bytes(b"")
    with pytest.raises(UserError, match="not whole"):
        cache.Compiled.load(folder)
    (folder / cache.MANIFEST).write_text("{")
    with pytest.raises(UserError, match="not a whole compiled model"):
        cache.Compiled.load(folder)
    assert cache.compiled_models(tmp_path) == []


def test_compiled_model_is_found_by_name_and_nearest_size(compiled, model):
    root = compiled.folder.parent
    assert find_compiled(model, (640, 360), root).folder == compiled.folder
    assert find_compiled(None, None, root).folder == compiled.folder
    with pytest.raises(UserError, match="Did you mean"):
        find_compiled(f"{model}x", None, root)
    with pytest.raises(UserError, match="Nothing is compiled yet"):
        find_compiled(None, None, root / "nowhere")


def test_folder_that_is_no_model(tmp_path):
    with pytest.raises(UserError, match=r"no model_index.json"):
        compile_model(tmp_path)
    (tmp_path / "model_index.json").write_text("not json")
    with pytest.raises(UserError, match="cannot be read"):
        compile_model(tmp_path)
    with pytest.raises(UserError, match="no model folder"):
        compile_model(tmp_path / "nowhere" / "at" / "all")


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("model_index.json", {"_class_name": "StableDiffusionXLPipeline"}, "SDXL"),
        ("model_index.json", {"_class_name": "WhisperPipeline"}, "WhisperPipeline"),
        ("unet/config.json", {"in_channels": 9}, "inpainting"),
    ],
)
def test_wrong_kind_of_model_is_named(model, tmp_path, file, change, message):
    wrong = shutil.copytree(model, tmp_path / "wrong")
    path = wrong / file
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UserError, match=message):
        compile_model(wrong)


def test_pickled_weights_are_refused(model, tmp_path):
    pickled = shutil.copytree(model, tmp_path / "pickled")
    weights = pickled / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(UserError, match="pickle"):
        compile_model(pickled)


def test_size_that_cannot_be_painted_names_the_nearest(model):
    with pytest.raises(UserError, match="take 512x288"):
        compile_model(model, (510, 290))


def test_unknown_provider_suggests_the_nearest():
    with pytest.raises(UserError, match="Did you mean cuda"):
        check_order(["cudaa"])


def test_gpu_provider_is_refused_with_a_reason_where_there_is_none(compiled):
    with pytest.raises(UserError, match=r"tensorrt: .*cuda: .*doctor"):
        open_session(
            compiled.folder / cache.STEP,
            compiled.spec.inputs,
            compiled.spec.outputs,
            options=Options(order=("tensorrt", "cuda")),
        )


@pytest.mark.parametrize("naming", ["kohya", "diffusers"])
def test_lora_is_fused_at_its_scale(step, tmp_path, naming):
    unet = step.unet
    name = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
    layer = unet.get_submodule(name)
    down, up = torch.randn(2, layer.in_features), torch.randn(layer.out_features, 2)
    if naming == "kohya":
        stem = "lora_unet_" + name.replace(".", "_")
        tensors = {
            f"{stem}.lora_down.weight": down,
            f"{stem}.lora_up.weight": up,
            f"{stem}.alpha": torch.tensor(1.0),
        }
    else:
        tensors = {f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}
    path = tmp_path / "lcm-lora.safetensors"
    save_file(tensors, path)
    lora = parse_lora(f"{path}:0.8")
    assert lora == Lora(path, 0.8) and lora.sampler == "lcm"
    before = layer.weight.clone()
    assert fuse(unet, lora) == 1
    rank_factor = 0.5 if naming == "kohya" else 1.0
    assert torch.allclose(layer.weight - before, 0.8 * rank_factor * up @ down, atol=1e-5)
    with torch.no_grad():
        layer.weight.copy_(before)


def test_lora_of_another_model_or_kind_of_file_is_refused(step, tmp_path):
    path = tmp_path / "other.safetensors"
    save_file(
        {
            "lora_unet_nowhere.lora_down.weight": torch.ones(1, 2),
            "lora_unet_nowhere.lora_up.weight": torch.ones(2, 1),
        },
        path,
    )
    with pytest.raises(UserError, match="another model"):
        fuse(step.unet, Lora(path))
    with pytest.raises(UserError, match=r"not a .safetensors"):
        parse_lora("style.ckpt:0.5")
    with pytest.raises(UserError, match="no LoRA file"):
        parse_lora("missing.safetensors")


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
