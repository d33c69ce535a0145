"""The table of the finish: every `post.*` input that the stage itself understands.

The shader that finishes the picture follows from the rows; the flash limiter looks at what it has finished.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostInput:
    """One row. default: at rest, without any scene; low, high: held within.

    formula: what the finish does to the colour c, for the rows in their order; realtime/stage/finish.py says
    what it may use. Empty where the row is no formula of a pixel's own colour.
    """

    name: str
    default: float
    low: float
    high: float
    help: str
    formula: str = ""


POST_INPUTS: dict[str, PostInput] = {
    row.name: row
    for row in (
        PostInput("wave", 0.0, 0.0, 2.0, "slow swell of the picture, for the bass"),
        PostInput("chroma", 0.0, 0.0, 3.0, "colour fringes towards the edges"),
        PostInput(
            "bloom",
            0.22,
            0.0,
            3.0,
            "glow round bright parts",
            "c = c + halo * bloom * ROOM; float luma = dot(c, LUMA);",
        ),
        PostInput(
            "saturation",
            1.0,
            0.0,
            2.0,
            "saturation of the picture: 0 is grey, 1 leaves it",
            "c = mix(vec3(luma), c, saturation);",
        ),
        PostInput(
            "contrast",
            1.0,
            0.0,
            2.0,
            "contrast of the picture: 1 leaves it",
            "c = (c - 0.42) * contrast + 0.42;",
        ),
        # Middle tones light up, black lifts a little and white has nowhere to go: a flash keeps the drawing.
        PostInput(
            "flash",
            0.0,
            0.0,
            1.0,
            "lights the picture up, for hits",
            "vec3 lit = clamp(c, 0.0, 1.0);"
            "c = c + flash * (0.12 + 1.1 * lit) * (1.0 - lit) * (1.0 - 0.5 * radius2);",
        ),
        # As much as the eye takes for a pulse, and at no level as much as counts as a flash.
        PostInput(
            "shadows",
            0.0,
            0.0,
            1.0,
            "lights up dark parts; black and white stay: for a pulse that never flashes",
            "c = c * (1.0 + shadows * pow(1.0 - clamp(luma, 0.0, 1.0), 3.0));",
        ),
        PostInput(
            "vignette",
            0.35,
            0.0,
            1.0,
            "dark corners",
            "c = c * (1.0 - vignette * smoothstep(0.12, 1.05, radius2));",
        ),
        PostInput("grain", 0.022, 0.0, 0.3, "film grain", "c = c + film * grain * (1.0 - 0.55 * luma);"),
        PostInput("sparkle", 0.0, 0.0, 2.0, "small stars on bright parts, for high sounds"),
    )
}


def post_value(name: str, inputs: Mapping[str, float]) -> float:
    """The finish's input `name` from `Look.inputs`, held within its limits."""
    row = POST_INPUTS[name]
    value = float(inputs.get(f"post.{name}", row.default))
    return min(max(value, row.low), row.high) if math.isfinite(value) else row.default
