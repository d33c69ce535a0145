"""Cut-outs: pictures with see-through parts, which stand in a scene like the things that words name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from realtime.errors import UserError
from realtime.picture_file import read_picture
from realtime.scenery.objects.bake import MARGIN, Drawing
from realtime.scenery.source_name import SourceName

PREFIX = "still:"
# So much of a picture must be seen through.
_SEEN_THROUGH = 0.04
_CLEAR = 64


def is_cut_out(name: SourceName) -> bool:
    """Whether it is a still picture with see-through parts; False where it cannot be read."""
    if name.kind != "still":
        return False
    try:
        return _seen_through(name.target, Path(name.target).stat().st_mtime_ns) > _SEEN_THROUGH
    except (UserError, OSError):
        return False


@lru_cache(maxsize=64)
def _seen_through(path: str, changed: int) -> float:
    alpha = np.asarray(read_picture(path).getchannel("A"))
    return float((alpha < _CLEAR).mean())


def cut_out(drawing: str, side: int) -> tuple[Drawing, np.ndarray]:
    """What a drawing of the name "still:PATH" looks like, in a square of `side` pixels: its measures, and
    uint8 (side, side, 4), row 0 at the top. Never distorted. Raises UserError."""
    picture = read_picture(drawing.removeprefix(PREFIX))
    box = picture.getchannel("A").point([0 if n < _CLEAR else 255 for n in range(256)]).getbbox()
    if box is None:
        raise UserError(f"Nothing is to be seen in the picture {drawing.removeprefix(PREFIX)}.")
    picture = picture.crop(box)
    scale = side * (1.0 - 2.0 * MARGIN) / max(picture.size)
    width, height = (max(1, round(edge * scale)) for edge in picture.size)
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    square.paste(small, ((side - width) // 2, round(side * (1.0 - MARGIN)) - height))
    pixels = np.asarray(square)
    alpha = np.ascontiguousarray(pixels[..., 3])
    return Drawing(alpha, alpha, width / side, height / side), pixels
