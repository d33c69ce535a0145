"""What a shader takes: the INPUTS of its header, with the defaults of the reference ISF host."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

INPUT_TYPES = ("event", "bool", "long", "float", "point2D", "point3D", "color", "image", "audio", "audioFFT")
VECTORS = {"point2D": 2, "point3D": 3, "color": 4}
"""Types of inputs that are several numbers, and how many."""
STANDARD = {
    **{"PASSINDEX": "int", "FRAMEINDEX": "int"},
    **{"RENDERSIZE": "vec2", "TIME": "float", "TIMEDELTA": "float", "DATE": "vec4"},
}
"""What every shader is given, and its type in GLSL."""
TEXTURE_TYPES = ("image", "audio", "audioFFT")
# GL names what it samples; anything else in a header would break the generated GLSL.
IDENTIFIER = re.compile(r"[A-Za-z_]\w*\Z")
# What other hosts call them; capitals are as the author likes.
_ALIASES = {
    **{kind.lower(): kind for kind in INPUT_TYPES},
    **{"int": "long", "integer": "long", "boolean": "bool", "number": "float"},
    **{"fft": "audioFFT", "colour": "color", "audiohistogram": "audioFFT", "audiofloathistogram": "audioFFT"},
    **{"vec2": "point2D", "vec3": "point3D", "vec4": "color"},
}
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
_WIDEST_SOUND = 16384
# What must fit the type, in the order in which one builds on another.
_OF_TYPE = ("VALUES", "LABELS", "MIN", "MAX", "DEFAULT")
_NO = ("", "0", "no", "off", "false")

Fail = Callable[[str, str], Exception]
"""The error of a message and of the word in the header that it is about."""
Note = Callable[[str, str], None]
"""Takes a message and the word in the header that it is about."""


@dataclass(frozen=True, slots=True)
class Input:
    """One declared input. default, low, high: numbers, or tuples for VECTORS;
    values, labels: the choices of a long; width: MAX of an audio input, 0 = as it comes; ranged: it has a
    range of its own, so it is a control and not filled from the sound by its name; in_pixels: a point that
    the GLSL has in pixels of the picture, and so its default; it is played as a place in it, 0..1."""

    name: str
    type: str
    default: float | int | bool | tuple[float, ...] = 0.0
    low: float | tuple[float, ...] | None = None
    high: float | tuple[float, ...] | None = None
    label: str = ""
    values: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    width: int = 0
    ranged: bool = False
    in_pixels: bool = False


def read_inputs(rows: object, code: str, fail: Fail, leave_out: Note) -> tuple[Input, ...]:
    """The inputs that `rows` of a header declare, for a shader whose GLSL is `code`.

    A row of a type that there is not is left out where the GLSL does not ask for it. Values that do not fit
    their type are left out as the reference host does, and told to `leave_out`. Raises what `fail` makes.
    """
    if isinstance(rows, dict):
        rows = [{"NAME": name, **row} for name, row in rows.items() if isinstance(row, dict)]
    if not isinstance(rows, list):
        raise fail("INPUTS must be a list.", "INPUTS")
    inputs: list[Input] = []
    for row in (in_capitals(row) if isinstance(row, dict) else row for row in rows):
        if isinstance(row, dict) and not row.get("NAME"):
            continue  # a rule or a heading in other hosts' panels
        if not isinstance(row, dict) or not IDENTIFIER.match(str(row.get("NAME", ""))):
            raise fail(f"every input needs a NAME that is a GLSL identifier, not {row!r}.", "INPUTS")
        name, kind = str(row["NAME"]), _ALIASES.get(str(row.get("TYPE")).lower())
        if kind is None:
            if re.search(rf"\b{name}\b", code):
                given, known = row.get("TYPE"), ", ".join(INPUT_TYPES)
                raise fail(f"input {name!r} has TYPE {given!r}; known are {known}.", name)
            continue
        before = next((one for one in inputs if one.name == name), None)
        if before is not None:
            if before.type != kind:
                raise fail(f"input {name!r} is declared twice.", name)
            continue
        fitting = {key: value for key, value in row.items() if key not in _OF_TYPE}
        for key in _OF_TYPE:
            if key in row:
                try:
                    _input(name, kind, {**fitting, key: row[key]})
                    fitting[key] = row[key]
                except (TypeError, ValueError, OverflowError):
                    leave_out(f"input {name!r}: {key} {row[key]!r} does not fit TYPE {kind!r}.", name)
        inputs.append(_input(name, kind, fitting))
    in_pixels = _points_in_pixels(inputs, code)
    return tuple(replace(one, in_pixels=one.name in in_pixels) for one in inputs)


def _points_in_pixels(inputs: Iterable[Input], code: str) -> set[str]:
    """Names of the points that are places in pixels: as the reference host has it, those without limits. Many
    authors write points without limits that go from 0 to 1: they begin inside, or beside one that does, and
    are divided by no size of the picture."""
    points = [one for one in inputs if one.type == "point2D" and not one.ranged]
    size = r"(?:\s*\.\s*[a-z]+)?\s*/\s*(?:RENDERSIZE|iResolution)\b"
    divided = {one.name for one in points if re.search(rf"(?<![.\w]){one.name}{size}", code)}
    if any(one.name not in divided and _is_within(one.default) for one in points):
        return divided
    return {one.name for one in points}


def _is_within(place: float | tuple[float, ...]) -> bool:
    return isinstance(place, tuple) and any(place) and max(place) <= 1.0


def in_capitals(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with its keys as the specification writes them: `"persistent"` is as good."""
    return {str(key).upper(): value for key, value in row.items()}


def _input(name: str, kind: str, row: dict[str, Any]) -> Input:
    default, low, high = row.get("DEFAULT"), row.get("MIN"), row.get("MAX")
    label, ranged = str(row.get("LABEL", "")), low is not None or high is not None
    if kind in TEXTURE_TYPES:
        return Input(name, kind, label=label, width=_sound_width(high) if kind != "image" else 0)
    if kind in ("event", "bool"):
        # As the reference host has it: a switch that says nothing is on.
        return Input(name, kind, kind == "bool" if default is None else is_yes(default), label=label)
    if kind == "long":
        values, labels = _choices(row.get("VALUES") or (), row.get("LABELS") or ())
        if default in labels:
            default = values[labels.index(default)]
        first = int(default) if default is not None else (values[0] if values else 0)
        least, most = (None if end is None else float(end) for end in (low, high))
        if values:
            least, most = float(min(values)), float(max(values))
        return Input(name, kind, first, least, most, label, values, labels)
    if kind == "float":
        default = default[0] if isinstance(default, list) and default else default
        # As the reference host has it: without limits 0 to 1, without a default the middle.
        low, high = sorted((_number(0.0 if low is None else low), _number(1.0 if high is None else high)))
        middle = (low + high) / 2.0
        start = middle if default is None else min(max(_number(default), low), high)
        return Input(name, kind, start, low, high, label, ranged=ranged)
    count = VECTORS[kind]
    fallback = (0.0, 0.0, 0.0, 1.0)[-count:] if kind == "color" else (0.0,) * count
    return Input(
        name,
        kind,
        fallback if default is None else _vector(default, count),
        None if low is None else _vector(low, count),
        None if high is None else _vector(high, count),
        label,
        ranged=ranged,
    )


def _choices(values: object, labels: object) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """VALUES and LABELS of a long. Values that are words are labels, as in other hosts, and labels without
    values are counted from 0."""
    if not isinstance(values, list | tuple) or not isinstance(labels, list | tuple):
        raise TypeError
    if values and all(isinstance(value, str) for value in values):
        try:
            values = [_number(value) for value in values]
        except ValueError:
            values, labels = (), values
    words = tuple(str(label) for label in labels)
    return tuple(int(_number(value)) for value in values or range(len(words))), words


def _sound_width(most: object) -> int:
    if not most:
        return 0
    if not isinstance(most, int | float | str):
        raise TypeError
    return min(max(int(most), 0), _WIDEST_SOUND)


def _number(value: object) -> float:
    if not isinstance(value, int | float | str):
        raise TypeError
    number = float(value.strip().rstrip("fF") if isinstance(value, str) else value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no number that GL can hold")
    return number


def _vector(value: object, count: int) -> tuple[float, ...]:
    """`count` numbers: of one number, of a list that may be too long or lack the alpha, or of #rrggbb."""
    if isinstance(value, str) and count == 4:
        return hex_colour(value)
    if isinstance(value, int | float):
        return (_number(value),) * count
    if not isinstance(value, Iterable):
        raise TypeError
    numbers = [_number(number) for number in value][:count]
    if count == 4 and len(numbers) == 3:
        numbers.append(1.0)
    if len(numbers) != count:
        raise ValueError(f"{count} numbers expected")
    return tuple(numbers)


def hex_colour(text: str) -> tuple[float, ...]:
    """(r, g, b, a), 0..1, of #rgb, #rrggbb or #rrggbbaa. Raises ValueError."""
    found = _HEX.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no colour like #ff8000")
    digits = found[1] if len(found[1]) > 3 else "".join(2 * digit for digit in found[1])
    parts = [int(digits[at : at + 2], 16) / 255.0 for at in range(0, len(digits), 2)]
    return tuple(parts if len(parts) == 4 else [*parts, 1.0])


def is_yes(value: object) -> bool:
    """A switch as headers write it: true, 1, "YES"."""
    return value.strip().lower() not in _NO if isinstance(value, str) else bool(value)
