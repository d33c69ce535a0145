"""The `shader` painter: GLSL only, no weights, no network; the last resort that looks good too.

A source (chosen from the prompt as for the `style` painter) is painted in
strokes over the last picture, which the camera has moved (shaders/painter/feedback.fs).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.isf.passes import open_context
from realtime.isf.program import IsfProgram
from realtime.paint.frame import FrameRequest
from realtime.paint.request_values import kept_share, share, since_last
from realtime.paint.scene_layers import Blend, Scenery, sound_step
from realtime.resources import shader
from realtime.scenery.generators import open_generators

_PUNCH = 0.08  # how far a full punch pulls the picture in
_CRISP = 0.2  # detail given back to the last picture, where no treatment sharpens it
_TRAIL_S = 0.9  # time in which light on the canvas falls to 1/e


class ShaderPainter:
    """Implements realtime.paint.frame.Painter.

    size: (width, height); shaders: the user's shader folders, None for the one in the settings folder;
    stand_in: another generator replaces one that does not compile, where else ShaderError is raised.
    Raises UserError without GL.
    """

    name = "shader"

    def __init__(
        self,
        size: tuple[int, int] = (640, 360),
        shaders: Sequence[Path] | None = None,
        stand_in: bool = False,
    ) -> None:
        self.size = size
        self._context = open_context()
        generators = open_generators(shaders)
        self._scenery = Scenery(self._context, size, generators=generators, stand_in=stand_in)
        self._mixed = Blend(self._context, size)
        self._feedback = IsfProgram(self._context, shader("painter/feedback.fs"))
        self._handed = self._context.texture(size, 4)
        self._output = self._context.framebuffer([self._context.texture(size, 4)])
        self._rows = np.zeros((size[1], size[0], 4), np.uint8)
        self._frame = np.zeros_like(self._rows)
        self._last: FrameRequest | None = None
        self._adopted_pose: Pose | None = None
        self._punch = 0.0
        self._blank = True  # nothing has been painted yet

    @property
    def note(self) -> str:
        """What is missing, for the operator, or ""."""
        return self._scenery.note

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
        """Take the camera along as painting this would, and paint nothing."""
        self._scenery.turn_to(request)
        dt, step = self._step(request)
        self._scenery.move(step, dt)
        self._scenery.meet(request)
        self._last = request

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4), sRGB, row 0 at the top; valid until the next call."""
        fresh = self._scenery.turn_to(request) or (self._blank and self._adopted_pose is None)
        dt, step = self._step(request)
        punch = share(request.inputs.get("punch", 0.0))
        pull = (1.0 + _PUNCH * punch) / (1.0 + _PUNCH * self._punch)
        self._punch = punch
        self._scenery.move(step, dt)
        layers = self._scenery.mixture(request).layers
        pan_limit = self._scenery.lay(layers, request, dt, self._mixed.add).pan_limit
        strength = share(request.strength)
        keep = 0.0 if fresh else kept_share(strength, dt)
        back = np.linalg.inv(np.diag([pull, pull, 1.0]) @ step)
        inputs = {
            "source": self._mixed.texture,
            "handed": self._handed,
            "take": 1.0 if self._adopted_pose is not None else 0.0,
            "keep": keep,
            "trail": 0.0 if fresh else np.exp(-dt / _TRAIL_S).item(),
            "crisp": 0.0 if request.treatment is not None and request.treatment.amount > 0.0 else _CRISP,
            "glow": share(request.inputs.get("glow", 0.0)),
            "grain": share(request.noise),
            "seed": float(request.subject.seed % 4096),
            **_rows("back", back),
            **_rows(
                "pan_limit", np.linalg.inv(pan_limit @ np.diag([1 + _PUNCH * punch, 1 + _PUNCH * punch, 1.0]))
            ),
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
        self._scenery.sources.last = self._frame
        return self._frame

    def _step(self, request: FrameRequest) -> tuple[float, np.ndarray]:
        """(seconds, camera homography) since the last picture."""
        then = self._adopted_pose or (self._last.pose if self._last is not None else request.pose)
        last = self._last.time if self._last is not None else None
        return since_last(request.time, last), sound_step(request.pose, then)

    def close(self) -> None:
        """Give the GL context back, and what its sources hold open."""
        self._scenery.close()
        self._context.release()


def _rows(name: str, matrix: np.ndarray) -> dict[str, tuple[float, ...]]:
    """A 3×3 matrix as three ISF colour inputs, the only ones wide enough."""
    matrix = matrix / matrix[2, 2]
    return {f"{name}{i}": (float(row[0]), float(row[1]), float(row[2]), 0.0) for i, row in enumerate(matrix)}
