"""From a drawing in tones to the texture that is laid into a scene: body, line, relief and halo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

LINE = 0
"""The tone of lines; the others, 1..255, run along the palette from dark to light."""
# Around the drawing so much of its side is left free, for the halo.
MARGIN = 0.08


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a thing looks like, without its colours.

    tones: uint8 (S, S), row 0 at the top: place along the palette, LINE for lines; cover: uint8 (S, S): how
    much of a pixel the thing has. width, height: of the drawn part, as shares of S.
    """

    tones: np.ndarray
    cover: np.ndarray
    width: float
    height: float


def fitted(tones: np.ndarray, cover: np.ndarray, side: int) -> Drawing:
    """A drawing of any size, uint8 (H, W) each, cut to what is drawn and centred at the foot of a square of
    `side` pixels. Raises ValueError where nothing is drawn."""
    rows, columns = np.flatnonzero(cover.max(1)), np.flatnonzero(cover.max(0))
    if not len(rows):
        raise ValueError("an empty drawing")
    box = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    wide, high = box[2] - box[0], box[3] - box[1]
    inner = side * (1.0 - 2.0 * MARGIN)
    scale = inner / max(wide, high)
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    left, top = (side - size[0]) // 2, round(side * (1.0 - MARGIN)) - size[1]
    parts = []
    # Tones are weighed by their cover, or the emptiness around would darken every edge.
    weighed = tones.astype(np.float32) * (cover.astype(np.float32) / 255.0)
    for plane in (weighed, cover.astype(np.float32)):
        small = Image.fromarray(plane).crop(box).resize(size, Image.Resampling.BOX)
        whole = np.zeros((side, side), np.float32)
        whole[top : top + size[1], left : left + size[0]] = np.asarray(small)
        parts.append(whole)
    weighed, covered = parts
    tones = np.where(covered > 0.5, weighed / np.maximum(covered, 0.5) * 255.0, 0.0)
    return Drawing(
        np.clip(tones + 0.5, 0, 255).astype(np.uint8),
        np.clip(covered + 0.5, 0, 255).astype(np.uint8),
        size[0] / side,
        size[1] / side,
    )


def texels(drawing: Drawing) -> np.ndarray:
    """uint8 (S, S, 4), row 0 at the top: tone, light (128 is flat), halo around the thing, cover."""
    side = drawing.cover.shape[0]
    cover = Image.fromarray(drawing.cover)
    near = np.asarray(cover.filter(ImageFilter.GaussianBlur(side * 0.035)), np.float32)
    # Lit from above: where the body ends above there is light, where it ends below shade.
    lift = max(1, round(side * 0.03))
    light = np.roll(near, lift, 0) - np.roll(near, -lift, 0)
    halo = np.asarray(cover.filter(ImageFilter.GaussianBlur(side * 0.028)), np.float32)
    planes = [
        drawing.tones,
        np.clip(128.0 - 0.55 * light, 0, 255),
        np.clip(halo * 1.3, 0, 255),
        drawing.cover,
    ]
    return np.stack([np.asarray(plane, np.uint8) for plane in planes], -1)
