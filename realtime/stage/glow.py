"""Bloom: the bright parts, blurred. Costs little because it looks at a quarter of the output and less."""

from __future__ import annotations

from collections.abc import Sequence

import moderngl

from realtime.camera import Pose
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface
from realtime.resources import package_text
from realtime.stage.composite import Composite
from realtime.stage.layer import Slot


class Glow:
    """Renders a blurred picture of what shines in the layers."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._aspect = size[0] / size[1]

        def surface(divisor: int) -> Surface:
            return Surface(context, (max(size[0] // divisor, 1), max(size[1] // divisor, 1)))

        # It is smooth in the end, so the blur may work on very few pixels.
        self._moved, self._lights, self._across, self._blurred = map(surface, (4, 8, 16, 16))
        width, height = self._lights.size
        self._programs = [
            _program(context, defines)
            for defines in (
                "#define BRIGHT 1",
                f"#define BRIGHT 0\n#define DIRECTION vec2({1.0 / width}, 0.0)",
                f"#define BRIGHT 0\n#define DIRECTION vec2(0.0, {1.0 / height})",
            )
        ]
        self._quads = [Quad(context, program) for program in self._programs]

    @property
    def picture(self) -> moderngl.Texture:
        """What was rendered last, small and sharp: it shows where the picture is bright."""
        return self._moved.texture

    def render(self, composite: Composite, slots: Sequence[Slot], pose: Pose) -> moderngl.Texture:
        """The glow of `slots` as seen from `pose`; valid until the next call, as is `picture`."""
        composite.move(self._moved.framebuffer, slots, pose, self._aspect)
        steps = (self._moved, self._lights, self._across, self._blurred)
        for quad, source, target in zip(self._quads, steps, steps[1:], strict=False):
            source.texture.use(0)
            target.framebuffer.use()
            quad.draw()
        return self._blurred.texture

    def release(self) -> None:
        for surface in (self._moved, self._lights, self._across, self._blurred):
            surface.release()
        for quad, program in zip(self._quads, self._programs, strict=True):
            quad.release()
            program.release()


def _program(context: moderngl.Context, defines: str) -> moderngl.Program:
    source = package_text("stage/glow.glsl")
    return context.program(
        vertex_shader=VERTEX, fragment_shader=f"#version 330\n{defines}\n#line 1\n{source}"
    )
