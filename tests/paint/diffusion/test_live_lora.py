"""LoRAs beside the weights: the same picture as diffusers' adapters, whatever they weigh, from one graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.compile import compile_model
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.lean import lean
from realtime.paint.diffusion.live_lora import attach
from realtime.paint.diffusion.lora import Lora
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.torch_painter import TorchPainter, text_encoder
from realtime.paint.frame import FrameRequest, Subject
from tests.paint.diffusion.test_frame_step import picture, rgba, run

torch.set_num_threads(1)
SIZE = (128, 64)
ATTENTION = "down_blocks.0.attentions.0.transformer_blocks.0"
FIRST = (f"{ATTENTION}.attn1.to_q", f"{ATTENTION}.attn2.to_k", "up_blocks.1.resnets.0.conv1", "conv_in")
SECOND = (f"{ATTENTION}.attn2.to_k", f"{ATTENTION}.ff.net.0.proj", "down_blocks.0.downsamplers.0.conv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tiny_models.build_tiny(tmp_path_factory.mktemp("models") / "sd-turbo", "sd-turbo")


def saved_lora(path: Path, unet: torch.nn.Module, names: tuple[str, ...], rank: int = 3) -> Lora:
    """A LoRA of random weights for layers of `unet`, in kohya's names."""
    tensors = {}
    random = torch.Generator().manual_seed(rank)
    for name in names:
        shape = unet.get_submodule(name).weight.shape
        up_shape = (shape[0], rank, *(1 for _ in shape[2:]))
        stem = "lora_unet_" + name.replace(".", "_")
        tensors[f"{stem}.lora_down.weight"] = torch.randn(rank, *shape[1:], generator=random) * 0.2
        tensors[f"{stem}.lora_up.weight"] = torch.randn(up_shape, generator=random) * 0.2
        tensors[f"{stem}.alpha"] = torch.tensor(1.5)
    save_file(tensors, path)
    return Lora(path)


@pytest.fixture(scope="module")
def loras(folder, tmp_path_factory) -> list[Lora]:
    """Two for the tiny U-Net, which share a layer; ranks and scales of their own."""
    unet, _ = load_step_parts(inspect_model(folder))
    base = tmp_path_factory.mktemp("loras")
    return [
        saved_lora(base / "ink.safetensors", unet, FIRST),
        saved_lora(base / "gold.safetensors", unet, SECOND, 2),
    ]


def step_with(folder: Path, live: list[Lora]) -> FrameStep:
    info = inspect_model(folder)
    unet, autoencoder = load_step_parts(info)
    if live:
        attach(unet, live)
    return FrameStep(unet, autoencoder, info.spec(SIZE, 1, loras=len(live))).eval()


def painted(folder: Path, step: FrameStep, weights: tuple[float, ...]) -> np.ndarray:
    """One frame at full strength, int (H, W, 3)."""
    schedule = inspect_model(folder).schedule
    timesteps, alphas = schedule.diffusers_steps(1, 1.0)
    noise = torch.randn(1, 4, *step.spec.latent, generator=torch.Generator().manual_seed(5))
    text = text_encoder(inspect_model(folder))("gold in ink")
    feeds = {"loras": weights} if weights else {}
    found, _ = run(
        step,
        frame=rgba(picture()),
        noise=noise.numpy(),
        timestep=timesteps,
        alpha=alphas,
        prompt=text,
        **feeds,
    )
    return found[..., :3].astype(int)


def test_a_played_lora_gives_what_diffusers_adapters_give(folder, loras):
    from diffusers import AutoPipelineForImage2Image

    pipeline = AutoPipelineForImage2Image.from_pretrained(folder, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    for number, lora in enumerate(loras):
        weights = pipeline.lora_state_dict(str(lora.path), unet_config=pipeline.unet.config)[:2]
        pipeline.load_lora_into_unet(*weights, pipeline.unet, adapter_name=f"number {number}")
    step = step_with(folder, loras)
    plain = painted(folder, step, (0.0, 0.0))
    for weights in ((1.0, 1.0), (0.4, -0.5), (0.0, 1.8)):
        pipeline.unet.set_adapters(["number 0", "number 1"], list(weights))
        theirs = pipeline(
            prompt="gold in ink",
            image=Image.fromarray(picture()),
            num_inference_steps=1,
            strength=1.0,
            guidance_scale=0.0,
            generator=torch.Generator().manual_seed(5),
        ).images[0]
        ours = painted(folder, step, weights)
        assert np.abs(ours - np.asarray(theirs).astype(int)).max() < 2, weights
        assert np.abs(ours - plain).max() > 10, weights
    assert np.abs(plain - painted(folder, step_with(folder, []), ())).max() <= 1


def test_the_lean_network_plays_them_too(folder, loras):
    step = step_with(folder, loras)
    for weights in ((1.0, 1.0), (0.3, -1.0)):
        assert np.abs(painted(folder, step, weights) - painted(folder, lean(step), weights)).max() <= 1


def test_a_compiled_show_plays_them_without_a_rebuild(folder, loras, tmp_path):
    live = compile_model(
        folder, SIZE, root=tmp_path, precision="fp32", order=("cpu",), threads=1, live_loras=loras
    ).folder
    painter = CompiledPainter(SIZE, live, order=("cpu",), threads=1, wait=True)
    other = TorchPainter(SIZE, folder, wait=True, threads=1, live_loras=loras)
    seen = []
    for number, weights in enumerate(({}, {"lora_1": 0.0, "lora_2": 0.0}, {"lora_1": 0.5, "lora_2": -9.0})):
        # A cut each: none of them grows out of the one before.
        scene = Subject(prompt="gold in ink", seed=3, generation=number, cut=True)
        asked = FrameRequest(number, number * 0.1, scene, strength=1.0, weights=weights)
        seen.append(painter.paint(asked).astype(int))
        assert np.abs(other.paint(asked).astype(int) - seen[-1]).max() <= 2
    assert min(np.abs(seen[0] - seen[1]).max(), np.abs(seen[1] - seen[2]).max()) > 10
    assert cache.Compiled.load(live).spec.loras == 2
    painter.close()
    other.close()


def test_what_cannot_be_played_is_refused_by_name(folder, tmp_path):
    unet, _ = load_step_parts(inspect_model(folder))
    name, weight = FIRST[0], unet.get_submodule(FIRST[0]).weight
    stem = f"unet.{name}"
    down, up = torch.ones(2, weight.shape[1]), torch.ones(weight.shape[0], 2)
    dora, loha, shape = (tmp_path / f"{kind}.safetensors" for kind in ("dora", "loha", "shape"))
    halves = {f"{stem}.lora_A.weight": down, f"{stem}.lora_B.weight": up}
    save_file(halves | {f"{stem}.lora_magnitude_vector": torch.ones(weight.shape[0])}, dora)
    flat = f"lora_unet_{name.replace('.', '_')}"
    save_file({f"{flat}.hada_w{i}_{half}": torch.ones(2, 2) for i in (1, 2) for half in "ab"}, loha)
    save_file(halves | {f"{stem}.lora_B.weight": torch.ones(weight.shape[0] + 1, 2)}, shape)
    for path in (dora, loha):
        with pytest.raises(UserError, match=r"not LoHa, LoKr or DoRA .*melt it in with --lora"):
            attach(unet, [Lora(path)])
    with pytest.raises(UserError, match="another shape"):
        attach(unet, [Lora(shape)])
    with pytest.raises(UserError, match="4 live LoRAs at most"):
        compile_model(folder, SIZE, live_loras=[Lora(shape)] * 5, root=tmp_path)
