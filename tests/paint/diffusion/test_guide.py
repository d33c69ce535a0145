"""Models guided by the source layer: as in diffusers' own pipelines, by edges that lie where forms end."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.guide import Guide
from realtime.paint.diffusion.guide_files import find_guide
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.torch_painter import TorchPainter, text_encoder
from realtime.paint.frame import FrameRequest, Subject
from tests.paint.diffusion.test_frame_step import amounts, picture, rgba, run

torch.set_num_threads(1)
SIZE = (128, 64)
PROMPT, NEGATIVE = "gold in ink", "fog"
SHOWN = picture(7)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("guided")
    made = {kind: tiny_models.build_tiny(base / kind, kind) for kind in ("sd-turbo", "sd15", "sdxl")}
    for kind in ("sd15", "sdxl"):
        made[f"control-{kind}"] = tiny_models.build_tiny_control(base / f"control-{kind}", made[kind])
    made["adapter"] = tiny_models.build_tiny_adapter(base / "adapter")
    return made


def guided_step(model: Path, guide: Path, steps: int, guidance: float = 1.0) -> FrameStep:
    info = inspect_model(model)
    network = find_guide(guide, info, "picture").load()
    spec = info.spec(SIZE, steps, guidance, guide="picture")
    return FrameStep(*load_step_parts(info), spec, network).eval()


@pytest.mark.parametrize("kind", ["sd15", "sdxl"])
def test_a_controlnet_guides_as_in_diffusers(folders, kind):
    from diffusers import (
        ControlNetModel,
        StableDiffusionControlNetImg2ImgPipeline,
        StableDiffusionXLControlNetImg2ImgPipeline,
    )

    large = kind == "sdxl"
    family = StableDiffusionXLControlNetImg2ImgPipeline if large else StableDiffusionControlNetImg2ImgPipeline
    network = ControlNetModel.from_pretrained(folders[f"control-{kind}"])
    pipeline = family.from_pretrained(
        folders[kind], controlnet=network, **({} if large else {"safety_checker": None})
    )
    pipeline.set_progress_bar_config(disable=True)
    steps, strength, guidance = 3, 0.7, 2.5
    schedule, encode = inspect_model(folders[kind]).schedule, text_encoder(inspect_model(folders[kind]))
    timesteps, alphas = schedule.diffusers_steps(steps, strength)
    step = guided_step(folders[kind], folders[f"control-{kind}"], len(timesteps), guidance)
    random = torch.Generator().manual_seed(5)
    noise = torch.cat([torch.randn(1, 4, *step.spec.latent, generator=random) for _ in timesteps])
    seen = []
    for weight in (0.0, 0.8):
        theirs = pipeline(
            prompt=PROMPT,
            negative_prompt=NEGATIVE,
            image=Image.fromarray(picture()),
            control_image=Image.fromarray(SHOWN),
            num_inference_steps=steps,
            strength=strength,
            guidance_scale=guidance,
            controlnet_conditioning_scale=weight,
            generator=torch.Generator().manual_seed(5),
        ).images[0]
        ours, _ = run(
            step,
            frame=rgba(picture()),
            noise=noise.numpy(),
            timestep=timesteps,
            alpha=alphas,
            prompt=encode(PROMPT),
            negative=encode(NEGATIVE),
            amounts=amounts(guidance=guidance),
            guide=rgba(SHOWN),
            guide_weight=weight,
        )
        seen.append(ours[..., :3].astype(int))
        assert np.abs(seen[-1] - np.asarray(theirs).astype(int)).max() < 2
    assert np.abs(seen[0] - seen[1]).mean() > 5


def test_an_adapter_guides_as_in_diffusers(folders):
    """diffusers has no such pipeline that begins with a picture: an empty latent is begun with here, too."""
    from diffusers import StableDiffusionAdapterPipeline, T2IAdapter

    pipeline = StableDiffusionAdapterPipeline.from_pretrained(
        folders["sd-turbo"], adapter=T2IAdapter.from_pretrained(folders["adapter"]), safety_checker=None
    )
    pipeline.set_progress_bar_config(disable=True)
    step = guided_step(folders["sd-turbo"], folders["adapter"], 2)
    step._encode = lambda image: torch.zeros(1, 4, *step.spec.latent)
    timesteps, alphas = inspect_model(folders["sd-turbo"]).schedule.diffusers_steps(2, 1.0)
    start = torch.randn(1, 4, *step.spec.latent, generator=torch.Generator().manual_seed(5))
    encode = text_encoder(inspect_model(folders["sd-turbo"]))
    seen = []
    for weight in (0.0, 0.8):
        theirs = pipeline(
            prompt=PROMPT,
            image=Image.fromarray(SHOWN),
            width=SIZE[0],
            height=SIZE[1],
            num_inference_steps=2,
            guidance_scale=0.0,
            adapter_conditioning_scale=weight,
            latents=start,
        ).images[0]
        ours, _ = run(
            step,
            frame=rgba(picture()),
            noise=torch.cat([start, start]).numpy(),
            timestep=timesteps,
            alpha=alphas,
            prompt=encode(PROMPT),
            guide=rgba(SHOWN),
            guide_weight=weight,
        )
        seen.append(ours[..., :3].astype(int))
        assert np.abs(seen[-1] - np.asarray(theirs).astype(int)).max() < 2
    assert np.abs(seen[0] - seen[1]).mean() > 5


def test_edges_are_thin_and_lie_where_forms_end(folders):
    guide = find_guide(folders["adapter"], inspect_model(folders["sd-turbo"])).load()
    assert isinstance(guide, Guide) and guide.sees == "edges"
    height, width, radius = 120, 160, 40.0
    rows, columns = np.indices((height, width))
    distance = np.hypot(rows - 60.0, columns - 80.0)
    disc = np.where(distance < radius, 0.9, 0.2).astype(np.float32)
    lines = guide.edges(torch.from_numpy(disc).expand(1, 3, -1, -1))[0, 0].numpy()
    found = distance[lines > 0.5]
    assert abs(found - radius).max() < 1.5
    ring = 2.0 * np.pi * radius
    assert 0.6 * ring < len(found) < 1.6 * ring  # a line all round, not a band
    soft = np.tile(np.linspace(0.0, 1.0, width, dtype=np.float32), (height, 1))
    assert guide.edges(torch.from_numpy(soft).expand(1, 3, -1, -1)).max() == 0.0  # a sky is no edge
    assert guide.seen(torch.zeros(1, 3, height, width)).shape == (1, 3, height, width)


def painted_with(folders, guide: str | None, sees: str, weight: float, source: str) -> np.ndarray:
    """A frame of a show, grown out of grey."""
    painter = TorchPainter(
        SIZE,
        folders["sd-turbo"],
        wait=True,
        threads=1,
        guide=guide and folders[guide],
        guide_sees=sees,
    )
    subject = Subject(prompt=PROMPT, source=source, seed=3)
    asked = FrameRequest(1, 0.1, subject, strength=1.0, inputs={"mix": 0.0}, weights={"guide": weight})
    painter.adopt(np.full((64, 128, 4), 128, np.uint8), asked.pose)
    try:
        return painter.paint(asked).astype(int)
    finally:
        painter.close()


def test_a_show_keeps_to_the_forms_of_its_source_as_far_as_the_weight_says(folders):
    def painted(weight: float, source: str, guide: str | None = "adapter") -> np.ndarray:
        return painted_with(folders, guide, "picture", weight, source)

    tunnel, waves = painted(1.0, "generator:tunnel"), painted(1.0, "generator:waves")
    assert np.abs(tunnel - waves).mean() > 2  # nothing else of the source is in the picture
    without = painted(0.0, "generator:tunnel", guide=None)
    np.testing.assert_array_equal(painted(0.0, "generator:tunnel"), without)
    np.testing.assert_array_equal(painted(1.0, "feedback"), without)


def test_a_guide_that_sees_depth_is_shown_how_near_the_generator_is_and_nothing_of_a_flat_one(folders):
    def painted(weight: float, source: str, guide: str | None = "adapter") -> np.ndarray:
        return painted_with(folders, guide, "depth", weight, source)

    without = painted(0.0, "city", guide=None)
    assert np.abs(painted(1.0, "city") - painted(1.0, "tunnel")).mean() > 2
    np.testing.assert_array_equal(painted(0.0, "city"), without)
    np.testing.assert_array_equal(painted(1.0, "plasma"), without)


def test_a_guide_for_another_model_or_of_another_kind_is_refused(folders, tmp_path):
    turbo = inspect_model(folders["sd-turbo"])
    with pytest.raises(UserError, match="another kind of model"):
        find_guide(folders["control-sdxl"], turbo)
    with pytest.raises(UserError, match="another kind of model"):
        find_guide(folders["adapter"], inspect_model(folders["sdxl"]))
    with pytest.raises(UserError, match=r"holds a AutoencoderTiny; a guide is a T2I-Adapter or ControlNet"):
        find_guide(folders["sd-turbo"] / "vae", turbo)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "config.json").write_text(json.dumps({"_class_name": "T2IAdapter"}))
    with pytest.raises(UserError, match="empty"):
        find_guide(empty, turbo)
