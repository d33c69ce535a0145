"""Deforum's prompts: `{frame or expression: "text --neg negative"}`, with weights in backticks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError
from realtime.keyframes.schedule import number_text

MOST_PROMPTS = 50_000
"""A prompt for each frame of half an hour; a file with more is no file that somebody wrote."""
LONGEST_PROMPT = 20_000
"""Characters of one prompt with its negative."""
_BACKTICKS = re.compile(r"`([^`]*)`")
_WEIGHT = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_NEGATIVE = re.compile(r"--neg\b")
# The spaces about it are stripped afterwards: a pattern that begins with any number of them is slow on many.
_AND = re.compile(r"\sAND(?=\s)")
_SPACES = re.compile(r"\s+")


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
        if len(texts) > MOST_PROMPTS:
            raise UserError(f"There are {len(texts)} prompts; at most {MOST_PROMPTS} are read.")
        self._last = float(max(frames - 1, 0))
        self._seed = float(seed)
        self._positive, self._negative = _single_spaced(positive), _single_spaced(negative)
        self._weights: dict[str, Expression] = {}
        entries: dict[int, tuple[str, str]] = {}
        for key, text in texts.items():
            frame = self._frame(key)
            entries[frame] = self._read(frame, str(text))
        if not entries:
            entries[0] = ("", self._negative)
        self.frames = tuple(sorted(entries))
        self._texts = [entries[frame] for frame in self.frames]
        ends = [*self.frames[1:], max(frames, self.frames[-1] + 1)]
        for start, end, (text, _) in zip(self.frames, ends, self._texts, strict=True):
            on = np.arange(start, min(end, max(frames, start + 1)), dtype=np.float64)
            for weight in _BACKTICKS.findall(text):
                self._values(weight, start, on)

    def at(self, frame: int) -> PromptAt:
        """The prompt of `frame`; before the first key, the first one."""
        index = max(0, bisect_right(self.frames, frame) - 1)
        start, (text, negative) = self.frames[index], self._texts[index]
        parts = self._parts(
            text, lambda match: number_text(float(self._values(match[1], start, float(frame))), 4)
        )
        return PromptAt(tuple(parts), negative)

    def asked_for(self) -> Mapping[str, int]:
        """Every text that may be painted, without what it weighs, and the first frame that has it."""
        asked: dict[str, int] = {}
        for frame, (text, _) in zip(self.frames, self._texts, strict=True):
            parts = [part for part, _ in self._parts(text, lambda _: "1")]
            for part in parts:
                asked.setdefault(part, frame)
            if len(parts) > 1:  # what is painted together is judged together
                asked.setdefault(", ".join(parts), frame)
        return asked

    def _parts(self, text: str, weight: Callable[[re.Match[str]], str]) -> list[tuple[str, float]]:
        parts = [_part(part) for part in _AND.split(_BACKTICKS.sub(weight, text))]
        if self._positive:
            parts = [
                (f"{part}, {self._positive}" if part else self._positive, weight) for part, weight in parts
            ]
        return parts

    def _read(self, frame: int, text: str) -> tuple[str, str]:
        """(what is asked for, what is to be kept out) of one prompt."""
        asked, *kept_out = _NEGATIVE.split(_single_spaced(text))
        if len(asked) + sum(map(len, kept_out)) > LONGEST_PROMPT:
            raise UserError(
                f"The prompt at frame {frame} is longer than the {LONGEST_PROMPT} characters that are read."
            )
        # A weight there is not obeyed, so that nothing in it can be wrong either.
        without_weights = (_BACKTICKS.sub("", one).strip() for one in kept_out)
        return asked, ", ".join(filter(None, without_weights)) if kept_out else self._negative

    def _frame(self, key: str) -> int:
        text = str(key).strip()
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return int(text)
        try:
            frame = float(Expression(text, ("max_f", "s")).values({"max_f": self._last, "s": self._seed}))
        except ExpressionError as error:
            raise UserError(f"The prompts' key {text!r} {error}, at character {error.column + 1}.") from None
        if not np.isfinite(frame):
            raise UserError(f"The prompts' key {text!r} is no frame's number.")
        return int(frame)

    def _values(self, weight: str, start: int, t: float | np.ndarray) -> np.ndarray:
        known = {"t": t, "max_f": self._last, "s": self._seed}
        try:
            expression = self._weights.get(weight)
            if expression is None:
                expression = self._weights[weight] = Expression(weight)
            values = expression.values(known)
            if np.isnan(values).any():
                raise ExpressionError("gives no number")
        except ExpressionError as error:
            raise UserError(
                f"The prompt at frame {start}: the weight `{weight}` {error}, "
                f"at character {error.column + 1}."
            ) from None
        return values


def _single_spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _part(text: str) -> tuple[str, float]:
    """(text, weight) of `text:0.5`; a weight inside parentheses belongs to the text."""
    words, colon, weight = text.rpartition(":")
    if colon and _WEIGHT.fullmatch(weight.strip()) and words.count("(") == words.count(")"):
        return words.strip(), float(weight)
    return text.strip(), 1.0
