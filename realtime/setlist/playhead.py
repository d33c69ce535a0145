"""Where in the setlist the show stands, and when it will go on."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.lettering.lettering import Lettering
from realtime.scenery.layers import LayerAbove
from realtime.setlist.change_rules import DAY_S, MUSIC, MusicWatch, Rule
from realtime.setlist.scene import Scene, Setlist, Song

# Bars are counted at this tempo while no beat is heard, so that beatless music moves on too.
_NOMINAL_TEMPO = 120.0
_HOUR_S = 3600.0
# The clock on the wall is asked until then: a change that is due stays due.
_SETTLED_S = 1.0


class Playhead:
    """Walks through the scenes: by the rules of each (bars, seconds, what the music does, times) or the
    operator's cue.

    A change by bars falls on the first beat of a bar; `next_change` gives it ahead of time, so that
    the painter can be asked for the new scene before it is due. Beats are counted as they pass, so a
    change of tempo neither shortens a scene nor moves its end off the bar. Times are audio-clock seconds.
    day_s: seconds of the day, by the clock on the wall; None where there is none, as in films.
    """

    def __init__(
        self, setlist: Setlist, start: float = 0.0, day_s: Callable[[], float] | None = None
    ) -> None:
        self._scenes = setlist.scenes
        self._keys = _keys(setlist)
        self._songs = _songs(setlist)
        self._loop = setlist.loop
        self._layers = setlist.layers
        self.index = 0
        self.changes = 0  # how often a scene has begun after the first
        self._taken_up = True  # False: the scene has been read anew since `update` was asked last
        self.edited = False  # True: only routes of the scene have changed since it began or was read
        self.auto = True  # False: only the operator moves on
        self._started = start
        self._song_started = start
        self._beats = 0.0  # counted since the scene began
        self._counted_at = start
        self._clock: BeatClock | None = None
        # The operator's: (scene, the time where it does not wait for a beat, else the count it waits for).
        self._cue: tuple[int, float | None, float] | None = None
        # What the music does has ended the scene: when, in the same way.
        self._called: tuple[float | None, float] | None = None
        self._music = MusicWatch()
        self._day_s = day_s
        self._days: dict[Rule, float] = {}  # when the times of the day come that the scene waits for
        self._song_start = start

    @property
    def scene(self) -> Scene:
        return self._scenes[self.index]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes in playing order."""
        return self._scenes

    @property
    def layers(self) -> tuple[LayerAbove, ...]:
        """Those above the picture, with the names of what plays in their words."""
        song, scene = self.key
        return tuple(
            layer._replace(text=layer.text.replace("{scene}", scene).replace("{song}", song))
            for layer in self._layers
        )

    @property
    def scene_count(self) -> int:
        return len(self._scenes)

    @property
    def song(self) -> Song:
        """The song that plays."""
        return self._songs[self.index]

    def lettering(self, ends_at: float | None) -> Lettering:
        """What is written over its song. ends_at: audio-clock seconds at which the sound ends, None where
        nobody knows."""
        lettering = self.song.lettering
        if ends_at is None or lettering.empty:
            return lettering
        return replace(lettering, end=self.song_time(ends_at))

    def song_time(self, now: float) -> float:
        """Seconds since its song began."""
        return now - self._song_started

    @property
    def key(self) -> tuple[str, str]:
        """(song, scene): the names of the scene that plays."""
        return self._keys[self.index]

    def resume(self, song: str, scene: str, index: int) -> None:
        """Begin with the scene of these names, else with the one that has come in its place."""
        if (song, scene) in self._keys:
            self.index = self._keys.index((song, scene))
        else:
            self.index = min(max(index, 0), len(self._scenes) - 1)

    @property
    def upcoming(self) -> Scene | None:
        """The scene that will follow, or None at the end of a setlist that does not loop."""
        following = self.following
        return None if following is None else self._scenes[following]

    @property
    def cued(self) -> bool:
        """True while a change by the operator waits for its time."""
        return self._cue is not None

    @property
    def waits_for(self) -> str:
        """What the music may do that ends the scene, in a setlist's words; "" where only time or a hand
        does."""
        heard = (unit for unit, _ in self.scene.rules if unit in MUSIC)
        return " or ".join(dict.fromkeys(heard)) if self.auto and self._cue is None else ""

    @property
    def following(self) -> int | None:
        """Number, from 0, of the scene that will follow; None as for `upcoming`."""
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
        if not self.auto or self.following is None:
            return None
        ends = [end for rule in self.scene.rules if (end := self._end(rule, clock)) is not None]
        if self._called is not None:
            at, beats = self._called
            ends.append(at if at is not None else self._bar_line_at(beats, clock))
        return min(ends, default=None)

    def _end(self, rule: Rule, clock: BeatClock) -> float | None:
        """When `rule` ends the scene, where that is known ahead."""
        unit, amount = rule
        if unit == "seconds":
            return self._started + amount
        if unit == "bars":
            return self._bar_line_at(amount * clock.beats_per_bar, clock)
        if unit == "song":
            # One that has passed as the scene begins is not waited for: a hand has gone on.
            at = self._song_start + amount
            return at if at > self._started else None
        return self._days.get(rule)

    def hear(self, features: Features, now: float) -> None:
        """Take note of what the music does, and of the time; call it before each `update`."""
        begun = self._music.hear(features, now)
        if not self.auto:
            return
        clock = features.clock
        for rule in self.scene.rules:
            unit, amount = rule
            if unit in begun and self._beats >= amount * clock.beats_per_bar - 0.5:
                self._called = self._called or self._when(clock, now, 0 if MUSIC[unit].at_once else 1)
            if unit == "clock" and self._day_s is not None:
                due = self._days.get(rule)
                if due is None or due - now > _SETTLED_S:
                    self._days[rule] = now + (amount - self._day_s()) % DAY_S

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
        """Go on if it is time; True when there is another scene, or another reading of it, than at the last
        call."""
        changed, self._taken_up = not self._taken_up, True
        change = self.next_change(clock)
        following = self.following
        self._count(clock, now)
        if change is None or following is None or now < change - 1e-9:
            return changed
        before, self.index = self.index, following
        self.edited = False
        self.changes += 1
        self._started = max(change, self._started)
        if self._songs[before] is not self.song or (self._cue is None and following <= before):
            self._song_started = self._started
        self._beats = (now - change) / clock.period
        self._begin()
        return True

    def _begin(self) -> None:
        """A scene begins: nothing waits any more."""
        self._cue = self._called = None
        self._days = {}

    def cue(self, index: int, clock: BeatClock, now: float, bars: int = 0) -> bool:
        """Operator: go to scene `index` now, or on the next line of `bars` bars.

        False (and nothing happens) where there is no such scene. While no beat is heard, "now" it is.
        """
        if not 0 <= index < len(self._scenes):
            return False
        self._cue = (index, *self._when(clock, now, bars))
        return True

    def _when(self, clock: BeatClock, now: float, bars: int) -> tuple[float | None, float]:
        """(now, 0), or (None, the count of beats) of the next line of `bars` bars."""
        if bars == 0 or not clock.trusted:
            return now, 0.0
        waits = (_bar_line(clock, now, bars) - self._counted_at) / clock.period
        return None, self._beats + waits

    def locate(self, seconds: float, clock: BeatClock, now: float) -> None:
        """Be where a song is that has played for `seconds`, as a time code says: in the scene that plays
        then, and as far in it. A scene that waits for a cue is the last one that is reached so.

        Where the setlist is shorter than an hour, each hour begins a song, as time codes are mostly written:
        1:00:00 the first, 2:00:00 the second; so does 0:00:00 the first."""
        beat_s = clock.period if clock.trusted else 60.0 / _NOMINAL_TEMPO
        ends = self._ends(0, clock, beat_s)
        first, last = 0, len(self._scenes) - 1
        if max(end for end in (0.0, *ends) if end < math.inf) < _HOUR_S <= seconds:
            hour, seconds = divmod(seconds, _HOUR_S)
            starts = [n for n, song in enumerate(self._songs) if n == 0 or song is not self._songs[n - 1]]
            first = starts[min(int(hour), len(starts)) - 1]
            ends = self._ends(first, clock, beat_s)
        index = next((first + n for n, end in enumerate(ends) if seconds < end), last)
        into = max(seconds - (ends[index - first - 1] if index > first else 0.0), 0.0)
        if index != self.index:
            self.index = index
            self.changes += 1
            self._taken_up = False
        self._begin()
        self._song_start = now - seconds
        self._started, self._beats, self._counted_at = now - into, into / beat_s, now
        began = next(n for n, song in enumerate(self._songs) if song is self.song)
        self._song_started = now - seconds if began == first else self._started

    def _ends(self, first: int, clock: BeatClock, beat_s: float) -> list[float]:
        """When each scene from the `first` on would end by itself, in seconds since it began."""
        ends, start = [], 0.0
        for scene in self._scenes[first:]:
            start += min(_length_s(rule, start, clock, beat_s) for rule in scene.rules)
            ends.append(start)
        return ends

    def cancel(self) -> bool:
        """Operator: no change by hand or by the music after all. False where none was waiting."""
        waiting = self._cue is not None or self._called is not None
        self._cue = self._called = None
        return waiting

    def replace(self, setlist: Setlist) -> None:
        """Go on in another reading of the setlist, from the next `update` on.

        The scene of the same song and name plays on where it is. Where there is none any more, the one begins
        that has come in its place: it follows the nearest scene before it that is still there, else comes
        before the nearest one after it. A cue goes with its scene.
        """
        before, cue = self._keys, self._cue
        self._scenes, self._keys, self._loop = setlist.scenes, _keys(setlist), setlist.loop
        self._layers = setlist.layers
        self._songs = _songs(setlist)
        new = {key: index for index, key in enumerate(self._keys)}
        if cue is not None:
            target = new.get(before[cue[0]])
            self._cue = None if target is None else (target, *cue[1:])
        old, stays = self.index, before[self.index] in new
        self.index = _nearest(self.index, before, new)
        self._called, self._days = None, {}
        if not stays:
            self.changes += 1
            self._started, self._beats = self._counted_at, 0.0
            if self._keys[self.index][0] != before[old][0]:
                self._song_started = self._started
        self._taken_up = self.edited = False

    def edit(self, scenes: Sequence[Scene]) -> None:
        """Go on with these in place of the same scenes, from the next `update` on: their routes are
        others."""
        self._scenes = tuple(scenes)
        self._taken_up, self.edited = False, True

    def step(self, by: int, clock: BeatClock, now: float, bars: int = 0) -> None:
        """Operator: next (+1) or previous (-1) scene, around the ends; from the one that is cued, if any."""
        start = self.index if self._cue is None else self._cue[0]
        self.cue((start + by) % len(self._scenes), clock, now, bars)


def _keys(setlist: Setlist) -> tuple[tuple[str, str], ...]:
    """(song, scene) of each scene: names are unique within a song only."""
    return tuple((song.name, scene.name) for song in setlist.songs for scene in song.scenes)


def _songs(setlist: Setlist) -> tuple[Song, ...]:
    """The song of each scene."""
    return tuple(song for song in setlist.songs for _ in song.scenes)


def _nearest(index: int, before: tuple[tuple[str, str], ...], new: dict[tuple[str, str], int]) -> int:
    """Number in the new reading for scene `index` of the old one."""
    if before[index] in new:
        return new[before[index]]
    last = len(new) - 1
    for key in reversed(before[:index]):
        if key in new:
            return min(new[key] + 1, last)
    for key in before[index + 1 :]:
        if key in new:
            return max(new[key] - 1, 0)
    return min(index, last)


def _length_s(rule: Rule, start: float, clock: BeatClock, beat_s: float) -> float:
    """How long a scene that begins `start` seconds into its song lasts by this rule; infinite if unknown."""
    unit, amount = rule
    if unit == "seconds":
        return amount
    if unit == "bars":
        return amount * clock.beats_per_bar * beat_s
    return amount - start if unit == "song" and amount > start else math.inf


def _bar_line(clock: BeatClock, after: float, every: int = 1) -> float:
    """The time of the first line of `every` bars at or after `after`."""
    bar = clock.beats_per_bar * clock.period
    first = clock.anchor - (clock.beat_in_bar - 1) * clock.period
    bar_number = (clock.number - clock.beat_in_bar + 1) // clock.beats_per_bar
    bars = math.ceil((after - first) / bar - 1e-9)
    return first + (bars + -(bar_number + bars) % every) * bar
