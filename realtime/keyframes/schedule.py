"""Deforum's schedules: `0:(0.65), 30:(0.4+0.2*sin(t/5))`, frame → number or expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError

LONGEST = 4_000_000
"""Characters of a schedule: a number for each frame of an hour."""
_OPEN, _CLOSE = "([{", ")]}"
_LONGEST_NUMBER = 300
_FRAME = re.compile("[0-9]{1,9}")
# What Deforum takes for a number once quotes and parentheses are gone; anything else is evaluated.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]*\.[0-9]+)")
_NOT_IN_NUMBERS = str.maketrans("", "", "'\"()")


@dataclass(frozen=True, slots=True)
class Entry:
    """One keyframe: key and value, and where each begins in the schedule's text. A value that is a plain
    number interpolates."""

    key: Expression | float
    value: Expression | float
    key_at: int
    value_at: int


def split_outside(text: str, separator: str) -> list[tuple[int, str]]:
    """(start, part) of `text` split at every `separator` that stands outside parentheses and backticks."""
    parts, depth, start, quoted = [], 0, 0, False
    for found in re.finditer(f"[`{re.escape(_OPEN + _CLOSE)}]|{re.escape(separator)}", text):
        at, character = found.start(), found.group()[0]
        if at < start:
            continue
        if character == "`":
            quoted = not quoted
        elif quoted:
            continue
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append((start, text[start:at]))
            start = at + len(separator)
    return [*parts, (start, text[start:])]


class Schedule:
    """A schedule by name; read when it is made. Raises UserError that shows name, position and text.

    Numbers interpolate linearly between keys, the last one holds; an expression fills every frame up to
    the next key, and frames at which it has no value are interpolated over. Variables: t the frame, s the
    seed, max_f the last frame's number. Keys may be expressions of max_f and s. Slips of the pen are read as
    Deforum reads them: quotes and parentheses do not count in a number (`(0).3` is 0.3), of `0: 0: (5)` the
    first value stands, a number alone is that of frame 0. After a value, a key needs no comma before it.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        if len(text) > LONGEST:
            raise UserError(f"Schedule {name!r} has {len(text)} characters; at most {LONGEST} are read.")
        self.text = text
        parts = [(start, part) for start, part in _parts(text) if part.strip()]
        if not parts:
            raise self._error("is empty: write at least 0:(value)", 0)
        if len(parts) == 1 and ":" not in text:
            self._entries = [self._entry((0, "0"), parts[0])]
        else:
            self._entries = [entry for start, part in parts for entry in self._entries_of(start, part)]

    def values(self, frames: int, seed: float | np.ndarray = 0.0) -> np.ndarray:
        """float64 (frames,), one value a frame; seed: one for all frames, or one each."""
        return self.evaluate(frames, seed)[0]

    def evaluate(self, frames: int, seed: float | np.ndarray = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """(values, int64 numbers of the frames at which an expression has none, which are interpolated)."""
        t = np.arange(frames, dtype=np.float64)
        seeds = np.broadcast_to(np.asarray(seed, dtype=np.float64), frames)
        keys = self._keys(frames, float(seeds[0]) if frames else 0.0)
        values = np.full(frames, np.nan)
        lost: list[np.ndarray] = [np.empty(0)]
        for (key, entry), (following, _) in zip(keys, [*keys[1:], (frames, None)], strict=True):
            if key >= frames:
                break
            if isinstance(entry.value, float):
                values[key] = entry.value
                continue
            span = slice(key, min(following, frames))
            values[span] = self._evaluated(entry.value, entry.value_at, span, t, seeds)
            lost.append(key + np.flatnonzero(np.isnan(values[span])))
        known = np.flatnonzero(~np.isnan(values))
        if not len(known):
            raise self._error("gives no number at any frame", 0)
        return np.interp(t, known, values[known]), np.concatenate(lost).astype(np.int64)

    def _evaluated(
        self, value: Expression, at: int, span: slice, t: np.ndarray, seeds: np.ndarray
    ) -> np.ndarray:
        known: dict[str, float | np.ndarray] = {"t": t[span], "s": seeds[span], "max_f": float(len(t) - 1)}
        try:
            return value.values(known)
        except ExpressionError as error:
            raise self._error(str(error), at + error.column) from None

    def _keys(self, frames: int, seed: float) -> list[tuple[int, Entry]]:
        keys: dict[int, Entry] = {}
        for entry in self._entries:
            try:
                key = entry.key
                if not isinstance(key, float):
                    key = float(key.values({"max_f": float(frames - 1), "s": seed}))
            except ExpressionError as error:
                raise self._error(f"the key {error}", entry.key_at + error.column) from None
            if not key > -1:
                raise self._error(f"has the frame {key:g}, which is before the first", entry.key_at)
            keys[int(key)] = entry
        if 0 not in keys:
            raise self._error("has no value for frame 0: begin it with 0:(value)", 0)
        return sorted(keys.items())

    def _entries_of(self, start: int, part: str) -> Iterator[Entry]:
        """The keyframe of `part`, or those between which the comma is missing."""
        pieces = [(start + at, piece) for at, piece in split_outside(part, ":")]
        if len(pieces) < 2:
            raise self._error("has a keyframe without ':', which stands between frame and value", start)
        key = pieces[0]
        for number, (at, piece) in enumerate(pieces[1:], 2):
            cut = _next_key(piece) if number < len(pieces) else 0
            if not cut:
                # What follows a second colon is not read.
                yield self._entry(key, (at, piece))
                return
            yield self._entry(key, (at, piece[:cut]))
            key = at + cut, piece[cut:]

    def _entry(self, key: tuple[int, str], value: tuple[int, str]) -> Entry:
        key_at, key_text = _bare(*key, quotes=True)
        try:
            frame = float(key_text) if _FRAME.fullmatch(key_text) else Expression(key_text, ("max_f", "s"))
        except ExpressionError as error:
            raise self._error(f"the key {error}", key_at + error.column) from None
        number = value[1].translate(_NOT_IN_NUMBERS).strip()
        if _NUMBER.fullmatch(number) and len(number) < _LONGEST_NUMBER:
            return Entry(frame, float(number), key_at, value[0])
        value_at, value_text = _bare(*value, quotes=False)
        try:
            return Entry(frame, Expression(value_text), key_at, value_at)
        except ExpressionError as error:
            raise self._error(str(error), value_at + error.column) from None

    def _error(self, reason: str, at: int) -> UserError:
        excerpt = self.text[max(0, at - 30) : at + 30]
        pointer = f" at character {at + 1}, near {excerpt.strip()!r}" if excerpt.strip() else ""
        return UserError(f"Schedule {self.name!r} {reason}{pointer}.")


def _parts(text: str) -> list[tuple[int, str]]:
    """(start, part) of each keyframe. Where a parenthesis is not closed, every comma ends one."""
    if text.count("(") > text.count(")"):
        starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == ",")]
        return list(zip(starts, text.split(","), strict=True))
    return split_outside(text, ",")


def _next_key(piece: str) -> int:
    """Where in `6) 10` the key begins that stands behind a value, or 0 where there is none."""
    end = len(piece.rstrip().rstrip("\"'"))
    at = end
    while at and (piece[at - 1].isalnum() or piece[at - 1] == "_"):
        at -= 1
    quoted = at - 1 if at and piece[at - 1] in "\"'" else at
    before = piece[:quoted]
    return quoted if at < end and before.strip() and (before[-1].isspace() or before[-1] == ")") else 0


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
