"""Runs composite.glsl: one draw call from painted frames to the finished picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np

from realtime.camera import Pose
from realtime.isf.include import resolve
from realtime.isf.quad import Quad
from realtime.isf.uniforms import find_uniform
from realtime.resources import PACKAGE, SHADERS, package_text
from realtime.stage.finish import KNOBS, glsl_defines
from realtime.stage.layer import SLOTS, Slot, frame_matrix


@dataclass(frozen=True, slots=True)
class Finish:
    """Uniforms of the finish. values: by name, all of KNOBS; size: of the output, pixels."""

    values: Mapping[str, float]
    size: tuple[float, float]


# Wave and chroma below this move nothing by more than a third of a pixel of 1080 lines: they are left out.
SEEN = 0.01
_LAYERS = range(1, SLOTS + 1)
# Colour fringes look three times at each layer: many layers are made one picture first.
_CHROMA = (1, 1, 1, 1)


class Variant:
    """One compiled form of the shader; sets only uniforms that changed."""

    def __init__(self, context: moderngl.Context, layers: int, flags: Mapping[str, int]) -> None:
        macros = {"LAYERS": layers, **flags, **glsl_defines(package_text("stage/composite.glsl"))}
        defines = "".join(f"#define {name} {value}\n" for name, value in macros.items())

        def source(name: str) -> str:
            path = PACKAGE / "stage" / name
            code = resolve(path.read_text(encoding="utf-8"), path, (SHADERS,)).code
            return f"#version 330\n{defines}#line 1\n{code}"

        self._program = context.program(
            vertex_shader=source("composite_vertex.glsl"), fragment_shader=source("composite.glsl")
        )
        self._quad = Quad(context, self._program)
        self._layers = layers
        members = {name: find_uniform(self._program, name) for name in self._program}
        self._members = {name: member for name, member in members.items() if member is not None}
        self._to_frame = np.zeros((layers, 3, 4), dtype="f4")
        knob = self._members.get("knob")
        self._knobs = np.zeros(0 if knob is None else knob.array_length, dtype="f4")
        self._size = (0.0, 0.0)
        for unit, name in enumerate((*(f"frame_{index}" for index in range(layers)), "glow")):
            if name in self._members:
                self._members[name].value = unit

    def draw(
        self,
        target: moderngl.Framebuffer,
        layers: Sequence[tuple[Slot, np.ndarray]],
        glow: moderngl.Texture | None,
        finish: Finish | None = None,
    ) -> None:
        """Draw `layers`, (slot, frame_matrix) each, over `target`."""
        for index, (slot, matrix) in enumerate(layers):
            self._to_frame[index, :, :3] = matrix.T  # GL wants columns
            self._to_frame[index, 0, 3] = slot.weight
            slot.texture.use(index)
        self._members["to_frame"].write(self._to_frame)
        if finish is not None and len(self._knobs):
            # The compiler may leave out what stands last and is not read.
            self._knobs[:] = [finish.values[name] for name in KNOBS[: len(self._knobs)]]
            self._members["knob"].write(self._knobs)
        if finish is not None and self._size != finish.size and "size" in self._members:
            self._size = self._members["size"].value = finish.size
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
        forms = [(layers, finish, wave, 0) for layers in _LAYERS for finish in (0, 1) for wave in (0, 1)]
        for layers, finish, wave, chroma in (*forms, _CHROMA):
            flags = {"FINISH": finish, "WAVE": wave, "CHROMA": chroma, "BICUBIC": int(bicubic)}
            self._variants[layers, finish, wave, chroma] = Variant(context, layers, flags)
        self._warm_up(context)

    def _warm_up(self, context: moderngl.Context) -> None:
        texture = context.texture((1, 1), 4)
        target = context.framebuffer([context.texture((8, 8), 4)])
        slot = Slot(texture, Pose(), True, weight=1.0)
        for (layers, *_), variant in self._variants.items():
            variant.draw(target, [(slot, np.eye(3))] * layers, texture)
        context.finish()
        for part in (*target.color_attachments, target, texture):
            part.release()

    def move(
        self,
        target: moderngl.Framebuffer,
        slots: Sequence[Slot],
        pose: Pose,
        aspect: float,
        finish: Finish | None = None,
    ) -> None:
        """Slots as seen from `pose`, crossfaded, into `target`; no finish.

        finish: where its wave is to move the picture here already.
        """
        layers = [(slot, frame_matrix(slot, pose, aspect)) for slot in slots]
        self._variants[len(layers), 0, int(finish is not None), 0].draw(target, layers, None, finish)

    def finish(
        self,
        target: moderngl.Framebuffer,
        slots: Sequence[Slot],
        pose: Pose,
        aspect: float,
        glow: moderngl.Texture,
        finish: Finish,
    ) -> None:
        """As `move`, and the finish (all but the stars) in the same draw call. Chroma needs a single slot."""
        layers = [(slot, frame_matrix(slot, pose, aspect)) for slot in slots]
        values = finish.values
        form = _CHROMA if values["chroma"] > SEEN else (len(layers), 1, int(values["wave"] > SEEN), 0)
        self._variants[form].draw(target, layers, glow, finish)

    def release(self) -> None:
        for variant in self._variants.values():
            variant.release()
