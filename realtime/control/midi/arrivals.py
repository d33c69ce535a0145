"""When messages came that are looked for now and then: from the time that the driver noted between them.

A driver that calls for each message takes Python's lock from the display loop each time, 3,000 times a second
while somebody leans on a fader bank, and frames take half as long again. What waits in the driver's queue is
taken at once instead; a clock's pulses are still stamped to a fraction of a millisecond.
"""

from __future__ import annotations

import math


class Arrivals:
    """Stamps the messages of one port. They are taken in order, all that wait each time."""

    def __init__(self) -> None:
        self._noted = 0.0
        self._offset = -math.inf
        self._looked = -math.inf

    def looked(self, now: float) -> None:
        """All that had come at `now` is taken."""
        self._looked = now

    def at(self, since_s: float, now: float) -> float:
        """When the next message came, by the clock of `now`, at which it was found. since_s: what the driver
        noted from the message before it."""
        self._noted += since_s
        # It had not come when all was taken last, and has come now; both clocks may drift.
        self._offset = min(max(self._offset, self._looked - self._noted), now - self._noted)
        return self._noted + self._offset
