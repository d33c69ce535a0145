"""The formulas of the finish, written once: GLSL for the shader, and numpy for the flash limiter.

A formula is statements of GLSL that are Python too, once the type before a new name is taken away:
arithmetic, calls of the functions below, no `c.r`. It changes `c`, the colour so far, and may use what a row
before it made (`luma`, from bloom on), the rows' own values by their names, and

    halo     the glow's colour at this place
    ROOM     the share of a glow that the colour takes up: it fills the dark round a light, and leaves the
             light its colour and its drawing
    radius2  squared distance from the middle, in heights
    film     noise round 0, another for each pixel and tick; on average, as the limiter sees it, nothing
    LUMA     weights of red, green and blue in the luminance
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from realtime.smoothstep import smoothstep_between
from realtime.stage.post import POST_INPUTS, PostInput

LUMA = (0.2126, 0.7152, 0.0722)
# Without brackets: the glow is multiplied by one factor after the other.
_ROOM = "(1.0 - most) * (1.0 - 0.5 * most * most)"
_TYPE = re.compile(r"\b(?:float|vec3) +(?=\w+ *=[^=])")


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


def finish_colours(
    c: np.ndarray, halo: np.ndarray, room: np.ndarray, radius2: np.ndarray, values: Mapping[str, object]
) -> np.ndarray:
    """The colours float32 (…, 3) after all formulas, not held within 0..1.

    c: (…, 3) before them; halo: (…, 3); room, radius2: (…, 1); values: of the rows, by name.
    """
    names: dict[str, Any] = {
        **_FUNCTIONS,
        **values,
        "c": c,
        "halo": halo,
        "ROOM": room,
        "radius2": radius2,
        "film": 0.0,
    }
    names["LUMA"] = np.array(LUMA, np.float32)
    exec(_compiled(tuple(POST_INPUTS.values())), names)
    colours: np.ndarray = names["c"]
    return colours


def room(most: np.ndarray) -> np.ndarray:
    """ROOM for colours whose largest part is `most`."""
    share: np.ndarray = eval(_compiled_room(), {"most": most})
    return share


def _formulas() -> Iterable[str]:
    return (row.formula for row in POST_INPUTS.values() if row.formula)


@cache
def _compiled(rows: tuple[PostInput, ...]) -> CodeType:
    for row in rows:
        for node in ast.walk(ast.parse(_TYPE.sub("", row.formula).strip())):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            if called is not None and called not in _FUNCTIONS:
                raise ValueError(
                    f"the formula of {row.name} calls {called}(), which the flash limiter does not know: "
                    f"add it to _FUNCTIONS in realtime/stage/finish.py; it has {', '.join(_FUNCTIONS)}"
                )
    return compile(
        _TYPE.sub("", " ".join(row.formula for row in rows if row.formula)), "formulas of the finish", "exec"
    )


@cache
def _compiled_room() -> CodeType:
    return compile(_ROOM, "room for a glow", "eval")


def _vec3(*parts: float | np.ndarray) -> np.ndarray:
    """One part stands for all three; an array (…, 1) is spread by numpy itself."""
    if len(parts) == 1:
        return parts[0] if isinstance(parts[0], np.ndarray) else np.full(3, parts[0], np.float32)
    return np.array(parts, np.float32)


def _dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a @ b)[..., None] if b.ndim == 1 else (a * b).sum(axis=-1, keepdims=True)


_FUNCTIONS: dict[str, Callable[..., object]] = {
    "vec3": _vec3,
    "dot": _dot,
    "cross": np.cross,
    "mix": lambda a, b, share: a + (b - a) * share,
    "smoothstep": smoothstep_between,
    "step": lambda edge, x: np.where(x < edge, np.float32(0.0), np.float32(1.0)),
    "clamp": lambda x, low, high: np.minimum(np.maximum(x, low), high),  # a third of the time of np.clip
    "min": np.minimum,
    "max": np.maximum,
    "fract": lambda x: x - np.floor(x),
    **{name: getattr(np, name) for name in ("abs", "floor", "sqrt", "exp", "log", "sin", "cos")},
    "pow": np.power,
}
