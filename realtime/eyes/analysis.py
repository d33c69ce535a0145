"""Judges a film frame by frame: flashes, red ones, those that go on for long, and patterns; with times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.pattern import Pattern, find_pattern
from realtime.eyes.rules import AREA, PATTERN_S, SECOND_S, SIGNALS
from realtime.eyes.sight import luminance, seen
from realtime.eyes.transitions import Transitions, share_of_field, with_means

FLASHES, EXTENDED, PATTERN = "flashes", "flashes for too long", "a pattern of stripes"
# Patterns come slowly, and looking for one takes longer than all the rest.
_PATTERN_EVERY_S = PATTERN_S / 4
_APART_S = 0.5
"""What comes again sooner is one incident."""


@dataclass(slots=True)
class Incident:
    """Something that can harm.

    kind: one of the above, flashes with their signal; begin, end: seconds; worst: flashes a second, or pairs
    of stripes; area: greatest share, of a field of view for flashes, of the picture for stripes.
    """

    kind: str
    begin: float
    end: float
    worst: float
    area: float

    def __str__(self) -> str:
        unit = "pairs" if self.kind == PATTERN else "a second"
        span = f"{_clock(self.begin)} to {_clock(self.end)}"
        return f"{span}  {self.kind}: {self.worst:g} {unit}, over {100 * self.area:.0f} %"


@dataclass(frozen=True, slots=True)
class Report:
    """frames, seconds: that were looked at; most: flashes in the worst second, of luminance and of red."""

    frames: int
    seconds: float
    most: dict[str, float]
    incidents: Sequence[Incident] = field(default_factory=tuple)

    @property
    def harmless(self) -> bool:
        return not self.incidents

    @property
    def verdict(self) -> str:
        """In a line."""
        most = ", ".join(f"{count:g} {name}" for name, count in self.most.items())
        found = "nothing harmful" if self.harmless else f"{len(self.incidents)} that can harm"
        return f"{found} in {self.frames} frames ({self.seconds:.1f} s); most flashes in a second: {most}"

    def as_json(self) -> dict[str, object]:
        return {"harmless": self.harmless, **asdict(self)}


class Analysis:
    """Takes the frames of a film in order; `report` at any time."""

    def __init__(self) -> None:
        self._transitions = Transitions()
        self._most = np.zeros(len(SIGNALS), int)
        self._frames, self._first, self._last = 0, 0.0, 0.0
        self._open: dict[str, Incident] = {}
        self._incidents: list[Incident] = []
        self._pattern_due = -math.inf
        self._striped_since = math.inf

    def add(self, time: float, pixels: NDArray[np.uint8]) -> None:
        """The frame seen at `time` (s): uint8 (H, W, 3 or 4), sRGB; some hundred rows are enough."""
        if not self._frames:
            self._first = time
        self._frames += 1
        self._last = time
        transitions = self._transitions
        transitions.add(time, with_means(seen(pixels)))
        self._count(time)
        long = share_of_field(transitions.too_long)
        for signal, name in enumerate(SIGNALS):
            if long[signal] >= AREA:
                self._found(f"{name} {EXTENDED}", time, SECOND_S, self._now[signal] / 2, float(long[signal]))
        if time >= self._pattern_due:
            self._pattern_due = time + _PATTERN_EVERY_S
            self._look_for_pattern(time, find_pattern(luminance(pixels)))

    def _count(self, time: float) -> None:
        count = self._transitions.count
        self._now = np.zeros(len(SIGNALS), int)
        for signal in range(len(SIGNALS)):
            while self._share(count, signal, self._now[signal] + 1) >= AREA:
                self._now[signal] += 1
        self._most = np.maximum(self._most, self._now)
        share = share_of_field(self._transitions.too_many)
        for signal, name in enumerate(SIGNALS):
            if share[signal] >= AREA:
                self._found(f"{name} {FLASHES}", time, SECOND_S, self._now[signal] / 2, float(share[signal]))

    def _share(self, count: NDArray[np.int16], signal: int, least: int) -> float:
        enough = count[signal : signal + 1] >= least
        return float(share_of_field(enough)[0]) if enough.any() else 0.0

    def _look_for_pattern(self, time: float, pattern: Pattern | None) -> None:
        if pattern is None or not pattern.harmful:
            self._striped_since = math.inf
            return
        self._striped_since = min(self._striped_since, time)
        lasted = time - self._striped_since
        if lasted >= PATTERN_S - _PATTERN_EVERY_S / 2:
            self._found(PATTERN, time, lasted, round(pattern.pairs), pattern.area)

    def _found(self, kind: str, time: float, lasted: float, worst: float, area: float) -> None:
        incident = self._open.get(kind)
        begin = max(time - lasted, self._first)
        if incident is None or begin > incident.end + _APART_S:
            incident = self._open[kind] = Incident(kind, begin, time, worst, area)
            self._incidents.append(incident)
        incident.end = time
        incident.worst, incident.area = max(incident.worst, worst), max(incident.area, area)

    @property
    def report(self) -> Report:
        most = {name: count / 2 for name, count in zip(SIGNALS, self._most.tolist(), strict=True)}
        return Report(self._frames, self._last - self._first, most, tuple(self._incidents))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{seconds % 60:04.1f}"
