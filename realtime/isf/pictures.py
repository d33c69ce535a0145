"""Pictures (numpy, top-down) and textures (GL, bottom-up)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import moderngl
import numpy as np

from realtime.picture_file import read_picture


def load_picture(path: Path) -> np.ndarray:
    """uint8 (H, W, 4) RGBA, row 0 at the top, of a picture file. Raises UserError."""
    return np.asarray(read_picture(path))


def cube_of(context: moderngl.Context, faces: Sequence[np.ndarray]) -> moderngl.TextureCube:
    """A new RGBA cube map of six pictures uint8 (H, W, 4), +x -x +y -y +z -z, row 0 at the top as GL has it.

    All are brought to the first one's width and made square.
    """
    from PIL import Image

    side = faces[0].shape[1]
    squares = [np.asarray(Image.fromarray(face).resize((side, side))) for face in faces]
    cube = context.texture_cube((side, side), 4, np.ascontiguousarray(np.stack(squares)))
    cube.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return cube


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
