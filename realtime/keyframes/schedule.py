"""Deforum's schedules: `0:(0.65), 30:(0.4+0.2*sin(t/5))`, frame → number or expression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError

_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One keyframe: key and value as expressions, and where each begins in the schedule's text."""

    key: Expression
    value: Expression
    key_at: int
    value_at: int


def split_outside(text: str, separator: str) -> list[tuple[int, str]]:
    """(start, part) of `text` split at every `separator` that stands outside parentheses and backticks."""
    parts, depth, start, quoted = [], 0, 0, False
    for at, character in enumerate(text):
        if character == "`":
            quoted = not quoted
        elif quoted:
            continue
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and text.startswith(separator, at):
            parts.append((start, text[start:at]))
            start = at + len(separator)
    return [*parts, (start, text[start:])]


class Schedule:
    """A schedule by name; read when it is made. Raises UserError that shows name, position and text.

    Numbers interpolate linearly between keys, the last one holds; an expression fills every frame up to
    the next key. Variables: t the frame, s the seed, max_f the last frame's number. Keys may be
    expressions of max_f and s.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._entries = [self._entry(start, part) for start, part in split_outside(text, ",") if part.strip()]
        if not self._entries:
            raise self._error("is empty: write at least 0:(value)", 0)

    def values(self, frames: int, seed: float | np.ndarray = 0.0) -> np.ndarray:
        """float64 (frames,), one value a frame; seed: one for all frames, or one each."""
        t = np.arange(frames, dtype=np.float64)
        seeds = np.broadcast_to(np.asarray(seed, dtype=np.float64), frames)
        keys = self._keys(frames, float(seeds[0]) if frames else 0.0)
        values = np.full(frames, np.nan)
        for (key, entry), (following, _) in zip(keys, [*keys[1:], (frames, None)], strict=True):
            if key >= frames:
                break
            span = slice(key, key + 1) if entry.value.is_number else slice(key, min(following, frames))
            known: dict[str, float | np.ndarray] = {
                "t": t[span],
                "s": seeds[span],
                "max_f": float(frames - 1),
            }
            try:
                values[span] = entry.value.values(known)
            except ExpressionError as error:
                raise self._error(str(error), entry.value_at + error.column) from None
        known_frames = np.flatnonzero(~np.isnan(values))
        return np.interp(t, known_frames, values[known_frames]) if frames else values

    def _keys(self, frames: int, seed: float) -> list[tuple[int, Entry]]:
        keys: dict[int, Entry] = {}
        for entry in self._entries:
            try:
                key = int(entry.key.values({"max_f": float(frames - 1), "s": seed}))
            except ExpressionError as error:
                raise self._error(f"the key {error}", entry.key_at + error.column) from None
            if key < 0:
                raise self._error(f"has the frame {key}, which is before the first", entry.key_at)
            keys[key] = entry
        if 0 not in keys:
            raise self._error("has no value for frame 0: begin it with 0:(value)", 0)
        return sorted(keys.items())

    def _entry(self, start: int, part: str) -> Entry:
        pieces = split_outside(part, ":")
        if len(pieces) < 2:
            raise self._error("has a keyframe without ':', which stands between frame and value", start)
        key_text = pieces[0][1]
        value_start = pieces[1][0]
        key_at, key = _bare(start, key_text, quotes=True)
        value_at, value = _bare(start + value_start, part[value_start:], quotes=False)
        try:
            key_expression = Expression(key, ("max_f", "s"))
        except ExpressionError as error:
            raise self._error(f"the key {error}", key_at + error.column) from None
        try:
            return Entry(key_expression, Expression(value), key_at, value_at)
        except ExpressionError as error:
            raise self._error(str(error), value_at + error.column) from None

    def _error(self, reason: str, at: int) -> UserError:
        excerpt = self.text[max(0, at - 30) : at + 30]
        pointer = f" at character {at + 1}, near {excerpt.strip()!r}" if excerpt.strip() else ""
        return UserError(f"Schedule {self.name!r} {reason}{pointer}.")


def _bare(start: int, text: str, quotes: bool) -> tuple[int, str]:
    """`text` without the spaces (and quotes) round it, and where it begins."""
    inner = text.strip().strip("\"'") if quotes else text.strip()
    return start + (text.find(inner) if inner else 0), inner


def schedule_text(frames: np.ndarray, values: np.ndarray, decimals: int) -> str:
    """`0:(0.652), 1:(0.64)`: the schedule that has `values` at `frames`."""
    return ", ".join(
        f"{frame}:({number_text(value, decimals)})" for frame, value in zip(frames, values, strict=True)
    )


def number_text(value: float, decimals: int) -> str:
    """`value` rounded, without needless zeros: 0.640 → 0.64, -0.0 → 0."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
