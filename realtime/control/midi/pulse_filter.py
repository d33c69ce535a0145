"""Tempo and phase of a train of pulses that jitter, get lost on the way, and change their tempo.

A Kalman filter of two states (when the newest pulse was due, seconds a pulse) follows the train. Whether a
late pulse is late, or others before it were lost, cannot be known at once where the jitter is half a pulse:
so several estimates of how many have passed stand beside each other, each with its own filter and its
likelihood, and the pulses that follow decide (a Viterbi search over the count of pulses).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST_GAP_S = 0.5
"""After so long without a pulse the train is another one."""
_MOST_OPINIONS = 8
_MOST_LOST = 4
_LOST, _HICCUP, _JUMP = math.log(0.02), math.log(0.004), math.log(2e-4)
"""How likely it is that a pulse is lost, held up by the machine, or begins another tempo (logarithms)."""
_JUMPS = (0.05, 0.5)
"""Deviations of the period, as shares of it, that a new tempo may have."""
_OUTLIER_S = 0.1
_DRIFT = 0.0015
"""How far the tempo of a steady train wanders, as a share of it in the square root of a second."""
_FIRST_PERIOD_S, _FIRST_SPREAD_S = 60.0 / 120.0 / 24.0, 10.0
_LEAST_JITTER_S, _FIRST_JITTER_S, _MOST_JITTER_S = 2e-4, 0.008, 0.012
_JITTER_SHARE = 1.0 / 48.0
_FIRST_JITTER_COUNTS = 8
"""What is supposed of the jitter at first counts as so many pulses."""
_FIRST_PULSES, _LEAST_PULSES = 4, 12
"""From so many on the jitter is learned, and the phase may be reported."""
_ODDEST = 9.0
"""A square that is so many times what was expected says no more about the jitter."""
_SURE_S = 0.006
"""So exact the phase must be to be reported."""
_MARGIN = 3.0
"""By so much (logarithm) the best opinion must be likelier than the next."""
_UNLIKELY = 16.0
"""An opinion that is so much less likely (logarithm) is given up."""
_FAR, _ODD, _SAME = 4.5, 1.5, 0.2
"""In deviations: nothing so far off is considered, so near needs an excuse, or differs from another."""
_TEMPO_STEPS = 20.0
"""Of the opinions with the same count those are rivals whose tempos differ by less than one in so many."""
_LOG_TAU = 0.5 * math.log(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class _Opinion:
    """count: of pulses so far, lost ones with them; time, period: when the newest was due, and seconds a
    pulse; vt, vtp, vp: their covariance; likelihood: logarithm, relative."""

    count: int
    time: float
    period: float
    vt: float
    vtp: float
    vp: float
    likelihood: float = 0.0


class PulseFilter:
    """Fed with the times of pulses, in order."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything: count 0."""
        self._opinions: list[_Opinion] = []
        self._jitter = _FIRST_JITTER_S
        self._heard = 0

    @property
    def count(self) -> int:
        """Pulses so far, lost ones with them."""
        return self._opinions[0].count if self._opinions else 0

    @property
    def time(self) -> float:
        """When the newest pulse was due, seconds."""
        return self._opinions[0].time

    @property
    def period(self) -> float:
        """Seconds a pulse."""
        return self._opinions[0].period

    @property
    def sure(self) -> bool:
        """Are phase and count known well enough to be reported?"""
        if self._heard < _LEAST_PULSES:
            return False
        best = self._opinions[0]
        told_apart = len(self._opinions) == 1 or best.likelihood - self._opinions[1].likelihood > _MARGIN
        return told_apart and best.vt < _SURE_S * _SURE_S and best.period > 0.0

    def settle(self) -> None:
        """Hold the likeliest opinion for the truth."""
        del self._opinions[1:]

    def feed(self, time: float) -> None:
        """One pulse at `time`."""
        self._heard += 1
        if not self._opinions:
            spread = _FIRST_SPREAD_S * _FIRST_SPREAD_S
            self._opinions = [_Opinion(1, time, _FIRST_PERIOD_S, self._jitter**2, 0.0, spread)]
            return
        before = self._opinions[0]
        best: dict[tuple[int, int], _Opinion] = {}
        for opinion in self._opinions:
            for new in self._after(opinion, time):
                key = new.count, round(_TEMPO_STEPS * math.log(max(new.period, _LEAST_JITTER_S)))
                if key not in best or new.likelihood > best[key].likelihood:
                    best[key] = new
        ranked = sorted(best.values(), key=lambda one: -one.likelihood)
        top = ranked[0].likelihood
        self._opinions = []
        for one in ranked:
            if one.likelihood < top - _UNLIKELY or len(self._opinions) == _MOST_OPINIONS:
                break
            if not any(_same(one, better) for better in self._opinions):
                self._opinions.append(replace(one, likelihood=one.likelihood - top))
        now = _on(before, self._opinions[0].count - before.count)
        self._note_jitter(time - now.time, now.vt)

    def _after(self, opinion: _Opinion, time: float) -> Iterator[_Opinion]:
        """What may be the case after a pulse at `time`, where `opinion` was before it."""
        coming = _on(opinion, 1)
        spread = coming.vt + self._jitter * self._jitter
        off = time - coming.time
        yield self._seen(coming, time, opinion.likelihood)
        for lost in range(1, _MOST_LOST + 1):
            more = _on(opinion, 1 + lost)
            if time - more.time < -_FAR * math.sqrt(more.vt + self._jitter * self._jitter):
                break
            yield self._seen(more, time, opinion.likelihood + lost * _LOST)
        if self._heard <= _LEAST_PULSES or off * off < _ODD * _ODD * spread:
            return
        # Held up by the machine, it says nothing.
        yield replace(coming, likelihood=opinion.likelihood + _HICCUP - math.log(_OUTLIER_S))
        for share in _JUMPS:
            spread = (share * opinion.period) ** 2
            jumped = replace(coming, vt=coming.vt + spread, vtp=coming.vtp + spread, vp=coming.vp + spread)
            yield self._seen(jumped, time, opinion.likelihood + _JUMP)

    def _seen(self, coming: _Opinion, time: float, likelihood: float) -> _Opinion:
        noise = self._jitter * self._jitter
        off, spread = time - coming.time, coming.vt + noise
        gain_t, gain_p = coming.vt / spread, coming.vtp / spread
        return _Opinion(
            coming.count,
            coming.time + gain_t * off,
            coming.period + gain_p * off,
            (1.0 - gain_t) * coming.vt,
            (1.0 - gain_t) * coming.vtp,
            coming.vp - gain_p * coming.vtp,
            likelihood - 0.5 * off * off / spread - 0.5 * math.log(spread) - _LOG_TAU,
        )

    def _note_jitter(self, off: float, uncertain: float) -> None:
        """Learn how much the pulses jitter, from how far one is from where it was foreseen, which was itself
        `uncertain` (variance)."""
        if self._heard < _FIRST_PULSES:
            return
        noise = self._jitter * self._jitter
        square = min(off * off, _ODDEST * (noise + uncertain))
        share = max(_JITTER_SHARE, 1.0 / (self._heard + _FIRST_JITTER_COUNTS))
        noise = noise + share * (square - noise - uncertain)
        self._jitter = math.sqrt(min(max(noise, _LEAST_JITTER_S**2), _MOST_JITTER_S**2))


def _same(one: _Opinion, other: _Opinion) -> bool:
    """Do two opinions differ in nothing that the pulses to come could tell?"""
    apart = _SAME * _SAME
    return (one.time - other.time) ** 2 < apart * other.vt and (
        one.period - other.period
    ) ** 2 < apart * other.vp


def _foreseen(opinion: _Opinion, pulses: int) -> float:
    return opinion.time + pulses * opinion.period


def _on(opinion: _Opinion, pulses: int) -> _Opinion:
    """So many pulses later, before any was seen."""
    drift = (_DRIFT * opinion.period) ** 2 * pulses * abs(opinion.period)
    return _Opinion(
        opinion.count + pulses,
        _foreseen(opinion, pulses),
        opinion.period,
        opinion.vt + 2.0 * pulses * opinion.vtp + pulses * pulses * opinion.vp + drift * pulses / 3.0,
        opinion.vtp + pulses * opinion.vp + drift / 2.0,
        opinion.vp + drift,
        opinion.likelihood,
    )
