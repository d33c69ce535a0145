"""An opinion on what a text says as a whole: a sentence encoder, and a head that was fitted to it.

The head is linear in the encoder's numbers, in the runs of letters of the text and in the counts of words
that the list has in doubt; it was fitted by `python -m training.fit_opinion` (its numbers: `opinion.npz`).
"""

from __future__ import annotations

import math
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from realtime.guard.encoder import open_encoder
from realtime.resources import PACKAGE

HEAD = PACKAGE / "guard" / "opinion.npz"
_MOST_COUNTED = 3
"""More words of one kind than this count as so many."""
GRAMS, _GRAM_LENGTHS = 8192, (2, 3, 4)
_MOST_KEPT = 8192
"""Clauses whose numbers are kept: a setlist has many of them twice, and all of them again when it is read
again. Fewer than a setlist has would be none: it is read in the same order."""
_A_PIECE = 0.5
"""Of many pieces the worst looks worse by chance: by so much for each e-fold."""
_LONGEST = 60
"""Characters that are encoded at once: in a longer text one clause would be lost among the others."""
_LONGEST_CLAUSE = 120
"""Characters after which what has no end of a clause is cut, at a space where there is one."""
MOST_TOKENS = 96
"""Tokens of one text that are encoded, about: each takes the encoder 0.2 ms, and who types waits."""
MOST_TOKENS_OF_OTHERS = 32
"""So many of each other way to read it."""
_TOKENS_A_PIECE = 5
"""Tokens that the encoder adds to each piece."""
_LETTERS_A_TOKEN = 4
_BRACKETS = str.maketrans("()[]{}<>", " " * 8)
_RUNS = re.compile(r"[a-z]+|[^\sa-z]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile("[^\\W\\d_\u1100-\u11ff\u3131-\u318e]{2}")
"""Two letters, not counting the parts of Hangul."""

Encode = Callable[[str], NDArray[np.float32]]


class Opinion:
    """Says whether a text is unfit. encode: text → (numbers,) float32; head: as `opinion.npz` has it."""

    def __init__(self, encode: Encode, head: Mapping[str, NDArray[Any]]) -> None:
        self._encode = lru_cache(_MOST_KEPT)(encode)
        self._mean, self._scale = head["mean"], head["scale"]
        self._weights, self._constant = head["weights"], float(head["constant"])
        self._gram_weights = head["gram_weights"].astype(np.float32)
        self._counted = dict(zip(map(str, head["counted"]), map(float, head["counts"]), strict=True))
        self._kinds = [str(kind) for kind in head["kinds"]]
        self._kind_weights, self._kind_constants = head["kind_weights"], head["kind_constants"]
        self._limits = head["kind_limits"]

    def of(self, text: str, counts: Mapping[str, int], most_tokens: int = MOST_TOKENS) -> tuple[float, str]:
        """(score, the rule that it would break). counts: words in it that the list has in doubt, by kind;
        score: logarithm of the odds that it is unfit, less the limit of the rule. Of many pieces one looks
        worst by chance, so the more there are, the worse it must look. Without a letter it says nothing."""
        if not _LETTER.search(text):
            return -math.inf, self._kinds[0]
        worst, rule, read = -math.inf, 0, 0
        for piece, by_letters in self._chosen(clauses(without_brackets(text)), most_tokens):
            x = (self._encode(piece) - self._mean) / self._scale
            kind = int(np.argmax(self._kind_weights @ x + self._kind_constants))
            score = float(self._weights @ x) + by_letters - float(self._limits[kind])
            read += 1
            if score > worst:
                worst, rule = score, kind
        by_counts = sum(
            self._counted.get(kind, 0.0) * counted(-(-count // max(read, 1)))
            for kind, count in counts.items()
        )
        score = worst + by_counts + self._constant - _A_PIECE * math.log(max(read, 1))
        return score, self._kinds[rule]

    def _chosen(self, pieces: list[str], most_tokens: int) -> Iterator[tuple[str, float]]:
        """(piece, what its letters say) of the pieces that are encoded: one at least, and of a text that is
        too long for all of them those with words whose letters speak most against them."""
        scored = []
        for piece in dict.fromkeys(pieces):
            places, values = grams(piece)
            by_letters = float(self._gram_weights[places] @ values)
            scored.append((_WORD.search(piece) is not None, by_letters, piece))
        spent = 0
        for has_words, by_letters, piece in sorted(scored, reverse=True):
            tokens = _tokens(piece)
            if spent and (not has_words or spent + tokens > most_tokens):
                continue
            spent += tokens
            yield piece, by_letters


def _tokens(text: str) -> int:
    """About so many tokens the encoder makes of a text."""
    runs = (-(-len(run) // _LETTERS_A_TOKEN) for run in _RUNS.findall(text))
    return sum(runs) + _TOKENS_A_PIECE


def without_brackets(text: str) -> str:
    """A text less the brackets that set weights in prompts, (so:1.2) or {{so}}."""
    return text.translate(_BRACKETS)


def counted(count: int) -> float:
    """What a number of words says to the head."""
    return math.sqrt(min(count, _MOST_COUNTED))


def grams(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(places, values) of the runs of letters in a text's words, hashed to GRAMS places; values: length 1."""
    found = Counter(
        crc32(f" {word} "[start : start + length].encode()) % GRAMS
        for word in text.split()
        for length in _GRAM_LENGTHS
        for start in range(max(len(word) + 3 - length, 1))
    )
    values = np.fromiter(found.values(), np.float32, len(found))
    return np.fromiter(found, np.int64, len(found)), values / max(float(np.linalg.norm(values)), 1e-9)


def clauses(text: str) -> list[str]:
    """A long text in pieces, cut where its sentences and clauses end."""
    pieces: list[str] = []
    current = ""
    for clause in text.replace("\n", ".").replace(";", ".").replace(",", ".").split("."):
        for part in textwrap.wrap(clause.strip(), _LONGEST_CLAUSE, break_on_hyphens=False):
            if current and len(current) + len(part) > _LONGEST:
                pieces.append(current)
                current = ""
            current = f"{current}, {part}" if current else part
    return [*pieces, current] if current else pieces


@cache
def load_opinion() -> Opinion | None:
    """The opinion, or None where the encoder's weights are not installed. Raises UserError where they are
    others than those that the head was fitted to. One for all who ask: opening it takes most of a second."""
    encode = open_encoder()
    if encode is None:
        return None
    with np.load(HEAD) as head:
        return Opinion(encode, dict(head))
