"""Other ways to write a word of the list: masked, misspelled, by its sound, in the other script, on the wrong
keyboard, by its first consonants.

Each way is a table from a key to the entries that have it, so a word costs a few look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from realtime.guard.hangul import (
    LEADS,
    is_syllable,
    lead,
    romanised,
    same_sound,
    same_spelling,
    typed_as_hangul,
    typed_as_latin,
)
from realtime.guard.readings import MASKS, Chunk, Readings
from realtime.guard.words import inflections, is_korean, korean_ending, romanised_ending

Named = TypeVar("Named")

_MISSPELLED_FROM = 6
"""Letters: shorter words have too many neighbours."""
_MISSPELLED_TO = 18
_SWAPPED_AT = _MISSPELLED_FROM - 1
"""Of words that are shorter by one, two letters may be changed about."""
_ROMANISED_FROM = 5
_TYPED_FROM = 4
_LONGEST_KEY = 14
_LONGEST_MASKED = 16
# Signs that are written within Korean words without hiding a letter: 와~하는 함성.
_DRAWN_OUT = frozenset("-._~")
# What people write by first consonants without any harm: laughter, thanks, yes, no, bye.
_HARMLESS_LEADS = frozenset(
    ["ㅋㅋ", "ㅎㅎ", "ㅇㅇ", "ㄴㄴ", "ㄷㄷ", "ㄱㅅ", "ㅇㅋ", "ㅊㅋ", "ㅊㅊ", "ㅂㅂ"]
    + ["ㅂㅇ", "ㄹㅇ", "ㅇㅈ", "ㅅㄱ", "ㅎㅇ", "ㄱㄱ", "ㄱㄷ", "ㅁㅇ", "ㅇㅎ"]
)


class Disguised(NamedTuple, Generic[Named]):
    """An entry that stands in disguise at [start, end) of the folded text."""

    entry: Named
    start: int
    end: int


class Disguises(Generic[Named]):
    """Single words of a list, to be found by what they may be written as.

    innocent: words that look like a disguise and are none (saline, papist).
    """

    def __init__(self, innocent: frozenset[str] = frozenset()) -> None:
        self._innocent = innocent
        self._exact: dict[str, Named] = {}
        self._near: dict[str, list[str]] = {}
        self._swapped: dict[str, str] = {}
        self._sounds: dict[str, str] = {}
        self._roman: dict[str, Named] = {}
        self._leads: dict[str, list[str]] = {}
        self._korean: dict[str, Named] = {}
        # Those of a length that have a letter in a place, the first added first.
        self._with_letter: dict[tuple[int, int, str], list[str]] = {}
        self._known = lru_cache(maxsize=4096)(self._of_word)

    def add(self, word: str, entry: Named, inflected: bool = True) -> None:
        """word: folded, without stars; inflected: takes English endings."""
        if is_korean(word):
            if len(word) < 2 or not all(map(is_syllable, word)):
                return
            self._korean.setdefault(word, entry)
            self._sounds.setdefault(same_sound(word), word)
            if len(key := romanised(word)) >= _ROMANISED_FROM:
                self._roman.setdefault(key, entry)
            self._leads.setdefault("".join(map(lead, word)), []).append(word)
            self._add_letters(word)
            return
        for form in inflections(word) if inflected else (word,):
            self._exact.setdefault(form, entry)
            self._add_letters(form)
            if len(word) >= _MISSPELLED_FROM and len(form) <= _MISSPELLED_TO and form.isalpha():
                for less in _one_less(form):
                    self._near.setdefault(less, []).append(form)
            if len(form) == _SWAPPED_AT and form.isalpha():
                self._swapped.update(dict.fromkeys(_swapped(form), form))

    def _add_letters(self, form: str) -> None:
        for place, letter in enumerate(form):
            self._with_letter.setdefault((len(form), place, letter), []).append(form)

    def found(self, readings: Readings) -> Iterator[Disguised[Named]]:
        """Every entry that stands in the text in disguise."""
        for token in readings.tokens:
            entry = self._known(token.text)
            if entry is not None:
                yield Disguised(entry, token.start, token.end)
        for chunk in readings.masked:
            entry = self._masked(chunk)
            if entry is not None:
                yield Disguised(entry, chunk.start, chunk.end)

    def _of_word(self, word: str) -> Named | None:
        """The entry that a word stands for."""
        if len(word) < 2 or word in self._innocent:
            return None
        if is_korean(word):
            if any(word[:end] in self._innocent and korean_ending(word[end:]) for end in range(2, len(word))):
                return None
            letters = any(char in LEADS for char in word)
            spelled = self._by_leads(word) if letters else self._by_sound(same_sound(word), word)
            latin = typed_as_latin(word)
            return spelled or (self._exact.get(latin) if len(latin) >= _TYPED_FROM else None)
        if word in self._exact or not word.isalpha():
            return None
        return self._misspelled(word) or self._by_roman(word) or self._by_keys(word)

    def _by_sound(self, heard: str, word: str) -> Named | None:
        """The entry that `heard` begins with, if nothing but an ending of `word` is left; not one that `word`
        has as it is written, or with another ending."""
        for end in range(min(len(heard), _LONGEST_KEY), 1, -1):
            meant = self._sounds.get(heard[:end])
            if meant is not None and korean_ending(word[end:]):
                return None if _same_stem(word, meant) else self._korean[meant]
        return None

    def _misspelled(self, word: str) -> Named | None:
        """One letter too many, too few, another, or two changed about; the first is right."""
        if word in self._swapped:
            return self._exact[self._swapped[word]]
        if not _MISSPELLED_FROM - 1 <= len(word) <= _MISSPELLED_TO:
            return None
        for form in self._near.get(word, ()):
            return self._exact[form]
        for less in _one_less(word):
            if less in self._exact and len(less) >= _MISSPELLED_FROM:
                return self._exact[less]
            for form in self._near.get(less, ()):
                if len(form) == len(word) and _one_apart(form, word):
                    return self._exact[form]
        return None

    def _by_roman(self, word: str) -> Named | None:
        if len(word) < _ROMANISED_FROM:
            return None
        key = same_spelling(word)
        for end in range(min(len(key), _LONGEST_KEY), _ROMANISED_FROM - 1, -1):
            entry = self._roman.get(key[:end])
            if entry is not None and romanised_ending(key[end:]):
                return entry
        return None

    def _by_keys(self, word: str) -> Named | None:
        if len(word) < _TYPED_FROM or not word.isascii():
            return None
        typed = typed_as_hangul(word)
        if len(typed) < 2 or not all(map(is_syllable, typed)):
            return None
        return self._by_sound(same_sound(typed), typed) or self._direct(typed)

    def _direct(self, word: str) -> Named | None:
        """The Korean entry that `word` begins with, if nothing but an ending is left."""
        for end in range(min(len(word), _LONGEST_KEY), 1, -1):
            if word[:end] in self._korean and korean_ending(word[end:]):
                return self._korean[word[:end]]
        return None

    def _by_leads(self, word: str) -> Named | None:
        """`ㅈㅅ`, `자ㅅ`, `ㅈ살하는`: consonants in place of syllables."""
        leads = "".join(map(lead, word))
        for end in range(min(len(word), _LONGEST_KEY), 1, -1):
            written = word[:end]
            if written in _HARMLESS_LEADS or not any(char in LEADS for char in written):
                continue
            if not korean_ending(word[end:]):
                continue
            for meant in self._leads.get(leads[:end], ()):
                if all(char in LEADS or char == other for char, other in zip(written, meant, strict=True)):
                    return self._korean[meant]
        return None

    def _masked(self, chunk: Chunk) -> Named | None:
        """`n*de`, `자*`: signs in place of letters, one for one."""
        text = chunk.text
        if not 2 <= len(text) <= _LONGEST_MASKED:
            return None
        return self._meant(text) or (self._meant_before_ending(text) if is_korean(text) else None)

    def _meant_before_ending(self, text: str) -> Named | None:
        """`자*하는`: signs that stand in words for nothing else."""
        for end in range(len(text) - 1, 1, -1):
            stem = text[:end]
            if korean_ending(text[end:]) and _DRAWN_OUT.isdisjoint(stem) and (found := self._meant(stem)):
                return found
        return None

    @lru_cache(maxsize=4096)  # noqa: B019  a judge has one list for as long as it lives
    def _meant(self, text: str) -> Named | None:
        signs = [i for i, char in enumerate(text) if char in MASKS]
        given = [(i, char) for i, char in enumerate(text) if char not in MASKS]
        korean = is_korean(text)
        if not signs or len(given) < (1 if korean else 2) or len(signs) > len(text) / 2:
            return None
        if any(text[i] in "-._" for i in signs) and len(text) < (3 if korean else 4):
            return None
        for word in min((self._with_letter.get((len(text), *place), ()) for place in given), key=len):
            if all(word[i] == char for i, char in given):
                return self._exact.get(word) or self._korean.get(word)
        return None


def _same_stem(word: str, entry: str) -> bool:
    """Do both begin alike, as they are written, and differ in nothing but endings?"""
    stem = next(
        (i for i, (a, b) in enumerate(zip(word, entry, strict=False)) if a != b), min(len(word), len(entry))
    )
    return stem >= 2 and korean_ending(word[stem:]) and korean_ending(entry[stem:])


def _swapped(word: str) -> set[str]:
    """The word with two neighbours changed about, but not its first letter."""
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}


def _one_less(word: str) -> set[str]:
    """The word less one letter, which is not its first."""
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}


def _one_apart(one: str, other: str) -> bool:
    """Two words of one length: another letter, or two neighbours changed about."""
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )
