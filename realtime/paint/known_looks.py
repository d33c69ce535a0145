"""Which of the styles and palettes that a subject names can be had."""

from __future__ import annotations

from realtime.errors import UserError
from realtime.scenery.palettes import PALETTES
from realtime.scenery.style_picture import is_picture, style_picture
from realtime.scenery.styles import STYLES_BY_NAME

StylePairs = tuple[tuple[str, float], ...]
"""Names of styles or pictures, with their weights."""


def known_styles(pairs: StylePairs) -> StylePairs:
    """Those that can be had."""
    return tuple(
        (name, weight)
        for name, weight in pairs
        if 0.0 < weight < 1e9 and (name in STYLES_BY_NAME or _is_picture_here(name))
    )


def is_palette(name: str) -> bool:
    """Whether it is a palette, or a picture that has one."""
    return name in PALETTES or _is_picture_here(name)


def _is_picture_here(name: str) -> bool:
    """Is `name` a picture that can be read?"""
    try:
        return is_picture(name) and style_picture(name) is not None
    except UserError:
        return False
