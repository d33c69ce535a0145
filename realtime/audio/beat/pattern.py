"""The pattern of the last bars: which onsets, and what levels, come again at the same place of the bar.

Places are counted in twelfths of a beat over as many beats as a bar has. For each band and place it learns
how surely an onset comes, how strong it is and how far from the place; for each fast level its course over
the bar. A place is believed after two bars, or after one where every beat has the same onset. What stays out
is believed less at once (two hits that were awaited and did not come are enough), while the pattern itself
is remembered for a break of some bars.

"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from realtime.audio.beat.clock import BeatClock
from realtime.audio.feature_table import BANDS, FAST
from realtime.audio.features import Onset
from realtime.audio.foresight import Hit
from realtime.smoothstep import smoothstep

PLACES_A_BEAT = 12
_LATE_S = 0.03  # an onset is known at the latest so long after it sounded
_LEARN, _FORGET, _FORGET_IN_A_BREAK = 0.5, 0.4, 0.06
_LEARN_BEAT, _FORGET_BEAT = 0.35, 0.5
_FOLLOW = 0.4  # share of a new strength, offset or level
_SURE = 0.5  # an onset with this chance is awaited
_BELIEVED = (0.45, 0.8)  # chances between which a foreseen hit grows from nothing to its full strength
_HEEDED = (0.3, 0.6)  # the same for the share of awaited onsets that came lately
_BREAK = 0.3
_ANOTHER = 0.35  # an onset below this share of the awaited strength is another sound: a snare is no kick
_LEVEL_MEMORY = 1.0 / 24.0
_VISITS = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """Implements `Foresight`. beats: length of the cycle; hits: for each band (position in beats, strength);
    course: by level name, how it departs from its mean at each place; mean: its mean over the last beat."""

    beats: int = 4
    hits_by_band: tuple[tuple[Hit, ...], ...] = ((),) * len(BANDS)
    course: tuple[tuple[float, ...], ...] = ((),) * len(FAST)
    mean: tuple[float, ...] = (0.0,) * len(FAST)

    def hits(self, clock: BeatClock, band: int, start: float, end: float) -> Sequence[Hit]:
        """As `Foresight.hits`: places of the pattern that pass between the two times."""
        if not clock.trusted or not self.hits_by_band[band]:
            return ()
        first, last = clock.position(start), clock.position(end)
        found = []
        for place, strength in self.hits_by_band[band]:
            position = place + self.beats * math.ceil((first - place) / self.beats + 1e-9)
            while position <= last:
                found.append((clock.anchor + (position - clock.number) * clock.period, strength))
                position += self.beats
        return sorted(found)

    def level(self, clock: BeatClock, name: str, time: float) -> float:
        """As `Foresight.level`: the mean, and on it the course over the bar as far as it is trusted."""
        index = FAST.index(name)
        course = self.course[index]
        if not course or not clock.trusted:
            return self.mean[index]
        place = clock.position(time) * PLACES_A_BEAT % len(course)
        before, share = int(place), place % 1.0
        after = (before + 1) % len(course)
        value = self.mean[index] + course[before] + (course[after] - course[before]) * share
        return min(max(value, 0.0), 1.0)


class PatternLearner:
    """Step it once a block, with what was heard; `pattern` is what it has learned."""

    def __init__(self) -> None:
        self.pattern = Pattern()
        self._begin(4)

    def _begin(self, beats: int) -> None:
        count = beats * PLACES_A_BEAT
        self._beats = beats
        self._bands = [_Band(count) for _ in BANDS]
        self._levels = [_Level(count) for _ in FAST]
        self._hits: list[tuple[Hit, ...]] = [()] * len(BANDS)
        self._course: tuple[tuple[float, ...], ...] = ((),) * len(FAST)
        self._place: int | None = None

    def step(self, time: float, clock: BeatClock, onsets: Sequence[Onset], levels: Sequence[float]) -> None:
        """time: end of the block, seconds; levels: 0..1, in the order of FAST."""
        if clock.beats_per_bar != self._beats:
            self._begin(clock.beats_per_bar)
        trusted = clock.trusted
        if trusted:
            for onset in onsets:
                self._bands[BANDS.index(onset.band)].hear(
                    clock.position(onset.time) * PLACES_A_BEAT, onset.strength
                )
        now = math.floor(clock.position(time) * PLACES_A_BEAT + 0.5)
        for state, level in zip(self._levels, levels, strict=True):
            state.hear(now, level)
        # A place is over when the next one is, too, and every onset of it is known.
        place = math.floor(clock.position(time - _LATE_S) * PLACES_A_BEAT + 0.5) - 1
        if self._place is None or not self._place <= place <= self._place + PLACES_A_BEAT:
            self._place = place  # the clock has jumped
            for band in self._bands:
                band.waiting.clear()
            for state in self._levels:
                state.forget()
            return
        if place == self._place:
            return
        for passed in range(self._place, place):
            for number, band in enumerate(self._bands):
                if band.learn(passed, trusted):
                    self._hits[number] = band.hits()
            for state in self._levels:
                state.learn(passed, trusted)
        if place // PLACES_A_BEAT != self._place // PLACES_A_BEAT:
            self._course = tuple(state.course() for state in self._levels)
        self._place = place
        self.pattern = Pattern(
            self._beats,
            tuple(self._hits),
            self._course,
            tuple(state.mean for state in self._levels),
        )


class _Band:
    """The onsets of one band. chance, strength, offset: by place of the bar; `beat`: chance by place of the
    beat; heeded: the share of awaited onsets that came lately."""

    def __init__(self, count: int) -> None:
        self.chance = [0.0] * count
        self.strength = [0.0] * count
        self.offset = [0.0] * count
        self.visits = [0] * count
        self.beat = [0.0] * PLACES_A_BEAT
        self.heeded = 1.0
        self.waiting: dict[int, tuple[float, float]] = {}

    def hear(self, position: float, strength: float) -> None:
        """An onset at `position`, in places."""
        place = math.floor(position + 0.5)
        if place not in self.waiting or strength > self.waiting[place][1]:
            self.waiting[place] = (position - place, strength)

    def learn(self, place: int, trusted: bool) -> bool:
        """`place` and its neighbours are over: did an onset fall on it? True if what is foreseen changes."""
        at = place % len(self.chance)
        heard = self.waiting.pop(place, None)
        awaited = self._chance(at) >= _SURE
        if heard is None and awaited:
            heard = self._beside(place, at)
        if heard is not None and awaited and heard[1] < _ANOTHER * self.strength[self._like(at)]:
            heard = None
        self.waiting = {known: hit for known, hit in self.waiting.items() if known >= place - 1}
        if not trusted:
            return False
        if awaited:
            self.heeded += (float(heard is not None) - self.heeded) * _FOLLOW
        forget = _FORGET if self.heeded >= _BREAK else _FORGET_IN_A_BREAK
        self.visits[at] += 1
        beat = at % PLACES_A_BEAT
        if heard is None:
            known = self.chance[at] > 0.02 or self.beat[beat] > 0.02
            self.chance[at] *= 1.0 - forget
            self.beat[beat] *= 1.0 - (_FORGET_BEAT if self.heeded >= _BREAK else _FORGET_IN_A_BREAK)
            return known
        offset, strength = heard
        known = self.chance[at] > 0.05
        self.offset[at] += (offset - self.offset[at]) * (_FOLLOW if known else 1.0)
        self.strength[at] += (strength - self.strength[at]) * (_FOLLOW if known else 1.0)
        self.chance[at] += (1.0 - self.chance[at]) * _LEARN
        self.beat[beat] += (1.0 - self.beat[beat]) * _LEARN_BEAT
        if self.heeded < _BREAK and self.beat[beat] >= _SURE:
            self.heeded += (1.0 - self.heeded) * _FOLLOW
        return True

    def _beside(self, place: int, at: int) -> tuple[float, float] | None:
        """An onset that was played a little early or late, unless it belongs to the place where it fell."""
        for step in (1, -1):
            heard = self.waiting.get(place + step)
            if heard is not None and self._chance((at + step) % len(self.chance)) < self._chance(at):
                del self.waiting[place + step]
                return heard[0] + step, heard[1]
        return None

    def _chance(self, at: int) -> float:
        """Until a place was passed often enough, what all beats have in common may stand for it."""
        own = self.chance[at]
        return own if self.visits[at] >= _VISITS else max(own, self.beat[at % PLACES_A_BEAT])

    def hits(self) -> tuple[Hit, ...]:
        """(position in beats, strength) of the places that are believed."""
        heeded = _grown(self.heeded, *_HEEDED)
        if heeded <= 0.0:
            return ()
        found = []
        for at in range(len(self.chance)):
            chance = self._chance(at)
            if chance > _BELIEVED[0]:
                believed = _grown(chance, *_BELIEVED) * heeded
                like = self._like(at)
                place = (at + self.offset[like]) / PLACES_A_BEAT
                found.append((place, self.strength[like] * believed))
        return tuple(found)

    def _like(self, at: int) -> int:
        """The place itself; while it is not known, the same one of the beat that is known best."""
        if self.chance[at] > 0.05:
            return at
        return max(range(at % PLACES_A_BEAT, len(self.chance), PLACES_A_BEAT), key=self.chance.__getitem__)


class _Level:
    """The course of one fast level over the bar. mean: over the last beat."""

    def __init__(self, count: int) -> None:
        self._profile = [0.0] * count
        self._visits = [0] * count
        self._lately = [0.0] * PLACES_A_BEAT
        self._sums: dict[int, tuple[float, int]] = {}
        self._last = 0.0
        self._error = self._variance = 0.0
        self.mean = 0.0

    def hear(self, place: int, level: float) -> None:
        total, count = self._sums.get(place, (0.0, 0))
        self._sums[place] = total + level, count + 1

    def forget(self) -> None:
        """Of the places that are not over yet."""
        self._sums.clear()

    def learn(self, place: int, trusted: bool) -> None:
        at = place % len(self._profile)
        total, count = self._sums.pop(place, (self._last, 1))
        level = self._last = total / count
        self._lately[place % PLACES_A_BEAT] = level
        self.mean = sum(self._lately) / PLACES_A_BEAT
        if not trusted:
            return
        departure = level - self.mean
        foreseen = self._profile[at] if self._visits[at] else 0.0
        self._error += ((departure - foreseen) ** 2 - self._error) * _LEVEL_MEMORY
        self._variance += (departure**2 - self._variance) * _LEVEL_MEMORY
        share = _FOLLOW if self._visits[at] else 1.0
        self._profile[at] += (departure - self._profile[at]) * share
        self._visits[at] += 1

    def course(self) -> tuple[float, ...]:
        """How the level departs from its mean at each place, as far as that came true lately."""
        trust = 1.0 - self._error / self._variance if self._variance > 1e-6 else 0.0
        if trust <= 0.05:
            return ()
        return tuple(trust * value for value in self._profile)


def _grown(value: float, low: float, high: float) -> float:
    """Smoothstep from 0 at `low` to 1 at `high`."""
    return smoothstep(min(max((value - low) / (high - low), 0.0), 1.0))
