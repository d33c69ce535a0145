"""Where in the setlist the show stands, and when it will go on."""

from __future__ import annotations

import math

from realtime.audio.beat.clock import BeatClock
from realtime.setlist.scene import Scene, Setlist

# Bars are counted at this tempo while no beat is heard, so that beatless music moves on too.
_NOMINAL_TEMPO = 120.0


class Playhead:
    """Walks through the scenes: on bars, seconds or the operator's cue.

    A change by bars falls on the first beat of a bar; `next_change` gives it ahead of time, so that
    the painter can be asked for the new scene before it is due. Beats are counted as they pass, so a
    change of tempo neither shortens a scene nor moves its end off the bar. Times are audio-clock seconds.
    """

    def __init__(self, setlist: Setlist, start: float = 0.0) -> None:
        self._scenes = setlist.scenes
        self._loop = setlist.loop
        self.index = 0
        self.auto = True  # False: only the operator moves on
        self._started = start
        self._beats = 0.0  # counted since the scene began
        self._counted_at = start
        self._clock: BeatClock | None = None
        # The operator's: (scene, the time where it does not wait for a beat, else the count it waits for).
        self._cue: tuple[int, float | None, float] | None = None

    @property
    def scene(self) -> Scene:
        return self._scenes[self.index]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes in playing order."""
        return self._scenes

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
        """Audio-clock seconds at which the next scene begins, as the beat clock predicts; None if unknown."""
        if self._cue is not None:
            _, at, beats = self._cue
            return at if at is not None else self._bar_line_at(beats, clock)
        if not self.auto or self._following() is None:
            return None
        unit, amount = self.scene.advance
        if unit == "seconds":
            return self._started + amount
        if unit != "bars":
            return None
        return self._bar_line_at(amount * clock.beats_per_bar, clock)

    def _bar_line_at(self, beats: float, clock: BeatClock) -> float:
        """When the scene will be so many beats old, on the nearest bar line that is still to come."""
        left = beats - self._beats
        if not clock.trusted:
            return self._counted_at + max(left, 0.0) * 60.0 / _NOMINAL_TEMPO
        half_bar = 0.5 * clock.beats_per_bar
        # Long overdue (the operator held the scene): on the next line, not on one that has passed.
        left = left - half_bar if left > -half_bar else 0.0
        return _bar_line(clock, self._counted_at + left * clock.period)

    def _count(self, clock: BeatClock, now: float) -> None:
        """Count the beats that passed since the last call: heard ones by their numbers."""
        since = max(now - self._counted_at, 0.0)
        heard = clock.trusted
        beats = since / clock.period if heard else since * _NOMINAL_TEMPO / 60.0
        if heard and self._clock is not None:
            numbered = clock.position(now) - self._clock.position(self._counted_at)
            # Who leads the tempo may change, and count from another beat.
            if abs(numbered - beats) <= 1.0:
                beats = numbered
        self._beats += beats
        self._counted_at = max(now, self._counted_at)
        self._clock = clock if heard else None

    def update(self, clock: BeatClock, now: float) -> bool:
        """Go on if it is time; True when the scene changed."""
        change = self.next_change(clock)
        following = self._following()
        self._count(clock, now)
        if change is None or following is None or now < change - 1e-9:
            return False
        self.index = following
        self._started = max(change, self._started)
        self._beats = (now - change) / clock.period
        self._cue = None
        return True

    def cue(self, index: int, clock: BeatClock, now: float, bars: int = 0) -> bool:
        """Operator: go to scene `index` now, or on the next line of `bars` bars.

        False (and nothing happens) where there is no such scene. While no beat is heard, "now" it is.
        """
        if not 0 <= index < len(self._scenes):
            return False
        if bars == 0 or not clock.trusted:
            self._cue = index, now, 0.0
        else:
            waits = (_bar_line(clock, now, bars) - self._counted_at) / clock.period
            self._cue = index, None, self._beats + waits
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
