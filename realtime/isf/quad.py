"""The one mesh there is: a quad over the whole target."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.isf.software_gl import finisher

_CORNERS = np.array([-1, -1, 1, -1, -1, 1, 1, 1], dtype=np.float32)
VERTEX = """#version 330
in vec2 isf_position;
out vec2 at;
void main() { gl_Position = vec4(isf_position, 0.0, 1.0); at = isf_position * 0.5 + 0.5; }
"""
_COPY = """#version 330
uniform sampler2D image;
in vec2 at;
out vec4 color;
void main() { color = texture(image, at); }
"""


class Quad:
    """A program drawn over the whole of a framebuffer; where the processor draws, it is done on return."""

    def __init__(self, context: moderngl.Context, program: moderngl.Program) -> None:
        self._finish = finisher(context)
        self._corners = context.buffer(_CORNERS)
        self._array = context.vertex_array(program, [(self._corners, "2f", "isf_position")])

    def draw(self) -> None:
        """Run the program over the framebuffer in use."""
        self._array.render(moderngl.TRIANGLE_STRIP)
        self._finish()

    def release(self) -> None:
        self._array.release()
        self._corners.release()


class Copier:
    """Copies a texture into a framebuffer of any size, smoothly. fragment: GLSL that does so in another way;
    its texture is called `image`."""

    def __init__(self, context: moderngl.Context, fragment: str = _COPY) -> None:
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=fragment)
        self._quad = Quad(context, self._program)

    def copy(self, texture: moderngl.Texture, framebuffer: moderngl.Framebuffer) -> None:
        """Stretch `texture` over `framebuffer`."""
        framebuffer.use()
        texture.use(0)
        self._quad.draw()

    def release(self) -> None:
        self._quad.release()
        self._program.release()
