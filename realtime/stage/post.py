"""The table of the finish: every `post.*` input that the stage itself understands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from realtime.isf.library import ShaderLibrary
from realtime.stage.sound_inputs import SOUND_INPUTS

# Types of ISF inputs that one number can move.
ROUTABLE_TYPES = ("float", "long", "bool")


@dataclass(frozen=True, slots=True)
class PostInput:
    """One row. default: at rest, without any scene; low, high: held within."""

    name: str
    default: float
    low: float
    high: float
    help: str


POST_INPUTS: dict[str, PostInput] = {
    row.name: row
    for row in (
        PostInput("bloom", 0.22, 0.0, 3.0, "glow round bright parts"),
        PostInput("wave", 0.0, 0.0, 2.0, "slow swell of the picture, for the bass"),
        PostInput("sparkle", 0.0, 0.0, 2.0, "small stars on bright parts, for high sounds"),
        PostInput("chroma", 0.0, 0.0, 3.0, "colour fringes towards the edges"),
        PostInput("grain", 0.022, 0.0, 0.3, "film grain"),
        PostInput("vignette", 0.35, 0.0, 1.0, "dark corners"),
        PostInput("flash", 0.0, 0.0, 1.0, "lights the picture up, for hits"),
        PostInput("contrast", 1.0, 0.0, 2.0, "1 leaves it"),
        PostInput("saturation", 1.0, 0.0, 2.0, "0 is grey, 1 leaves it"),
    )
}


def post_value(name: str, inputs: Mapping[str, float]) -> float:
    """The finish's input `name` from `Look.inputs`, held within its limits."""
    row = POST_INPUTS[name]
    value = float(inputs.get(f"post.{name}", row.default))
    return min(max(value, row.low), row.high) if math.isfinite(value) else row.default


def post_input_names(library: ShaderLibrary, filters: Iterable[str] | None = None) -> list[str]:
    """All "post.*" names a route may lead to: the finish's, and those of `filters` (None: of all filters).

    Inputs that the stage fills from the sound by their name are left out.
    """
    names = [f"post.{name}" for name in POST_INPUTS]
    for shader in library.names("filter") if filters is None else filters:
        for one in library.description(shader, "filter").inputs:
            if one.type in ROUTABLE_TYPES and one.name not in SOUND_INPUTS:
                names.append(f"post.{one.name}")
    return list(dict.fromkeys(names))
