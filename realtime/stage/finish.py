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

# Without brackets: the glow is multiplied by one factor after the other.
_ROOM = "(1.0 - most) * (1.0 - 0.5 * most * most)"


def glsl_defines(shader: str) -> dict[str, str]:
    """What composite.glsl and its vertex shader leave to the table, as macros. shader: text of the former.

    KNOBS, KNOB_UNIFORMS, SET_KNOBS: the rows that it or a formula uses, as names, declared and handed over;
    FORMULAS: all formulas, in the rows' order; ROOM, LUMA: as formulas know them.
    """
    formulas = " ".join(_formulas())
    knobs = [name for name in POST_INPUTS if re.search(rf"\b{name}\b", f"{shader} {formulas}")]
    return {
        "KNOBS": ", ".join(knobs),
        "KNOB_UNIFORMS": " ".join(f"uniform float {name};" for name in knobs),
        "SET_KNOBS": " ".join(f"knobs.{name} = {name};" for name in knobs),
        "ROOM": _ROOM,
        "LUMA": f"vec3{LUMA}",
        "FORMULAS": formulas,
    }


def _formulas() -> Iterable[str]:
    return (row.formula for row in POST_INPUTS.values() if row.formula)
