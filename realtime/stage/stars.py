"""Sparkle: small stars over the picture, dealt anew with every tick.

They are drawn as small squares, so they cost what they cover: a formula a pixel cost a software GL more
than the film grain, the vignette and the flash together.
"""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.isf.software_gl import finisher
from realtime.isf.uniforms import set_uniform
from realtime.resources import package_text

_ROWS = 22
# Share of the cells without a star, and how far a star strays from the middle of its cell.
_DARK, _STRAY = 0.72, 0.5
# The rays end here, in cells.
_REACH = 0.32
_CORNERS = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], np.float32) * _REACH
_TRIANGLES = np.array([0, 1, 2, 2, 1, 3], np.uint32)


class Stars:
    """Stars in a grid of cells over a picture of `size` (width, height)."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        columns = -(-_ROWS * size[0] // size[1])
        self._cell = (size[1] / size[0] / _ROWS, 1.0 / _ROWS)
        x, y = np.meshgrid(np.arange(columns), np.arange(_ROWS))
        self._middles = np.stack([x, y], -1).reshape(-1, 2) + 0.5
        count = len(self._middles)
        self._program = context.program(
            vertex_shader=_source("stars_vertex.glsl"), fragment_shader=_source("stars.glsl")
        )
        set_uniform(self._program, "cell", self._cell)
        self._vertices = context.buffer(reserve=count * 4 * 5 * 4)
        indices = np.arange(count, dtype=np.uint32)[:, None] * 4 + _TRIANGLES
        self._indices = context.buffer(indices)
        self._array = context.vertex_array(
            self._program, [(self._vertices, "2f 3f", "corner", "star")], index_buffer=self._indices
        )
        self._finish = finisher(context)
        self._tick: int | None = None
        self._lit = 0

    def draw(
        self,
        target: moderngl.Framebuffer,
        picture: moderngl.Texture,
        tick: int,
        amount: float,
        vignette: float,
    ) -> None:
        """Add the stars of `tick` to `target`, in the light and colours of `picture`.

        amount: how bright; vignette: how dark the corners are, as in the finish.
        """
        if tick != self._tick:
            self._deal(tick)
        set_uniform(self._program, "amount", amount)
        set_uniform(self._program, "vignette", vignette)
        picture.use(0)
        target.use()
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE
        self._array.render(moderngl.TRIANGLES, vertices=6 * self._lit)
        self._context.disable(moderngl.BLEND)
        self._finish()

    def _deal(self, tick: int) -> None:
        lots = np.random.default_rng(tick).random((len(self._middles), 3))
        lit = lots[:, 0] > _DARK
        self._tick, self._lit = tick, int(lit.sum())
        stars = np.empty((self._lit, 4, 5), np.float32)
        stars[..., :2] = _CORNERS
        middles = self._middles[lit] + _STRAY * (lots[lit, 1:] - 0.5)
        stars[..., 2:4] = (middles * self._cell)[:, None]
        stars[..., 4] = ((lots[lit, 0] - _DARK) / (1.0 - _DARK))[:, None]
        if self._lit:
            self._vertices.write(stars)

    def release(self) -> None:
        for part in (self._array, self._vertices, self._indices, self._program):
            part.release()


def _source(name: str) -> str:
    return "#version 330\n#line 1\n" + package_text(f"stage/{name}")
