"""What a route can start from: the table of signals, each 0..1 at one moment.

Signals of level (bass, presence …) are what was heard last. Signals of the beat are evaluated at
the moment's own time, which may lie in the future: the beat clock predicts. They are weighted by
the clock's confidence, so that music without a beat goes on by energy alone: pulses, saws and the
toggle then rest at 0, swells and random values in the middle.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from realtime.audio.beat.clock import BeatClock
from realtime.audio.feature_table import BANDS, FEATURES, Feature
from realtime.audio.features import NEVER, Features
from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.smoothstep import smoothstep

ONSET_DECAY_S = 0.12
_LONGEST_STEP_S = 0.5
_LONGEST_TAIL_S = 5.0 * ONSET_DECAY_S
BARS_PER_PHRASE = 4
STEM = "stem."
_NO_ONSETS = (NEVER, NEVER, NEVER, NEVER)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the signals see. time: for which it is evaluated; foresees: it lies ahead of what was heard, so
    hits and fast levels are those that are foreseen for it; hit_times: per band, when its newest onset starts
    to act; since, until: the beats and hits that this evaluation stands for (see `Moments`)."""

    features: Features
    time: float
    foresees: bool = False
    hit_times: tuple[float, ...] = _NO_ONSETS
    since: float | None = None
    until: float | None = None

    @property
    def clock(self) -> BeatClock:
        return self.features.clock


class Moments:
    """The moments of one mapper, one after the other, so that a slow one misses no hit.

    A painter may be asked three times a second, while a pulse is over in a tenth. So each beat
    counts in full in the evaluation nearest to it: every moment stands for the time from where
    the one before ended to half a step past itself. An onset cannot be predicted: it counts in
    full in the first evaluation that knows of it, and its age is counted from there.
    """

    def __init__(self, foresees: bool = False) -> None:
        self._foresees = foresees
        self._onsets: tuple[float, ...] | None = None
        self._hit_times: tuple[float, ...] = _NO_ONSETS
        self._time: float | None = None
        self._until = 0.0

    def next(self, features: Features, time: float) -> Moment:
        self._note_onsets(features.last_onset, time)
        if self._time is None:
            since = until = time
        else:
            step = min(max(time - self._time, 0.0), _LONGEST_STEP_S)
            since = max(min(self._until, time), time - _LONGEST_STEP_S)
            until = max(time + step / 2.0, since)
        self._time, self._until = time, until
        return Moment(features, time, self._foresees, self._hit_times, since, until)

    def _note_onsets(self, onsets: tuple[float, ...], time: float) -> None:
        if self._onsets is None:
            self._hit_times = onsets
        elif onsets != self._onsets:
            self._hit_times = tuple(
                hit if onset == known else time
                for onset, known, hit in zip(onsets, self._onsets, self._hit_times, strict=True)
            )
        self._onsets = onsets


@dataclass(frozen=True, slots=True)
class Signal:
    """One row of the table."""

    name: str
    help: str
    read: Callable[[Moment], float]


def _feature(row: Feature) -> Callable[[Moment], float]:
    name = row.name

    def read(moment: Moment) -> float:
        features = moment.features
        if row.fast and moment.foresees and features.foreseen is not None:
            return features.foreseen.level(features.clock, name, moment.time)
        value: float = getattr(features, name)
        return value

    return read


def _foreseen_onset(index: int, moment: Moment) -> float:
    """The hit that is foreseen for `moment`; one that is nearer to it than to its neighbours counts in
    full."""
    foreseen = moment.features.foreseen
    if foreseen is None:
        return 0.0
    since = moment.time if moment.since is None else moment.since
    until = moment.time if moment.until is None else moment.until
    value = 0.0
    for time, strength in foreseen.hits(moment.clock, index, moment.time - _LONGEST_TAIL_S, until):
        age = 0.0 if time > since else moment.time - time
        value = max(value, strength * math.exp(-max(age, 0.0) / ONSET_DECAY_S))
    return value


def _onset(index: int) -> Callable[[Moment], float]:
    def read(moment: Moment) -> float:
        if moment.foresees:
            return _foreseen_onset(index, moment)
        age = moment.time - moment.hit_times[index]
        if age < -ONSET_DECAY_S:
            return 0.0
        return moment.features.onset_strength[index] * math.exp(-max(age, 0.0) / ONSET_DECAY_S)

    return read


_ONSETS = tuple(_onset(index) for index in range(len(BANDS)))


def _any_onset(moment: Moment) -> float:
    return max(read(moment) for read in _ONSETS)


def _on_beat(beats: int, shape: Callable[[float], float], rest: float = 0.0) -> Callable[[Moment], float]:
    """`shape` of the phase within `beats` beats."""

    def read(moment: Moment) -> float:
        phase = moment.clock.position(moment.time) / beats % 1.0
        return _trusted(shape(phase), moment.clock, rest)

    return read


def _on_bar(bars: int, shape: Callable[[float], float], rest: float = 0.0) -> Callable[[Moment], float]:
    """`shape` of the phase within `bars` bars."""

    def read(moment: Moment) -> float:
        phase = bars_since_start(moment.clock, moment.time) / bars % 1.0
        return _trusted(shape(phase), moment.clock, rest)

    return read


def _pulse(count: Callable[[BeatClock, float], float]) -> Callable[[Moment], float]:
    """1 at each whole number of `count`, falling to the next."""

    def read(moment: Moment) -> float:
        clock = moment.clock
        if moment.since is not None and moment.until is not None:
            hits = math.floor(count(clock, moment.until)) - math.floor(count(clock, moment.since))
        else:
            hits = 0
        value = 1.0 if hits > 0 else (1.0 - count(clock, moment.time) % 1.0) ** 2
        return _trusted(value, clock, 0.0)

    return read


def _trusted(value: float, clock: BeatClock, rest: float) -> float:
    return rest + (value - rest) * clock.eased_trust


def bars_since_start(clock: BeatClock, time: float) -> float:
    """Running number of the bar at `time`, with fraction; whole on the first beat of a bar."""
    offset = (clock.number - clock.beat_in_bar + 1) % clock.beats_per_bar
    return (clock.position(time) - offset) / clock.beats_per_bar


def _saw(phase: float) -> float:
    return phase


def _sine(phase: float) -> float:
    return 0.5 + 0.5 * math.cos(2.0 * math.pi * phase)


def _toggle(moment: Moment) -> float:
    return _trusted(math.floor(moment.clock.position(moment.time)) % 2, moment.clock, 0.0)


def _beat_random(moment: Moment) -> float:
    return _trusted(_hash01(math.floor(moment.clock.position(moment.time))), moment.clock, 0.5)


def _bar_random(moment: Moment) -> float:
    return _trusted(
        _hash01(math.floor(bars_since_start(moment.clock, moment.time)) * 7919 + 13), moment.clock, 0.5
    )


def _hash01(number: int) -> float:
    """The same fair 0..1 for the same number (the finaliser of splitmix64)."""
    z = (number * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return ((z ^ (z >> 31)) >> 11) / float(1 << 53)


def _slow_sine(period_s: float) -> Callable[[Moment], float]:
    return lambda moment: 0.5 - 0.5 * math.cos(2.0 * math.pi * moment.time / period_s)


def _wander(moment: Moment) -> float:
    """Smooth value noise: a new goal every 6 s."""
    step = math.floor(moment.time / 6.0)
    x = moment.time / 6.0 - step
    a, b = _hash01(step), _hash01(step + 1)
    return a + (b - a) * smoothstep(x)


SIGNALS: dict[str, Signal] = {
    signal.name: signal
    for signal in (
        *(Signal(row.name, row.help, _feature(row)) for row in FEATURES.values()),
        Signal("onset", "pulse at each onset of any band", _any_onset),
        *(
            Signal(f"onset.{band}", f"pulse at each onset in band {band}", read)
            for band, read in zip(BANDS, _ONSETS, strict=True)
        ),
        Signal("beat", "1 on each predicted beat, falling to the next", _pulse(BeatClock.position)),
        Signal(
            "half",
            "1 on every second beat, falling (half time)",
            _pulse(lambda clock, time: clock.position(time) / 2.0),
        ),
        Signal(
            "double",
            "1 on and between beats (double time)",
            _pulse(lambda clock, time: clock.position(time) * 2.0),
        ),
        Signal("bar", "1 on the first beat of the bar, falling over the bar", _pulse(bars_since_start)),
        Signal(
            "phrase",
            "1 at the first beat of every four bars, falling",
            _pulse(lambda clock, time: bars_since_start(clock, time) / BARS_PER_PHRASE),
        ),
        Signal("beat.saw", "rises 0 to 1 over each beat", _on_beat(1, _saw)),
        Signal("bar.saw", "rises 0 to 1 over each bar", _on_bar(1, _saw)),
        Signal("phrase.saw", "rises 0 to 1 over four bars", _on_bar(BARS_PER_PHRASE, _saw)),
        Signal("beat.sine", "smooth swell, 1 on each beat", _on_beat(1, _sine, 0.5)),
        Signal("bar.sine", "smooth swell, 1 on the first beat of the bar", _on_bar(1, _sine, 0.5)),
        Signal("phrase.sine", "smooth swell over four bars", _on_bar(BARS_PER_PHRASE, _sine, 0.5)),
        Signal("beat.toggle", "0 and 1 in turn, changing on each beat", _toggle),
        Signal("beat.random", "another value on each beat", _beat_random),
        Signal("bar.random", "another value in each bar", _bar_random),
        Signal("breath", "slow swell of 8 s, without any music", _slow_sine(8.0)),
        Signal("tide", "very slow swell of 60 s, without any music", _slow_sine(60.0)),
        Signal("wander", "a slow random walk, without any music", _wander),
        Signal("one", "always 1", lambda moment: 1.0),
    )
}


def stem_of(signal: str) -> str:
    """The stem that a signal names: "vocals" of "stem.vocals"; "" of others."""
    name = signal.removeprefix(STEM)
    return name if signal.startswith(STEM) and re.fullmatch(r"\w+", name) else ""


def _stem(name: str) -> Callable[[Moment], float]:
    def read(moment: Moment) -> float:
        stems = moment.features.stems
        return 0.0 if stems is None else stems.level(name, moment.time)

    return read


def find_signal(name: str) -> Signal:
    """The signal `name`; raises UserError with the nearest right name."""
    if stem := stem_of(name):
        return Signal(name, f"level of the stem {stem}, from `--stems`", _stem(stem))
    if name not in SIGNALS:
        raise UserError(unknown("route signal", name, SIGNALS))
    return SIGNALS[name]
