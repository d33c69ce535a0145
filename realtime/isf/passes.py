"""Full-screen GLSL passes and the buffers they write, in the painter's own GL context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.isf.include import resolve
from realtime.isf.uniforms import find_uniform
from realtime.resources import shader, shader_folders

# One triangle that covers the target; needs no buffer.
_VERTEX = """#version 330
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""


def open_context() -> moderngl.Context:
    """A GL context without a window. Raises UserError where there is no EGL."""
    try:
        # moderngl's types take the settings for dictionaries.
        return moderngl.create_standalone_context(require=330, backend="egl")  # type: ignore[arg-type]
    except Exception as error:  # moderngl raises bare Exception here
        raise UserError(
            "The style painter needs OpenGL 3.3 through EGL, and there is none "
            f"({error}): install libegl1 and libgl1-mesa-dri (Mesa), or the graphics card's driver."
        ) from None


class Buffer:
    """A texture (size = (width, height)) and the framebuffer to render into it; smooth, clamped."""

    def __init__(
        self, context: moderngl.Context, size: tuple[int, int], dtype: str = "f2", count: int = 1
    ) -> None:
        self.size = size
        self.textures = [context.texture(size, 4, dtype=dtype) for _ in range(count)]
        for texture in self.textures:
            texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
            texture.repeat_x = texture.repeat_y = False
        self.framebuffer = context.framebuffer(self.textures)
        self.framebuffer.clear()

    @property
    def texture(self) -> moderngl.Texture:
        return self.textures[0]


Textures = Mapping[str, moderngl.Texture | moderngl.TextureArray]


class FullScreenPass:
    """One fragment shader of shaders/paint/, run over a whole target.

    off: float uniforms that are 0 for good, so that what they switch on costs nothing."""

    def __init__(self, context: moderngl.Context, name: str, off: Iterable[str] = ()) -> None:
        path = shader(f"paint/{name}.glsl")
        source = resolve(path.read_text(encoding="utf-8"), path, shader_folders()).code
        for uniform in off:
            source = source.replace(f"uniform float {uniform};", f"const float {uniform} = 0.0;")
        self._program = context.program(
            vertex_shader=_VERTEX, fragment_shader=f"#version 330\n#line 1\n{source}"
        )
        self._array = context.vertex_array(self._program, [])
        self._last: dict[str, object] = {}

    def run(self, target: moderngl.Framebuffer, textures: Textures, uniforms: Mapping[str, object]) -> None:
        """Render over `target`; names the shader does not use are left out."""
        target.use()
        for unit, (name, texture) in enumerate(textures.items()):
            texture.use(unit)
            self._set(name, unit)
        for name, value in uniforms.items():
            self._set(name, value)
        self._array.render(moderngl.TRIANGLES, vertices=3)

    def _set(self, name: str, value: object) -> None:
        if self._last.get(name) != value:
            self._last[name] = value
            uniform = find_uniform(self._program, name)
            if uniform is not None:
                uniform.value = value


def mat3(matrix: np.ndarray) -> tuple[float, ...]:
    """A 3 x 3 numpy matrix in GL's column order."""
    return tuple(float(x) for x in matrix.T.ravel())
