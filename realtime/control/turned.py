"""Which controls a hand is turning just now, and on which machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

REST_S = 0.25
"""A machine on which a knob is turned is sent its value when the knob has rested so long: what comes back
late would pull the fader under the finger."""

Grip = tuple[str, str]
"""(address of a machine, name of a control)."""


class Turned:
    """Shared by all surfaces on which values come in from other programs. Thread-safe. steady: seconds that
    only go on."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._lock = threading.Lock()
        self._at: dict[Grip, float] = {}

    def note(self, machine: str, name: str) -> None:
        """A program on `machine` has just set the control `name`."""
        with self._lock:
            self._at[machine, name] = self._steady()

    def held(self) -> frozenset[Grip]:
        """What has not rested yet."""
        if not self._at:
            return frozenset()
        with self._lock:
            now = self._steady()
            self._at = {grip: at for grip, at in self._at.items() if now - at < REST_S}
            return frozenset(self._at)
