"""Picture files, read in bounded memory."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from realtime.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
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
                return ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError:
        raise _too_large(path, "far too many pixels") from None
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise UserError(f"Cannot read the picture {path}: {error}. Give a PNG or JPEG file.") from None


def _too_large(path: str | Path, size: str) -> UserError:
    most = MOST_PIXELS // 10**6
    return UserError(f"The picture {path} has {size}, and at most {most} million are read: make it smaller.")
