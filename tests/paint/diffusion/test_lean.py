"""The network rewritten for CPUs gives what the original gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks import tiny_models
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.lean import EnlargingConvolution, TimesOfAll, lean
from realtime.paint.diffusion.models import inspect_model, load_step_parts

torch.set_num_threads(1)


def step_of(folder: Path, kind: str, size=(128, 64), steps: int = 1, guidance: float = 1.0) -> FrameStep:
    info = inspect_model(tiny_models.build_tiny(folder / kind, kind))
    unet, autoencoder = load_step_parts(info)
    with torch.no_grad():  # norms as training leaves them, not ones and zeros
        for module in unet.modules():
            if isinstance(module, (torch.nn.LayerNorm, torch.nn.GroupNorm)):
                module.weight.uniform_(0.5, 1.5)
                module.bias.uniform_(-0.3, 0.3)
    return FrameStep(unet, autoencoder, info.spec(size, steps, guidance=guidance)).eval()


def feeds_of(step: FrameStep) -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    feeds = step.spec.buffers()
    feeds["frame"][:] = random.integers(0, 256, feeds["frame"].shape)
    for name in {"noise", "prompt", "negative"} & feeds.keys():
        feeds[name][:] = random.standard_normal(feeds[name].shape)
    feeds["timestep"][:] = 499.0
    feeds["alpha"][:] = [*[0.3] * step.spec.steps, 1.0]
    return feeds


def painted(step: FrameStep, feeds: dict[str, np.ndarray]) -> np.ndarray:
    with torch.inference_mode():
        return step(*(torch.from_numpy(feeds[name]) for name in step.spec.inputs))[0].numpy().astype(int)


# 72 rows make 9 latent ones, which halve to 5: that doubling is not to twice the size.
@pytest.mark.parametrize(
    ("kind", "size", "steps", "guidance"),
    [
        ("sd-turbo", (128, 64), 1, 1.0),
        ("sd-turbo", (136, 72), 1, 1.0),
        ("lcm", (128, 64), 2, 1.0),
        ("sd15", (128, 64), 1, 2.5),
    ],
)
def test_lean_network_paints_the_same_picture(tmp_path, kind, size, steps, guidance):
    step = step_of(tmp_path, kind, size, steps, guidance)
    feeds = feeds_of(step)
    wanted = painted(step, feeds)
    rewritten = lean(step)
    kinds = {type(module) for module in rewritten.modules()}
    assert {EnlargingConvolution, TimesOfAll} <= kinds
    norms = [module for module in rewritten.unet.modules() if isinstance(module, torch.nn.LayerNorm)]
    assert norms and all(norm.weight is None for norm in norms)
    assert wanted[..., :3].std() > 20
    assert np.abs(painted(rewritten, feeds) - wanted).max() <= 1
    assert np.array_equal(painted(step, feeds), wanted)  # the original is as it was
