"""Sentences as people write them by mistake or to get past a guard: with a slip, Korean in Latin letters."""

from __future__ import annotations

import random
import re

from realtime.guard.hangul import LEADS, from_latin, in_latin, is_syllable, joined, parts

_LATIN, _WORD = re.compile("[a-z]+"), re.compile("[a-z]{5,}")
_VOWELS = "aeiou"
_NEAR_VOWELS = dict(
    zip("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅛㅜㅝㅠㅡㅣㅢ", "ㅑㅔㅏㅖㅗㅐㅓㅔㅓㅏㅗㅡㅓㅜㅜㅢㅣ", strict=True)
)
_NEAR_LEADS = dict(zip("ㄱㄲㄷㄸㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍ", "ㄲㄱㄸㄷㅃㅂㅆㅅㅉㅈㅈㄱㄷㅂ", strict=True))

_OWN_SPELLING = 0.1
"""How often a sound is spelled in another way."""


def slipped(text: str, chance: random.Random) -> str:
    """The text with a slip in one of its longer words; as it is where it has none."""
    words = list(_WORD.finditer(text))
    if words:
        word = chance.choice(words)
        return text[: word.start()] + _slipped_latin(word[0], chance) + text[word.end() :]
    places = [i for i, char in enumerate(text) if is_syllable(char)]
    if len(places) < 2:
        return text
    at = chance.choice(places)
    return text[:at] + _slipped_syllable(text[at], chance) + text[at + 1 :]


def _slipped_latin(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    ways = [before + after, before + letter * 2 + after, before + after[0] + letter + after[1:]]
    if letter in _VOWELS:
        ways.append(before + chance.choice(_VOWELS) + after)
    return chance.choice(ways)


def _slipped_syllable(char: str, chance: random.Random) -> str:
    lead, vowel, tail = parts(char)
    ways = [joined(lead, _NEAR_VOWELS[vowel], tail)] if vowel in _NEAR_VOWELS else []
    if lead in _NEAR_LEADS:
        ways.append(joined(_NEAR_LEADS[lead], vowel, tail))
    if tail and tail in LEADS:
        ways.append(joined(lead, vowel) + tail)
    return chance.choice(ways or [char])


def read_back(text: str, chance: random.Random) -> str:
    """Korean as the guard reads it where people wrote it in Latin letters, who keep to no one spelling: final
    consonants have moved to the next syllable."""
    spelled = in_latin(text)
    for given, kept in (("eo", "u"), ("eu", "u"), ("ae", "e"), ("l", "r"), ("j", "z")):
        if chance.random() < _OWN_SPELLING:
            spelled = spelled.replace(given, kept)
    return _LATIN.sub(lambda match: (from_latin(match[0]) or [match[0]])[0], spelled)
