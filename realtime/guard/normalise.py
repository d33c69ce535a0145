"""Text as a reader sees it: what hides a word is folded away before words are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from realtime.guard.hangul import recompose

# Letters of other alphabets, and Latin ones that NFKC leaves, that look like Latin letters
# (Unicode TR39).
_LOOKALIKES = {
    **dict(zip("аеорсухіјѕԁһԛԝѵӏкмтнвгҽԍьꙇꭓ", "aeopcyxijsdhqwvlkmthbregbix", strict=True)),
    **dict(zip("αοριυνκτχεβηγωϲϳϝσζ", "aopiuvktxebnywcjfoz", strict=True)),
    **dict(zip("ǝəɛɜɯɱɹɾʇʌʍʎɥɔɟƃƨƽıɩɑʝꬲꬵꞙꭇꭎꭒ", "eeeemmrrtvwyhcfgssiiajeffruu", strict=True)),
    **dict(zip("քցհոռօզգտսա", "fghnnoqqsuw", strict=True)),
    **dict(zip("ꮃꮪꭼꭰꭱꮯꮋꭵꭻꮶꮮꮇꮲꮢꭲꮩꮓ", "wseadchijklmprtvz", strict=True)),
    **dict(zip("ⲥⲏⲕⲓⲙⲛⲟⲣⲧⲭⲩ", "chkimnoptxy", strict=True)),
    **{chr(0x1F150 + i): chr(ord("a") + i) for i in range(26)},  # negative circled
    **{chr(0x1F170 + i): chr(ord("a") + i) for i in range(26)},  # negative squared
    **{chr(0x1F1E6 + i): chr(ord("a") + i) for i in range(26)},  # regional indicators
}
_FOLD = str.maketrans({char.casefold(): latin for char, latin in _LOOKALIKES.items()})
# ɓ, ŧ, ꜰ, ʙ: a Latin letter with something added, or as a small capital.
_LATIN_NAME = re.compile(r"LATIN (?:SMALL|CAPITAL|LETTER).*?(?:LETTER|CAPITAL) ([A-Z])(?: WITH .*)?")

_HANGUL_RUN = re.compile("[\u1100-\u11ff가-힣]+")
_JAMO = re.compile("[\u1100-\u11ff]")
# Letters of other alphabets: within a longer word they hide a Latin one.
_FOREIGN = "".join(
    char for char in _LOOKALIKES if not unicodedata.name(char).startswith(("LATIN", "REGIONAL"))
)
# Signs that cannot be seen, and such as strike a letter through.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
_STRUCK = "\u0332-\u0338\u0489\u20d2-\u20eb"
# Letters and signs that look like nothing, or like a space.
_FILLERS, _BLANKS = "\u115f\u1160\u3164\uffa0", "\u2800"
# Letters of mathematics, full-width, in circles and squares, and those of phonetic spelling.
_STYLED = (
    "\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9"
    "\U0001f130-\U0001f189\u0250-\u02af\u1d00-\u1d2b"
)
_HIDING = re.compile(
    f"[^\\W\\d_](?:[{_UNSEEN}]+[^\\W\\d_]|[{_STRUCK}])"
    f"|[^\\W\\d_][{_FOREIGN}]|[{_FOREIGN}][^\\W\\d_]"
    "|[\u3131-\u314e][\u314f-\u3163]"
    f"|[{_STYLED}]",
    re.IGNORECASE,
)
# Of these nothing is folded away.
_PLAIN = re.compile(r"[\x00-\x7f가-힣]*")
_KEPT_CONTROLS = "\t\n\r"
_MOST_LETTERS = 16384


class _Letters(dict[int, str | None]):
    """What takes the place of each letter, None for nothing; each is worked out when `str.translate` asks."""

    def __init__(self, of: Callable[[str], str | None]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str | None:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        kept = self[code] = self._of(chr(code))
        return kept


def unreadable(text: str) -> str | None:
    """What makes the text impossible to judge: control, private or unassigned characters; None if nothing."""
    for char in dict.fromkeys(text):
        kind = unicodedata.category(char)
        if (kind == "Cc" and char not in _KEPT_CONTROLS) or kind in ("Cs", "Co", "Cn"):
            return f"U+{ord(char):04X}"
    return None


def hiding(text: str) -> bool:
    """True if words are written so as not to be found: with signs within them that cannot be seen, with
    letters of another alphabet that look like their own, in Hangul with its syllables taken apart."""
    return not _PLAIN.fullmatch(text) and _HIDING.search(unicodedata.normalize("NFC", text)) is not None


def normalise(text: str) -> str:
    """Compatibility forms, invisible characters, accents, lookalikes, loose jamo and case folded away."""
    return normalise_keeping_case(text).casefold()


def normalise_keeping_case(text: str) -> str:
    """As `normalise`, before the last step."""
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", text)
    decomposed = unicodedata.normalize("NFD", text.translate(_VISIBLE))
    text = decomposed.translate(_WITHOUT_ACCENTS)
    text = unicodedata.normalize("NFC", text)
    if _JAMO.search(text):
        text = _HANGUL_RUN.sub(_recomposed, text)
    return text.translate(_FOLDED)


def _recomposed(run: re.Match[str]) -> str:
    return recompose(run[0]) if _JAMO.search(run[0]) else run[0]


def _folded_letter(char: str) -> str:
    lower = char.casefold()
    folded = lower.translate(_FOLD)
    if folded != lower:
        return folded
    latin = _LATIN_NAME.fullmatch(unicodedata.name(char, ""))
    return latin[1].lower() if latin else char


_VISIBLE = _Letters(
    lambda char: (
        " " if char in _BLANKS else None if unicodedata.category(char) == "Cf" or char in _FILLERS else char
    )
)
_WITHOUT_ACCENTS = _Letters(lambda char: None if unicodedata.category(char) in ("Mn", "Me") else char)
_FOLDED = _Letters(lambda char: char if char < "\x80" else _folded_letter(char))


def foreign_letter(folded: str, scripts: tuple[str, ...]) -> str | None:
    """The first letter of a script that is none of `scripts` ("LATIN", "HANGUL" …), or None."""
    for char in dict.fromkeys(folded):
        if char >= "\x80" and _script(char) not in (None, *scripts):
            return char
    return None


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """First word of the letter's Unicode name; None for what is no letter."""
    if unicodedata.category(char) not in ("Lu", "Ll", "Lt", "Lo"):
        return None
    return unicodedata.name(char, "UNKNOWN").split()[0]
