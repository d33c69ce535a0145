"""Words that are written as one, apart: `bloodsoakedbride` is blood soaked bride, 벗은여자 is 벗은 여자.

Which words there are is read from `known_words.txt` (`python -m training.list_words` writes it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from realtime.guard.words import inflections, is_korean, korean_ending
from realtime.resources import package_text

_LATIN_FROM, _KOREAN_FROM = 8, 5
"""Letters or syllables of what may be several words."""
_LATIN_PART, _KOREAN_PART = 3, 2
"""Letters or syllables of one of them at least."""
_LONGEST_PART, _LONGEST = 14, 40
_CANDIDATE = re.compile(f"[a-z]{{{_LATIN_FROM},{_LONGEST}}}|[가-힣]{{{_KOREAN_FROM},{_LONGEST}}}")


class Compounds:
    """Takes compounds apart. given: words besides those of the file; whole: words that are none."""

    def __init__(self, given: Iterable[str], whole: Iterable[str]) -> None:
        known = package_text("guard/known_words.txt").split()
        self._whole = frozenset(whole)
        self._words = frozenset(known) | {word for word in given if word.isalpha()}
        self._parts = lru_cache(maxsize=4096)(self._parts_of)

    def apart(self, folded: str) -> str:
        """The text with its compounds apart; itself where it has none."""
        return _CANDIDATE.sub(lambda match: " ".join(self._parts(match[0])), folded)

    def _parts_of(self, word: str) -> list[str]:
        """The fewest words of which it is put together; itself alone where there are none."""
        korean = is_korean(word)
        if word in self._whole or self._is_known(word, korean):
            return [word]
        shortest = _KOREAN_PART if korean else _LATIN_PART
        fewest: list[list[str] | None] = [[]] + [None] * len(word)
        for start in range(len(word)):
            before = fewest[start]
            if before is None:
                continue
            for end in range(start + shortest, min(start + _LONGEST_PART, len(word)) + 1):
                part, found = word[start:end], fewest[end]
                last = end == len(word)
                if (found is None or len(found) > len(before) + 1) and (
                    self._is_known(part, korean) if last else part in self._words
                ):
                    fewest[end] = [*before, part]
        return fewest[-1] or [word]

    def _is_known(self, word: str, korean: bool) -> bool:
        """A word that is known but for its ending."""
        if word in self._words:
            return True
        if korean:
            return any(word[:end] in self._words and korean_ending(word[end:]) for end in range(2, len(word)))
        return any(
            word in inflections(word[:end])
            for end in range(_LATIN_PART, len(word))
            if word[:end] in self._words
        )
