"""The `diffusion` engine: what was compiled if anything was, else the frame step in torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from realtime.errors import UserError
from realtime.paint.diffusion.compiled_painter import CompiledPainter, find_compiled
from realtime.paint.diffusion.models import find_model, inspect_model
from realtime.paint.diffusion.pipeline_painter import precision_for
from realtime.paint.diffusion.step_painter import StepPainter
from realtime.paint.diffusion.torch_painter import TorchPainter

STEPS = {"sd-turbo": 1, "lcm": 2, "sd15": 8}
GUIDANCE = {"sd-turbo": 1.0, "lcm": 1.5, "sd15": 4.0}


def compiled_size(model: str | Path | None, size: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """(width, height) that `model` is compiled for, the nearest to `size`; None when it is not compiled."""
    try:
        spec = find_compiled(model, size).spec
    except UserError:
        return None
    return spec.width, spec.height


def has_guidance(model: str | Path) -> bool:
    """True when `model` weighs its prompts by a guidance scale. Raises UserError where there is no model."""
    try:
        return find_compiled(model).spec.guidance != "none"
    except UserError:
        return inspect_model(find_model(model)).kind != "sd-turbo"


def open_diffusion(
    size: tuple[int, int],
    model: str | Path | None,
    wait: bool = False,
    threads: int = 0,
    prompts: Sequence[str] = (),
    shaders: Sequence[Path] | None = None,
) -> StepPainter:
    """The painter for a compiled folder, a model folder or a hub name. Raises UserError, as they do.

    wait: encode new prompts at once (films), instead of beside the painting; threads: on the CPU, 0 = its own
    choice; prompts: texts to be encoded before the first frame; shaders: the user's shader folders, None for
    the one in the settings folder.
    """
    if compiled_size(model, size) is not None:
        return CompiledPainter(size, model, prompts=prompts, wait=wait, threads=threads, shaders=shaders)
    if model is None:
        raise UserError(
            "Nothing is compiled yet, and no model was given: name one with --model FOLDER or a hub name."
        )
    import torch

    kind = inspect_model(find_model(model)).kind
    return TorchPainter(
        size,
        model,
        steps=STEPS[kind],
        guidance=GUIDANCE[kind],
        precision=precision_for("cuda" if torch.cuda.is_available() else "cpu"),
        prompts=prompts,
        wait=wait,
        threads=threads,
        shaders=shaders,
    )
