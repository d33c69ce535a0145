"""How fast somebody may go on: so much a second, and some more at once."""

from __future__ import annotations


class Pace:
    """A bucket that fills with so many messages a second, `per_s`, and holds `burst` of them; or with another
    thing that is counted, as seconds of work."""

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._left = burst
        self._at: float | None = None

    def overdrawn(self, now: float, messages: float) -> bool:
        """Are there no longer so many messages in it at `now` (s)? Else they are taken out."""
        self._fill(now)
        if self._left < messages:
            return True
        self._left -= messages
        return False

    def wait_s(self, now: float, messages: float = 1.0) -> float:
        """Take so many messages out at `now` (s); how long their sender must rest before the next is read."""
        self._fill(now)
        self._left -= messages
        return max(-self._left / self._per_s, 0.0)

    def _fill(self, now: float) -> None:
        if self._at is not None:
            self._left = min(self._left + (now - self._at) * self._per_s, self._burst)
        self._at = now
