"""A picture that is rendered into and read as a texture."""

from __future__ import annotations

import moderngl

from realtime.isf.pictures import smooth


class Surface:
    """A smooth texture of `size` (width, height) and its framebuffer; dtype: as moderngl has it."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], dtype: str = "f1") -> None:
        self.size = size
        self.texture = smooth(context.texture(size, 4, dtype=dtype))
        self.framebuffer = context.framebuffer([self.texture])

    def release(self) -> None:
        self.texture.release()
        self.framebuffer.release()
