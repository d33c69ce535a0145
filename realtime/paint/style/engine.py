"""The `style` painter: source → network → painting, with the last painting carried along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.isf.passes import open_context
from realtime.paint.frame import FrameRequest
from realtime.paint.request_values import STEP_S, kept_share, sane, share, since_last
from realtime.paint.scene_layers import Scenery, sound_step
from realtime.paint.style.canvas import MARGIN, Canvas
from realtime.paint.style.network import open_network
from realtime.scenery.generators import open_generators
from realtime.scenery.styles import STYLES

_PUNCH = 0.06
_CANVAS_PIXELS = 384 * 216
_TEXTURE = np.array([max(style.texture - 0.3, 0.0) for style in STYLES], np.float32)
_TEXTURE_COST = 0.4


class StylePainter:
    """Implements realtime.paint.frame.Painter.

    size: (width, height) of the frames; canvas: of the painting before it is baked, multiples of 8
    (None: as many pixels as 384 × 216, in the frames' shape); threads: of the network;
    runtime: "auto", "onnxruntime" or "openvino"; shaders, stand_in: the user's shader folders, and what
    becomes of a generator that does not compile, as ShaderPainter has them.
    Raises UserError where EGL, the network's weights or a source are missing.
    """

    def __init__(
        self,
        size: tuple[int, int] = (960, 540),
        canvas: tuple[int, int] | None = None,
        threads: int = 1,
        runtime: str = "auto",
        shaders: Sequence[Path] | None = None,
        stand_in: bool = False,
    ) -> None:
        self.size = size
        canvas = canvas or canvas_for(size)
        self._context = open_context()
        self._network = open_network((canvas[0] + 2 * MARGIN, canvas[1] + 2 * MARGIN), threads, runtime)
        # The stage may have a context of its own in this process: each call enters and leaves ours.
        with self._context:
            self._canvas = Canvas(self._context, size, canvas, self._network, threads)
            units = canvas[1] / self._canvas.padded[1]  # the sources' pictures are a little larger
            generators = open_generators(shaders)
            self._scenery = Scenery(self._context, self._canvas.padded, units, generators, stand_in)
        self.name = f"style ({self._network.name})"
        self._last: FrameRequest | None = None
        self._pose: Pose | None = None
        self._punch = 0.0
        self._seed: int | None = None

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4), sRGB, row 0 at the top; valid until the next call."""
        with self._context:
            return self._paint(request)

    @property
    def note(self) -> str:
        """What is missing, for the operator, or ""."""
        return self._scenery.note

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Grow the next frame out of another engine's: uint8 (H, W, 4) of any size, seen at `pose`."""
        with self._context:
            self._canvas.adopt(pixels)
        self._pose = pose

    def carried(self) -> np.ndarray | None:
        """float32 (H, W, 3), sRGB: the painting that the next one grows out of, before palette, light and
        brush are laid over it; None before the first."""
        with self._context:
            return self._canvas.painting()

    def carry(self, picture: np.ndarray) -> None:
        """Go on from `picture`, as from the painting that `carried` gave."""
        with self._context:
            self._canvas.carry(picture)

    def follow(self, request: FrameRequest) -> None:
        """Take the camera along as painting this would, and paint nothing."""
        with self._context:
            self._move(request)
            self._scenery.meet(request)
        self._last, self._pose = request, request.pose

    def _move(self, request: FrameRequest) -> tuple[float, np.ndarray]:
        """Follow the camera; (seconds, homography) since the last painting."""
        dt, step = self._step_since_last(request, self._begin(request))
        self._scenery.move(step, dt)
        self._canvas.move(step, dt)
        return dt, step

    def _paint(self, request: FrameRequest) -> np.ndarray:
        dt, step = self._move(request)
        punch = share(request.inputs.get("punch", 0.0))
        zoom = (1.0 + _PUNCH * punch) / (1.0 + _PUNCH * self._punch)
        self._punch = punch
        painted_from = np.linalg.inv(np.diag([zoom, zoom, 1.0]) @ step)

        mixed = self._scenery.mixture(request)
        laid = self._scenery.lay(mixed.layers, request, dt, self._canvas.sources.add)
        pan_limit = laid.pan_limit @ np.diag([1.0 + _PUNCH * punch] * 2 + [1.0])
        strength = sane(request.strength, 0.5, 0.0, 1.0)
        keep = kept_share(strength, dt)
        noise = sane(request.noise, 0.02, 0.0, 1.0)
        self._canvas.compose(np.linalg.inv(pan_limit), noise)
        self._canvas.repaint(mixed.styles)
        amount_of = self._scenery.sources.generators.amount
        amount = sum(layer.share * amount_of(layer.source) for layer in mixed.layers)
        # Styles that lay a pattern over everything take less of the picture, or nothing else is seen.
        amount *= 1.0 - _TEXTURE_COST * float(mixed.styles.weights @ _TEXTURE)
        self._canvas.grade(painted_from, amount, keep, dt)
        glow = share(request.inputs.get("glow", 0.0))
        self._last, self._pose = request, request.pose
        picture = self._canvas.finish(laid.colours, 0.3 * glow, 0.55 + 0.6 * glow, 0.5)
        self._scenery.sources.last = picture
        return picture

    def _begin(self, request: FrameRequest) -> bool:
        """Take in a new subject; True when the painting starts afresh."""
        fresh = self._scenery.turn_to(request) or self._pose is None
        if self._seed != request.subject.seed:
            self._seed = request.subject.seed
            self._canvas.set_grain(self._seed % 2**32)
        if fresh:
            self._canvas.restart()
        return fresh

    def _step_since_last(self, request: FrameRequest, fresh: bool) -> tuple[float, np.ndarray]:
        """(seconds, camera homography) since the last painting."""
        if fresh or self._pose is None:
            return STEP_S, np.eye(3)
        last = self._last.time if self._last is not None else None
        return since_last(request.time, last), sound_step(request.pose, self._pose)

    def close(self) -> None:
        """Give the GL context back, and what its sources hold open."""
        self._scenery.close()
        self._context.release()


def canvas_for(size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of a painting for frames of `size`: their shape, about 384 × 216, multiples of 8."""
    aspect = min(max(size[0] / size[1], 0.2), 5.0)
    height = math.sqrt(_CANVAS_PIXELS / aspect)
    return 8 * round(height * aspect / 8), 8 * round(height / 8)
