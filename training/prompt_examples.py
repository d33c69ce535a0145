"""The sentences to which the guard's opinion is fitted.

`training/prompts/KIND.LANGUAGE.txt` has sentences that were written for this, `fine` harmless ones, which
look unfit in one way or another (animals, food, idioms, art, words of two meanings). `parts.LANGUAGE.toml`
has parts of prompts, which are put together here: the same people, places and styles with acts of all kinds.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PROMPTS = Path(__file__).resolve().parent / "prompts"
FINE, MIXED = "fine", "mixed"
_ALIKE = 0.62
"""Cosine, less what all sentences share, above which two sentences are of one topic."""
_COMPOSED, _COMPOSED_FINE = 8, 11
"""Times that an act is put together with people and places; fine ones oftener, there being fewer of them."""
_YOUNG = frozenset(["a girl", "a boy", "a student", "a family", "소녀", "소년", "학생", "가족"])
_ADULT_KINDS = ("sexual",)


class Example(NamedTuple):
    """One sentence. said: as somebody wrote it; only such ones are judged; of: the place of the sentence that
    it is with a style behind it; -1 where it was put together."""

    kind: str
    language: str
    text: str
    said: bool = True
    of: int = -1


def examples() -> list[Example]:
    """All sentences, the same each time."""
    chance = random.Random(17)
    written = [
        (*path.stem.split("."), text)
        for path in sorted(PROMPTS.glob("*.txt"))
        for text in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [Example(kind, language, text, of=i) for i, (kind, language, text) in enumerate(written)]
    styles = {language: parts["how"] for language, parts in _parts()}
    styled = [
        e._replace(text=f"{e.text}, {chance.choice(styles.get(e.language, styles['en']))}", said=False)
        for e in found
        if chance.random() < 0.5
    ]
    return found + styled + [example for parts in _parts() for example in _composed(*parts, chance)]


def _parts() -> Iterator[tuple[str, dict[str, list[str]]]]:
    for path in sorted(PROMPTS.glob("parts.*.toml")):
        yield path.stem.split(".")[1], tomllib.loads(path.read_text(encoding="utf-8"))


def _composed(language: str, parts: dict[str, list[str]], chance: random.Random) -> Iterator[Example]:
    acts: dict[str, list[str]] = parts["acts"]  # type: ignore[assignment]
    for kind, does in acts.items():
        for act in does:
            for _ in range(_COMPOSED_FINE if kind == FINE else _COMPOSED):
                who = chance.choice(parts["who"])
                while kind in _ADULT_KINDS and who in _YOUNG:
                    who = chance.choice(parts["who"])
                where = chance.choice(parts["where"]) if chance.random() < 0.5 else ""
                how = f", {chance.choice(parts['how'])}" if chance.random() < 0.5 else ""
                order = (where, act, who) if language == "ko" else (who, act, where)
                yield Example(kind, language, " ".join(part for part in order if part) + how, False)


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
