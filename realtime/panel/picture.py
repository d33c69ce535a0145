"""Pictures of the show for browsers: JPEG."""

from __future__ import annotations

import io

from PIL import Image

from realtime.stage.preview import Picture

_QUALITY, _THUMB_QUALITY = 72, 75
_THUMB = (192, 108)


def jpeg(picture: Picture, thumb: bool = False) -> bytes:
    """The picture as a JPEG file; thumb: no larger than a tile of a scene."""
    image = Image.frombuffer("RGBX", picture.size, picture.pixels, "raw", "RGBX", 0, -1)
    if thumb:
        image.thumbnail(_THUMB, Image.Resampling.BILINEAR)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_THUMB_QUALITY if thumb else _QUALITY)
    return file.getvalue()
