"""Hangul by its letters: syllables taken apart and put together, as keys type them, as Latin letters spell
them and as they sound.

The order of letters is that of Unicode's syllables; the keys are those of the standard layout, dubeolsik.
Latin spelling is the Revised Romanization of Korean, then folded to what all common spellings share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_VOWEL_PAIRS = {
    "ㅗㅏ": "ㅘ",
    "ㅗㅐ": "ㅙ",
    "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ",
    "ㅜㅔ": "ㅞ",
    "ㅜㅣ": "ㅟ",
    "ㅡㅣ": "ㅢ",
}
_TAIL_PAIRS = {
    **{"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㅄ": "ㅂㅅ"},
    **{tail: "ㄹ" + second for tail, second in zip("ㄺㄻㄼㄽㄾㄿㅀ", "ㄱㅁㅂㅅㅌㅍㅎ", strict=True)},
}
_PLAIN_KEYS = dict(
    zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm", strict=True)
)
# Case is folded away before words are compared, so a shifted key is its plain one.
_KEYS = {**_PLAIN_KEYS, **dict(zip("ㅃㅉㄸㄲㅆㅒㅖ", "qwertop", strict=True))}
_KEYS |= {pair: _KEYS[parts[0]] + _KEYS[parts[1]] for parts, pair in _VOWEL_PAIRS.items()}
_KEYS |= {pair: _KEYS[parts[0]] + _KEYS[parts[1]] for pair, parts in _TAIL_PAIRS.items()}
_LETTERS = {key: letter for letter, key in _PLAIN_KEYS.items()}

_LEAD_TABLE = "g kk n d tt r m b pp s ss _ j jj ch k t p h"
_VOWEL_TABLE = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_TAIL_TABLE = "k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_ROMAN_LEADS, _ROMAN_VOWELS, _ROMAN_TAILS = map(str.split, (_LEAD_TABLE, _VOWEL_TABLE, _TAIL_TABLE))
_LATIN_LEADS = {
    **{latin.strip("_"): lead for latin, lead in zip(_ROMAN_LEADS, LEADS, strict=True)},
    **{"sh": "ㅅ", "l": "ㄹ", "z": "ㅈ"},
}
_LATIN_VOWELS = {**dict(zip(_ROMAN_VOWELS, VOWELS, strict=True)), "ee": "ㅣ", "oo": "ㅜ"}
# Of the letters that sound like t at the end ㅅ is the most frequent one.
_LATIN_TAILS = {**dict(zip("kgntdslrmpb", "ㄱㄱㄴㅅㅅㅅㄹㄹㅁㅂㅂ", strict=True)), "ng": "ㅇ"}
# What tells common spellings of one Korean word apart, in this order: g or k, eo or u, ss or s …
_SPELLINGS = (
    ("tch", "j"), ("ch", "j"), ("sh", "s"), ("ck", "g"), ("z", "j"), ("c", "g"), ("k", "g"), ("t", "d"),
    ("p", "b"), ("l", "r"), ("ee", "i"), ("oo", "u"), ("yeo", "yo"), ("yu", "yo"), ("eo", "o"), ("eu", "o"),
    ("u", "o"), ("yae", "ye"), ("wae", "we"), ("oe", "we"), ("ae", "e"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


def _any_of(given: Iterable[str]) -> str:
    return "|".join(sorted(given, key=len, reverse=True))


# A consonant before a vowel belongs to it, but for ng, which may be n and g as well.
_BEFORE_CONSONANT = "(?![aeiouwy])"
_LATIN_SYLLABLES = tuple(
    re.compile(
        rf"({_any_of(_LATIN_LEADS)})({_any_of(_LATIN_VOWELS)})"
        rf"(ng{after_ng}|(?:([ktps])(?!\4?[aeiouwy])|[gndlrmb]){_BEFORE_CONSONANT}|)"
    )
    for after_ng in ("", _BEFORE_CONSONANT)
)

# Sounds that a Korean speller mixes up: tense and plain consonants, vowels that have become one.
_SAME_LEAD = dict(zip("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ", strict=True))
_SAME_VOWEL = dict(zip("ㅐㅒㅖㅙㅚㅢㅑㅕㅛㅠ", "ㅔㅔㅔㅞㅞㅣㅏㅓㅗㅜ", strict=True))
_SAME_TAIL = {
    **dict.fromkeys("ㄲㄳㄺㅋ", "ㄱ"),
    **dict.fromkeys("ㄵㄶ", "ㄴ"),
    **dict.fromkeys("ㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㄼㄽㄾㅀ", "ㄹ"),
    "ㄻ": "ㅁ",
    **dict.fromkeys("ㄿㅄㅍ", "ㅂ"),
}


def is_syllable(char: str) -> bool:
    return "가" <= char <= "힣"


def parts(syllable: str) -> tuple[str, str, str]:
    """(lead, vowel, tail or "") of a syllable."""
    lead, rest = divmod(ord(syllable) - 0xAC00, 588)
    vowel, tail = divmod(rest, 28)
    return LEADS[lead], VOWELS[vowel], TAILS[tail - 1] if tail else ""


def joined(lead: str, vowel: str, tail: str = "") -> str:
    """The syllable of these letters."""
    code = 0xAC00 + LEADS.index(lead) * 588 + VOWELS.index(vowel) * 28
    return chr(code + (TAILS.index(tail) + 1 if tail else 0))


def lead(char: str) -> str:
    """The consonant that a syllable begins with; any other character itself."""
    return LEADS[(ord(char) - 0xAC00) // 588] if is_syllable(char) else char


@lru_cache(maxsize=16384)
def letters(char: str) -> str:
    """The letters of one syllable or conjoining jamo, each as a letter that stands alone."""
    code = ord(char)
    if is_syllable(char):
        return "".join(parts(char))
    if 0x1100 <= code < 0x1113:
        return LEADS[code - 0x1100]
    if 0x1161 <= code < 0x1176:
        return VOWELS[code - 0x1161]
    if 0x11A8 <= code < 0x11C3:
        return TAILS[code - 0x11A8]
    return char


def recompose(run: str) -> str:
    """Letters typed one by one become syllables, as a keyboard would join them: ㅅㅐㅇ → 생."""
    typed = "".join(map(letters, run))
    for pair, vowel in _VOWEL_PAIRS.items():
        typed = typed.replace(pair, vowel)
    out, i = [], 0
    while i < len(typed):
        first, vowel = typed[i], typed[i + 1 : i + 2]
        if first not in LEADS or not vowel or vowel not in VOWELS:
            out.append(first)
            i += 1
            continue
        i += 2
        tail, after = typed[i : i + 1], typed[i + 1 : i + 2]
        has_tail = bool(tail) and tail in TAILS and not (after and after in VOWELS)
        out.append(joined(first, vowel, tail if has_tail else ""))
        i += has_tail
    return "".join(out)


def typed_as_latin(word: str) -> str:
    """The keys that type a Korean word, on a keyboard that was left at Latin letters: 섹스 → tprtm."""
    return "".join(map(_keys, word))


@lru_cache(maxsize=16384)
def _keys(char: str) -> str:
    return "".join(_KEYS.get(letter, letter) for letter in letters(char))


def typed_as_hangul(word: str) -> str:
    """What lower-case Latin letters type on a keyboard that was left at Hangul: tprtm → 섹스."""
    return recompose("".join(_LETTERS.get(char, char) for char in word))


def in_latin(text: str) -> str:
    """Hangul as the Revised Romanization of Korean spells it: 자살 → jasal. Other characters stay."""
    out = []
    for i, char in enumerate(text):
        if not is_syllable(char):
            out.append(char)
            continue
        first, vowel, tail = parts(char)
        out.append(_ROMAN_LEADS[LEADS.index(first)].strip("_") + _ROMAN_VOWELS[VOWELS.index(vowel)])
        if not tail:
            continue
        after = text[i + 1] if i + 1 < len(text) else ""
        if after and is_syllable(after) and parts(after)[0] == "ㅇ" and tail in LEADS and tail != "ㅇ":
            out.append(_ROMAN_LEADS[LEADS.index(tail)])
        else:
            out.append(_ROMAN_TAILS[TAILS.index(tail)])
    return "".join(out)


def from_latin(word: str) -> list[str]:
    """Hangul that `in_latin` spells so, in two ways where ng stands before a vowel: jasal → 자살; none where
    it spells no Hangul."""
    found = []
    for syllable in _LATIN_SYLLABLES:
        read, at = [], 0
        while match := syllable.match(word, at):
            lead_, vowel, tail = match[1], match[2], match[3]
            read.append(joined(_LATIN_LEADS[lead_], _LATIN_VOWELS[vowel], _LATIN_TAILS[tail] if tail else ""))
            at = match.end()
        if at == len(word):
            found.append("".join(read))
    return list(dict.fromkeys(found))


def romanised(word: str) -> str:
    """Hangul in Latin letters, folded by `same_spelling`: 자살 → jasar. Other characters stay."""
    return same_spelling(in_latin(word))


def same_spelling(latin: str) -> str:
    """What the common spellings of a Korean word in Latin letters share."""
    for given, kept in _SPELLINGS:
        latin = latin.replace(given, kept)
    return _DOUBLED.sub(r"\1", latin)


def same_sound(word: str) -> str:
    """A word with the sounds that are mixed up in spelling made one: 쎅쓰 → 섹스 → 섹스's own."""
    return "".join(map(_sound, word))


@lru_cache(maxsize=16384)
def _sound(char: str) -> str:
    if not is_syllable(char):
        return _SAME_LEAD.get(char, char)
    first, vowel, tail = parts(char)
    return joined(_SAME_LEAD.get(first, first), _SAME_VOWEL.get(vowel, vowel), _SAME_TAIL.get(tail, tail))
