"""The diffusion painter on tiny random pipelines of each kind, built on the spot."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch

from benchmarks import tiny_models
from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.paint.diffusion.pipeline_painter import PipelinePainter
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.spec import BadFrame

SIZE = (128, 64)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """folder(kind): a tiny pipeline of that kind."""
    root = tmp_path_factory.mktemp("models")
    return lambda kind: root / kind if (root / kind).exists() else tiny_models.build_tiny(root / kind, kind)


def painter(model, **options) -> PipelinePainter:
    return PipelinePainter(SIZE, model, device="cpu", precision="fp32", threads=1, **options)


def ask(number: int, strength=0.5, **subject) -> FrameRequest:
    pose = Pose().moved(Motion(zoom=0.5), number / 10)
    return FrameRequest(
        number,
        number / 10,
        Subject(**{"prompt": "a red sea", **subject}),
        pose=pose,
        strength=strength,
        noise=0.0,
    )


@pytest.mark.parametrize("kind", ["sd-turbo", "sd-turbo-v", "lcm", "sd15"])
def test_each_kind_paints_pictures_and_repeats_them_to_the_byte(folder, kind):
    first, second = (painter(folder(kind), steps=1 if kind != "lcm" else 2) for _ in range(2))
    for number in range(3):
        a, b = first.paint(ask(number)).copy(), second.paint(ask(number))
        np.testing.assert_array_equal(a, b)
        assert a.shape == (64, 128, 4)
        assert a[..., :3].std() > 10
        assert np.all(a[..., 3] == 255)


def test_lcm_pipeline_takes_its_steps_however_weak_the_frame(folder, tmp_path):
    """As the real ones come: a pipeline of its own, which takes all steps that it is told at any strength."""
    model = shutil.copytree(folder("lcm"), tmp_path / "lcm")
    index = json.loads((model / "model_index.json").read_text())
    (model / "model_index.json").write_text(
        json.dumps(index | {"_class_name": "LatentConsistencyModelPipeline"})
    )
    one = painter(model, steps=2)
    runs: list[int] = []
    one._pipeline.unet.register_forward_hook(lambda *_: runs.append(1))
    for number, strength in enumerate((1.0, 0.6, 0.15, 0.04)):
        runs.clear()
        one.paint(ask(number, strength))
        assert len(runs) == 2, f"at strength {strength}"


def test_strength_says_how_much_of_the_last_frame_shows_through(folder):
    def difference(strength):
        """Between two pictures painted over two unlike last frames."""
        pictures = []
        for level in (40, 210):
            one = painter(folder("sd-turbo"))
            one.adopt(np.full((64, 128, 4), level, np.uint8), Pose())
            still = FrameRequest(1, 0.1, Subject(prompt="a red sea"), strength=strength, noise=0.0)
            pictures.append(one.paint(still).astype(int))
        return np.abs(pictures[0] - pictures[1])[..., :3].mean()

    assert difference(0.0) == 170
    assert difference(1.0) < 40


def test_prompt_changes_the_picture_and_mixing_goes_between(folder):
    one = painter(folder("sd-turbo"))
    requests = [
        FrameRequest(
            i, 0.0, Subject(prompt="별", prompt_b="a dry forest", generation=i, cut=True), prompt_mix=mix
        )
        for i, mix in enumerate((0.0, 0.5, 1.0))
    ]
    a, middle, b = (one.paint(request).astype(int) for request in requests)
    assert np.abs(a - b).mean() > 0.2
    assert not np.array_equal(a, middle)
    assert not np.array_equal(b, middle)


def test_negative_prompt_works_where_there_is_guidance(folder):
    def picture(kind, negative):
        return painter(folder(kind), steps=1).paint(ask(0, negative=negative)).copy()

    assert not np.array_equal(picture("sd15", ""), picture("sd15", "blurred"))
    assert np.array_equal(picture("sd-turbo", ""), picture("sd-turbo", "blurred"))


def test_frame_that_is_not_finite_is_refused_and_painting_goes_on(folder):
    one = painter(folder("sd-turbo"))
    last = one._pipeline.vae.decoder.layers[-1]
    weight = last.weight.detach().clone()
    with torch.no_grad():
        last.weight.fill_(float("nan"))
    with pytest.raises(BadFrame, match="not finite"):
        one.paint(ask(1))
    with torch.no_grad():
        last.weight.copy_(weight)
    assert one.paint(ask(2))[..., :3].std() > 10


def test_size_that_does_not_fit_in_memory_is_made_smaller_and_said(folder, monkeypatch):
    from diffusers import AutoencoderTiny

    whole = AutoencoderTiny.encode

    def encode(self, x, *args, **kwargs):
        if x.shape[-1] > 200:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return whole(self, x, *args, **kwargs)

    monkeypatch.setattr(AutoencoderTiny, "encode", encode)
    one = PipelinePainter((256, 256), folder("sd-turbo"), device="cpu", precision="fp32", threads=1)
    assert one.size == (192, 192)
    assert "256×256 did not fit in memory" in one.name
    assert one.paint(ask(0)).shape == (192, 192, 4)


def test_bad_models_are_refused_in_one_sentence(folder, tmp_path):
    with pytest.raises(UserError, match="multiples of 8"):
        PipelinePainter((130, 64), folder("sd-turbo"))
    with pytest.raises(UserError, match="not a diffusers model"):
        painter(tmp_path)
    with pytest.raises(UserError, match="no model folder"):
        painter(tmp_path / "nowhere")
    broken = tmp_path / "broken"
    shutil.copytree(folder("sd-turbo"), broken)
    (broken / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    with pytest.raises(UserError, match="no weights"):
        painter(broken)
    (broken / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(UserError, match="pickle"):
        painter(broken)
    (broken / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"cut off")
    with pytest.raises(UserError, match="cut off"):
        painter(broken)
    index = json.loads((broken / "model_index.json").read_text())
    (broken / "model_index.json").write_text(json.dumps(index | {"_class_name": "FluxPipeline"}))
    with pytest.raises(UserError, match="FluxPipeline"):
        painter(broken)
