"""A painter in a thread of its own: a GL context belongs to a thread, and the caller has one already."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from realtime.camera import Pose
from realtime.paint.frame import FrameRequest
from realtime.paint.spec import EngineSpec, build


class ApartPainter:
    """The painter of `spec`; every call waits for its thread. Raises UserError, as the engine does."""

    def __init__(self, spec: EngineSpec) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")
        try:
            self._painter = self._thread.submit(build, spec).result()
        except BaseException:
            self._thread.shutdown()
            raise
        self.name, self.size = self._painter.name, self._painter.size

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4) RGBA, sRGB, row 0 at the top; valid until the next call."""
        return self._thread.submit(self._painter.paint, request).result()

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Grow the next frame out of `pixels`, if the engine can."""
        if hasattr(self._painter, "adopt"):
            self._thread.submit(self._painter.adopt, pixels, pose).result()

    def close(self) -> None:
        self._thread.submit(self._painter.close).result()
        self._thread.shutdown()
