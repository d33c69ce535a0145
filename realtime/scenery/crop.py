"""Pictures of any shape cut to cover a painter's."""

from __future__ import annotations

import math

import numpy as np


def fill_geometry(size: tuple[int, int], shape: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """((width, height) to scale a picture of `size` to, (left, top) of its middle part of size `shape`)."""
    scale = max(shape[0] / size[0], shape[1] / size[1])
    width = max(shape[0], math.floor(size[0] * scale + 0.5))
    height = max(shape[1], math.floor(size[1] * scale + 0.5))
    return (width, height), ((width - shape[0]) // 2, (height - shape[1]) // 2)


def crop_to_fill(pixels: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """`pixels`, uint8 (H, W, 4), scaled and cut to `shape` (width, height)."""
    size = pixels.shape[1], pixels.shape[0]
    if size == shape:
        return pixels
    from PIL import Image

    scaled, (left, top) = fill_geometry(size, shape)
    image = Image.fromarray(pixels).resize(scaled, Image.Resampling.BILINEAR)
    return np.asarray(image.crop((left, top, left + shape[0], top + shape[1])))
