"""Where in the setlist the show stands, and when it will go on."""

from __future__ import annotations

import math

from realtime.audio.beats import BeatClock
from realtime.setlist.scene import Scene, Setlist

# Bars are counted at this tempo while no beat is heard, so that beatless music moves on too.
_NOMINAL_TEMPO = 120.0
_TRUSTED = 0.3


class Playhead:
    """Walks through the scenes: on bars, seconds or the operator's cue.

    A change by bars falls on the first beat of a bar; `next_change` tells it ahead of time, so that
    the painter can be asked for the new scene before it is due. Times are audio-clock seconds.
    """

    def __init__(self, setlist: Setlist, start: float = 0.0) -> None:
        self._scenes = setlist.scenes
        self._loop = setlist.loop
        self.index = 0
        self.auto = True  # False: only the operator moves on
        self._started = start
        self._cue: tuple[int, float] | None = None

    @property
    def scene(self) -> Scene:
        return self._scenes[self.index]

    @property
    def scene_count(self) -> int:
        return len(self._scenes)

    @property
    def upcoming(self) -> Scene | None:
        """The scene that will follow, or None at the end of a setlist that does not loop."""
        following = self._following()
        return None if following is None else self._scenes[following]

    def _following(self) -> int | None:
        if self._cue is not None:
            return self._cue[0]
        if self.index + 1 < len(self._scenes):
            return self.index + 1
        return 0 if self._loop and len(self._scenes) > 1 else None

    def next_change(self, clock: BeatClock) -> float | None:
        """Audio-clock seconds at which the next scene begins, as the beat tells; None if nobody knows."""
        if self._cue is not None:
            return self._cue[1]
        if not self.auto or self._following() is None:
            return None
        unit, amount = self.scene.advance
        if unit == "seconds":
            return self._started + amount
        if unit != "bars":
            return None
        if clock.confidence < _TRUSTED:
            return self._started + amount * 4 * 60.0 / _NOMINAL_TEMPO
        bar = clock.beats_per_bar * clock.period
        return _bar_line(clock, self._started + (amount - 0.5) * bar)

    def update(self, clock: BeatClock, now: float) -> bool:
        """Go on if it is time; True when the scene changed."""
        change = self.next_change(clock)
        following = self._following()
        if change is None or following is None or now < change - 1e-9:
            return False
        self.index = following
        self._started = max(change, self._started)
        self._cue = None
        return True

    def cue(self, index: int, clock: BeatClock, now: float, bars: int = 0) -> bool:
        """Operator: go to scene `index` now, or on the next line of `bars` bars.

        False (and nothing happens) where there is no such scene. While no beat is heard, "now" it is.
        """
        if not 0 <= index < len(self._scenes):
            return False
        at = now if bars == 0 or clock.confidence < _TRUSTED else _bar_line(clock, now, bars)
        self._cue = (index, at)
        return True

    def replace(self, setlist: Setlist) -> None:
        """Go on in another reading of the setlist: in the scene of the same name, else at the same number."""
        name = self.scene.name
        self._scenes, self._loop, self._cue = setlist.scenes, setlist.loop, None
        names = [scene.name for scene in self._scenes]
        self.index = names.index(name) if name in names else min(self.index, len(names) - 1)

    def step(self, by: int, clock: BeatClock, now: float, bars: int = 0) -> None:
        """Operator: next (+1) or previous (-1) scene, around the ends; as `cue`."""
        self.cue((self.index + by) % len(self._scenes), clock, now, bars)


def _bar_line(clock: BeatClock, after: float, every: int = 1) -> float:
    """The time of the first line of `every` bars at or after `after`."""
    bar = clock.beats_per_bar * clock.period
    first = clock.anchor - (clock.beat_in_bar - 1) * clock.period
    bar_number = (clock.number - clock.beat_in_bar + 1) // clock.beats_per_bar
    bars = math.ceil((after - first) / bar - 1e-9)
    return first + (bars + -(bar_number + bars) % every) * bar
