"""The `diffusion` engine as a show has it: chosen, in a painter process, over pictures; tiny models."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PIL import Image

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.choose import open_diffusion
from realtime.paint.diffusion.pipeline_painter import PipelinePainter
from realtime.paint.engines import ENGINES, has_guidance, plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.supervisor import ProcessPaintLoop

SIZE = (128, 64)
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def stills(tmp_path_factory) -> list[str]:
    """A red and a blue picture."""
    folder = tmp_path_factory.mktemp("pictures")
    names = []
    for name, colour in (("red", (200, 30, 30)), ("blue", (30, 30, 200))):
        Image.new("RGB", (64, 64), colour).save(folder / f"{name}.png")
        names.append(f"still:{folder / name}.png")
    return names


def test_without_a_model_the_message_asks_for_one(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nothing is compiled there
    with pytest.raises(UserError, match="--model"):
        open_diffusion(SIZE, None)
    with pytest.raises(UserError, match="--model"):
        has_guidance(ENGINES["diffusion"])


def test_diffusion_that_is_asked_for_takes_the_newest_compiled_model(compiled, monkeypatch):
    monkeypatch.setattr(cache, "default_root", lambda: compiled.folder.parent)
    assert plan_engines("diffusion").ladder[0].options["model"] == str(compiled.folder)


def test_compiled_model_paints_in_a_process_and_hands_over_from_the_quick_engine(compiled):
    plan = plan_engines("diffusion", str(compiled.folder))
    assert plan.ladder[0].size == SIZE
    loop = ProcessPaintLoop(plan.ladder[:1] + plan.ladder[-2:], threads=1)
    engines: list[str] = []
    try:
        number, end = 0, time.monotonic() + PATIENCE_S
        while time.monotonic() < end and not (engines and engines[-1].startswith("sd-turbo on")):
            if loop.ready:
                number += 1
                loop.submit(
                    FrameRequest(number, number / 10, Subject(prompt="a sea"), source_time=number / 10)
                )
            frame = loop.newest(0.0)
            engines += [frame.engine] if frame is not None else []
            time.sleep(0.005)
        assert engines[-1].startswith("sd-turbo on"), loop.status
        assert frame.pixels.shape == (64, 128, 4)
        assert frame.pixels[..., :3].std() > 10
        assert loop.restarts == 0
    finally:
        loop.close()


def request(source: str, mix: float, strength: float = 0.5, time: float = 0.1) -> FrameRequest:
    return FrameRequest(
        1, time, Subject(source=source, seed=3), strength=strength, noise=0.0, inputs={"mix": mix}
    )


def test_frame_step_mixes_the_picture_under_what_it_paints(model, stills):
    def picture(source: str, mix: float) -> np.ndarray:
        painter = open_diffusion(SIZE, model, wait=True, threads=1)
        try:
            painter.adopt(np.full((64, 128, 4), 128, np.uint8), request("", 0.0).pose)
            return painter.paint(request(source, mix)).astype(int)
        finally:
            painter.close()

    red, blue = stills
    bare = picture("", 0.5)
    np.testing.assert_array_equal(picture(red, 0.0), bare)
    np.testing.assert_array_equal(picture("feedback", 0.5), bare)
    np.testing.assert_array_equal(picture("tunnel", 0.5), bare)
    little, much = (np.abs(picture(red, mix) - picture(blue, mix)).mean() for mix in (0.2, 1.0))
    assert 0 < little < much


def test_diffusers_painter_mixes_pictures_and_generators_under_what_it_paints(model, stills):
    painter = PipelinePainter(SIZE, model, device="cpu", precision="fp32", threads=1)
    clock = 0.0

    def picture(source: str, mix: float) -> np.ndarray:
        """At strength 0: what would be painted over, once the picture before it has faded."""
        nonlocal clock
        for _ in range(2):
            clock += 2.0
            painter.adopt(np.full((64, 128, 4), 100, np.uint8), request("", 0.0).pose)
            painted = painter.paint(request(source, mix, strength=0.0, time=clock))
        return painted.astype(int)[..., :3]

    np.testing.assert_allclose(picture(stills[0], 1.0)[32, 64], (200, 30, 30), atol=3)
    np.testing.assert_allclose(picture(stills[0], 0.5)[32, 64], (150, 65, 65), atol=3)
    assert picture("generator:tunnel", 1.0).std() > 20
    np.testing.assert_array_equal(picture("still:/nowhere/gone.png", 1.0), picture("", 1.0))
    assert "gone.png" in painter.note
    painter.close()


def test_a_requests_share_of_guidance_counts_where_the_model_has_guidance(model, tmp_path):
    from realtime.paint.diffusion.torch_painter import TorchPainter
    from realtime.paint.engines import has_guidance

    guided = tiny_models.build_tiny(tmp_path / "sd15", "sd15")
    changes = []
    for folder, guidance in ((guided, 4.0), (model, 1.0)):
        pictures = []
        for share in (0.5, 2.0):
            painter = TorchPainter(SIZE, folder, wait=True, threads=1, steps=1, guidance=guidance)
            asked = FrameRequest(1, 0.1, Subject(prompt="gold", seed=3), strength=0.6, guidance=share)
            pictures.append(painter.paint(asked).astype(int))
            painter.close()
        changes.append(np.abs(pictures[0] - pictures[1]).max())
    assert changes[0] > 2 and changes[1] == 0
    named = [has_guidance(plan_engines("diffusion", str(folder)).ladder[0]) for folder in (guided, model)]
    assert named == [True, False] and not has_guidance(plan_engines("shader").ladder[0])
