"""The painter's engine as a film needs it."""

from __future__ import annotations

import math
from dataclasses import replace

from realtime.paint.run.spec import EngineSpec
from realtime.render.options import QUALITIES, SettledOptions

# Painters that a seed and a prompt mean more to than a choice of source.
MODELS = ("diffusion", "diffusers")
# A small film is painted no smaller than this, or a brush stroke would be as large as a house.
_LEAST_CANVAS = 384 * 216
# The brush's hairs are laid over the painting at so many times its pixels, or they would be as coarse as it.
_BAKED = 1.5


def engine_for_film(engine: EngineSpec, options: SettledOptions) -> EngineSpec:
    """The engine with frames of the film's shape, and no larger than the film."""
    if engine.name in MODELS:
        # A compiled model has the size that it was compiled for, and a film can wait for it.
        waits = {"wait": True} if "wait" in engine.options else {}
        return replace(engine, options={**engine.options, **waits})
    width, height = options.size
    film, own = width * height, math.prod(engine.size)
    if engine.name != "style":
        return replace(engine, size=_shaped(min(own, film), width / height))
    painted = min(math.prod(QUALITIES[options.quality].canvas), max(film, _LEAST_CANVAS))
    size = _shaped(min(max(own, _BAKED * painted), film), width / height)
    canvas = _shaped(painted, width / height)
    return replace(engine, size=size, options={**engine.options, "canvas": canvas})


def _shaped(area: float, aspect: float) -> tuple[int, int]:
    """Multiples of 8 with about this area and this aspect."""
    height = math.sqrt(area / aspect)
    return max(16, 8 * round(height * aspect / 8)), max(16, 8 * round(height / 8))
