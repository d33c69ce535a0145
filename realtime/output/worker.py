"""A thread for one output: it works on the newest picture, and the show never waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np

from realtime.errors import UserError
from realtime.output.output import Shown, Turns, Wanted

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""What has failed is opened again after so long."""
_END_S = 1.0


class Device(Protocol):
    """Where pictures go. All methods are called in the output's own thread, and may wait."""

    def open(self) -> None:
        """Make it ready. Raises UserError, with what to do, or OSError where there is none now."""
        ...

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        """Pass on one picture, uint8 (H, W, 4) RGBA, row 0 at the top, C-contiguous. Raises as `open`; it is
        then closed and opened again later."""
        ...

    def close(self) -> None:
        """Let it go; also called where opening failed."""
        ...


class WorkerOutput:
    """`device` fed with pictures of `wanted`, `fps` times a second at most, in a thread of its own.

    Of pictures that come while the device is busy only the newest waits; those it took the place of are
    counted. wants: a further condition.
    """

    def __init__(
        self,
        name: str,
        device: Device,
        wanted: Wanted,
        fps: float,
        wants: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name, self.wanted, self.dropped, self.error = name, wanted, 0, ""
        self._device, self._turns, self._wants = device, Turns(fps), wants
        width, height = wanted.size
        self._free = [np.empty((height, width, 4), np.uint8) for _ in range(2)]
        self._waiting: tuple[np.ndarray, Shown] | None = None
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def wants(self, shown: Shown) -> bool:
        return not self.error and self._wants() and self._turns.due(shown.time)

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        with self._changed:
            if self._waiting is not None:
                buffer = self._waiting[0]
                self.dropped += 1
            elif self._free:
                buffer = self._free.pop()
            else:
                self.dropped += 1
                return
            np.copyto(buffer, picture)
            self._waiting = buffer, shown
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed.set()
            self._changed.notify()
        self._thread.join(_END_S)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._device.open()
                self.error = ""
                self._serve()
            except (UserError, OSError, RuntimeError, ValueError) as error:
                self._fail(str(error))
            except Exception as error:  # the show goes on without it, and it is tried again
                log.exception("%s has failed", self.name)
                self._fail(f"{type(error).__name__}: {error}")
            finally:
                self._device.close()
            self._closed.wait(AGAIN_S)

    def _serve(self) -> None:
        while (item := self._next()) is not None:
            try:
                self._device.send(*item)
            finally:
                with self._changed:
                    self._free.append(item[0])

    def _next(self) -> tuple[np.ndarray, Shown] | None:
        """The newest picture as soon as there is one; None at the end, when it has been passed on."""
        with self._changed:
            while self._waiting is None and not self._closed.is_set():
                self._changed.wait()
            item, self._waiting = self._waiting, None
            return item

    def _fail(self, reason: str) -> None:
        text = f"{self.name}: {reason}"
        if text != self.error:
            log.warning("%s", text)
        self.error = text
