"""The `diffusion` engine: what was compiled if anything was, else the frame step in torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from realtime.errors import UserError
from realtime.paint.diffusion.compiled_painter import CompiledPainter, find_compiled
from realtime.paint.diffusion.engine_set import EngineSet, compiled_together, open_set
from realtime.paint.diffusion.gpu import take_gpu
from realtime.paint.diffusion.kinds import KINDS
from realtime.paint.diffusion.models import find_model, inspect_model
from realtime.paint.diffusion.prompts import PromptBook
from realtime.paint.diffusion.step_painter import StepPainter


def compiled_size(model: str | Path | None, size: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """(width, height) that `model` is compiled for, the nearest to `size`, or the largest of a set that was
    compiled together; None when it is not compiled."""
    try:
        together = compiled_together(find_compiled(model, size))
    except UserError:
        return None
    sizes = [(each.spec.width, each.spec.height) for each in together]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def has_guidance(model: str | Path | None) -> bool:
    """True when `model` weighs its prompts by a guidance scale. Raises UserError where there is no model."""
    try:
        return find_compiled(model).spec.guidance != "none"
    except UserError:
        if model is None:
            raise
        return KINDS[inspect_model(find_model(model)).kind].guidance != "none"


def open_diffusion(
    size: tuple[int, int],
    model: str | Path | None,
    wait: bool = False,
    threads: int = 0,
    prompts: Sequence[str] = (),
    shaders: Sequence[Path] | None = None,
) -> StepPainter | EngineSet:
    """The painter for a compiled folder, a model folder or a hub name. Raises UserError, as they do.

    wait: encode new prompts at once (films), instead of beside the painting; threads: on the CPU, 0 = its own
    choice; prompts: texts to be encoded before the first frame; shaders: the user's shader folders, None for
    the one in the settings folder.
    """
    take_gpu()
    if compiled_size(model, size) is not None:

        def open_one(folder: Path, book: PromptBook | None) -> StepPainter:
            return CompiledPainter(
                None, folder, prompts=prompts, wait=wait, threads=threads, shaders=shaders, book=book
            )

        return open_set(compiled_together(find_compiled(model, size)), open_one, at_once=wait)
    if model is None:
        raise UserError(
            "Nothing is compiled yet, and no model was given: name one with --model FOLDER or a hub name."
        )
    # Only now: what is compiled needs no torch.
    from realtime.paint.diffusion.torch_painter import TorchPainter
    from realtime.paint.diffusion.torch_runner import best_device, precision_for

    return TorchPainter(
        size,
        model,
        precision=precision_for(best_device()),
        prompts=prompts,
        wait=wait,
        threads=threads,
        shaders=shaders,
    )
