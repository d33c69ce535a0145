"""Text files of programs that are older than UTF-8: Korean and Japanese ones, told apart by what they say."""

from __future__ import annotations

import re

_FULL_KANA = re.compile("[ぁ-んァ-ヶ]")
_HANGUL = re.compile("[가-힣]")


def decoded(data: bytes) -> str | None:
    """The text in `data`: UTF-8, UTF-16 with its mark, CP949 or Shift-JIS; None where it is none of them.

    Bytes of one of the last two mostly mean something in the other as well. But Japanese read as Korean is
    made of syllables that no Korean word has, which CP949 added to those of KS X 1001.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    text = _as(data, "utf-8-sig")
    if text is not None:
        return text
    korean, japanese = _as(data, "cp949"), _as(data, "cp932")
    if korean is None or japanese is None:
        return japanese if korean is None else korean
    usual = sum(len(letter.encode("euc_kr", "ignore")) == 2 for letter in _HANGUL.findall(korean))
    rare = len(_HANGUL.findall(korean)) - usual
    return japanese if rare > usual and len(_FULL_KANA.findall(japanese)) > usual else korean


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
