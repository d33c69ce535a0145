"""The painter's engine as a film needs it."""

from __future__ import annotations

import math
from dataclasses import replace

from realtime.paint.run.spec import EngineSpec
from realtime.render.options import QUALITIES, SettledOptions

# Painters that a seed and a prompt mean more to than a choice of source.
MODELS = ("diffusion", "diffusers")
_STYLE_CANVAS_AREA = 384 * 216


def engine_for_film(engine: EngineSpec, options: SettledOptions) -> EngineSpec:
    """The engine with frames of the film's shape, and no larger than the film."""
    if engine.name in MODELS:
        # A compiled model has the size that it was compiled for, and a film can wait for it.
        waits = {"wait": True} if "wait" in engine.options else {}
        return replace(engine, options={**engine.options, **waits})
    width, height = options.size
    area = min(engine.size[0] * engine.size[1], width * height)
    size = _shaped(area, width / height)
    if engine.name != "style":
        return replace(engine, size=size)
    share = QUALITIES[options.quality].canvas
    canvas = _shaped(_STYLE_CANVAS_AREA * share * share, width / height)
    return replace(engine, size=size, options={**engine.options, "canvas": canvas})


def _shaped(area: float, aspect: float) -> tuple[int, int]:
    """Multiples of 8 with about this area and this aspect."""
    height = math.sqrt(area / aspect)
    return max(16, 8 * round(height * aspect / 8)), max(16, 8 * round(height / 8))
