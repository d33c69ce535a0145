"""The `shader` painter: GLSL only, no weights, no network; the last resort that looks good too.

A procedural source (shaders/sources, chosen from the prompt as for the `style` painter) is painted in
strokes over the last picture, which the camera has moved (shaders/painter/feedback.fs).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import moderngl
import numpy as np

from realtime.camera import Pose, relative
from realtime.isf.program import IsfProgram
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.palettes import turned
from realtime.paint.style.passes import open_context
from realtime.paint.style.prompt import Mixture, mixture
from realtime.paint.style.sources import SourceStage

FEEDBACK = Path(__file__).resolve().parents[2] / "shaders" / "painter" / "feedback.fs"
# Strength is a share of repaint per this time, so that 8 and 60 painted frames a second look alike.
_STRENGTH_S = 0.125
_CROSSFADE_S = 1.5
_PUNCH = 0.08  # how far a full punch pulls the picture in
_CRISP = 0.2  # detail given back to the last picture, where no treatment sharpens it
_TRAIL_S = 0.9  # time in which light on the canvas falls to 1/e


class ShaderPainter:
    """Implements realtime.paint.frame.Painter. size: (width, height). Raises UserError without GL."""

    name = "shader"

    def __init__(self, size: tuple[int, int] = (640, 360)) -> None:
        self.size = size
        self._context = open_context()
        self._sources = SourceStage(self._context, size)
        self._mixed = _Blend(self._context, size)
        self._feedback = IsfProgram(self._context, FEEDBACK)
        self._handed = self._context.texture(size, 4)
        self._output = self._context.framebuffer([self._context.texture(size, 4)])
        self._rows = np.zeros((size[1], size[0], 4), np.uint8)
        self._frame = np.zeros_like(self._rows)
        self._subject: Subject | None = None
        self._before: Subject | None = None
        self._changed_at = 0.0
        self._last: FrameRequest | None = None
        self._adopted_pose: Pose | None = None
        self._punch = 0.0
        self._blank = True  # nothing has been painted yet

    @property
    def note(self) -> str:
        """What is missing, for the operator, or ""."""
        return self._sources.note

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Grow the next frame out of `pixels`, uint8 (H, W, 4) of any size, seen at `pose`."""
        if (pixels.shape[1], pixels.shape[0]) != self._handed.size:
            self._handed.release()
            self._handed = self._context.texture((pixels.shape[1], pixels.shape[0]), 4)
        self._handed.write(np.ascontiguousarray(pixels))
        self._adopted_pose = pose

    def carried(self) -> np.ndarray | None:
        """float32 (H, W, 3), sRGB: the canvas that the next frame is painted on, before its finish; None
        while it is blank."""
        return None if self._blank else self._canvas()[::-1, :, :3]

    def carry(self, picture: np.ndarray) -> None:
        """Go on from `picture`, as from the canvas that `carried` gave."""
        rows = self._canvas()
        rows[::-1, :, :3] = picture
        self._feedback.target("canvas").write(rows)

    def _canvas(self) -> np.ndarray:
        """float32 (H, W, 4), row 0 at the bottom."""
        read = np.frombuffer(self._feedback.target("canvas").read(), np.float32)
        return read.reshape(self.size[1], self.size[0], 4).copy()

    def follow(self, request: FrameRequest) -> None:
        """Take the camera along as painting this would, and paint nothing: a film that begins in the middle
        is then at the same place in every source's world."""
        self._begin(request)
        dt, step = self._step(request)
        self._sources.move(step, dt)
        for layer in self._mixture(request).layers:
            self._sources.prepare(layer.source)
        self._last = request

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4), sRGB, row 0 at the top; valid until the next call."""
        fresh = self._begin(request) or (self._blank and self._adopted_pose is None)
        dt, step = self._step(request)
        punch = _clipped(request.inputs.get("punch", 0.0))
        pull = (1.0 + _PUNCH * punch) / (1.0 + _PUNCH * self._punch)
        self._punch = punch
        self._sources.move(step, dt)
        leash = self._add_sources(request, dt)
        strength = _clipped(request.strength)
        keep = 0.0 if fresh else (1.0 - strength**1.3) ** (dt / _STRENGTH_S)
        back = np.linalg.inv(np.diag([pull, pull, 1.0]) @ step)
        inputs = {
            "source": self._mixed.texture,
            "handed": self._handed,
            "take": 1.0 if self._adopted_pose is not None else 0.0,
            "keep": keep,
            "trail": 0.0 if fresh else np.exp(-dt / _TRAIL_S).item(),
            "crisp": 0.0 if request.treatment is not None and request.treatment.amount > 0.0 else _CRISP,
            "glow": _clipped(request.inputs.get("glow", 0.0)),
            "grain": _clipped(request.noise),
            "seed": float(request.subject.seed % 4096),
            **_rows("back", back),
            **_rows("leash", np.linalg.inv(leash @ np.diag([1 + _PUNCH * punch, 1 + _PUNCH * punch, 1.0]))),
        }
        self._feedback.render(
            self.size,
            time=float(request.source_time % 4096.0),
            time_delta=dt,
            frame_index=request.id % 2**31,
            inputs=inputs,
            target=self._output,
        )
        self._adopted_pose, self._last, self._blank = None, request, False
        self._output.read_into(self._rows, components=4)
        np.copyto(self._frame, self._rows[::-1])
        self._frame[..., 3] = 255
        self._sources.last = self._frame
        return self._frame

    def _begin(self, request: FrameRequest) -> bool:
        """Take in a new subject; True when the picture starts afresh."""
        subject = request.subject
        fresh = self._last is None and self._adopted_pose is None
        if subject != self._subject:
            if self._subject is None or subject.cut:
                self._before, fresh = None, fresh or (subject.cut and self._subject is not None)
            else:
                self._before, self._changed_at = self._subject, request.time
            self._subject = subject
        return fresh

    def _step(self, request: FrameRequest) -> tuple[float, np.ndarray]:
        """(seconds, camera homography) since the last picture."""
        then = self._adopted_pose or (self._last.pose if self._last is not None else request.pose)
        since = _STRENGTH_S if self._last is None else request.time - self._last.time
        dt = min(max(since, 1.0 / 240.0), 1.0) if np.isfinite(since) else _STRENGTH_S
        try:
            step = relative(request.pose, then)
        except np.linalg.LinAlgError:
            return dt, np.eye(3)
        sound = np.isfinite(step).all() and abs(np.linalg.det(step)) > 1e-6
        return dt, step if sound else np.eye(3)

    def _mixture(self, request: FrameRequest) -> Mixture:
        fade = _clipped((request.time - self._changed_at) / _CROSSFADE_S)
        return mixture(
            self._subject,
            self._before,
            fade,
            _clipped(request.prompt_mix),
            _clipped(request.style_mix),
            _clipped(request.inputs.get("mix", 0.5)),
        )

    def _add_sources(self, request: FrameRequest, dt: float) -> np.ndarray:
        """Render and mix what is in sight; where its plane is seen (3, 3)."""
        mixed = self._mixture(request)
        hue = float(request.inputs.get("hue", 0.0))
        inputs = {name: float(np.nan_to_num(value)) for name, value in request.inputs.items()}
        share, leash = 0.0, np.zeros((3, 3))
        for layer in mixed.layers:
            lit = replace(layer, colours=turned(layer.colours, hue))
            picture = self._sources.render(lit, float(request.source_time), dt, request.id % 2**31, inputs)
            share += layer.share
            self._mixed.add(picture, layer.share / share)
            leash += layer.share * self._sources.leash(layer.source)
        return leash / share

    def close(self) -> None:
        """Give the GL context back, and what its sources hold open."""
        self._sources.close()
        self._context.release()


class _Blend:
    """A picture that other pictures are mixed into."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self.texture = context.texture(size, 4)
        self.texture.repeat_x = self.texture.repeat_y = False
        self._framebuffer = context.framebuffer([self.texture])
        self._program = context.program(
            vertex_shader="""#version 330
                out vec2 at;
                void main() {
                    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
                    gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
                }""",
            fragment_shader="""#version 330
                uniform sampler2D picture; uniform float share; in vec2 at; out vec4 color;
                void main() { color = vec4(texture(picture, at).rgb, share); }""",
        )
        self._array = context.vertex_array(self._program, [])

    def add(self, picture: moderngl.Texture, share: float) -> None:
        """Mix `picture` in; a share of 1 replaces what was there."""
        self._framebuffer.use()
        picture.use(0)
        self._program["share"].value = share
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4)
        self._context.disable(moderngl.BLEND)


def _rows(name: str, matrix: np.ndarray) -> dict[str, tuple[float, ...]]:
    """A 3×3 matrix as three ISF colour inputs, the only ones wide enough."""
    matrix = matrix / matrix[2, 2]
    return {f"{name}{i}": (float(row[0]), float(row[1]), float(row[2]), 0.0) for i, row in enumerate(matrix)}


def _clipped(value: float) -> float:
    """`value` within 0..1; 0 when it is not a number."""
    return min(max(float(value), 0.0), 1.0) if np.isfinite(value) else 0.0
