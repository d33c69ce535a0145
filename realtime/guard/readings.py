"""The readings of a text in which a blocklist looks for its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from realtime.guard.normalise import normalise_keeping_case
from realtime.guard.words import COMMON, LEET, is_korean

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"\S+")
_PART = re.compile(r"[^\s,;:()\[\]]+")
_WEIGHT = re.compile(r":\s*-?\d*\.?\d+(?=\s*[)\]>])")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
MASKS = frozenset("*#_?.-~^%&=○●□■△▲☆★×◯")
"""Signs that may stand for a letter."""
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_HANGUL_SPLIT = re.compile(r"[가-힣ㄱ-ㅣ]+|[^가-힣ㄱ-ㅣ]+")
# Of letters and digits those that are no Hangul.
_NOT_HANGUL = re.compile(r"[^\W_가-힣ㄱ-ㅣ]")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Where a word has two of them.
_HUMP = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z][^\W_A-Za-z]+[A-Za-z]")
_DIGITS = "0123456789"
_LEET_MARKS = re.compile(r"[013456789@$!+|€£¥¢]")
_LETTER = re.compile(r"[^\W\d_]")
_DISGUISE = re.compile(f"{_LEET_MARKS.pattern}|{_REPEATED.pattern}")
_PUNCTUATION = ".,;:!?()[]{}<>\"'“”‘’…"
# Pieces that are put together to one word, at most; of single letters more.
_LONGEST_JOIN = 8
_LONGEST_SPELLED = 16
# Words of one text, and such as may have digits and signs for letters, each of which is read in several ways.
_MOST_WORDS, _MOST_CODED = 400, 60
_LONGEST_WORD = 200
# Pieces of a word that is cut up by spaces, and so many of them.
_LONGEST_PIECE, _MOST_PIECES = 6, 4
# Letters that are words: they are not joined with the word beside them.
_LETTER_WORDS = "aio"
_MOST_KEPT = 16384
"""Words of which is known how they are written."""


class Token(NamedTuple):
    """A word at [start, end) of the folded text. joined: put together from pieces; disguised: not as it is
    written there."""

    text: str
    start: int
    end: int
    joined: bool = False
    disguised: bool = False


class Run(NamedTuple):
    """Pieces that may hide a word that is cut up: `least` to `most` of them in a row, put together. words:
    they may be words of their own, so one of them at least must be none; disguised: as of a token."""

    pieces: tuple[Token, ...]
    least: int
    most: int
    words: bool = False
    disguised: bool = True

    def hides(self, first: int, last: int) -> bool:
        """False where all pieces from `first` to `last` are common words, which hide nothing."""
        return not self.words or any(p.text not in COMMON for p in self.pieces[first : last + 1])

    def lasts(self, first: int) -> range:
        """Which pieces may be the last of a word that begins with the piece `first`."""
        return range(first + self.least - 1, min(first + self.most, len(self.pieces)))


def without_marks(text: str) -> str:
    """A text less what hides its words, weights and apostrophes."""
    return _APOSTROPHE.sub("", _WEIGHT.sub("", normalise_keeping_case(text)))


def beyond_judging(plain: str) -> str | None:
    """What there is too much of in a text to try all that it might say, or None. Prompts stay far below it; a
    text that is made to keep the judge busy does not."""
    words = _WORD.findall(plain)
    if len(words) > _MOST_WORDS:
        return f"{len(words)} words, {_MOST_WORDS} are allowed"
    # Tags are often written with a comma and no space between them.
    parts = [part.strip(_PUNCTUATION) for part in _PART.findall(plain)]
    long = (part for part in parts if len(part) > _LONGEST_WORD)
    longest = max((sum(map(str.isalnum, part)) for part in long), default=0)
    if longest > _LONGEST_WORD:
        return f"a word of {longest} letters, {_LONGEST_WORD} are allowed"
    coded = sum(_is_coded(part) or _is_masked(part) for part in parts if not part.isalpha())
    if coded > _MOST_CODED:
        return f"{coded} words with digits or signs in them, {_MOST_CODED} are allowed"
    return None


def _is_coded(text: str) -> bool:
    """Are there digits or signs among its letters that may stand for others?"""
    return bool(_LEET_MARKS.search(text) and _LETTER.search(text))


def _is_masked(text: str) -> bool:
    """Are there signs among its letters that may stand for any other?"""
    return bool(not MASKS.isdisjoint(text) and _LETTER.search(text))


class Readings:
    """One text in every way that it can be read.

    folded: the text; tokens: its words as they stand; masked: what has signs among its letters that may stand
    for others (`n*de`); lines: token lists in which phrases are looked for; words: all single words,
    with those that only appear by splitting; runs: pieces whose joins are words, too.
    """

    def __init__(self, plain: str) -> None:
        """plain: the text as `without_marks` gives it."""
        self.folded = plain.casefold()
        chunks = list(_chunks(self.folded))
        odd = [chunk for chunk in chunks if not chunk.plain]
        tokens = [token for chunk in chunks for token in chunk.tokens]
        self.tokens = tokens
        self.masked = [chunk for chunk in odd if _is_masked(chunk.text)]
        self.lines = [tokens]
        if _DISGUISE.search(self.folded):
            ways = ([chunk.tokens] * 4 if chunk.plain else _undisguised(chunk) for chunk in chunks)
            for line in zip(*ways, strict=True):
                plain_line = list(chain.from_iterable(line))
                if plain_line not in self.lines:
                    self.lines.append(plain_line)
        mixed = self.lines if _NOT_HANGUL.search(self.folded) else []
        found = chain(
            *self.lines[1:],
            *map(_without_numbers, odd),
            *map(_lone_letters, mixed),
            *(_split_scripts(token) for chunk in odd for token in chunk.tokens),
            _split_camel(plain) if _HUMP.search(plain) else (),
        )
        self.words = [*tokens, *dict.fromkeys(token for token in found if token.text)]
        runs = chain(
            (Run(chunk.tokens, 2, _LONGEST_JOIN) for chunk in odd),
            *map(_spaced_letters, mixed),
            *map(_cut_words, mixed),
            () if self.folded.isascii() else _spaced_syllables(tokens),
        )
        self.runs = list(dict.fromkeys(run for run in runs if len(run.pieces) >= run.least))


class Chunk(NamedTuple):
    """What stands between two spaces, less the punctuation at its ends: `po-rn`, `p.o.r.n` are in pieces.
    plain: it is one word that can be read in no other way."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    plain: bool


def _chunks(folded: str) -> Iterator[Chunk]:
    for match in _CHUNK.finditer(folded):
        text, at, plain = _written(match[0])
        start = match.start() + at
        end = start + len(text)
        if plain:
            tokens: tuple[Token, ...] = (Token(text, start, end),)
        else:
            tokens = tuple(Token(m[0], m.start() + start, m.end() + start) for m in _WORD.finditer(text))
        yield Chunk(text, start, end, tokens, plain)


@lru_cache(_MOST_KEPT)
def _written(chunk: str) -> tuple[str, int, bool]:
    """(less the punctuation at its ends, where that begins, as `Chunk.plain`)."""
    text = chunk.strip(_PUNCTUATION)
    plain = (
        text.isalnum()
        and text.strip(_DIGITS) == text
        and not _DISGUISE.search(text)
        and (text.isascii() or len(_HANGUL_SPLIT.findall(text)) == 1)
    )
    return text, chunk.find(text), plain


def _undisguised(chunk: Chunk) -> list[tuple[Token, ...]]:
    """Digits and signs that stand for letters read as letters, and drawn-out letters cut down: 1 is i or l,
    and one letter or two are left, in this order."""
    text = chunk.text
    leet = _is_coded(text)
    if not leet and not _REPEATED.search(text):
        return [chunk.tokens] * 4
    read = [text, text]
    if leet:
        read = [text.replace("1", one).replace("|", one).translate(LEET) for one in "il"]
    cut = [_REPEATED.sub(kept, way) for way in read for kept in (r"\1", r"\1\1")]
    seen = {text: chunk.tokens} | {way: _whole(way, chunk, True) for way in set(cut) if way != text}
    return [seen[way] for way in cut]


def _without_numbers(chunk: Chunk) -> Iterator[Token]:
    """A word with digits before or behind it."""
    text = chunk.text.strip(_DIGITS)
    if text and text != chunk.text:
        ways = _undisguised(chunk._replace(text=text, tokens=_whole(text, chunk)))
        yield from ways[0]
        yield from ways[-1]


def _whole(text: str, chunk: Chunk, disguised: bool = False) -> tuple[Token, ...]:
    """The words of `text`, which stands for the chunk."""
    if text.isalnum():
        return (Token(text, chunk.start, chunk.end, False, disguised),)
    return tuple(Token(m[0], chunk.start, chunk.end, False, disguised) for m in _WORD.finditer(text))


def _spaced_letters(line: list[Token]) -> Iterator[Run]:
    """`p o r n`: letters that stand alone."""
    run: list[Token] = []
    for token in line:
        if len(token.text) == 1 and not is_korean(token.text):
            run.append(token)
        elif run:
            yield Run(tuple(run), 3, _LONGEST_SPELLED)
            run = []
    yield Run(tuple(run), 3, _LONGEST_SPELLED)


def _lone_letters(line: list[Token]) -> Iterator[Token]:
    """`p orn`: a letter that stands alone, joined with its neighbour."""
    for i, lone in enumerate(line):
        if len(lone.text) > 1 or not lone.text.isascii() or lone.text in _LETTER_WORDS:
            continue
        for before, after in pairwise(line[max(i - 1, 0) : i + 2]):
            if max(len(before.text), len(after.text)) >= 3:
                yield Token(before.text + after.text, before.start, after.end, True, True)


def _cut_words(line: list[Token]) -> Iterator[Run]:
    """`mur der`: pieces between spaces that are no words, put together."""
    run: list[Token] = []
    for token in line:
        if len(token.text) <= _LONGEST_PIECE and token.text.isascii() and token.text.isalpha():
            run.append(token)
        elif run:
            yield Run(tuple(run), 2, _MOST_PIECES, words=True)
            run = []
    yield Run(tuple(run), 2, _MOST_PIECES, words=True)


def _spaced_syllables(tokens: list[Token]) -> Iterator[Run]:
    """Korean words with a space between their syllables; the last piece may carry an ending."""
    run: list[Token] = []
    for token in tokens:
        if len(token.text) == 1 and is_korean(token.text):
            run.append(token)
        elif run:
            last = (token,) if is_korean(token.text) else ()
            yield Run((*run, *last), 2, _LONGEST_JOIN, disguised=False)
            run = []
    yield Run(tuple(run), 2, _LONGEST_JOIN, disguised=False)


def _split_scripts(token: Token) -> Iterator[Token]:
    """Korean and Latin letters written together: each alone, and without what stands between."""
    parts = () if token.text.isascii() else _HANGUL_SPLIT.findall(token.text)
    if len(parts) > 1:
        for part in parts:
            yield Token(part, token.start, token.end)
        for korean in (True, False):
            whole = "".join(part for part in parts if is_korean(part) == korean)
            yield Token(whole.strip(_DIGITS), token.start, token.end, True, True)


def _split_camel(plain: str) -> Iterator[Token]:
    for match in _WORD.finditer(plain):
        parts = _camel_parts(match[0])
        if len(parts) > 1:
            for part in parts:
                yield Token(part.casefold(), match.start(), match.end())


@lru_cache(maxsize=4096)
def _camel_parts(word: str) -> list[str]:
    return _CAMEL.findall(word)
