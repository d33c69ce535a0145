"""What an imported animation does to the last picture before it is repainted: colour coherence, contrast,
unsharp mask.

The order and the units are Deforum's: the picture's colours are matched to those of the film's first
painting, then multiplied by the contrast, then sharpened. Deforum moves the picture by the camera first; here
the painter moves it afterwards, which is the same for colours and contrast. Pictures are float32 (H, W, 3),
sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_LEVELS = 256
# IEC 61966-2-1: linear sRGB → XYZ, each row divided by the white point's (D65).
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_TO_XYZ = (_TO_XYZ / _TO_XYZ.sum(axis=1, keepdims=True)).astype(np.float32)
_FROM_XYZ = np.linalg.inv(_TO_XYZ.astype(np.float64)).astype(np.float32)
# CIE 1976: f is a cube root, and below this a straight line.
_BEND = 6.0 / 29.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """coherence: "", "HSV", "LAB" or "RGB"; contrast: a factor; amount, kernel, sigma, threshold: of the
    unsharp mask: share of the detail that is added, width of the blur in pixels, its deviation in pixels
    (0: from the width), and the detail, of 255, below which a pixel stays as it is."""

    coherence: str = ""
    contrast: float = 1.0
    amount: float = 0.0
    kernel: int = 5
    sigma: float = 1.0
    threshold: float = 0.0


def treated(picture: np.ndarray, treatment: Treatment, wanted: np.ndarray | None) -> np.ndarray:
    """`picture` as the next frame grows out of it; wanted: histograms to match, where there are any."""
    if treatment.coherence and wanted is not None:
        picture = matched(picture, treatment.coherence, wanted)
    if treatment.contrast != 1.0:
        picture = np.clip(picture * np.float32(treatment.contrast), 0.0, 1.0)
    if treatment.amount > 0.0:
        picture = sharpened(picture, treatment.amount, treatment.kernel, treatment.sigma, treatment.threshold)
    return picture


def histograms(picture: np.ndarray, space: str) -> np.ndarray:
    """int64 (3, 256): how often each level of each channel of a colour space occurs."""
    channels = _INTO[space](picture)
    return np.stack([_counted(channels[..., k]) for k in range(3)])


def matched(picture: np.ndarray, space: str, wanted: np.ndarray) -> np.ndarray:
    """`picture` with the histograms `wanted` in the channels of a colour space.

    A level goes where as many pixels lie below it as in the wanted histogram. A pixel counts half to
    its own level, so that a picture of one colour goes to the middle of the wanted ones, not to their end.
    """
    channels = _INTO[space](picture)
    result = np.empty_like(channels)
    for k in range(3):
        levels, below = _distribution(_counted(channels[..., k]))
        wanted_levels, wanted_below = _distribution(wanted[k])
        goes_to = np.interp(below, wanted_below, wanted_levels)
        result[..., k] = np.interp(channels[..., k], levels, goes_to)
    return np.clip(_OUT_OF[space](result), 0.0, 1.0)


def sharpened(picture: np.ndarray, amount: float, kernel: int, sigma: float, threshold: float) -> np.ndarray:
    """`picture` + amount × its detail, where the detail is not below `threshold` of 255.

    No pixel leaves the range of its neighbours. Deforum has no such bound, but there a model redraws the
    picture each time; a painter that keeps most of it would sharpen its own halos until nothing else is seen.
    """
    detail = picture - _blurred(picture, kernel, sigma)
    result = picture + np.float32(amount) * detail
    result = np.clip(result, _around(picture, np.minimum), _around(picture, np.maximum))
    if threshold > 0.0:
        result = np.where(np.abs(detail) < np.float32(threshold / 255.0), picture, result)
    return result


def _around(picture: np.ndarray, choose: np.ufunc) -> np.ndarray:
    """The least or the most of each pixel and its eight neighbours."""
    for axis in (0, 1):
        edges = [(1, 1) if each == axis else (0, 0) for each in range(3)]
        wide = np.pad(picture, edges, mode="edge")
        length = picture.shape[axis]
        low, middle, high = (wide.take(range(k, k + length), axis) for k in range(3))
        picture = choose(choose(low, middle), high)
    return picture


def _counted(channel: np.ndarray) -> np.ndarray:
    levels = np.clip(np.rint(channel), 0, _LEVELS - 1).astype(np.uint8)
    return np.bincount(levels.ravel(), minlength=_LEVELS)


def _distribution(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The levels that occur, and the share of pixels below the middle of each."""
    levels = np.flatnonzero(counts)
    found = counts[levels].astype(np.float64)
    return levels, (np.cumsum(found) - 0.5 * found) / found.sum()


def _blurred(picture: np.ndarray, kernel: int, sigma: float) -> np.ndarray:
    reach = max(int(kernel), 1) // 2
    reach = min(reach, min(picture.shape[:2]) - 1)
    if sigma <= 0.0:
        sigma = 0.3 * (reach - 1) + 0.8
    at = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (at / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (0, 1):
        edges = [(reach, reach) if each == axis else (0, 0) for each in range(3)]
        wide = np.pad(picture, edges, mode="reflect")
        length = picture.shape[axis]
        pieces = (wide.take(range(k, k + length), axis) * weights[k] for k in range(len(weights)))
        picture = sum(pieces)
    return picture


def _rgb(picture: np.ndarray) -> np.ndarray:
    return picture * np.float32(255.0)


def _from_rgb(channels: np.ndarray) -> np.ndarray:
    return channels / np.float32(255.0)


def _hsv(picture: np.ndarray) -> np.ndarray:
    """Hue, saturation, value (Smith 1978), each 0..255; the hue of greys is 0."""
    most, least = picture.max(axis=-1), picture.min(axis=-1)
    span = most - least
    safe = np.where(span > 0.0, span, 1.0)
    red, green, blue = (picture[..., k] for k in range(3))
    sixth = np.where(
        most == red,
        np.mod((green - blue) / safe, 6.0),
        np.where(most == green, (blue - red) / safe + 2.0, (red - green) / safe + 4.0),
    )
    hue = np.where(span > 0.0, sixth / 6.0, 0.0)
    saturation = span / np.where(most > 0.0, most, 1.0)
    return np.stack([hue, saturation, most], axis=-1).astype(np.float32) * np.float32(255.0)


def _from_hsv(channels: np.ndarray) -> np.ndarray:
    hue, saturation, value = (channels[..., k : k + 1] / np.float32(255.0) for k in range(3))
    sixth = np.mod(np.array([5.0, 3.0, 1.0], np.float32) + hue * np.float32(6.0), 6.0)
    return value - value * saturation * np.clip(np.minimum(sixth, 4.0 - sixth), 0.0, 1.0)


def _lab(picture: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of 1976, D65: lightness as 0..255, a and b with 128 as their middle."""
    linear = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4)
    white = linear.astype(np.float32) @ _TO_XYZ.T
    bent = np.where(white > _BEND**3, np.cbrt(np.maximum(white, 0.0)), white / (3.0 * _BEND**2) + 4.0 / 29.0)
    x, y, z = (bent[..., k] for k in range(3))
    lightness = (116.0 * y - 16.0) * 2.55
    return np.stack([lightness, 500.0 * (x - y) + 128.0, 200.0 * (y - z) + 128.0], -1).astype(np.float32)


def _from_lab(channels: np.ndarray) -> np.ndarray:
    y = (channels[..., 0] / np.float32(2.55) + 16.0) / 116.0
    x = y + (channels[..., 1] - 128.0) / 500.0
    z = y - (channels[..., 2] - 128.0) / 200.0
    bent = np.stack([x, y, z], axis=-1)
    white = np.where(bent > _BEND, bent**3, 3.0 * _BEND**2 * (bent - 4.0 / 29.0)).astype(np.float32)
    linear = np.clip(white @ _FROM_XYZ.T, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055).astype(
        np.float32
    )


_INTO: dict[str, Callable[[np.ndarray], np.ndarray]] = {"RGB": _rgb, "HSV": _hsv, "LAB": _lab}
_OUT_OF: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "RGB": _from_rgb,
    "HSV": _from_hsv,
    "LAB": _from_lab,
}
