"""All words and phrases that a blocklist names, in one tree of letters.

A text is walked letter by letter from each place where a word may begin, and a walk ends where no entry goes
on. So the time grows with the length of the text alone, however it is cut up and however long the list is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from realtime.guard.disguises import Disguises
from realtime.guard.normalise import normalise
from realtime.guard.readings import Readings, Run, Token
from realtime.guard.words import inflections, is_korean, korean_ending


class Entry(NamedTuple):
    """One word or phrase of the list, as it is written. group: which of its lists; rule: its name there;
    inflected: takes English endings."""

    group: str
    rule: str
    text: str
    inflected: bool = True


class Hit(NamedTuple):
    """An entry found at [start, end) of the folded text. disguised: so written that it is hidden."""

    entry: Entry
    start: int
    end: int
    disguised: bool = False


class _Meaning(NamedTuple):
    """What a path of letters may mean. kind: how the word must go on; rest: the further words of a phrase."""

    kind: str
    entry: Entry
    rest: tuple[str, ...] = ()


class _Match(NamedTuple):
    """A word that begins as `meaning` has it. whole: with nothing behind it but a Korean ending."""

    meaning: _Meaning
    whole: bool


class _Word(NamedTuple):
    """What one word means. single: entries that it is, or begins; phrases: such of several words that begin
    with it, by the letter that their second word begins with; within: entries that it ends with, holds or is
    put together from, and whether it is that."""

    single: tuple[_Match, ...]
    phrases: dict[str, list[_Meaning]]
    within: tuple[tuple[Entry, bool], ...]


# How a word goes on after the letters of its entry: not at all; by Korean particles and endings; anyhow.
_WHOLE, _STEM, _BEGINNING = "whole", "stem", "beginning"
_MOST_KEPT = 16384
"""Words whose meanings are kept."""
# A part of a compound has so many letters at least.
_SHORTEST_PART, _SHORTEST_KOREAN_PART = 3, 2


@dataclass(slots=True)
class _Node:
    """One letter of the tree, and what the letters up to it mean."""

    next: dict[str, _Node] = field(default_factory=dict)
    meanings: list[_Meaning] = field(default_factory=list)

    def at(self, letters: str) -> _Node:
        node = self
        for letter in letters:
            following = node.next.get(letter)
            if following is None:  # setdefault would make a node for each letter that is there
                following = node.next[letter] = _Node()
            node = following
        return node

    def along(self, letters: str, start: int = 0) -> Iterator[tuple[int, _Meaning]]:
        """(end, meaning) of the entries that `letters` spell from `start` on."""
        node = self
        for end in range(start + 1, len(letters) + 1):
            following = node.next.get(letters[end - 1])
            if following is None:
                return
            node = following
            for meaning in node.meanings:
                yield end, meaning


class Lexicon:
    """Entries of all lists. `word` matches with simple inflections or, in Korean, with particles and endings;
    `word*` matches what the word begins, `*word` what it ends, `*word*` what it is in; several
    words are a phrase.

    parts: words that make a compound with one of the list (`doll`, `party`); disguises: the other ways in
    which single words of the list may be written.
    """

    def __init__(
        self, parts: frozenset[str] = frozenset(), disguises: Disguises[Entry] | None = None
    ) -> None:
        self._root = _Node()
        self._ends = _Node()  # of words that are read backwards, for `*word`
        self._inside = _Node()
        self._inside_pairs: set[str] = set()  # what those begin with
        self._parts = parts
        self._disguises = disguises
        # Most words of a text are common ones, which were in the last texts, too.
        self._known = lru_cache(_MOST_KEPT)(self._of_word)

    def add(self, entry: Entry, disguised: bool = False) -> None:
        """disguised: look for it in disguise, too."""
        words = tuple(normalise(entry.text).split())
        if len(words) == 1:
            self._add_word(words[0], entry)
            if disguised and self._disguises is not None and not words[0].startswith("*"):
                self._disguises.add(words[0].rstrip("*"), entry, entry.inflected)
            return
        first, rest = words[0], words[1:]
        for kind, letters in _openings(first, entry.inflected):
            self._root.at(letters).meanings.append(_Meaning(kind, entry, rest))
        if is_korean(entry.text) and not any("*" in word for word in words[:-1]):
            self._add_word("".join(words), entry)

    def _add_word(self, word: str, entry: Entry) -> None:
        if word.startswith("*") and word.endswith("*"):
            self._inside_pairs.add(word[1:3].rstrip("*"))
            self._inside.at(word[1:-1]).meanings.append(_Meaning(_BEGINNING, entry))
            return
        if word.startswith("*"):
            self._ends.at(word[:0:-1]).meanings.append(_Meaning(_BEGINNING, entry))
            return
        for kind, letters in _openings(word, entry.inflected):
            self._root.at(letters).meanings.append(_Meaning(kind, entry))

    def hits(self, readings: Readings) -> Iterator[Hit]:
        """Everything in the text that an entry names, single words first."""
        for token in readings.words:
            word = self._known(token.text)
            if word is None:
                continue
            for meaning, whole in word.single:
                if whole or not token.joined:
                    yield Hit(meaning.entry, token.start, token.end, token.disguised)
            for entry, compound in () if token.joined else word.within:
                yield Hit(entry, token.start, token.end, compound and is_korean(token.text))
        for run in readings.runs:
            yield from self._joined(run)
        for line in readings.lines:
            for first, (token, second) in enumerate(pairwise(line)):
                word = self._known(token.text)
                for meaning in () if word is None else word.phrases.get(second.text[0], ()):
                    after = line[first + 1 : first + 1 + len(meaning.rest)]
                    if len(after) == len(meaning.rest) and all(map(_same, meaning.rest, after)):
                        yield Hit(meaning.entry, token.start, after[-1].end)
        if self._disguises is not None:
            for found in self._disguises.found(readings):
                yield Hit(*found, True)

    def _of_word(self, text: str) -> _Word | None:
        """None for a word that means nothing by itself, as most do."""
        matches = self._matches(text)
        single = tuple(match for match in matches if not match.meaning.rest)
        phrases: dict[str, list[_Meaning]] = {}
        for meaning, _ in matches:
            if meaning.rest:
                phrases.setdefault(meaning.rest[0][0], []).append(meaning)
        within = tuple(self._within(text))
        return _Word(single, phrases, within) if single or phrases or within else None

    def _matches(self, text: str) -> list[_Match]:
        """What a word means: as a whole first, then by its beginnings."""
        exact: list[_Match] = []
        begun: list[_Match] = []
        for end, meaning in self._root.along(text):
            whole = end == len(text)
            if meaning.kind == _WHOLE:
                exact += [_Match(meaning, True)] if whole else []
                continue
            whole = whole or korean_ending(text[end:])
            if whole or meaning.kind == _BEGINNING:
                begun.append(_Match(meaning, whole))
        return exact + begun

    def _within(self, text: str) -> list[tuple[Entry, bool]]:
        """Entries that a word ends with or holds, and those that it is put together from: (entry, True)."""
        found = [meaning.entry for _, meaning in self._ends.along(text[::-1])]
        for start in range(len(text)):
            if text[start] in self._inside_pairs or text[start : start + 2] in self._inside_pairs:
                found += [meaning.entry for _, meaning in self._inside.along(text, start)]
        parts = self._korean_parts(text) if is_korean(text) else self._compound(text)
        return [(entry, False) for entry in found] + [(entry, True) for entry in parts]

    def _compound(self, text: str) -> Iterator[Entry]:
        """`murderhouse`, `partyporn`: a word of the list, and one of the parts."""
        for end, meaning in self._root.along(text):
            long = end >= _SHORTEST_PART and not meaning.rest
            if long and meaning.kind == _WHOLE and text[end:] in self._parts:
                yield meaning.entry
        for start in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
            if text[:start] in self._parts:
                for end, meaning in self._root.along(text, start):
                    if not meaning.rest and end == len(text):
                        yield meaning.entry

    def _korean_parts(self, text: str) -> Iterator[Entry]:
        """`여성나체`: a word of the list behind another one of two syllables or more."""
        for start in range(2, len(text) - 1):
            for end, meaning in self._root.along(text, start):
                if meaning.rest or meaning.kind == _WHOLE or end - start < _SHORTEST_KOREAN_PART:
                    continue
                known = end - start > _SHORTEST_KOREAN_PART or text[:start] in self._parts
                if known and (text[end:] in self._parts or korean_ending(text[end:])):
                    yield meaning.entry

    def _joined(self, run: Run) -> Iterator[Hit]:
        """Words that appear where pieces of a run are put together; nothing but a Korean ending follows."""
        text = "".join(piece.text for piece in run.pieces)
        bounds = list(accumulate((len(piece.text) for piece in run.pieces), initial=0))
        for first, start in enumerate(bounds[:-1]):
            for end, meaning in self._root.along(text, start):
                for last in run.lasts(first) if not meaning.rest else ():
                    rest = text[end : bounds[last + 1]]
                    ends = not rest if meaning.kind == _WHOLE else korean_ending(rest)
                    if ends and bounds[last + 1] >= end and run.hides(first, last):
                        yield Hit(meaning.entry, run.pieces[first].start, run.pieces[last].end, run.disguised)


def _openings(word: str, inflected: bool) -> Iterator[tuple[str, str]]:
    """(how it goes on, its letters) of an entry's word, in each of its forms."""
    if word.endswith("*"):
        yield _BEGINNING, word[:-1]
    elif is_korean(word):
        yield _STEM, word
    else:
        for form in inflections(word) if inflected else (word,):
            yield _WHOLE, form


def _same(word: str, token: Token) -> bool:
    text = token.text
    if word.endswith("*"):
        return text.startswith(word[:-1])
    if is_korean(word):
        return text.startswith(word) and korean_ending(text[len(word) :])
    return text == word or (text.startswith(word[:-1]) and text in inflections(word))
