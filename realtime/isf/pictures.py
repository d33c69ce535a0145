"""Pictures (numpy, top-down) and textures (GL, bottom-up)."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np

from realtime.picture_file import read_picture


def load_picture(path: Path) -> np.ndarray:
    """uint8 (H, W, 4) RGBA, row 0 at the top, of a picture file. Raises UserError."""
    return np.asarray(read_picture(path))


def texture_of(context: moderngl.Context, pixels: np.ndarray) -> moderngl.Texture:
    """A new RGBA texture with `pixels` uint8 (H, W, 4), row 0 at the top; smooth, clamped at its edges."""
    height, width = pixels.shape[:2]
    texture = context.texture((width, height), 4, np.ascontiguousarray(pixels[::-1]))
    return smooth(texture)


def smooth(texture: moderngl.Texture) -> moderngl.Texture:
    """The texture, set to linear filtering and clamped edges."""
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    return texture
