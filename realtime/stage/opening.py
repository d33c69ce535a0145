"""What is seen before the first painted frame: the audience never looks at a black screen."""

from __future__ import annotations

import moderngl

from realtime.audio.features import Features
from realtime.isf.pictures import smooth
from realtime.isf.quad import VERTEX, Quad
from realtime.resources import package_text
from realtime.stage.sound_inputs import sound_values

# It is soft: this share of the picture's size is enough.
_SHARE = 8


class Opening:
    """A soft, drifting light for a picture of `size` (width, height), with the colours of dusk."""

    # Relative luminance, for the flash limiter.
    luminance = 0.02

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        source = package_text("stage/opening.glsl")
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=f"#version 330\n{source}")
        self._program["aspect"].value = size[0] / size[1]
        self._quad = Quad(context, self._program)
        small = (max(size[0] // _SHARE, 1), max(size[1] // _SHARE, 1))
        self._buffer = context.framebuffer([smooth(context.texture(small, 4))])

    def render(self, features: Features, time: float) -> moderngl.Texture:
        """The light at `time`, brighter with the beat and the level."""
        sound = sound_values(features, time)
        self._program["time"].value = time % 3600.0
        self._program["light"].value = min(0.7 * sound["level"] + 0.4 * sound["beat"], 1.0)
        self._buffer.use()
        self._quad.draw()
        return self._buffer.color_attachments[0]

    def release(self) -> None:
        self._buffer.color_attachments[0].release()
        for part in (self._buffer, self._quad, self._program):
            part.release()
