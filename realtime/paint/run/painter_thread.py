"""A painter in a thread of its own: its GL context never interferes with the stage's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from realtime.paint.frame import FrameRequest, Painter
from realtime.paint.gl_thread import leave_gl


class PainterThread:
    """Implements realtime.paint.frame.Painter by another one, built and used in one thread.

    `paint` waits for the frame: this is for films and tests, where painting is in line. Two GL
    contexts in one thread would each have to be made current before every call.
    """

    def __init__(self, build: Callable[[], Painter]) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")
        try:
            self._painter = self._thread.submit(build).result()
        except BaseException:
            self._thread.shutdown()
            raise
        self.name = self._painter.name
        self.size = self._painter.size

    @property
    def note(self) -> str:
        """The painter's own note."""
        return self._thread.submit(lambda: self._painter.note).result()

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4), as the painter gives it; valid until the next call."""
        return self._thread.submit(self._painter.paint, request).result()

    def close(self) -> None:
        self._thread.submit(self._painter.close).result()
        self._thread.submit(leave_gl).result()
        self._thread.shutdown()
