"""Pictures of the show for browsers: JPEG."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image

from realtime.stage.preview import LARGEST, Picture

_QUALITY, _THUMB_QUALITY = 72, 75
_SHRUNK = (480, 270)
"""(width, height) of a picture that came larger than `LARGEST`, at most."""
TILE = (192, 108)
"""(width, height) of the picture of a scene, at most."""


def jpeg(picture: Picture, thumb: bool = False) -> bytes:
    """The picture as a JPEG file, made small where it is not; thumb: no larger than a tile of a scene."""
    image = Image.frombuffer("RGBX", picture.size, picture.pixels, "raw", "RGBX", 0, -1)
    if image.width > LARGEST[0] or image.height > LARGEST[1]:
        image = image.reduce(math.ceil(max(image.width / _SHRUNK[0], image.height / _SHRUNK[1])))
    if thumb:
        image.thumbnail(TILE, Image.Resampling.BILINEAR)
    return _file(image, _THUMB_QUALITY if thumb else _QUALITY)


def jpeg_of(pixels: np.ndarray) -> bytes:
    """uint8 (H, W, 3), sRGB, as a JPEG file for a tile."""
    return _file(Image.fromarray(pixels), _THUMB_QUALITY)


def _file(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()
