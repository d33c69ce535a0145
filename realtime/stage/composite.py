"""Runs composite.glsl: one draw call from painted frames to the finished picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import moderngl
import numpy as np

from realtime.camera import Pose
from realtime.isf.quad import Quad
from realtime.stage.layer import SLOTS, Slot, frame_matrix

_HERE = Path(__file__).resolve().parent
VERTEX = """#version 330
in vec2 isf_position;
out vec2 at;
void main() { gl_Position = vec4(isf_position, 0.0, 1.0); at = isf_position * 0.5 + 0.5; }
"""
# Wave, sparkle and chroma below this cannot be seen, and are left out of the shader.
_SEEN = 0.004
_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "basic render")


def is_software(context: moderngl.Context) -> bool:
    """True when the picture is computed by the processor: every texture sample is dear then."""
    return any(name in context.info["GL_RENDERER"].lower() for name in _SOFTWARE)


class Variant:
    """One compiled form of the shader; sets only uniforms that changed."""

    def __init__(self, context: moderngl.Context, layers: int, flags: Mapping[str, int]) -> None:
        defines = "".join(f"#define {name} {value}\n" for name, value in {"LAYERS": layers, **flags}.items())
        body = (_HERE / "composite.glsl").read_text(encoding="utf-8")
        self._program = context.program(
            vertex_shader=VERTEX, fragment_shader=f"#version 330\n{defines}#line 1\n{body}"
        )
        self._quad = Quad(context, self._program)
        self._layers = layers
        self._members = {name: self._program[name] for name in self._program}
        self._matrices = np.empty((layers, 3, 3), dtype="f4")
        self._weights = np.empty(layers, dtype="f4")
        self._set: dict[str, object] = {}
        for unit, name in enumerate((*(f"frame_{index}" for index in range(layers)), "glow")):
            if name in self._members:
                self._members[name].value = unit

    def draw(
        self,
        target: moderngl.Framebuffer,
        layers: Sequence[tuple[Slot, np.ndarray]],
        glow: moderngl.Texture | None,
        uniforms: Mapping[str, float | tuple[float, float]],
    ) -> None:
        """Draw `layers`, (slot, frame_matrix) each, over `target`."""
        for index, (slot, matrix) in enumerate(layers):
            self._matrices[index] = matrix.T  # GL wants columns
            self._weights[index] = slot.weight
            slot.texture.use(index)
        self._members["to_frame"].write(self._matrices)
        self._members["weight"].write(self._weights)
        for name, value in uniforms.items():
            if self._set.get(name) != value and name in self._members:
                self._set[name] = value
                self._members[name].value = value
        if glow is not None:
            glow.use(self._layers)
        target.use()
        self._quad.draw()

    def release(self) -> None:
        self._quad.release()
        self._program.release()


class Composite:
    """All variants, compiled and warmed up before the show: none may hold up a frame later.

    bicubic: enlarge painted frames sharply; five times the texture reads.
    """

    def __init__(self, context: moderngl.Context, bicubic: bool) -> None:
        self._variants: dict[tuple[int, int, int, int], Variant] = {}
        for layers in range(1, SLOTS + 1):
            for finish, effects, chroma in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1)):
                flags = {"FINISH": finish, "EFFECTS": effects, "CHROMA": chroma, "BICUBIC": int(bicubic)}
                self._variants[layers, finish, effects, chroma] = Variant(context, layers, flags)
        self._warm_up(context)

    def _warm_up(self, context: moderngl.Context) -> None:
        texture = context.texture((1, 1), 4)
        target = context.framebuffer([context.texture((8, 8), 4)])
        slot = Slot(texture, Pose(), True, weight=1.0)
        for (layers, *_), variant in self._variants.items():
            variant.draw(target, [(slot, np.eye(3))] * layers, texture, {})
        context.finish()
        for part in (*target.color_attachments, target, texture):
            part.release()

    def move(self, target: moderngl.Framebuffer, slots: Sequence[Slot], pose: Pose, aspect: float) -> None:
        """Slots as seen from `pose`, crossfaded, into `target`; no finish."""
        layers = [(slot, frame_matrix(slot, pose, aspect)) for slot in slots]
        self._variants[len(layers), 0, 0, 0].draw(target, layers, None, {})

    def finish(
        self,
        target: moderngl.Framebuffer,
        slots: Sequence[Slot],
        pose: Pose,
        aspect: float,
        glow: moderngl.Texture,
        uniforms: Mapping[str, float | tuple[float, float]],
    ) -> None:
        """As `move`, and the whole finish in the same draw call."""
        layers = [(slot, frame_matrix(slot, pose, aspect)) for slot in slots]
        chroma = uniforms["chroma"] > _SEEN
        effects = chroma or uniforms["wave"] > _SEEN or uniforms["sparkle"] > _SEEN
        self._variants[len(layers), 1, int(effects), int(chroma)].draw(target, layers, glow, uniforms)

    def release(self) -> None:
        for variant in self._variants.values():
            variant.release()
