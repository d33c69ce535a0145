"""What the painters' benchmark measures with: weights, inputs, and the frame step as a graph."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from realtime.errors import UserError

if TYPE_CHECKING:
    from realtime.paint.diffusion.models import ModelInfo
    from realtime.paint.diffusion.step_painter import StepModel

ARCHITECTURES = ("sd-turbo", "tiny")
HOLLOW = "hollow.onnx"


def parts_of(model: str | None, random_weights: str):
    """(UNet, autoencoder, text width), float32."""
    if model is not None:
        from realtime.paint.diffusion.models import load_step_parts

        info = _info_of(model)
        return *load_step_parts(info), info.text_width
    if random_weights not in ARCHITECTURES:
        raise UserError(f"--random-weights {random_weights!r} is none of {', '.join(ARCHITECTURES)}.")
    import torch
    from diffusers import AutoencoderTiny, UNet2DConditionModel

    torch.manual_seed(0)
    if random_weights == "tiny":
        unet = UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(32, 64),
            layers_per_block=1,
            norm_num_groups=8,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            cross_attention_dim=32,
            attention_head_dim=4,
        )
    else:
        unet = UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(320, 640, 1280, 1280),
            attention_head_dim=(5, 10, 20, 20),
            cross_attention_dim=1024,
            use_linear_projection=True,
        )
    unet = _trained(unet.eval().requires_grad_(False))
    return unet, _scaled(AutoencoderTiny()), unet.config.cross_attention_dim


def step_model_of(model: str | None, size: tuple[int, int], text_width: int) -> StepModel:
    """How the parts of `parts_of` are sampled: as the model's kind wants it; random weights as SD-Turbo's."""
    from realtime.paint.diffusion.kinds import KINDS
    from realtime.paint.diffusion.schedule import Schedule
    from realtime.paint.diffusion.step_painter import StepModel
    from realtime.paint.diffusion.step_spec import StepSpec

    if model is None:
        return StepModel(StepSpec(*size, steps=1, text_width=text_width), Schedule())
    info = _info_of(model)
    kind = KINDS[info.kind]
    return StepModel(info.spec(size, kind.steps, kind.scale), info.schedule, kind.scale)


def _info_of(model: str) -> ModelInfo:
    from realtime.paint.diffusion.models import find_autoencoder, find_model, inspect_model

    folder = find_model(model)
    return inspect_model(folder, find_autoencoder(folder)[0])


def _trained(unet):
    """Norms that scale and shift, as after training: ones and zeros cost nothing in a compiled graph."""
    import torch

    for module in unet.modules():
        if isinstance(module, (torch.nn.LayerNorm, torch.nn.GroupNorm)):
            module.weight.uniform_(0.8, 1.2)
            module.bias.uniform_(-0.1, 0.1)
    return unet


def _scaled(autoencoder):
    """Random weights saturate: rescale the last layers until pictures have contrast to compare."""
    import torch

    with torch.no_grad():
        last = autoencoder.encoder.layers[-1]
        latent = autoencoder.encoder(torch.rand(1, 3, 128, 128) * 2 - 1)
        last.weight /= latent.std()
        last.bias.copy_((last.bias - latent.mean()) / latent.std())
        last = autoencoder.decoder.layers[-1]
        picture = autoencoder.decoder(torch.randn(1, 4, 16, 16))
        last.weight *= 0.4 / picture.std()
        last.bias.copy_((last.bias - (picture.mean() + 1) / 2) * 0.4 / picture.std() + 0.5)
    return autoencoder.eval().requires_grad_(False)


def spec_of(size: int, text_width: int):
    from realtime.paint.diffusion.step_spec import StepSpec

    return StepSpec(size, size, steps=1, text_width=text_width)


def feeds_of(spec) -> dict[str, np.ndarray]:
    """The same inputs for every engine: camera at rest and no colour match, as diffusers has neither."""
    from realtime.paint.diffusion.schedule import Schedule

    random = np.random.default_rng(0)
    feeds = spec.buffers()
    feeds["frame"][:] = (
        random.integers(0, 256, (spec.height // 8, spec.width // 8, 4)).repeat(8, 0).repeat(8, 1)
    )
    feeds["noise"][:] = random.standard_normal(feeds["noise"].shape)
    feeds["prompt"][:] = random.standard_normal(feeds["prompt"].shape)
    feeds["timestep"][:], feeds["alpha"][:] = Schedule().diffusers_steps(2, 0.5)
    return feeds


def export(unet, autoencoder, spec, path: Path) -> None:
    """The frame step as `path`, and beside it as HOLLOW the same around a network that does nothing."""
    from realtime.paint.diffusion.export import export_step
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.lean import lean

    begun = time.perf_counter()
    export_step(lean(FrameStep(unet, autoencoder, spec).eval()), path)
    export_step(_hollow(spec), path.with_name(HOLLOW))
    print(f"exported in {time.perf_counter() - begun:.0f} s", flush=True)


def _hollow(spec):
    """The frame step around a UNet and an autoencoder that do nothing: what is left is outside."""
    import torch
    import torch.nn.functional as F

    from realtime.paint.diffusion.frame_step import FrameStep

    class Hollow(torch.nn.Module):
        def __init__(self, work):
            super().__init__()
            self.nothing = torch.nn.Parameter(torch.zeros(1))
            self.work = work

        def forward(self, x, *_, **__):
            return self.work(x)

    class AutoencoderTiny(Hollow):
        config = type("Config", (), {"scaling_factor": 1.0})

    class Sample:
        def __init__(self, sample):
            self.sample = sample

    autoencoder = AutoencoderTiny(None)
    autoencoder.encoder = Hollow(lambda image: F.pad(image[:, :, ::8, ::8], (0, 0, 0, 0, 0, 1)))
    autoencoder.decoder = Hollow(lambda latent: latent[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3))
    return FrameStep(Hollow(Sample), autoencoder, spec).eval()
