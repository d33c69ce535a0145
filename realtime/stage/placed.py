"""A picture laid somewhere on another one."""

from __future__ import annotations

import moderngl

from realtime.isf.quad import Quad
from realtime.isf.uniforms import set_uniform

VERTEX = """#version 330
in vec2 isf_position;
out vec2 at;
out vec2 place;
uniform vec4 box;
void main() {
    at = isf_position * 0.5 + 0.5;
    gl_Position = vec4(mix(box.xy, box.zw, at), 0.0, 1.0);
    place = gl_Position.xy * 0.5 + 0.5;
}
"""
"""`at`: 0..1 over the picture that is laid; `place`: 0..1 over the one below. box: left, bottom, right, top,
in GL's -1..1."""
_FRAGMENT = """#version 330
uniform sampler2D image;
in vec2 at;
out vec4 color;
void main() { color = texture(image, at); }
"""


class Placed:
    """Lays textures (colours times alpha) over a framebuffer."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)

    def draw(
        self,
        target: moderngl.Framebuffer,
        picture: moderngl.Texture,
        centre: tuple[float, float],
        half: tuple[float, float],
    ) -> None:
        """Lay `picture` round `centre`, `half` as far to each side, in GL's -1..1."""
        set_uniform(self._program, "box", box(centre, half))
        target.use()
        picture.use(0)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._quad.draw()
        self._context.disable(moderngl.BLEND)

    def release(self) -> None:
        self._quad.release()
        self._program.release()


def box(centre: tuple[float, float], half: tuple[float, float]) -> tuple[float, float, float, float]:
    """left, bottom, right, top."""
    return centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1]
