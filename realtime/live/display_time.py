"""How long it takes until a frame is seen: measured while a show plays, for beats are foreseen by it."""

from __future__ import annotations

_STEP_S = 0.001
_LONGEST_S = 0.25


class DisplayTime:
    """interval_s: from one displayed frame to the next, latency_s: from the moment that a frame is drawn for
    to its being seen; seconds, both.

    interval_s: at the rate that is asked for; live: a frame is seen once it is drawn and shown, and a machine
    that needs longer than the interval for that shows fewer of them. Otherwise (films) it is seen at once.
    """

    def __init__(self, interval_s: float = 1.0 / 60.0, live: bool = False) -> None:
        self._least_s, self._live = interval_s, live
        self.interval_s = interval_s
        self.latency_s = interval_s if live else 0.0

    def note(self, took_s: float) -> None:
        """A frame was drawn and shown in so many seconds. Single slow ones do not count: both follow the
        median, by a millisecond a frame."""
        if self._live:
            step = min(max(took_s - self.latency_s, -_STEP_S), _STEP_S)
            self.latency_s = min(max(self.latency_s + step, self._least_s), _LONGEST_S)
            self.interval_s = self.latency_s
