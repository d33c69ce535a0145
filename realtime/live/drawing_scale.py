"""How large a picture a processor draws inside: as large as it can in time, found while the show plays.

A picture that comes late misses the beat, and what drawing takes is taken from painter, ear and recorder; one
with fewer lines, enlarged, is hardly seen to be softer than the painted frames in it.
"""

from __future__ import annotations

import logging
from collections import deque
from statistics import median

_LOG = logging.getLogger(__name__)
# Of the time between two displayed frames, so much may go into drawing: painter, ear and hands want the rest,
# and a frame that takes longer than others is in time all the same.
_MOST = 0.75
_LINES = (540, 432, 360, 288, 216)
# Drawn for so many seconds, or so many frames where that is sooner, they are looked at for the next step.
_READINGS, _READ_S = 30, 1.5
# At once; more of them might be taken for what was busy for a moment.
_MOST_STEPS = 2


class DrawingScale:
    """Steps down from the most lines until drawing leaves the others their time; never up again, as each step
    is seen. lines: of the output; interval: seconds from one displayed frame to the next."""

    def __init__(self, lines: int, interval: float) -> None:
        self._lines, self._interval = lines, interval
        self._steps = [line for line in _LINES if line < lines] or [lines]
        self._readings: deque[float] = deque(maxlen=_READINGS)

    @property
    def scale(self) -> float:
        """Share of the output's size that is drawn inside now."""
        return min(1.0, self._steps[0] / self._lines)

    def note(self, drawn_s: float) -> float | None:
        """Take what drawing a frame took; the new scale where there is one."""
        self._readings.append(drawn_s)
        enough = len(self._readings) == _READINGS or sum(self._readings) >= _READ_S
        usual, most = median(self._readings), _MOST * self._interval
        if not enough or usual <= most or len(self._steps) == 1:
            return None
        self._readings.clear()
        before = self._steps[0]
        # What is drawn grows with the area.
        fits = [lines for lines in self._steps[1:] if usual * (lines / before) ** 2 <= most]
        steps = min(self._steps.index(fits[0]) if fits else _MOST_STEPS, _MOST_STEPS, len(self._steps) - 1)
        del self._steps[:steps]
        _LOG.info("drawing %d lines inside in place of %d: this processor is slow", self._steps[0], before)
        return self.scale
