"""How fast and how evenly frames are displayed and painted, over the last seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_FRAMES = 600
_PAINTED = 64
_SPAN_S = 10.0
# Percentiles of some hundred numbers are dear to a display loop: they are not looked at in every frame.
_RENEWED_S = 0.5


@dataclass(frozen=True, slots=True)
class Rates:
    """shown, painted: frames a second; p99_ms: time between two displayed frames that 1 % of them exceed."""

    shown: float = 0.0
    p99_ms: float = 0.0
    painted: float = 0.0


class FrameRates:
    """Takes the time of each displayed and each painted frame, in seconds of any steady clock."""

    def __init__(self) -> None:
        self._shown, self._painted = _Times(_FRAMES), _Times(_PAINTED)
        self._rates, self._renewed = Rates(), -_RENEWED_S

    def shown(self, now: float) -> None:
        self._shown.add(now)

    def painted(self, now: float) -> None:
        self._painted.add(now)

    def rates(self, now: float) -> Rates:
        """The rates of the last ten seconds, or of so many frames as are remembered."""
        if now - self._renewed >= _RENEWED_S:
            self._renewed = now
            shown, painted = self._shown.since(now - _SPAN_S), self._painted.since(now - _SPAN_S)
            gaps = np.diff(shown)
            p99_ms = 1000.0 * float(np.percentile(gaps, 99)) if len(gaps) else 0.0
            self._rates = Rates(_rate(shown, now), p99_ms, _rate(painted, now))
        return self._rates


class _Times:
    """The last so many times, in order."""

    def __init__(self, most: int) -> None:
        self._times = np.zeros(most)
        self._count = 0

    def add(self, now: float) -> None:
        self._times[self._count % len(self._times)] = now
        self._count += 1

    def since(self, begin: float) -> np.ndarray:
        known = np.roll(self._times, -self._count % len(self._times) if self._full else 0)
        known = known if self._full else known[: self._count]
        return known[known >= begin]

    @property
    def _full(self) -> bool:
        return self._count >= len(self._times)


def _rate(times: np.ndarray, now: float) -> float:
    """Of events at `times`, so many a second; falls while none comes."""
    return len(times) / max(now - times[0], 1e-3) if len(times) > 1 else 0.0
