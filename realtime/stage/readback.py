"""Reading finished pictures back from the GPU, of any size, without waiting for it."""

from __future__ import annotations

import math

import moderngl
import numpy as np

from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform

# Four smooth samples a pixel are the mean of what they cover down to a quarter.
_STEP = 4.0
_WHOLE = (0.0, 0.0, 1.0, 1.0)
_FRAGMENT = """#version 330
uniform sampler2D image;
uniform vec4 part;
uniform vec2 apart;
in vec2 at;
out vec4 color;
void main() {
    vec2 place = part.xy + at * part.zw;
    vec2 side = vec2(apart.x, -apart.y);
    color = 0.25 * (texture(image, place + apart) + texture(image, place - apart)
        + texture(image, place + side) + texture(image, place - side));
}
"""


class Readback:
    """Pictures of `size` (width, height) of a part of what is drawn.

    crop: that part, (left, top, width, height) as shares; other proportions are fitted in, black beside it,
    unless `stretched`. at_once: `taken` gives the picture of the last `read`, and waits for it; else a GPU
    copies it while the next frame is drawn, and `taken` is called then. as_drawn: a whole picture that is
    drawn smaller comes as small as it is, and who takes it enlarges it.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        crop: tuple[float, float, float, float] = _WHOLE,
        stretched: bool = False,
        at_once: bool = True,
        as_drawn: bool = False,
    ) -> None:
        self._context, self.size, self._at_once = context, size, at_once
        self._as_drawn = as_drawn
        self._crop, self._stretched = crop, stretched
        left, top, wide, high = crop
        self._part = (left, 1.0 - top - high, wide, high)  # GL counts from below
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._surface: Surface | None = None
        self._steps: list[Surface] = []
        self._source: moderngl.Texture | None = None
        self._direct: moderngl.Framebuffer | None = None
        self._buffer = None if at_once else context.buffer(reserve=size[0] * size[1] * 4)
        self._pixels = np.empty((size[1], size[0], 4), np.uint8)
        self._made: moderngl.Framebuffer | None = None

    def read(self, texture: moderngl.Texture) -> None:
        """Take what is drawn in `texture` now."""
        if texture is not self._source:
            self._fit(texture)
        if self._direct is None:
            self._draw(texture)
        self._made = self._direct if self._direct is not None else self._target.framebuffer
        if self._buffer is not None:
            self._made.read_into(self._buffer, components=4)

    def taken(self) -> np.ndarray | None:
        """uint8 (H, W, 4) RGBA, row 0 at the top, of the last `read`, once; valid until the next call."""
        made, self._made = self._made, None
        if made is None:
            return None
        if self._pixels.shape[1::-1] != made.size:
            self._pixels = np.empty((made.height, made.width, 4), np.uint8)
        if self._buffer is not None:
            self._buffer.read_into(self._pixels)
        else:
            made.read_into(self._pixels, components=4)
        return self._pixels[::-1]

    @property
    def _target(self) -> Surface:
        assert self._surface is not None
        return self._surface

    def _fit(self, texture: moderngl.Texture) -> None:
        """Make what lies between this texture and the picture."""
        self._let_go()
        self._source = texture
        fits = texture.width <= self.size[0] and texture.height <= self.size[1]
        if self._crop == _WHOLE and (texture.size == self.size or (self._as_drawn and fits)):
            self._direct = self._context.framebuffer([texture])
            return
        self._surface = Surface(self._context, self.size)
        self._surface.framebuffer.clear()
        wide, high = (part * side for part, side in zip(self._part[2:], texture.size, strict=True))
        share = min(self.size[0] / wide, self.size[1] / high)
        fitted = self.size if self._stretched else (round(wide * share), round(high * share))
        width, height = (min(max(one, 1), most) for one, most in zip(fitted, self.size, strict=True))
        left, below = (self.size[0] - width) // 2, (self.size[1] - height) // 2
        self._surface.framebuffer.viewport = (left, below, width, height)
        # Bit by bit: else most of a large picture would not be looked at.
        while wide > _STEP * width or high > _STEP * height:
            wide, high = (max(math.ceil(side / _STEP), own) for side, own in ((wide, width), (high, height)))
            self._steps.append(Surface(self._context, (wide, high)))

    def _draw(self, texture: moderngl.Texture) -> None:
        part, source = self._part, texture
        for surface in (*self._steps, self._target):
            _, _, width, height = surface.framebuffer.viewport
            covered = part[2] / width, part[3] / height
            # Enlarging looks at one place.
            small = (covered[0] * source.width > 1.0, covered[1] * source.height > 1.0)
            apart = tuple(
                0.25 * one if is_small else 0.0 for one, is_small in zip(covered, small, strict=True)
            )
            set_uniform(self._program, "part", part)
            set_uniform(self._program, "apart", apart)
            surface.framebuffer.use()
            source.use(0)
            self._quad.draw()
            part, source = _WHOLE, surface.texture

    def _let_go(self) -> None:
        for part in (self._surface, *self._steps, self._direct):
            if part is not None:
                part.release()
        self._surface = self._direct = self._made = self._source = None
        self._steps = []

    def release(self) -> None:
        self._let_go()
        for part in (self._quad, self._program, self._buffer):
            if part is not None:
                part.release()
