"""From one engine to the next without a jump: the last picture fades while the new engine grows its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from realtime.camera import Pose, relative
from realtime.paint.frame import FrameRequest
from realtime.scenery.crop import crop_to_fill
from realtime.smoothstep import smoothstep

# Engines differ in all that they do after painting (palette, light, brush), so growing out of the last
# picture is not enough. Slow enough that no frame differs more from the one before than frames do anyhow.
FADE_S = 2.5


class EngineCrossfade:
    """Blends the new engine's frames with another's last one, which goes on following the camera.

    size: (width, height) of the new engine's frames.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._frame = np.empty((size[1], size[0], 4), np.uint8)
        self._last: tuple[np.ndarray, Pose] | None = None
        self._began: FrameRequest | None = None

    def begin(self, pixels: np.ndarray, pose: Pose) -> None:
        """Fade from `pixels`, uint8 (H, W, 4) of any size, seen at `pose`, beginning with the next frame."""
        self._last, self._began = (crop_to_fill(pixels, self._size), pose), None

    def blend(self, request: FrameRequest, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """What to show for `pixels`, the new engine's frame; valid until the next call."""
        if self._last is None:
            return pixels
        began = self._began = self._began or request
        share = (request.time - began.time) / FADE_S
        if not 0.0 <= share < 1.0 or request.subject.generation != began.subject.generation:
            self._last = None  # a new subject comes in by its own transition
            return pixels
        share = smoothstep(share)
        # 0..256 in whole numbers: a few milliseconds a frame.
        part = np.uint16(round(256 * share))
        old = seen_from(*self._last, request.pose).astype(np.uint16)
        self._frame[...] = (old * (np.uint16(256) - part) + pixels * part) >> 8
        self._frame[..., 3] = 255
        return self._frame


def seen_from(pixels: np.ndarray, then: Pose, now: Pose) -> np.ndarray:
    """`pixels` (H, W, 4), seen at pose `then`, as seen at `now`; nearest pixels, edges drawn out."""
    height, width = pixels.shape[:2]
    try:
        back = np.linalg.inv(relative(now, then)).astype(np.float32)
    except np.linalg.LinAlgError:
        return pixels
    x = ((2.0 * np.arange(width) + 1.0 - width) / height).astype(np.float32)[None, :]
    y = ((height - 1.0 - 2.0 * np.arange(height)) / height).astype(np.float32)[:, None]
    u, v, w = (row[0] * x + row[1] * y + row[2] for row in back)
    w = np.maximum(w, 1e-3)
    columns = np.clip((u / w * height + width) / 2, 0, width - 1).astype(np.intp)
    rows = np.clip((height - v / w * height) / 2, 0, height - 1).astype(np.intp)
    return pixels[rows, columns]
