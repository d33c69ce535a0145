"""A text that is written in disguise as a whole, in plain writing: typed with the wrong keyboard layout,
Korean in Latin letters, with digits for letters, with its letters apart. What it says then is judged, too, as
context judges any text."""

from __future__ import annotations

import re

from realtime.guard.hangul import LEADS, VOWELS, from_latin, is_syllable, typed_as_hangul, typed_as_latin
from realtime.guard.words import COMMON, LEET, korean_ending
from realtime.resources import package_text

_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]{2,}")
_SPELLED = re.compile(r"(?<!\S)(?:[a-z][\s.\-_*]+){2,}[a-z](?!\S)")
# So many at once: a word may be long, but no whole text.
_SPELLED_SYLLABLES = re.compile(r"(?<!\S)(?:[가-힣][\s.\-_*]+){3,19}[가-힣](?!\S)")
_LEETED = re.compile(r"(?<!\S)(?=\S*[a-z])(?=\S*[0134578@$!])[a-z0-9@$!]{3,}(?![^\s.,;:!?)])")
# 8k, 4d, 90s, 16mm, mp3, r18: numbers with a unit or a name, not letters in disguise.
_NUMBERED = re.compile(r"\d+(?:[a-z]{1,2}|bpm|fps|mph)|[a-z]{1,3}\d+|\d+x\d+")
_WHOLE_FROM, _JAMO_FROM = 6, 2
# Three consonants in a row, as English seldom has them and Hangul on Latin keys mostly.
_CLUSTER = re.compile("[bcdfghjklmnpqrstvwxz]{3}")
# Of the letters of Korean in Latin ones so many are in words that spell Hangul: some are misspelled.
_SPELLED_HANGUL = 0.75
_KNOWN = COMMON | frozenset(package_text("guard/known_words.txt").split())
# Letters that stand alone; laughter and tears are no words.
_LOOSE = re.compile(f"[{''.join(sorted({*LEADS, *VOWELS} - set('ㅋㅎㅠㅜ')))}]")


def decoded(folded: str) -> list[str]:
    """The other ways to read a folded text, none of them the text itself."""
    found = [
        _from_latin_keys(folded),
        _from_hangul_keys(folded),
        _without_digits(folded),
        _joined(folded),
        *_from_latin_spelling(folded),
    ]
    return [text for text in dict.fromkeys(found) if text and text != folded]


def _from_latin_keys(folded: str) -> str:
    """`tprtm gksms` is 섹스 하는; "" where a word is English, or makes no syllables."""
    words = _LATIN.findall(folded)
    if sum(map(len, words)) < _WHOLE_FROM or any(word in COMMON for word in words):
        return ""
    if 2 * sum(_CLUSTER.search(word) is not None for word in words) < len(words):
        return ""
    if not all(all(map(is_syllable, typed_as_hangul(word))) for word in words):
        return ""
    return _LATIN.sub(lambda match: typed_as_hangul(match[0]), folded)


def _from_latin_spelling(folded: str) -> list[str]:
    """`jasal haneun saram` is 자살 하는 사람, in up to two ways; none where a word is English or
    none is Korean."""
    words = _LATIN.findall(folded)
    letters = sum(map(len, words))
    if letters < _WHOLE_FROM or not _KNOWN.isdisjoint(words):
        return []
    read = {word: from_latin(word) for word in words}
    if sum(len(word) for word in words if read[word]) < _SPELLED_HANGUL * letters:
        return []
    if not any(_is_korean_word(way) for ways in read.values() for way in ways):
        return []
    first = _LATIN.sub(lambda match: (read[match[0]] or [match[0]])[0], folded)
    last = _LATIN.sub(lambda match: (read[match[0]] or [match[0]])[-1], folded)
    return [first, last]


def _is_korean_word(word: str) -> bool:
    """A known one but for its ending: Latin and Japanese spell syllables, too."""
    return any(word[:end] in _KNOWN and korean_ending(word[end:]) for end in range(2, len(word) + 1))


def _from_hangul_keys(folded: str) -> str:
    """`ㅜㅕㅇㄷ` is nude; "" where no word has letters that make no syllable."""
    if not _LOOSE.search(folded):
        return ""
    words = _WORD.findall(folded)
    if not any(len(_LOOSE.findall(word)) >= _JAMO_FROM for word in words):
        return ""
    return _WORD.sub(lambda match: typed_as_latin(match[0]), folded)


def _without_digits(folded: str) -> str:
    """`n4k3d w0man` is naked woman."""
    return _LEETED.sub(
        lambda match: match[0] if _NUMBERED.fullmatch(match[0]) else match[0].translate(LEET), folded
    )


def _joined(folded: str) -> str:
    """`s u i c i d e` is suicide, `나 체 의 여 인` 나체의여인."""
    for spelled in (_SPELLED, _SPELLED_SYLLABLES):
        folded = spelled.sub(lambda match: "".join(filter(str.isalpha, match[0])), folded)
    return folded
