"""Where "one" is and how long the bar is: a small filter over bar positions, one step per beat.

Four bars are known: 4/4, 3/4, and 6/8 in both of the ways it can be felt: two long beats, each of three
eighths (`beats_per_bar` 2), or six beats where the eighths themselves are followed (6).
"""

from __future__ import annotations

from collections import deque

import numpy as np

from realtime.arrays import Doubles
from realtime.audio.beat.bar_features import COLUMNS, HALF, HARMONY, ONE, REPEATED, THIRD, TWO_THIRDS

METERS = (4, 3, 2, 6)
METER_PRIOR = (0.76, 0.18, 0.03, 0.03)
FELT_IN_TWO_BPM = (95.0, 110.0)
"""Beats in three of this tempo and more are a shuffle's in four, not six-eight's in two."""
REPEATS = 3
"""So many earlier bars say what this one will be like."""
LONGEST_BAR = max(METERS)

_LEAK = 0.005
_METER_LEAK = 0.001
_DOUBT = 0.7
"""After a jump of the beat the count may go on, or begin anew elsewhere."""
_MEMORY_BEATS = 32.0
_TEMPER, _REPEAT_TEMPER = 0.6, 0.3
_REPEAT_SHARE = 0.5
_ONE_TEMPER, ONE_MARGIN = 0.4, 0.2
"""Of the network's log-odds; by how much a "one" must stand out from the usual beat to speak for itself."""
_RIVAL = 2.0
_INSIST_BEATS = 3
"""A bar that is thought better for so many beats in a row takes the place of the present one."""
_FIRST_BEATS = 12
"""Until so many were heard, the first guess is put right at once."""
_MOST_DEVIATIONS = 2.5
_USUAL_MEAN = np.array([0.55] * 4 + [1.0] + [0.3] * 4)
_USUAL_DEVIATION = np.array([0.3] * 4 + [0.4] + [0.2] * 4)
_DIVISION_BEATS = 16.0


def _accents_in(meter: int) -> Doubles:
    """(meter, 5): what the beats of a bar are expected to be like, in deviations from their mean.

    low, low-mid, high-mid, treble, harmonic change. A bar begins with bass and a new chord; in four the snare
    plays on two and four, in six-eight half-way.
    """
    one = np.array((0.45, 0.15, -0.3, 0.1, 1.2))
    snare = np.array((-0.3, 0.0, 0.45, 0.15, 0.0))
    places = np.tile(-one / max(2, meter - 1), (meter, 1))
    places[0] = one
    if meter == 4:
        places += np.array((-0.5, 1.0, -0.5, 1.0))[:, None] * snare
    elif meter in (2, 6):
        places[meter // 2] += snare
    return places


_EXPECTED = {meter: _accents_in(meter) for meter in METERS}


def log_likelihood(
    beat: Doubles, earlier: list[Doubles], meter: int, in_three: float, one: float = 0.0
) -> Doubles:
    """How well each place of a bar of `meter` beats explains one beat: float64 (meter,).

    beat: the repeated columns in deviations from their mean; earlier: the beats at the same place of up to
    `REPEATS` bars before; in_three: −1 (the beats are divided in two) .. 1 (in three); one: the network's
    log-odds that a bar begins.
    """
    expected = _EXPECTED[meter]
    heard = beat[: HARMONY + 1]
    result: Doubles = _TEMPER * (expected @ heard - 0.5 * np.sum(expected * expected, axis=1))
    if earlier:
        expected_again = _REPEAT_SHARE * np.mean(earlier, axis=0)
        result += _REPEAT_TEMPER * float(beat @ expected_again - 0.5 * expected_again @ expected_again)
    if meter == 2:
        result += 0.3 * in_three
    result[0] += _ONE_TEMPER * one
    return result


def division(rows: Doubles) -> float:
    """−1..1 from rows (or their mean): are beats divided in three (both thirds sound) or in two?"""
    three = np.minimum(rows[..., THIRD], rows[..., TWO_THIRDS]).mean()
    return float(np.clip(np.log((three + 0.05) / (rows[..., HALF].mean() + 0.05)), -1.0, 1.0))


def felt_in_two(in_three: float, tempo: float) -> float:
    """What a `division` says for six-eight at a tempo (bpm), −1..1."""
    slow, quick = FELT_IN_TWO_BPM
    return (
        in_three * float(np.clip((quick - tempo) / (quick - slow), 0.0, 1.0)) if in_three > 0.0 else in_three
    )


class Downbeat:
    """Belief over (bar length, place in the bar) of the beat heard last."""

    def __init__(self) -> None:
        self._belief = {m: np.full(m, p / m) for m, p in zip(METERS, METER_PRIOR, strict=True)}
        self._mean = _USUAL_MEAN.copy()
        self._square = _USUAL_MEAN**2 + _USUAL_DEVIATION**2
        self._divided = np.zeros(COLUMNS)
        self._earlier: deque[Doubles] = deque(maxlen=REPEATS * LONGEST_BAR)
        self._heard = 0
        self._usual_one, self._ones_heard = 0.0, 0
        self._number: int | None = None
        self._rival: tuple[int, int] | None = None
        self._insists = 0
        self.beats_per_bar = 4
        self.downbeat_number = 0

    def set_one(self, number: int, beats_per_bar: int | None = None) -> None:
        """By an operator or another clock, beat `number` is the bar's first."""
        if beats_per_bar in METERS:
            self.beats_per_bar = beats_per_bar
        for meter in METERS:
            self._belief[meter] *= 0.02 / max(self._belief[meter].sum(), 1e-12)
        belief = self._belief[self.beats_per_bar]
        belief[:] = 0.01 / len(belief)
        belief[0] = 0.97
        self._number = self.downbeat_number = number
        self._rival = None

    def sure_length(self) -> int | None:
        """Beats a bar, once there is hardly a doubt of it."""
        sure = self._heard >= _FIRST_BEATS and self._belief[self.beats_per_bar].sum() > 0.98
        return self.beats_per_bar if sure else None

    def step(self, number: int, row: Doubles, tempo: float, jumped: bool = False) -> None:
        """row of beat `number` as `BarFeatures` gives it; tempo: bpm; jumped: the beat just did."""
        beat = self._in_deviations(row[REPEATED])
        self._divided += (row - self._divided) / min(self._heard, _DIVISION_BEATS)
        in_three = felt_in_two(division(self._divided), tempo)
        one = self._standing_out(float(row[ONE]))
        steps = 1 if self._number is None else number - self._number
        if steps != 1:
            self._earlier.clear()
        leak = _DOUBT if jumped else _LEAK
        self._number = number
        for meter in METERS:
            belief = np.roll(self._belief[meter], steps)
            belief = (1.0 - leak) * belief + leak * belief.mean()
            earlier = [self._earlier[-back] for back in _places_before(meter, len(self._earlier))]
            self._belief[meter] = belief * np.exp(log_likelihood(beat, earlier, meter, in_three, one))
        self._earlier.append(beat)
        total = sum(belief.sum() for belief in self._belief.values())
        for meter, prior in zip(METERS, METER_PRIOR, strict=True):
            belief = self._belief[meter] / total
            self._belief[meter] = (1.0 - _METER_LEAK) * belief + _METER_LEAK * prior / meter
        self._decide(number)

    def _standing_out(self, one: float) -> float:
        """What the network says of this beat's being "one", against what it says of others."""
        if not one:
            return 0.0
        self._ones_heard += 1
        self._usual_one += (one - self._usual_one) / min(self._ones_heard, _MEMORY_BEATS)
        return one - self._usual_one - ONE_MARGIN

    def _in_deviations(self, heard: Doubles) -> Doubles:
        self._heard += 1
        share = max(1.0 / _MEMORY_BEATS, 1.0 / (self._heard + 4))
        self._mean += share * (heard - self._mean)
        self._square += share * (heard**2 - self._square)
        deviation = np.sqrt(np.maximum(self._square - self._mean**2, 1e-3))
        deviations: Doubles = np.clip((heard - self._mean) / deviation, -_MOST_DEVIATIONS, _MOST_DEVIATIONS)
        return deviations

    def _decide(self, number: int) -> None:
        """Keep the present bar unless another insists: a "one" that jumps is worse than a wrong one."""
        masses = {meter: float(self._belief[meter].sum()) for meter in METERS}
        meter = max(METERS, key=lambda length: masses[length])
        if masses[meter] < _RIVAL * masses[self.beats_per_bar]:
            meter = self.beats_per_bar
        belief = self._belief[meter]
        best = int(belief.argmax())
        here = (number - self.downbeat_number) % meter
        if meter == self.beats_per_bar and belief[best] <= _RIVAL * belief[here]:
            self._rival = None
            return
        rival = (meter, (number - best) % meter)
        self._insists = self._insists + 1 if rival == self._rival else 1
        self._rival = rival
        if self._insists >= _INSIST_BEATS or self._heard < _FIRST_BEATS:
            self.beats_per_bar, self.downbeat_number = meter, number - best
            self._rival = None


def _places_before(meter: int, count: int) -> range:
    """How many beats ago the same place of the bars before was, as far as `count` beats reach."""
    return range(meter, min(REPEATS * meter, count) + 1, meter)
