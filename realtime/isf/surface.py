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


def texture_of(framebuffer: moderngl.Framebuffer) -> moderngl.Texture | None:
    """The texture that is drawn into; None for a screen, which has none."""
    attached = framebuffer.color_attachments
    return attached[0] if attached and isinstance(attached[0], moderngl.Texture) else None
