"""A picture beside the words: as diffusers' IP-Adapter does it, live, with a weight that is an input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion.compile import compile_model
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.image_files import find_image_prompt, picture_key, picture_pixels
from realtime.paint.diffusion.image_prompt import attach_image_prompt
from realtime.paint.diffusion.lean import lean
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.torch_painter import TorchPainter, text_encoder
from realtime.paint.frame import FrameRequest, Subject
from tests.paint.diffusion.test_frame_step import amounts, picture, rgba, run

torch.set_num_threads(1)
SIZE = (128, 64)
PROMPT, NEGATIVE = "gold in ink", "fog"
STEPS, STRENGTH, GUIDANCE = 3, 0.7, 2.5


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tiny_models.build_tiny(tmp_path_factory.mktemp("models") / "sd15", "sd15")


@pytest.fixture(scope="module")
def adapter(folder, tmp_path_factory) -> Path:
    return tiny_models.build_tiny_image_prompt(tmp_path_factory.mktemp("adapter") / "ip", folder)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> list[Path]:
    base = tmp_path_factory.mktemp("pictures")
    made = [base / "cover.png", base / "sleeve.jpg"]
    for seed, (path, size) in enumerate(zip(made, ((120, 80), (64, 200)), strict=True)):
        Image.fromarray(picture(40 + seed, size)).save(path)
    return made


def test_a_picture_counts_as_in_diffusers(folder, adapter):
    from diffusers import StableDiffusionImg2ImgPipeline

    info = inspect_model(folder)
    pipeline = StableDiffusionImg2ImgPipeline.from_pretrained(folder, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    parts: dict = {"image_proj": {}, "ip_adapter": {}}
    for key, tensor in load_file(adapter).items():
        part, _, name = key.partition(".")
        parts[part][name] = tensor
    pipeline.unet._load_ip_adapter_weights([parts])
    seen = torch.randn(1, 1, tiny_models.PICTURE_WIDTH, generator=torch.Generator().manual_seed(2))

    unet, autoencoder = load_step_parts(info)
    attach_image_prompt(unet, adapter)
    timesteps, alphas = info.schedule.diffusers_steps(STEPS, STRENGTH)
    spec = info.spec(SIZE, len(timesteps), GUIDANCE, image_width=tiny_models.PICTURE_WIDTH)
    step = FrameStep(unet, autoencoder, spec).eval()
    random = torch.Generator().manual_seed(5)
    noise = torch.cat([torch.randn(1, 4, *spec.latent, generator=random) for _ in timesteps])
    encode = text_encoder(info)
    painted = []
    for weight in (0.0, 0.6):
        pipeline.set_ip_adapter_scale(weight)
        theirs = pipeline(
            prompt=PROMPT,
            negative_prompt=NEGATIVE,
            image=Image.fromarray(picture()),
            ip_adapter_image_embeds=[torch.cat([torch.zeros_like(seen), seen])],
            num_inference_steps=STEPS,
            strength=STRENGTH,
            guidance_scale=GUIDANCE,
            generator=torch.Generator().manual_seed(5),
        ).images[0]
        feeds = {
            "frame": rgba(picture()),
            "noise": noise.numpy(),
            "timestep": timesteps,
            "alpha": alphas,
            "prompt": encode(PROMPT),
            "negative": encode(NEGATIVE),
            "amounts": amounts(guidance=GUIDANCE),
            "image": seen.numpy(),
            "image_weight": weight,
        }
        ours = run(step, **feeds)[0][..., :3].astype(int)
        assert np.abs(ours - np.asarray(theirs).astype(int)).max() < 2
        assert np.abs(ours - run(lean(step), **feeds)[0][..., :3].astype(int)).max() <= 1
        painted.append(ours)
    assert np.abs(painted[0] - painted[1]).mean() > 2


def test_pictures_are_seen_as_clips_own_processor_shows_them(pictures):
    from transformers import CLIPImageProcessor

    processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    for path in pictures:
        theirs = processor(Image.open(path), return_tensors="np")["pixel_values"]
        ours = picture_pixels(picture_key(str(path)), 32)
        assert ours.shape == theirs.shape and np.abs(ours - theirs).max() < 0.05


def test_a_compiled_show_takes_a_scenes_picture_and_needs_none(folder, adapter, pictures, tmp_path):
    made = compile_model(
        folder, SIZE, 1, precision="fp32", root=tmp_path, order=("cpu",), threads=1, image_prompt=adapter
    ).folder
    painter = CompiledPainter(SIZE, made, order=("cpu",), threads=1, wait=True)
    other = TorchPainter(SIZE, folder, 1, wait=True, threads=1, image_prompt=adapter)
    seen = []
    cases = [("", 0.6), (f"picture:{pictures[0]}", 0.6), (f"picture:{pictures[1]}", 0.6)]
    cases += [(f"picture:{pictures[1]}", 0.0), ("picture:/nowhere/gone.png", 0.6)]
    for number, (named, weight) in enumerate(cases):
        subject = Subject(prompt=PROMPT, image_prompt=named, seed=3, generation=number, cut=True)
        asked = FrameRequest(number, number / 10, subject, strength=1.0, weights={"image_prompt": weight})
        seen.append(painter.paint(asked).astype(int))
        assert np.abs(other.paint(asked).astype(int) - seen[-1]).max() <= 2
    assert "gone.png cannot be read" in painter.note
    apart = [np.abs(seen[0] - frame).max() for frame in seen]
    assert min(apart[1], apart[2], np.abs(seen[1] - seen[2]).max()) > 2
    painter.close()
    other.close()


def test_what_is_no_plain_adapter_for_the_model_is_refused(folder, adapter, tmp_path):
    info = inspect_model(folder)
    tensors = load_file(adapter)
    plus, wide = tmp_path / "plus.safetensors", tmp_path / "wide.safetensors"
    save_file({**tensors, "image_proj.latents": torch.ones(1, 2)} | {"faceid.x": torch.ones(1)}, plus)
    save_file({**tensors, "ip_adapter.1.to_k_ip.weight": torch.ones(8, 99)}, wide)
    for path, message in (
        (plus, "no IP-Adapter of the plain form"),
        (wide, "another kind of model"),
        (tmp_path / "ip.bin", "not a .safetensors"),
        (tmp_path / "none.safetensors", "no IP-Adapter"),
    ):
        with pytest.raises(UserError, match=message):
            find_image_prompt(path, info)
    lonely = tmp_path / "lonely.safetensors"
    save_file(tensors, lonely)
    with pytest.raises(UserError, match="--image-encoder"):
        find_image_prompt(lonely, info)
    with pytest.raises(UserError, match="another picture encoder"):
        find_image_prompt(lonely, info, folder / "text_encoder")
