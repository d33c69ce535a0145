"""Bloom: the bright parts, small and blurred. Costs little because it looks at an eighth of the output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import moderngl

from realtime.camera import Pose
from realtime.isf.pictures import smooth
from realtime.isf.quad import Quad
from realtime.stage.composite import VERTEX, Composite
from realtime.stage.layer import Slot

_THRESHOLD = 0.5


class Glow:
    """Renders a blurred picture of what shines in the layers."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        source = (Path(__file__).resolve().parent / "glow.glsl").read_text(encoding="utf-8")
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=f"#version 330\n{source}")
        self._quad = Quad(context, self._program)
        self._aspect = size[0] / size[1]

        def buffer(divisor: int) -> moderngl.Framebuffer:
            small = (max(size[0] // divisor, 1), max(size[1] // divisor, 1))
            return context.framebuffer([smooth(context.texture(small, 4))])

        self._moved, self._across, self._blurred = buffer(4), buffer(8), buffer(8)

    def render(self, composite: Composite, slots: Sequence[Slot], pose: Pose) -> moderngl.Texture:
        """The glow of `slots` as seen from `pose`; valid until the next call."""
        composite.move(self._moved, slots, pose, self._aspect)
        width, height = self._across.size
        self._blur(self._moved, self._across, (1.0 / width, 0.0), _THRESHOLD)
        self._blur(self._across, self._blurred, (0.0, 1.0 / height), -1.0)
        return self._blurred.color_attachments[0]

    def _blur(
        self,
        source: moderngl.Framebuffer,
        target: moderngl.Framebuffer,
        direction: tuple[float, float],
        threshold: float,
    ) -> None:
        source.color_attachments[0].use(0)
        self._program["direction"].value = direction
        self._program["threshold"].value = threshold
        target.use()
        self._quad.draw()

    def release(self) -> None:
        for buffer in (self._moved, self._across, self._blurred):
            buffer.color_attachments[0].release()
            buffer.release()
        self._quad.release()
        self._program.release()
