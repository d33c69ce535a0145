"""Bloom: the bright parts, blurred. Costs little because it looks at a quarter of the output and less."""

from __future__ import annotations

from collections.abc import Sequence

import moderngl

from realtime.camera import Pose
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform
from realtime.resources import package_text
from realtime.stage.composite import Composite
from realtime.stage.layer import Slot


class Glow:
    """Renders a blurred picture of what shines in the layers."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        source = package_text("stage/glow.glsl")
        self._bright, self._blur = (
            context.program(
                vertex_shader=VERTEX,
                fragment_shader=f"#version 330\n#define BRIGHT {bright}\n#line 1\n{source}",
            )
            for bright in (1, 0)
        )
        self._bright_quad, self._blur_quad = Quad(context, self._bright), Quad(context, self._blur)
        self._aspect = size[0] / size[1]

        def surface(divisor: int) -> Surface:
            return Surface(context, (max(size[0] // divisor, 1), max(size[1] // divisor, 1)))

        # It is smooth in the end, so the blur may work on very few pixels.
        self._moved, self._lights, self._across, self._blurred = map(surface, (4, 8, 16, 16))

    @property
    def picture(self) -> moderngl.Texture:
        """What was rendered last, small and sharp: it shows where the picture is bright."""
        return self._moved.texture

    def render(self, composite: Composite, slots: Sequence[Slot], pose: Pose) -> moderngl.Texture:
        """The glow of `slots` as seen from `pose`; valid until the next call, as is `picture`."""
        composite.move(self._moved.framebuffer, slots, pose, self._aspect)
        _draw(self._bright_quad, self._moved, self._lights)
        width, height = self._lights.size
        set_uniform(self._blur, "direction", (1.0 / width, 0.0))
        _draw(self._blur_quad, self._lights, self._across)
        set_uniform(self._blur, "direction", (0.0, 1.0 / height))
        _draw(self._blur_quad, self._across, self._blurred)
        return self._blurred.texture

    def release(self) -> None:
        for surface in (self._moved, self._lights, self._across, self._blurred):
            surface.release()
        for part in (self._bright_quad, self._blur_quad, self._bright, self._blur):
            part.release()


def _draw(quad: Quad, source: Surface, target: Surface) -> None:
    source.texture.use(0)
    target.framebuffer.use()
    quad.draw()
