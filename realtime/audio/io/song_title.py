"""The title that a sound file gives its song, in whatever alphabet its program wrote it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import av

LONGEST = 120
"""Characters of a title; what is longer is no title."""
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[\u3041-\u30ff]")
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
# An accented letter and the one after it look like one sign of East Asia, and stand within a word.
_WITHIN_A_WORD = re.compile("[a-zA-Z][^\\x00-\\x7f]|[^\\x00-\\x7f][a-zA-Z]")


def song_title(path: Path) -> str:
    """The title among the tags of a sound file, on one line; "" where it has none that can be read."""
    try:
        # Byte by byte: tags may be of any alphabet, and a file does not say of which.
        with av.open(str(path), metadata_encoding="latin-1") as container:
            streams = container.streams.audio
            # Ogg files have the tags of their stream.
            found = [container.metadata, *(stream.metadata for stream in streams)]
    except (av.error.FFmpegError, OSError, ValueError):
        return ""
    tags = {name.lower(): text for one in reversed(found) for name, text in one.items()}
    text = unicodedata.normalize("NFC", readable(tags.get("title", "")))
    seen = "".join(char if char.isprintable() else " " for char in text)
    title = " ".join(seen.split())
    return title if len(title) <= LONGEST else ""


def readable(text: str) -> str:
    """What is meant by bytes that were read as Latin-1: UTF-8, or what programs in Korea (CP949), Japan
    (Shift-JIS) and the West wrote into tags that ought to be Latin-1, as it is or made UTF-8 by a reader."""
    written = text.encode("latin-1")
    try:
        text = written.decode("utf-8")
        written = text.encode("latin-1")
    except UnicodeDecodeError:
        pass
    except UnicodeEncodeError:
        return text  # it says what no Latin-1 does
    if written.isascii():
        return text
    korean, japanese = _decoded(written, "euc_kr"), _decoded(written, "cp932")
    if _is_mostly(_HANGUL, korean):
        return korean
    if _is_mostly(_JAPANESE, japanese) and (_KANA.search(japanese) or not _WITHIN_A_WORD.search(japanese)):
        return japanese
    korean = _decoded(written, "cp949")  # with the rarer syllables
    if _is_mostly(_HANGUL, korean) and not _WITHIN_A_WORD.search(korean):
        return korean
    return _decoded(written, "cp1252") or text


def _decoded(written: bytes, encoding: str) -> str:
    """The text, or "" where it is not written so."""
    try:
        return written.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_mostly(script: re.Pattern[str], text: str) -> bool:
    """Is most of what lies beyond ASCII of this script?"""
    beyond = sum(not char.isascii() for char in text)
    return len(script.findall(text)) > beyond / 2
