"""Looks for displays that come and go, beside the loop."""

from __future__ import annotations

import logging
import threading

from realtime.stage.displays import Display, find_display, list_displays

_LOG = logging.getLogger(__name__)
_EVERY_S = 1.0


class DisplayWatch:
    """Where the display `wanted`, a number or a name, is now; looked for every second in a thread.

    A display that was asked for by its number is found again by its name: numbers change when one goes.
    """

    def __init__(self, wanted: str, found: Display | None) -> None:
        self._wanted = found.name if found is not None else wanted
        self.found = found
        """The display; None while it is not there."""
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="displays", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.wait(_EVERY_S):
            found = find_display(list_displays(), self._wanted)
            if found != self.found:
                what = f"is at {found.words}" if found is not None else "is gone"
                _LOG.warning("the display %s %s", self._wanted, what)
            self.found = found
