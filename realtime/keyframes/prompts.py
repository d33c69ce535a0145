"""Deforum's prompts: `{frame or expression: "text --neg negative"}`, with weights in backticks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError
from realtime.keyframes.schedule import number_text

_BACKTICKS = re.compile(r"`([^`]*)`")
_WEIGHT = re.compile(r"^(?P<text>.*?)\s*:\s*(?P<weight>-?\d*\.?\d+)\s*$", re.DOTALL)
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
        for frame in self.frames:
            self.at(frame)

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
        known = {"t": float(frame), "max_f": self._last, "s": self._seed}
        try:
            return number_text(float(Expression(match[1]).values(known)), 4)
        except ExpressionError as error:
            raise UserError(
                f"The prompt at frame {start}: the weight `{match[1]}` {error}, "
                f"at character {error.column + 1}."
            ) from None


def _part(text: str) -> tuple[str, float]:
    """(text, weight) of `text:0.5`; a weight inside parentheses belongs to the text."""
    match = _WEIGHT.match(text)
    if match and match["text"].count("(") == match["text"].count(")"):
        return match["text"].strip(), float(match["weight"])
    return text.strip(), 1.0
