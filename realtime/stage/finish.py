"""The formulas of the finish, for its shader.

A formula is statements of GLSL. It changes `c`, the colour so far, and may use what a row before it made
(`luma`, from bloom on), the rows' own values by their names, and

    halo     the glow's colour at this place
    ROOM     the share of a glow that the colour takes up: it fills the dark round a light, and leaves the
             light its colour and its drawing
    radius2  squared distance from the middle, in heights
    film     noise round 0, another for each pixel and tick
    LUMA     weights of red, green and blue in the luminance
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from realtime.eyes.rules import LUMA
from realtime.stage.post import POST_INPUTS

KNOBS = (*POST_INPUTS, "tick", "gain", "time")
"""What the shader is given as numbers, in one array: the table's rows, and of the moment: tick, which changes
24 times a second, for the grain; gain: master fade and blackout together; time: seconds."""
# Without brackets: the glow is multiplied by one factor after the other.
_ROOM = "(1.0 - most) * (1.0 - 0.5 * most * most)"


def glsl_defines(shader: str) -> dict[str, str]:
    """What composite.glsl and its vertex shader leave to the table, as macros. shader: text of the former.

    KNOBS, SET_KNOBS: the numbers that it or a formula uses, as names, and taken from the array `knob`, which
    has the order of KNOBS here; KNOB_COUNT, TIME: how many it has, and which is the time; FORMULAS: all
    formulas, in the rows' order; ROOM, LUMA: as formulas know them.
    """
    formulas = " ".join(_formulas())
    used = [name for name in KNOBS if name != "time" and re.search(rf"\b{name}\b", f"{shader} {formulas}")]
    return {
        "KNOBS": ", ".join(used),
        "KNOB_COUNT": str(len(KNOBS)),
        "TIME": str(KNOBS.index("time")),
        "SET_KNOBS": " ".join(f"knobs.{name} = knob[{KNOBS.index(name)}];" for name in used),
        "ROOM": _ROOM,
        "LUMA": f"vec3{LUMA}",
        "FORMULAS": formulas,
    }


def _formulas() -> Iterable[str]:
    return (row.formula for row in POST_INPUTS.values() if row.formula)
