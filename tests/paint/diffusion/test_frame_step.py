"""The frame step against diffusers' own img2img, and what its other inputs do to the picture."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks import tiny_models
from realtime.camera import Motion, Pose, relative
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.step_spec import (
    DEVIATION,
    GUIDANCE,
    MEAN,
    PALETTE_MIX,
    RAW_MEAN,
    SHARPNESS,
    SOURCE_MIX,
    UNSHARP,
)
from realtime.paint.diffusion.torch_painter import text_encoder

torch.set_num_threads(1)
SIZE = (128, 64)
PROMPT = "잉크 속의 금빛, gold in ink"
NEGATIVE = "fog"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("models")
    return {kind: tiny_models.build_tiny(base / kind, kind) for kind in tiny_models.KINDS}


def picture(seed: int = 0, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A soft colourful picture with detail: uint8 (H, W, 3)."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 256, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8)
    soft = np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)).astype(int)
    return np.clip(soft + random.integers(-12, 13, soft.shape), 0, 255).astype(np.uint8)


def rgba(pixels: np.ndarray) -> np.ndarray:
    return np.concatenate([pixels, np.full((*pixels.shape[:2], 1), 255, np.uint8)], axis=2)[None]


def run(step: FrameStep, **changes) -> tuple[np.ndarray, np.ndarray]:
    feeds = step.spec.buffers()
    for name, value in changes.items():
        feeds[name][:] = value
    with torch.inference_mode():
        drawn, statistics = step(*(torch.from_numpy(feeds[name]) for name in step.spec.inputs))
    return drawn.numpy()[0], statistics.numpy()


def amounts(**values: float) -> np.ndarray:
    array = np.zeros(5, np.float32)
    array[GUIDANCE] = 1.0
    places = {"source": SOURCE_MIX, "palette": PALETTE_MIX, "unsharp": UNSHARP, "guidance": GUIDANCE}
    for name, value in values.items():
        array[places[name]] = value
    return array


def make_step(folder: Path, steps: int = 1, guidance: float = 1.0, size=SIZE) -> tuple[FrameStep, object]:
    info = inspect_model(folder)
    return FrameStep(*load_step_parts(info), info.spec(size, steps, guidance=guidance)).eval(), info


CASES = [
    ("sd-turbo", 1, 1.0, 1.0),
    ("sd-turbo", 2, 0.5, 1.0),
    ("sd-turbo", 4, 0.25, 1.0),
    ("sd-turbo", 2, 1.0, 1.0),
    ("sd-turbo", 4, 0.8, 1.0),
    ("sd-turbo-v", 1, 1.0, 1.0),
    ("sd-turbo-v", 3, 0.34, 1.0),
    ("sd-turbo-v", 3, 0.7, 1.0),
    ("lcm", 1, 1.0, 8.0),
    ("lcm", 4, 0.25, 4.0),
    ("lcm", 4, 0.5, 8.0),
    ("lcm", 4, 1.0, 2.0),
    ("sd15", 4, 0.5, 1.0),
    ("sd15", 4, 0.75, 1.0),
    ("sd15", 3, 1.0, 2.5),
    ("lcm-lora", 4, 0.5, 1.0),
    ("lcm-lora", 2, 1.0, 2.0),
    ("tcd", 4, 0.5, 1.0),
    ("tcd", 3, 1.0, 1.0),
    ("sdxl-turbo", 1, 1.0, 1.0),
    ("sdxl-turbo", 2, 0.5, 1.0),
    ("sdxl", 3, 0.7, 1.0),
    ("sdxl", 2, 1.0, 3.0),
]


@pytest.mark.parametrize(("kind", "steps", "strength", "guidance"), CASES)
def test_frame_step_gives_what_diffusers_img2img_gives(folders, kind, steps, strength, guidance):
    from diffusers import AutoPipelineForImage2Image

    large = kind.startswith("sdxl")
    unchecked = {} if large else {"safety_checker": None}
    pipeline = AutoPipelineForImage2Image.from_pretrained(folders[kind], **unchecked)
    pipeline.set_progress_bar_config(disable=True)
    source = picture()
    if "turbo" in kind:
        guidance = 0.0
    theirs = pipeline(
        prompt=PROMPT,
        negative_prompt=NEGATIVE,
        image=Image.fromarray(source),
        num_inference_steps=steps,
        strength=strength,
        guidance_scale=guidance,
        generator=torch.Generator().manual_seed(5),
        **({"eta": 0.0} if kind == "tcd" else {}),
    ).images[0]
    theirs = np.asarray(theirs).astype(int)

    timesteps, alphas = inspect_model(folders[kind]).schedule.diffusers_steps(steps, strength)
    step, _ = make_step(folders[kind], len(timesteps), guidance)
    generator = torch.Generator().manual_seed(5)
    noise = [torch.randn(1, 4, *step.spec.latent, generator=generator) for _ in timesteps]
    encode = text_encoder(inspect_model(folders[kind]))
    text, negative = encode(PROMPT), encode(NEGATIVE)
    feeds = {"negative": negative} if step.spec.guidance == "free" else {}
    ours, _ = run(
        step,
        frame=rgba(source),
        noise=torch.cat(noise).numpy(),
        timestep=timesteps,
        alpha=alphas,
        prompt=text,
        amounts=amounts(guidance=guidance),
        **feeds,
    )
    assert theirs.std() > 20  # a flat or clipped picture would prove nothing
    assert np.abs(ours[..., :3].astype(int) - theirs).max() < 2
    assert (ours[..., 3] == 255).all()


def identity_step(size: tuple[int, int] = SIZE) -> FrameStep:
    """A frame step whose network says "no noise" and whose autoencoder keeps what it is given."""

    class Keep(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(1))

        def forward(self, x, *_args, **_named):
            return x

    class Unet(Keep):
        def forward(self, x, *_args, **_named):
            return type("Output", (), {"sample": x * 0.0})

    class AutoencoderTiny(Keep):
        config = type("Config", (), {"scaling_factor": 1.0})
        encoder = decoder = Keep()

    from realtime.paint.diffusion.step_spec import StepSpec

    step = FrameStep(Unet(), AutoencoderTiny(), StepSpec(*size, text_width=4))
    # Noise is at the picture's size here; it is switched off by ā = 1.
    step._denoise = lambda latent, *_rest: latent
    return step


def dot_at(pixels: np.ndarray) -> tuple[float, float]:
    """(column, row) of the centre of brightness."""
    light = pixels[..., :3].astype(float).sum(axis=2)
    rows, columns = np.indices(light.shape)
    return float((light * columns).sum() / light.sum()), float((light * rows).sum() / light.sum())


@pytest.mark.parametrize(
    "motion",
    [
        Motion(pan_x=0.25, pan_y=0.125),
        Motion(zoom=0.4),
        Motion(rotation=25.0),
        Motion(tilt=12.0, yaw=-15.0, pan_x=0.1),
    ],
)
def test_warp_moves_a_dot_to_where_the_camera_says(motion):
    width, height = 256, 128
    step = identity_step((width, height))
    frame = np.zeros((height, width, 3), np.uint8)
    column, row = 150.0, 50.0
    yy, xx = np.indices((height, width))
    frame[:] = (255 * np.exp(-((xx - column) ** 2 + (yy - row) ** 2) / 8.0))[..., None]
    now = Pose().moved(motion, 1.0)
    moved, _ = run(step, frame=rgba(frame), homography=relative(Pose(), now), amounts=amounts())

    x = ((column + 0.5) / width * 2 - 1) * width / height
    y = 1 - (row + 0.5) / height * 2
    seen = now.matrix @ [x, y, 1.0]
    seen /= seen[2]
    expected = ((seen[0] * height / width + 1) / 2 * width - 0.5, (1 - seen[1]) / 2 * height - 0.5)
    assert math.dist(dot_at(moved), expected) < 0.25


def test_picture_outside_the_frame_is_mirrored_not_black():
    step = identity_step()
    frame = np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)
    shrunk, _ = run(
        step,
        frame=rgba(frame),
        homography=relative(Pose(), Pose().moved(Motion(zoom=-0.7, tilt=20), 1.0)),
        amounts=amounts(),
    )
    assert shrunk[..., :3].min() >= 199


def test_source_mix_goes_from_the_frame_to_the_source():
    step = identity_step()
    frame, source = picture(1), picture(2)
    for mix in (0.0, 0.3, 1.0):
        mixed, _ = run(step, frame=rgba(frame), source=rgba(source), amounts=amounts(source=mix))
        expected = frame + mix * (source.astype(float) - frame)
        assert np.abs(mixed[..., :3] - expected).max() <= 1


def test_colour_match_moves_a_picture_to_the_palette_of_another():
    step = identity_step()
    _, before = run(step, frame=rgba(picture(1)), amounts=amounts())
    _, wanted = run(step, frame=rgba(picture(3) // 2 + 30), amounts=amounts())
    target = np.concatenate([wanted[MEAN], wanted[DEVIATION]])
    _, after = run(step, frame=rgba(picture(1)), palette=target, amounts=amounts(palette=1.0))
    assert np.abs(before[:6] - target).max() > 0.1
    assert np.abs(after[:6] - target).max() < 0.02


def test_unsharp_raises_sharpness():
    step = identity_step()
    _, plain = run(step, frame=rgba(picture()), amounts=amounts())
    _, sharp = run(step, frame=rgba(picture()), amounts=amounts(unsharp=0.8))
    assert sharp[SHARPNESS] > 1.15 * plain[SHARPNESS]


def test_a_picture_that_is_not_finite_is_told():
    step = identity_step()
    step._denoise = lambda latent, *_rest: latent / 0.0 * 0.0
    _, statistics = run(step, frame=rgba(picture()), amounts=amounts())
    assert not np.isfinite(statistics[RAW_MEAN])


def test_negative_prompt_has_an_input_only_where_guidance_exists(folders):
    for kind in ("sd-turbo", "lcm"):
        assert "negative" not in inspect_model(folders[kind]).spec(SIZE, 1, guidance=7.0).inputs
    assert "negative" not in inspect_model(folders["sd15"]).spec(SIZE, 1).inputs
    assert "negative" in inspect_model(folders["sd15"]).spec(SIZE, 1, guidance=2.0).inputs
