"""Words as a blocklist writes them, and the readings of a text in which to look for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from realtime.setlist.normalise import normalise_keeping_case

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"\S+")
_WEIGHT = re.compile(r":\s*-?\d*\.?\d+(?=\s*[)\]>])")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅣ]+")
_HANGUL_SPLIT = re.compile(r"[가-힣ㄱ-ㅣ]+|[^가-힣ㄱ-ㅣ]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LEET = str.maketrans("034578@$!+", "oeastbasit")
_LEET_MARKS = re.compile(r"[0134578@$!+|]")
_LONGEST_JOIN = 8

# Particles and endings that may follow a Korean stem and leave it the same word.
_ENDING = (
    "은|는|이|가|을|를|의|에|에서|에게|한테|로|으로|와|과|랑|이랑|도|만|까지|부터|처럼|같은|같이|보다|나|이나|든|라도|이라도|들|"
    "씬|장면|적|적인|적으로|스러운|스럽게|하는|하다|한|할|하고|하며|해|해서|해라|했다|하기|하자|한다|당한|당하는|되는|된|될|되다|"
    "중|중인|이다|다|인|입니다|한다면|시키는|시킨|질|질하는|짓|년|놈|님|야|아|ing"
)
_ENDINGS = re.compile(f"(?:{_ENDING}){{0,3}}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of the folded text. joined: put together from pieces."""

    text: str
    start: int
    end: int
    joined: bool = False


def is_korean(word: str) -> bool:
    return _HANGUL.search(word) is not None


def inflections(word: str) -> set[str]:
    """An English word with its simple endings: plural, past, -ing, and -er where it is not short.

    A short word with -er is too often another word (butt, butter).
    """
    forms = {word}
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return forms
    endings = ("ed", "ing", "ings", "er", "ers") if len(word) > 4 else ("ed", "ing", "ings")
    forms.add(word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s"))
    if word.endswith("e"):
        return forms | {word[:-1] + end for end in endings}
    if word.endswith("y"):
        forms |= {word[:-1] + end for end in ("ies", "ied", "ier")}
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", word):
        forms |= {word + word[-1] + end for end in (*endings, "y")}
    return forms | {word + end for end in endings}


def korean_ending(rest: str) -> bool:
    """True if `rest` is nothing but particles and endings."""
    return _ENDINGS.fullmatch(rest) is not None


class Readings:
    """One text in every way that it can be read.

    folded: the text; lines: token lists in which phrases are looked for; words: all single words,
    with those that only appear by joining or splitting.
    """

    def __init__(self, text: str) -> None:
        plain = _APOSTROPHE.sub("", _WEIGHT.sub("", normalise_keeping_case(text)))
        self.folded = plain.casefold()
        tokens = _tokens(self.folded)
        self.lines = [tokens]
        for one in "il":
            for keep in (1, 2):
                line = list(_undisguised(self.folded, one, keep))
                if line not in self.lines:
                    self.lines.append(line)
        found = chain(
            *self.lines,
            _undisguised(self.folded, "i", 1, "0123456789"),
            _undisguised(self.folded, "l", 2, "0123456789"),
            _joined_in_chunks(self.folded),
            *(_spaced_letters(line) for line in self.lines),
            _spaced_syllables(tokens),
            *(_split_scripts(token) for token in tokens),
            _split_camel(plain),
        )
        self.words = list(dict.fromkeys(token for token in found if token.text))


def _tokens(text: str, offset: int = 0) -> list[Token]:
    return [Token(m[0], m.start() + offset, m.end() + offset) for m in _WORD.finditer(text)]


def _undisguised(folded: str, one: str, keep: int, digits: str = "") -> Iterator[Token]:
    """Digits and signs that stand for letters read as letters, and drawn-out letters cut to `keep`.

    one: what 1 stands for; digits: those that are taken off a word's ends first.
    """
    for match in _CHUNK.finditer(folded):
        chunk = match[0].strip(".,;:!?()[]{}<>\"'“”‘’…").strip(digits)
        read = chunk
        if _LEET_MARKS.search(chunk) and re.search(r"[^\W\d_]", chunk):
            read = chunk.translate(_LEET).replace("1", one).replace("|", one)
        read = _REPEATED.sub(lambda run: run[1] * keep, read)
        if read == chunk and not digits:
            yield from _tokens(match[0], match.start())
        else:
            for token in _tokens(read):
                yield Token(token.text, match.start(), match.end())


def _joined_in_chunks(folded: str) -> Iterator[Token]:
    """`po-rn`, `p.o.r.n`: pieces that only punctuation parts."""
    for match in _CHUNK.finditer(folded):
        pieces = _tokens(match[0], match.start())
        for first in range(len(pieces)):
            for last in range(first + 1, min(first + _LONGEST_JOIN, len(pieces))):
                yield _join(pieces[first : last + 1])


def _spaced_letters(line: list[Token]) -> Iterator[Token]:
    """`p o r n`, and `p orn`: letters that stand alone joined, with each other or a neighbour."""
    runs = _runs(line, lambda token: len(token.text) == 1 and not is_korean(token.text))
    for run in runs:
        for first in range(len(run)):
            for last in range(first + 2, min(first + 16, len(run))):
                yield _join(run[first : last + 1])
    for before, after in pairwise(line):
        lone, other = sorted((before.text, after.text), key=len)
        if len(lone) == 1 and lone not in "aio" and lone.isascii() and len(other) >= 3:
            yield _join([before, after])


def _spaced_syllables(tokens: list[Token]) -> Iterator[Token]:
    """Korean words with a space between their syllables; the last piece may carry an ending."""
    for run in _runs(tokens, lambda token: is_korean(token.text) and len(token.text) == 1):
        end = tokens.index(run[-1]) + 1
        if end < len(tokens) and is_korean(tokens[end].text):
            run = [*run, tokens[end]]
        for first in range(len(run)):
            for last in range(first + 1, min(first + _LONGEST_JOIN, len(run))):
                yield _join(run[first : last + 1])


def _runs(line: list[Token], wanted: Callable[[Token], bool]) -> list[list[Token]]:
    runs: list[list[Token]] = [[]]
    for token in line:
        if wanted(token):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _split_scripts(token: Token) -> Iterator[Token]:
    """Korean and Latin letters written together: each alone, and without what stands between."""
    parts = _HANGUL_SPLIT.findall(token.text)
    if len(parts) > 1:
        for part in parts:
            yield Token(part, token.start, token.end)
        for korean in (True, False):
            whole = "".join(part for part in parts if is_korean(part) == korean)
            yield Token(whole.strip("0123456789"), token.start, token.end, True)


def _split_camel(plain: str) -> Iterator[Token]:
    for match in _WORD.finditer(plain):
        parts = _CAMEL.findall(match[0])
        if len(parts) > 1:
            for part in parts:
                yield Token(part.casefold(), match.start(), match.end())


def _join(pieces: list[Token]) -> Token:
    return Token("".join(piece.text for piece in pieces), pieces[0].start, pieces[-1].end, True)
