"""The picture before the first painted frame: the audience never sees a black screen."""

from __future__ import annotations

import moderngl

from realtime.audio.features import Features
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform
from realtime.resources import package_text
from realtime.stage.sound_inputs import sound_values

# It is soft: this share of the picture's size is enough.
_SHARE = 8


class Opening:
    """A soft, drifting light for a picture of `size` (width, height), with the colours of dusk."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        source = package_text("stage/opening.glsl")
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=f"#version 330\n{source}")
        set_uniform(self._program, "aspect", size[0] / size[1])
        self._quad = Quad(context, self._program)
        small = (max(size[0] // _SHARE, 1), max(size[1] // _SHARE, 1))
        self._surface = Surface(context, small)

    def render(self, features: Features, time: float) -> moderngl.Texture:
        """The light at `time`, brighter with the beat and the level."""
        sound = sound_values(features, time)
        set_uniform(self._program, "time", time % 3600.0)
        set_uniform(self._program, "light", min(0.7 * sound["level"] + 0.4 * sound["beat"], 1.0))
        self._surface.framebuffer.use()
        self._quad.draw()
        return self._surface.texture

    def release(self) -> None:
        for part in (self._surface, self._quad, self._program):
            part.release()
