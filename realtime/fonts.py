"""Letters for pictures that are read: a font that has Hangul too, where the system has one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from PIL import ImageFont

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_NAMES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansKR-*.[ot]tf",
    "NanumGothic.ttf",
    "AppleSDGothicNeo.ttc",
    "malgun.ttf",
)


@lru_cache(maxsize=32)
def font(height: int) -> Font:
    """A font `height` pixels high; Pillow's own, without Hangul, where there is no other."""
    path = _found()
    return ImageFont.truetype(path, height) if path else ImageFont.load_default(height)


@lru_cache(maxsize=32)
def font_of(path: Path, height: int) -> Font:
    """The font in a file, `height` pixels high. Raises OSError."""
    return ImageFont.truetype(str(path), height)


def broken(text: str, letters: Font, width: float) -> list[str]:
    """`text` broken between words into lines of at most `width` pixels; a wider word stands by itself."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def has_hangul() -> bool:
    """True when `font` can write Korean."""
    return _found() is not None


@lru_cache(maxsize=1)
def _found() -> str | None:
    for name in _NAMES:
        for folder in map(Path, _FOLDERS):
            if folder.is_dir() and (found := next(iter(sorted(folder.rglob(name))), None)):
                return str(found)
    return None
