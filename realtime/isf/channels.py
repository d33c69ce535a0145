"""The numbers of a shader's inputs, one by one, as they are played: `radius`, `centre.x`.

A point is two of them, a colour four; a choice, a switch and an event are one. Pictures and sound are none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from realtime.isf.inputs import Input, hex_colour

PARTS = {"point2D": "xy", "point3D": "xyz", "color": "rgba"}
"""What the numbers of an input are called that has several."""
_PLAIN = ("float", "long", "bool", "event")
# The picture that authors have in mind where they write a place in pixels.
_AUTHORS_PICTURE = (1920.0, 1080.0)


@dataclass(frozen=True, slots=True)
class Channel:
    """One number of an input. name: the input's, with its part behind a dot; low, high: held within; rest:
    what it is where nobody plays it."""

    name: str
    low: float
    high: float
    rest: float
    of: Input


def play_name(shader: str) -> str:
    """A shader's file name as it stands in a target: "Edge Blur" is played as `post.Edge_Blur.…`."""
    return re.sub(r"\W", "_", shader)


def channels(one: Input) -> tuple[Channel, ...]:
    """The numbers of an input; none for pictures and sound."""
    if one.type in PARTS:
        rest = one.default if isinstance(one.default, tuple) else (0.0,) * len(PARTS[one.type])
        if one.in_pixels:
            sides = zip(rest, _AUTHORS_PICTURE, strict=True)
            rest = tuple(min(max(value / side, 0.0), 1.0) for value, side in sides)
        lows = one.low if isinstance(one.low, tuple) else tuple(min(0.0, value) for value in rest)
        highs = one.high if isinstance(one.high, tuple) else tuple(max(1.0, value) for value in rest)
        return tuple(
            Channel(f"{one.name}.{part}", low, high, value, one)
            for part, low, high, value in zip(PARTS[one.type], lows, highs, rest, strict=True)
        )
    if one.type not in _PLAIN or isinstance(one.default, tuple):
        return ()
    low = one.low if isinstance(one.low, float) else 0.0
    high = one.high if isinstance(one.high, float) else max(1.0, float(one.default))
    return (Channel(one.name, low, high, float(one.default), one),)


class Rises:
    """Tells when the levels of events rise: from below a half to above it, as a route's, or past the next
    half, as one does to which a press adds 1. Each rise is an event in one frame."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], int] = {}

    def at(self, shader: str, name: str, level: float) -> bool:
        """Has the level of this event of `shader` risen since the last call?"""
        now = math.floor(level + 0.5)
        before = self._levels.get((shader, name), 0)
        self._levels[shader, name] = now
        return now > before


Given = Callable[[str], float | None]
"""The value that a channel is given, by its name; None where it is left alone."""


def assembled(one: Input, given: Given) -> float | tuple[float, ...] | None:
    """The input's value out of those of its channels, each within its limits; None where none is given."""
    rows = channels(one)
    values = [given(row.name) for row in rows]
    if all(value is None for value in values):
        return None
    if one.type == "event":  # presses are counted
        return values[0]
    held = tuple(
        row.rest if value is None else min(max(value, row.low), row.high)
        for row, value in zip(rows, values, strict=True)
    )
    return held if one.type in PARTS else held[0]


def written_value(one: Input, value: object, colour: Callable[[str], tuple[float, ...]]) -> dict[str, float]:
    """The channels' values that `value` means, as a setlist has it: a number, true, a label, a list of
    numbers, "#rrggbb" or what `colour` knows.

    Raises ValueError, in words.
    """
    rows = channels(one)
    if one.type == "color" and isinstance(value, str):
        numbers: Iterable[object] = hex_colour(value) if value.startswith("#") else colour(value)
        return _fitting(one, list(numbers))
    if one.type in PARTS:
        without_alpha = 3 if one.type == "color" else len(rows)
        if not isinstance(value, list) or len(value) not in (len(rows), without_alpha):
            like = " or ".join(_EXAMPLES[one.type])
            raise ValueError(f"must be like {like}, not {value!r}")
        return _fitting(one, value)
    if one.type == "long" and isinstance(value, str):
        choices = dict(zip(one.labels, one.values, strict=False))
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(map(repr, choices)) or 'no labels'}, not {value!r}")
        return {one.name: float(choices[value])}
    if isinstance(value, bool) and one.type in ("bool", "event"):
        return {one.name: float(value)}
    return _fitting(one, [value])


_EXAMPLES = {
    "point2D": ("[0.5, 0.5]",),
    "point3D": ("[0.5, 0.5, 0]",),
    "color": ('"#ff8000"', '"neon"', '"neon:3"', "[1, 0.5, 0]"),
}


def _fitting(one: Input, numbers: list[object]) -> dict[str, float]:
    values = {}
    for row, number in zip(channels(one), numbers, strict=False):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValueError(f"must be a number, not {number!r}")
        if not row.low <= number <= row.high:
            raise ValueError(f"must be from {row.low:g} to {row.high:g}, not {number!r}")
        values[row.name] = float(number)
    return values
