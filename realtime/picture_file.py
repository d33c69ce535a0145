"""Picture files, read in bounded memory; which files are pictures and clips."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from realtime.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
CLIP_ENDINGS = (".mp4", ".mov", ".webm", ".mkv", ".m4v", ".avi", ".gif")
KINDS = {**dict.fromkeys(PICTURE_ENDINGS, "still"), **dict.fromkeys(CLIP_ENDINGS, "video")}
"""By its ending, as what kind of source a file is shown."""
MOST_PIXELS = 1 << 26
"""67 megapixels: what the largest cameras give, 256 MiB once it is read."""


def read_picture(path: str | Path, at_least: tuple[int, int] | None = None) -> Image.Image:
    """The picture, upright, in RGBA. at_least: (width, height) that is needed; a JPEG file may then be read
    smaller than it is. Raises UserError where it is none, broken or larger than MOST_PIXELS."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            # The size is looked at below, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                if at_least is not None:
                    image.draft("RGB", at_least)
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise _too_large(path, f"{width}×{height} pixels")
                return _in_bytes(ImageOps.exif_transpose(image)).convert("RGBA")
    except Image.DecompressionBombError:
        raise _too_large(path, "far too many pixels") from None
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise UserError(f"Cannot read the picture {path}: {error}. Give a PNG or JPEG file.") from None


def _in_bytes(image: Image.Image) -> Image.Image:
    """Greys of 16 bits and more in 8: Pillow would cut them off at 255, and all be white."""
    if not image.mode.startswith(("I", "F")):
        return image
    from PIL import Image

    values = np.asarray(image, dtype=np.float64)
    most = 65535.0 if image.mode.startswith("I") else 1.0
    most = max(most, float(np.nanmax(values, initial=0.0)))
    return Image.fromarray(np.uint8(255.0 * np.clip(np.nan_to_num(values) / most, 0.0, 1.0)))


def _too_large(path: str | Path, size: str) -> UserError:
    most = MOST_PIXELS // 10**6
    return UserError(f"The picture {path} has {size}, and at most {most} million are read: make it smaller.")
