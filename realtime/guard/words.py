"""Words as a blocklist writes them: their endings, and which of them hide nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from realtime.guard.hangul import romanised
from realtime.resources import package_text

_HANGUL = re.compile(r"[가-힣ㄱ-ㅣ]")
LEET = str.maketrans("034578@$!+€£¥¢691|", "oeastbasitelycggii")
"""Digits and signs, and the letters that they stand for; 1 and | for l as well."""
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
