"""The picture of filters and transitions that leave it transparent in places: black is behind it."""

from __future__ import annotations

import moderngl

from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface

_FRAGMENT = """#version 330
uniform sampler2D image;
in vec2 at;
out vec4 color;
void main() {
    vec4 c = texture(image, at);
    color = vec4(c.rgb * clamp(c.a, 0.0, 1.0), 1.0);
}
"""


class OverBlack:
    """Lays pictures of `size` (width, height) over black."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._surface = Surface(context, size)

    def lay(self, picture: moderngl.Texture) -> moderngl.Texture:
        """`picture` without alpha; valid until the next call."""
        self._surface.framebuffer.use()
        picture.use(0)
        self._quad.draw()
        return self._surface.texture

    def release(self) -> None:
        for part in (self._quad, self._program, self._surface):
            part.release()
