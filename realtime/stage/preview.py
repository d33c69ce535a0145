"""The finished picture, small: made so where it is drawn, so that only few pixels are read back."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from realtime.isf.quad import Copier
from realtime.isf.uniforms import set_uniform

LARGEST, LARGEST_OF_SOFTWARE = (640, 360), (480, 270)
"""Where the processor draws, each pixel that is drawn again for the pages is dear."""
# One smooth sample a pixel is enough down to half the width, the mean of four to a quarter.
_HALF = 2.0
_SHRINK = """#version 330
uniform sampler2D image;
uniform vec2 apart;
in vec2 at;
out vec4 color;
void main() {
    vec2 side = vec2(apart.x, -apart.y);
    color = 0.25 * (texture(image, at + apart) + texture(image, at - apart)
        + texture(image, at + side) + texture(image, at - side));
}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """pixels: RGB and an unused one, sRGB, 8 bits each, rows from the bottom up; size: (width, height)."""

    pixels: bytes
    size: tuple[int, int]


class Preview:
    """Makes a picture of `size` (width, height) small enough to fit into LARGEST.

    software: the processor draws: what fits is read as it is, without drawing it again. A GPU puts the pixels
    into a buffer when it gets there. Both have them when the next frame is drawn, so that `taken`, called
    then, need not wait.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], software: bool) -> None:
        self._context, self._software = context, software
        fits = size[0] <= LARGEST[0] and size[1] <= LARGEST[1]
        width, height = LARGEST_OF_SOFTWARE if software and not fits else LARGEST
        share = min(width / size[0], height / size[1], 1.0)
        self.size = (max(round(size[0] * share), 1), max(round(size[1] * share), 1))
        self._as_it_is = software and fits
        self._copier = Copier(context)
        self._shrink: _Shrink | None = None
        if size[0] > _HALF * self.size[0]:
            self._shrink = _Shrink(context, self.size)
        self._small = context.framebuffer([context.texture(self.size, 4)])
        self._buffer = context.buffer(reserve=self.size[0] * self.size[1] * 4)
        self._read = b""
        self._made = False

    def make(self, source: moderngl.Texture) -> None:
        """Shrink what is drawn in `source` now."""
        self._made = True
        if self._as_it_is:
            self._read = source.read()
            return
        (self._shrink or self._copier).copy(source, self._small)
        if self._software:
            self._read = self._small.read(components=4)
        else:
            self._small.read_into(self._buffer, components=4)

    def taken(self) -> Picture | None:
        """The picture that was made last, once."""
        if not self._made:
            return None
        self._made = False
        return Picture(self._read if self._software else self._buffer.read(), self.size)

    def release(self) -> None:
        for part in (self._copier, self._shrink, self._small, self._buffer):
            if part is not None:
                part.release()


class _Shrink(Copier):
    """Copies a texture into a framebuffer of `size` (width, height) that is much smaller."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        super().__init__(context, _SHRINK)
        set_uniform(self._program, "apart", (0.25 / size[0], 0.25 / size[1]))
