"""The sentences to which the guard's opinion is fitted.

`training/prompts/KIND.LANGUAGE.txt` has sentences that were written for this, `fine` harmless ones, which
look unfit in one way or another (animals, food, idioms, art, words of two meanings).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PROMPTS = Path(__file__).resolve().parent / "prompts"
FINE, MIXED = "fine", "mixed"
STYLES = (
    "watercolour", "8k, ultra detailed", "cinematic lighting", "oil on canvas", "neon colours", "a poster",
    "수채화", "고화질", "유화 느낌", "네온 조명", "영화 같은 장면", "일러스트",
)  # fmt: skip
"""Every other sentence is fitted a second time with one of these behind it, as prompts have."""
_ALIKE = 0.62
"""Cosine, less what all sentences share, above which two sentences are of one topic."""


class Example(NamedTuple):
    """One sentence. of: its number among those that were written; said: as it was written, without a
    style."""

    kind: str
    language: str
    text: str
    of: int
    said: bool = True


def examples() -> list[Example]:
    """All sentences as they were written, in order, then those with a style; the same each time."""
    chance = random.Random(17)
    written = [
        (*path.stem.split("."), text)
        for path in sorted(PROMPTS.glob("*.txt"))
        for text in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [Example(kind, language, text, i) for i, (kind, language, text) in enumerate(written)]
    styled = [
        example._replace(text=f"{example.text}, {chance.choice(STYLES)}", said=False)
        for example in found
        if chance.random() < 0.5
    ]
    return found + styled


def topics(x: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,): the same number for sentences that say about the same, of what the encoder says of each: float32
    (n, numbers). A sentence and its translation are of one topic, so that none is judged by having seen
    it."""
    less = x - x.mean(0)
    less /= np.linalg.norm(less, axis=1, keepdims=True)
    first = np.arange(len(x))

    def top(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = int(first[i])
        return i

    for i, row in enumerate(less):
        for j in np.flatnonzero(less[:i] @ row > _ALIKE):
            one, other = top(i), top(int(j))
            first[max(one, other)] = min(one, other)
    return np.array([top(i) for i in range(len(x))])
