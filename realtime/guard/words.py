"""Words as a blocklist writes them, and the readings of a text in which to look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from realtime.guard.hangul import romanised
from realtime.guard.normalise import normalise_keeping_case
from realtime.resources import package_text

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"\S+")
_WEIGHT = re.compile(r":\s*-?\d*\.?\d+(?=\s*[)\]>])")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
MASKS = frozenset("*#_?.-~^%&=○●□■△▲☆★×◯")
"""Signs that may stand for a letter."""
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅣ]+")
_HANGUL_SPLIT = re.compile(r"[가-힣ㄱ-ㅣ]+|[^가-힣ㄱ-ㅣ]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
LEET = str.maketrans("034578@$!+€£¥¢691|", "oeastbasitelycggii")
"""Digits and signs, and the letters that they stand for; 1 and | for l as well."""
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
# Short words of languages in Latin script: two of them in a row hide nothing.
COMMON = frozenset(package_text("guard/common_words.txt").split())

# Particles and endings that may follow a Korean stem and leave it the same word.
_ENDING = (
    "은|는|이|가|을|를|의|에|에서|에게|한테|로|으로|와|과|랑|이랑|도|만|까지|부터|처럼|같은|같이|보다|나|이나|든|라도|이라도|들|"
    "씬|장면|적|적인|적으로|스러운|스럽게|하는|하다|한|할|하고|하며|해|해서|해라|했다|하기|하자|한다|당한|당하는|되는|된|될|되다|"
    "중|중인|이다|다|인|입니다|한다면|시키는|시킨|질|질하는|짓|년|놈|님|야|아|ing"
)
_ENDINGS = re.compile(f"(?:{_ENDING}){{0,3}}")
_ROMAN_ENDINGS = re.compile(f"(?:{'|'.join(map(romanised, _ENDING.split('|')))}){{0,3}}")


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


def is_korean(word: str) -> bool:
    return not word.isascii() and _HANGUL.search(word) is not None


@lru_cache(maxsize=4096)
def inflections(word: str) -> frozenset[str]:
    """An English word with its simple endings: plural, past, -ing, and -er where it is not short.

    A short word with -er is too often another word (butt, butter).
    """
    forms = {word}
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return frozenset(forms)
    endings = ("ed", "ing", "ings", "er", "ers") if len(word) > 4 else ("ed", "ing", "ings")
    forms.add(word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s"))
    if word.endswith("e"):
        return frozenset(forms | {word[:-1] + end for end in endings})
    if word.endswith("y"):
        forms |= {word[:-1] + end for end in ("ies", "ied", "ier")}
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", word):
        forms |= {word + word[-1] + end for end in (*endings, "y")}
    return frozenset(forms | {word + end for end in endings})


def korean_ending(rest: str) -> bool:
    """True if `rest` is nothing but particles and endings."""
    return _ENDINGS.fullmatch(rest) is not None


def romanised_ending(rest: str) -> bool:
    """As `korean_ending`, of what `hangul.romanised` writes."""
    return _ROMAN_ENDINGS.fullmatch(rest) is not None


def without_marks(text: str) -> str:
    """A text less what hides its words, weights and apostrophes."""
    return _APOSTROPHE.sub("", _WEIGHT.sub("", normalise_keeping_case(text)))


def beyond_judging(plain: str) -> str | None:
    """What there is too much of in a text to try all that it might say, or None. Prompts stay far below it; a
    text that is made to keep the judge busy does not."""
    words = _WORD.findall(plain)
    if len(words) > _MOST_WORDS:
        return f"{len(words)} words, {_MOST_WORDS} are allowed"
    longest = max(map(len, words), default=0)
    if longest > _LONGEST_WORD:
        return f"a word of {longest} letters, {_LONGEST_WORD} are allowed"
    coded = sum(_is_coded(chunk.strip(_PUNCTUATION)) for chunk in _CHUNK.findall(plain))
    if coded > _MOST_CODED:
        return f"{coded} words with digits or signs in them, {_MOST_CODED} are allowed"
    return None


def _is_coded(text: str) -> bool:
    """Are there digits or signs among its letters that may stand for others?"""
    return bool(_LEET_MARKS.search(text) and _LETTER.search(text))


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
        tokens = [token for chunk in chunks for token in chunk.tokens]
        self.tokens = tokens
        self.masked = [
            chunk for chunk in chunks if not MASKS.isdisjoint(chunk.text) and _LETTER.search(chunk.text)
        ]
        self.lines = [tokens]
        if _DISGUISE.search(self.folded):
            for line in zip(*map(_undisguised, chunks), strict=True):
                plain_line = list(chain.from_iterable(line))
                if plain_line not in self.lines:
                    self.lines.append(plain_line)
        found = chain(
            *self.lines,
            *(_without_numbers(chunk) for chunk in chunks),
            *(_lone_letters(line) for line in self.lines),
            *(_split_scripts(token) for token in tokens),
            _split_camel(plain),
        )
        self.words = list(dict.fromkeys(token for token in found if token.text))
        runs = chain(
            (Run(chunk.tokens, 2, _LONGEST_JOIN) for chunk in chunks),
            *(_spaced_letters(line) for line in self.lines),
            *(_cut_words(line) for line in self.lines),
            _spaced_syllables(tokens),
        )
        self.runs = list(dict.fromkeys(run for run in runs if len(run.pieces) >= run.least))


class Chunk(NamedTuple):
    """What stands between two spaces, less the punctuation at its ends: `po-rn`, `p.o.r.n` are in pieces."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]


def _chunks(folded: str) -> Iterator[Chunk]:
    for match in _CHUNK.finditer(folded):
        text = match[0].strip(_PUNCTUATION)
        start = match.start() + match[0].find(text)
        end = start + len(text)
        if text.isalnum():
            yield Chunk(text, start, end, (Token(text, start, end),))
            continue
        tokens = tuple(Token(m[0], m.start() + start, m.end() + start) for m in _WORD.finditer(text))
        yield Chunk(text, start, end, tokens)


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
    text = chunk.text.strip("0123456789")
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
    for before, after in pairwise(line):
        if len(before.text) > 1 and len(after.text) > 1:
            continue
        lone, other = (before, after) if len(before.text) == 1 else (after, before)
        if len(other.text) >= 3 and lone.text not in "aio" and lone.text.isascii():
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
        korean = is_korean(token.text)
        if korean and len(token.text) == 1:
            run.append(token)
            continue
        if run:
            yield Run((*run, token) if korean else tuple(run), 2, _LONGEST_JOIN, disguised=False)
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
            yield Token(whole.strip("0123456789"), token.start, token.end, True, True)


def _split_camel(plain: str) -> Iterator[Token]:
    for match in _WORD.finditer(plain):
        parts = _camel_parts(match[0])
        if len(parts) > 1:
            for part in parts:
                yield Token(part.casefold(), match.start(), match.end())


@lru_cache(maxsize=4096)
def _camel_parts(word: str) -> list[str]:
    return _CAMEL.findall(word)
