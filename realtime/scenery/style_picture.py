"""Any picture as a style: "picture:cover.png" stands wherever a style's or a palette's name may.

As with pictures that are painted over, nobody judges what a picture shows; whoever names it answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.picture_file import read_picture

PREFIX = "picture:"
SIDE = 256
"""Pixels of the picture's middle square, in both directions, as the network that reads a style wants it."""
_LUMA = np.array([0.299, 0.587, 0.114])
_DARKEST, _LIGHTEST = 0.07, 0.88  # luma of a palette's ends: lights must shine on something
_LOW, _HIGH = (0.14, 0.42), (0.42, 0.72)  # of the two between


@dataclass(frozen=True, slots=True)
class StylePicture:
    """square: float32 (SIDE, SIDE, 3), sRGB 0..1, row 0 at the top; colours: float64 (4, 3), its palette."""

    square: np.ndarray
    colours: np.ndarray


def is_picture(name: str) -> bool:
    return name.startswith(PREFIX)


def picture_path(name: str) -> Path:
    """The file that `name`, with its PREFIX, stands for."""
    return Path(name.removeprefix(PREFIX).strip()).expanduser()


def within(name: str, folder: Path) -> str:
    """`name` with its file's path, if it is a picture, made absolute; relative ones start at `folder`."""
    return f"{PREFIX}{(folder / picture_path(name)).resolve()}" if is_picture(name) else name


def missing(name: str) -> str:
    """Why the picture cannot be had, or "" where it can or `name` is none."""
    if not is_picture(name) or picture_path(name).is_file():
        return ""
    return f"there is no picture {picture_path(name)}"


_KEPT: dict[Path, StylePicture] = {}
"""The last of each that could be read: a file that is being replaced must not stop a show."""


def style_picture(name: str) -> StylePicture:
    """The picture that `name` stands for, read again when its file has changed. Raises UserError where it
    never could be read."""
    path = picture_path(name)
    try:
        found = _read(path, path.stat().st_mtime_ns)
    except (OSError, UserError) as error:
        if path in _KEPT:
            return _KEPT[path]
        if isinstance(error, UserError):
            raise
        raise UserError(f"There is no picture {path}: give the style another file.") from None
    _KEPT[path] = found
    return found


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int) -> StylePicture:
    from PIL import Image, ImageOps

    upright = read_picture(path, at_least=(2 * SIDE, 2 * SIDE))
    # See-through parts are paper, as where a drawing is shown.
    opaque = Image.alpha_composite(Image.new("RGBA", upright.size, (255, 255, 255, 255)), upright)
    square = ImageOps.fit(opaque.convert("RGB"), (SIDE, SIDE), Image.Resampling.BICUBIC)
    pixels = np.asarray(square, np.float32) * np.float32(1 / 255)
    return StylePicture(pixels, colours_of(square.resize((64, 64)).quantize(24).convert("RGB")))


def colours_of(picture: object) -> np.ndarray:
    """A palette, float64 (4, 3), dark to light: the darkest and lightest of a picture's colours, and between
    them the two that are strongest, far apart in colour and not rare."""
    pixels = np.asarray(picture, np.uint8).reshape(-1, 3)
    found, counts = np.unique(pixels, axis=0, return_counts=True)
    colours, share = found / 255.0, counts / counts.sum()
    luma = colours @ _LUMA
    order = np.argsort(luma)
    below = np.cumsum(share[order])
    dark = colours[order[np.searchsorted(below, 0.08)]]
    light = colours[order[min(int(np.searchsorted(below, 0.94)), len(order) - 1)]]
    chroma = colours - luma[:, None]
    strength = np.linalg.norm(chroma, axis=1)
    apart = np.linalg.norm(chroma[:, None] - chroma[None], axis=2) + 0.7 * np.abs(luma[:, None] - luma[None])
    weight = share**0.35 * (0.1 + strength)
    # A colour that must be made much darker or lighter for its place is another colour.
    as_low = weight * np.exp(-4.0 * np.abs(luma - np.clip(luma, *_LOW)))
    as_high = weight * np.exp(-4.0 * np.abs(luma - np.clip(luma, *_HIGH)))
    fit = as_low[:, None] * as_high[None] * (0.1 + apart)
    low, high = (colours[index] for index in divmod(int(np.argmax(fit)), len(colours)))
    return np.array(
        [
            _at_luma(dark, min(float(dark @ _LUMA), _DARKEST)),
            _at_luma(low, float(np.clip(low @ _LUMA, *_LOW))),
            _at_luma(high, float(np.clip(high @ _LUMA, *_HIGH))),
            _at_luma(light, max(float(light @ _LUMA), _LIGHTEST)),
        ]
    )


def _at_luma(colour: np.ndarray, luma: float) -> np.ndarray:
    """`colour` made as dark or light as `luma`, in its hue: darker towards black, lighter towards white."""
    own = float(colour @ _LUMA)
    if own >= luma:
        return colour * (luma / max(own, 1e-6))
    brightest = min(1.0 / max(float(colour.max()), 1e-6), luma / max(own, 1e-6))
    colour = colour * brightest
    own = float(colour @ _LUMA)
    return colour + (1.0 - colour) * max(luma - own, 0.0) / max(1.0 - own, 1e-6)
