"""Painted frames on the GPU: the newest ones, crossfaded over the time that painting takes.

A new frame starts at weight 0 and pushes those before it down from wherever they stand, so the
picture never jumps, even when frames come sooner or later than expected.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median

import moderngl
import numpy as np

from realtime.camera import Pose, relative
from realtime.isf.pictures import smooth

SLOTS = 3
# Crossfades are as long as the measured time between frames. A painter that keeps up with the display
# needs none: it would only show each frame later.
_SHORTEST_S, _LONGEST_S = 0.03, 2.0
# The interval between painted frames is the median of so many.
_READINGS = 5
# A frame of less weight is invisible, and each one costs a software GL a quarter of the picture.
_FAINT = 0.045


@dataclass(slots=True)
class Slot:
    """One picture. top_down: the texture's row 0 is the picture's top;
    start: weight when the newest came."""

    texture: moderngl.Texture
    pose: Pose
    top_down: bool
    start: float = 0.0
    weight: float = 0.0


def frame_matrix(slot: Slot, pose: Pose, aspect: float) -> np.ndarray:
    """(3, 3): from normalised coordinates of the output (0..1, y up) to those of the slot's texture.

    aspect: of the output, which the frame covers: what does not fit is cut off, never stretched.
    """
    width, height = slot.texture.size
    own = width / height
    cover = min(1.0, own / aspect)
    plane = np.array([[2 * aspect * cover, 0, -aspect * cover], [0, 2 * cover, -cover], [0, 0, 1.0]])
    flip = -1.0 if slot.top_down else 1.0
    texture = np.array([[0.5 / own, 0, 0.5], [0, 0.5 * flip, 0.5], [0, 0, 1.0]])
    # A camera at rest carries pixels over exactly: no inverse, no rounding.
    moved = relative(slot.pose, pose)
    return texture @ moved @ plane


class Layer:
    """The newest frames of one generation."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._spare: list[moderngl.Texture] = []
        self._slots: list[Slot] = []
        self._arrived: float | None = None
        self._readings: deque[float] = deque(maxlen=_READINGS)
        self._interval = 0.2
        self._fade: float | None = None
        self._step_s = 0.0

    @property
    def slots(self) -> list[Slot]:
        """Those seen at all, oldest first."""
        return [slot for slot in self._slots if slot.weight > 0.0]

    def open(self, texture: moderngl.Texture, pose: Pose) -> None:
        """Before the first frame: `texture`, row 0 at the bottom, seen from `pose`; frames grow out of it."""
        self._slots = [Slot(texture, pose, top_down=False, weight=1.0)]

    def add(
        self, pixels: np.ndarray, pose: Pose, time: float, fade_s: float | None = None, step_s: float = 0.0
    ) -> None:
        """A frame uint8 (H, W, 4), row 0 at the top, that is first seen at `time` and fades in over
        `fade_s` (None: over the time between frames).

        step_s: time that one displayed frame lasts; so much of the fade is seen in the first already."""
        self.advance(time)  # what fades in within one displayed frame would else never be seen
        self._measure(time)
        self._fade, self._step_s = fade_s, step_s
        while len(self._slots) >= SLOTS:
            # With frames faster than the display the oldest has faded long ago; else it is the faintest.
            gone = min(self._slots[:-1], key=lambda slot: slot.weight)
            self._slots.remove(gone)
            self._spare.append(gone.texture)
        texture = self._texture((pixels.shape[1], pixels.shape[0]))
        texture.write(np.ascontiguousarray(pixels))
        total = sum(slot.weight for slot in self._slots)
        for slot in self._slots:
            slot.start = slot.weight / total if total else 0.0
        self._slots.append(Slot(texture, pose, True))
        self._arrived = time
        self.advance(time)

    def advance(self, time: float, blend: float | None = None) -> None:
        """Set the weights for `time`; they always sum up to 1.

        blend: the newest frame's weight, where the one before it has the rest; None: by the fade.
        """
        if not self._slots:
            return
        newest, before = self._slots[-1], self._slots[:-1]
        if blend is not None and before:
            for slot in before:
                slot.start = float(slot is before[-1])
                slot.weight = slot.start * (1.0 - blend)
            newest.weight = blend
            return
        share = self._share(time) if any(slot.start > 0.0 for slot in before) else 1.0
        newest.weight = share
        for slot in before:
            weight = slot.start * (1.0 - share)
            slot.weight = weight if weight >= _FAINT else 0.0
        total = sum(slot.weight for slot in self._slots)
        for slot in self._slots:
            slot.weight /= total

    def _share(self, time: float) -> float:
        """0..1 of the newest frame: as much more each displayed frame, so that the picture changes evenly."""
        fade = self._interval if self._fade is None else min(self._fade, self._interval)
        if fade < _SHORTEST_S or self._arrived is None:
            return 1.0
        return min(max((time - self._arrived + self._step_s) / fade, 0.0), 1.0)

    def clear(self) -> None:
        """Forget all frames; the next one is seen at once."""
        self._spare += [slot.texture for slot in self._slots]
        self._slots = []

    def _measure(self, time: float) -> None:
        if self._arrived is not None and time > self._arrived:
            self._readings.append(min(time - self._arrived, _LONGEST_S))
            self._interval = median(self._readings)

    def _texture(self, size: tuple[int, int]) -> moderngl.Texture:
        while self._spare:
            texture = self._spare.pop()
            if texture.size == size:
                return texture
            texture.release()
        return smooth(self._context.texture(size, 4))

    def release(self) -> None:
        self.clear()
        while self._spare:
            self._spare.pop().release()
