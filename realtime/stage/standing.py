"""Pictures that stand in for the show: the one for the night, and a card with the venue's words."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np

from realtime.fonts import broken, font, has_hangul
from realtime.isf.pictures import texture_of
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.uniforms import set_uniform
from realtime.picture_file import read_picture

_FRAGMENT = """#version 330
uniform sampler2D image;
uniform float amount;
in vec2 at;
out vec4 color;
void main() { color = vec4(texture(image, at).rgb, amount); }
"""
_GROUND, _INK = (14, 14, 18), (236, 230, 220)
# Of the picture's height: the largest letters, and the smallest that are read from across a hall.
_LARGEST, _LEAST = 0.16, 0.05
_ACROSS, _DOWN = 0.8, 0.7
_LEADING = 1.35


class Standing:
    """Draws `pixels`, uint8 (H, W, 4), row 0 at the top, over a whole framebuffer."""

    def __init__(self, context: moderngl.Context, pixels: np.ndarray) -> None:
        self._context = context
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._texture = texture_of(context, pixels)

    def draw(self, target: moderngl.Framebuffer, amount: float) -> None:
        """amount: 0 (nothing) to 1 (nothing else)."""
        if amount <= 0.0:
            return
        target.use()
        self._texture.use(0)
        set_uniform(self._program, "amount", min(amount, 1.0))
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._quad.draw()
        self._context.disable(moderngl.BLEND)

    def release(self) -> None:
        for part in (self._texture, self._quad, self._program):
            part.release()


def fitted(path: Path, size: tuple[int, int]) -> np.ndarray:
    """The picture file at `path`, whole in the middle of `size` (width, height), on black: uint8 (H, W, 4).
    Raises UserError."""
    from PIL import Image, ImageOps

    whole = Image.new("RGBA", size, (0, 0, 0, 255))
    picture = ImageOps.contain(read_picture(path, size), size, Image.Resampling.LANCZOS)
    place = ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
    whole.alpha_composite(picture, place)
    return np.asarray(whole)


def card(text: str, size: tuple[int, int]) -> np.ndarray:
    """`text` on a dark ground, as large as all of it fits in `size` (width, height): uint8 (H, W, 4). Lines
    are broken between words, and where the text has one."""
    from PIL import Image, ImageDraw

    width, height = size
    image = Image.new("RGBA", size, (*_GROUND, 255))
    draw = ImageDraw.Draw(image)
    letters = max(round(_LARGEST * height), 8)
    # Boxes in place of Hangul say nothing; a line in another script does.
    parts = text.splitlines()
    parts = [part for part in parts if has_hangul() or part.isascii()] or parts
    while True:
        face = font(letters)
        lines = [line for part in parts for line in broken(part, face, _ACROSS * width) or [""]]
        fits = len(lines) * _LEADING * letters <= _DOWN * height
        wide = max((face.getlength(line) for line in lines), default=0.0)
        if (fits and wide <= _ACROSS * width) or letters <= max(round(_LEAST * height), 8):
            break
        letters = max(round(letters * 0.9), 8)
    top = (height - len(lines) * _LEADING * letters) / 2
    for number, line in enumerate(lines):
        left = (width - face.getlength(line)) / 2
        draw.text((left, top + number * _LEADING * letters), line, fill=(*_INK, 255), font=face)
    return np.asarray(image)
