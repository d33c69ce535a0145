"""The finished picture for those who watch from elsewhere, so that it costs the display little."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from realtime.isf.quad import Copier
from realtime.isf.uniforms import set_uniform

LARGEST = (640, 360)
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
    """Makes a picture of a `size` (width, height) that is displayed.

    A GPU makes it small enough to fit into LARGEST, so that only few pixels are read back, and puts them into
    a buffer when it gets there: they are there when the next frame is drawn, so that `taken`, called then,
    need not wait. software: the processor draws: its pixels lie in memory already, and to draw them again is
    dearer than to copy them, so that they come as they are.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], software: bool) -> None:
        share = 1.0 if software else min(LARGEST[0] / size[0], LARGEST[1] / size[1], 1.0)
        self.size = (max(round(size[0] * share), 1), max(round(size[1] * share), 1))
        self._made = False
        self._read = b""
        self._gpu = None if software else _Gpu(context, size, self.size)

    def make(self, source: moderngl.Texture) -> None:
        """Of what is drawn in `source` now."""
        self._made = True
        if self._gpu is None:
            self._read = source.read()
        else:
            self._gpu.make(source)

    def taken(self) -> Picture | None:
        """The picture that was made last, once."""
        if not self._made:
            return None
        self._made = False
        return Picture(self._read if self._gpu is None else self._gpu.read(), self.size)

    def release(self) -> None:
        if self._gpu is not None:
            self._gpu.release()


class _Gpu:
    """Shrinks pictures of `size` to `small` (width, height each) and reads them back a frame later."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], small: tuple[int, int]) -> None:
        self._copier = _Shrink(context, small) if size[0] > _HALF * small[0] else Copier(context)
        self._small = context.framebuffer([context.texture(small, 4)])
        self._buffer = context.buffer(reserve=small[0] * small[1] * 4)

    def make(self, source: moderngl.Texture) -> None:
        self._copier.copy(source, self._small)
        self._small.read_into(self._buffer, components=4)

    def read(self) -> bytes:
        return self._buffer.read()

    def release(self) -> None:
        for part in (self._copier, self._small, self._buffer):
            part.release()


class _Shrink(Copier):
    """Copies a texture into a framebuffer of `size` (width, height) that is much smaller."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        super().__init__(context, _SHRINK)
        set_uniform(self._program, "apart", (0.25 / size[0], 0.25 / size[1]))
