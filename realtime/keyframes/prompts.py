"""Deforum's prompts: `{frame or expression: "text --neg negative"}`, with weights in backticks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError
from realtime.keyframes.schedule import number_text

_BACKTICKS = re.compile(r"`([^`]*)`")
_WEIGHT = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_NEGATIVE = re.compile(r"\s*--neg\b\s*")


@dataclass(frozen=True, slots=True)
class PromptAt:
    """The prompt of one frame. parts: (text, weight) of what is painted together; negative: may be ""."""

    parts: tuple[tuple[str, float], ...]
    negative: str = ""

    @property
    def text(self) -> str:
        """The part with the greatest weight."""
        return max(self.parts, key=lambda part: part[1])[0]


class Prompts:
    """Prompts by frame; each holds until the next. Read when made; raises UserError.

    positive, negative: of the whole animation: the one is added to every prompt, the other stands where a
    prompt has no `--neg` of its own.
    """

    def __init__(
        self, texts: Mapping[str, str], frames: int, positive: str = "", negative: str = "", seed: int = 0
    ) -> None:
        self._last = float(max(frames - 1, 0))
        self._seed = float(seed)
        self._positive, self._negative = positive.strip(), negative.strip()
        entries: dict[int, str] = {}
        for key, text in texts.items():
            entries[self._frame(key)] = str(text)
        if not entries:
            entries[0] = ""
        self.frames = tuple(sorted(entries))
        self._texts = [entries[frame] for frame in self.frames]
        ends = [*self.frames[1:], max(frames, self.frames[-1] + 1)]
        for start, end, text in zip(self.frames, ends, self._texts, strict=True):
            for weight in _BACKTICKS.findall(text):
                self._values(weight, start, np.arange(start, end, dtype=np.float64))

    def at(self, frame: int) -> PromptAt:
        """The prompt of `frame`; before the first key, the first one."""
        index = max(0, sum(start <= frame for start in self.frames) - 1)
        text = _BACKTICKS.sub(
            lambda match: self._weight(match, self.frames[index], frame), self._texts[index]
        )
        text, *own = _NEGATIVE.split(text, maxsplit=1)
        negative = own[0].strip() if own else self._negative
        parts = [_part(part) for part in re.split(r"\s+AND\s+", text)]
        if self._positive:
            parts = [
                (f"{part}, {self._positive}" if part else self._positive, weight) for part, weight in parts
            ]
        return PromptAt(tuple(parts), negative)

    def _frame(self, key: str) -> int:
        try:
            return int(Expression(str(key), ("max_f", "s")).values({"max_f": self._last, "s": self._seed}))
        except ExpressionError as error:
            raise UserError(f"The prompts' key {key!r} {error}, at character {error.column + 1}.") from None

    def _weight(self, match: re.Match[str], start: int, frame: int) -> str:
        return number_text(float(self._values(match[1], start, float(frame))), 4)

    def _values(self, weight: str, start: int, t: float | np.ndarray) -> np.ndarray:
        known = {"t": t, "max_f": self._last, "s": self._seed}
        try:
            return Expression(weight).values(known)
        except ExpressionError as error:
            raise UserError(
                f"The prompt at frame {start}: the weight `{weight}` {error}, "
                f"at character {error.column + 1}."
            ) from None


def _part(text: str) -> tuple[str, float]:
    """(text, weight) of `text:0.5`; a weight inside parentheses belongs to the text."""
    words, colon, weight = text.rpartition(":")
    if colon and _WEIGHT.fullmatch(weight.strip()) and words.count("(") == words.count(")"):
        return words.strip(), float(weight)
    return text.strip(), 1.0
