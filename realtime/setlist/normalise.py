"""Text as a reader sees it: what hides a word is folded away before words are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of other alphabets (and stylised Latin ones that NFKC leaves) that look like Latin letters;
# after the simple folds of Unicode TR39.
_LOOKALIKES = {
    **dict(zip("аеорсухіјѕԁһԛԝѵӏкмтнвг", "aeopcyxijsdhqwvlkmthbr", strict=True)),
    **dict(zip("αοριυνκτχεβηγωϲϳ", "aopiuvktxebnywcj", strict=True)),
    **dict(zip("ıɩɑɡʀɴʜʟɪʙɢᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱøłđħŧƒƙɓɗ", "iiagrnhlibgacdejkmoptuvwzfsoldhtfkbd", strict=True)),
    **{chr(0x1F150 + i): chr(ord("a") + i) for i in range(26)},  # negative circled
    **{chr(0x1F170 + i): chr(ord("a") + i) for i in range(26)},  # negative squared
    **{chr(0x1F1E6 + i): chr(ord("a") + i) for i in range(26)},  # regional indicators
}
_FOLD = str.maketrans(_LOOKALIKES)

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_VOWEL_PAIRS = {
    "ㅗㅏ": "ㅘ",
    "ㅗㅐ": "ㅙ",
    "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ",
    "ㅜㅔ": "ㅞ",
    "ㅜㅣ": "ㅟ",
    "ㅡㅣ": "ㅢ",
}
_HANGUL_RUN = re.compile("[\u1100-\u11ff가-힣]*[\u1100-\u11ff][\u1100-\u11ff가-힣]*")
_KEPT_CONTROLS = "\t\n\r"


def unreadable(text: str) -> str | None:
    """What makes the text impossible to judge: control, private or unassigned characters; None if nothing."""
    for char in text:
        kind = unicodedata.category(char)
        if (kind == "Cc" and char not in _KEPT_CONTROLS) or kind in ("Cs", "Co", "Cn"):
            return f"U+{ord(char):04X}"
    return None


def normalise(text: str) -> str:
    """Compatibility forms, invisible characters, accents, lookalikes, loose jamo and case folded away."""
    return normalise_keeping_case(text).casefold()


def normalise_keeping_case(text: str) -> str:
    """As `normalise`, before the last step."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(char for char in decomposed if unicodedata.category(char) not in ("Mn", "Me"))
    text = _HANGUL_RUN.sub(lambda run: _recompose(run[0]), unicodedata.normalize("NFC", text))
    return "".join(_folded_letter(char) for char in text)


def _folded_letter(char: str) -> str:
    if char < "\x80":
        return char
    lower = char.casefold()
    folded = lower.translate(_FOLD)
    return char if folded == lower else folded


def foreign_letter(folded: str, scripts: tuple[str, ...]) -> str | None:
    """The first letter of a script that is none of `scripts` ("LATIN", "HANGUL" …), or None."""
    for char in folded:
        if char >= "\x80" and _script(char) not in (None, *scripts):
            return char
    return None


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """First word of the letter's Unicode name; None for what is no letter."""
    if unicodedata.category(char) not in ("Lu", "Ll", "Lt", "Lo"):
        return None
    return unicodedata.name(char, "UNKNOWN").split()[0]


def _letters(char: str) -> str:
    """The jamo letters of one syllable or conjoining jamo."""
    code = ord(char)
    if "가" <= char <= "힣":
        lead, rest = divmod(code - 0xAC00, 588)
        vowel, tail = divmod(rest, 28)
        return _LEADS[lead] + _VOWELS[vowel] + (_TAILS[tail - 1] if tail else "")
    if 0x1100 <= code < 0x1113:
        return _LEADS[code - 0x1100]
    if 0x1161 <= code < 0x1176:
        return _VOWELS[code - 0x1161]
    if 0x11A8 <= code < 0x11C3:
        return _TAILS[code - 0x11A8]
    return char


def _recompose(run: str) -> str:
    """Loose jamo typed one by one become syllables, as a keyboard would join them: ㅅㅐㅇ → 생."""
    letters = "".join(map(_letters, run))
    for pair, vowel in _VOWEL_PAIRS.items():
        letters = letters.replace(pair, vowel)
    out, i = [], 0
    while i < len(letters):
        lead, vowel = letters[i], letters[i + 1 : i + 2]
        if lead not in _LEADS or not vowel or vowel not in _VOWELS:
            out.append(lead)
            i += 1
            continue
        i += 2
        tail, after = letters[i : i + 1], letters[i + 1 : i + 2]
        has_tail = bool(tail) and tail in _TAILS and not (after and after in _VOWELS)
        code = 0xAC00 + _LEADS.index(lead) * 588 + _VOWELS.index(vowel) * 28
        out.append(chr(code + (_TAILS.index(tail) + 1 if has_tail else 0)))
        i += has_tail
    return "".join(out)
