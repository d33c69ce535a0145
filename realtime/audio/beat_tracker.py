"""Tempo and phase together: a forward filter over a bar-pointer state space (Krebs, Böck & Widmer 2015)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right

import numpy as np

from realtime.audio.beat_kinds import KINDS, PHASE_BINS, log_tables
from realtime.audio.novelty import FRAMES_PER_SECOND, GROUPS

PREFERRED_TEMPO = 112.0
PREFERRED_WIDTH_OCTAVES = 0.55
_TEMPO_STIFFNESS = 80.0
_RESTART = 0.00005
_TEMPER = 0.45
_KIND_SWITCH = 0.01
_NEAR_FRAMES, _NEAR_TEMPO = 3.5, 0.06
_RIVAL = 4.0
_EVIDENCE_RATE = 0.004
_LANES = 8
"""Room for the kinds of one state: 32 bytes side by side are moved about several times as fast."""
_LEAK_AT_ONCE = 0.0002
"""Smaller shares that go back to the prior are saved up: it is a pass over all states."""
_OCTAVE = 0.003
"""Chance a beat that the tempo was taken for its double or half."""


class TempoSpace:
    """The states: kind of beat × beat interval (frames) × position in the beat, laid out flat.

    Positions of one interval follow each other, so that time passing is a shift by one; only at a
    beat may the tempo change.
    """

    def __init__(self) -> None:
        self.intervals = _intervals()
        lengths = self.intervals
        self.steps = [int(n) for n in lengths]
        self.last = np.cumsum(lengths) - 1
        self.first = self.last - lengths + 1
        self.size = int(lengths.sum())
        self.interval = np.repeat(lengths, lengths).astype(np.float32)
        self.position = np.concatenate([np.arange(n) for n in lengths]).astype(np.float32)
        self.phase = self.position / self.interval
        self.log_interval = np.log(self.interval)
        self.tempo_of_state = np.repeat(np.arange(len(lengths)), lengths)
        self.bin = np.minimum((self.phase * PHASE_BINS + 0.5).astype(np.intp), PHASE_BINS) % PHASE_BINS
        ratio = lengths[None, :] / lengths[:, None]
        self.change = np.exp(-_TEMPO_STIFFNESS * np.abs(ratio - 1.0))
        for octave in (0.5, 2.0):
            self.change += _OCTAVE * np.exp(-_TEMPO_STIFFNESS * np.abs(ratio / octave - 1.0))
        self.change /= self.change.sum(axis=1, keepdims=True)
        self.succession = np.full((len(KINDS), len(KINDS)), _KIND_SWITCH / len(KINDS))
        for kind, beat in enumerate(KINDS):
            self.succession[beat.follows, kind] += 1.0 - _KIND_SWITCH
        self.hit, self.miss = log_tables()

    def prior(
        self, tempo: float = PREFERRED_TEMPO, width_octaves: float = PREFERRED_WIDTH_OCTAVES
    ) -> np.ndarray:
        """Log-normal over tempo, even over position: (size,), sums to 1."""
        octaves = np.log2(60.0 * FRAMES_PER_SECOND / self.intervals / tempo) / width_octaves
        weight = np.exp(-0.5 * octaves**2) * np.gradient(np.log(self.intervals))
        prior = (weight / self.intervals / weight.sum())[self.tempo_of_state]
        return prior.astype(np.float32)

    def log_likelihood(self, novelty: np.ndarray) -> np.ndarray:
        """Novelty (4,) → (kinds, phase bins), natural logarithm, tempered: the groups are not independent."""
        return _TEMPER * (self.hit @ novelty + self.miss @ (1.0 - novelty))


class BeatTracker:
    """The forward filter: what is believed about tempo and phase after each novelty frame."""

    def __init__(self) -> None:
        self.space = TempoSpace()
        self._prior = self.space.prior()
        self._allowed = np.ones(self.space.size, dtype=np.float32)
        # (state, lane): the lanes beyond the kinds stay empty.
        self._lanes = (np.arange(_LANES) < len(KINDS)).astype(np.float32) / len(KINDS)
        self._belief = self._prior[:, None] * self._lanes
        self._scale = 1.0
        """What `_belief` is to be multiplied by to sum to 1; it is put off to the next pass."""
        self._leaked = 0.0
        self._next = np.zeros_like(self._belief)
        self._likelihood = np.empty_like(self._belief)
        self._every_lane = np.ones(_LANES, dtype=np.float32)
        self._succession = np.zeros((_LANES, _LANES), dtype=np.float32)
        self._succession[: len(KINDS), : len(KINDS)] = self.space.succession.T
        self._change = self.space.change.T.astype(np.float32)
        self._weights = _weights(self.space)
        self._observed = np.ones(GROUPS + 1, dtype=np.float32)
        self.interval = 60.0 * FRAMES_PER_SECOND / PREFERRED_TEMPO
        """Frames a beat of the present hypothesis."""
        self.phase = 0.0
        """0..1 of the present hypothesis, in terms of novelty (which lags the sound)."""
        self.mass = 0.0
        """Belief within ±6 % tempo and ±3 frames of the present hypothesis."""
        self.evidence = 0.0
        self._gained = self._heard = 0.0
        """Log-likelihood gained over not knowing the phase, a frame, averaged over some seconds."""

    def step(self, novelty: np.ndarray | None, leak: float = _RESTART) -> None:
        """One frame on. novelty: (4,) 0..1, or None if nothing was heard; leak: share of belief that
        goes back to the prior."""
        space = self.space
        belief, after, likelihood = self._belief, self._next, self._likelihood
        begins = self._change @ belief.take(space.last, axis=0) @ self._succession
        if novelty is not None:
            self._observed[:-1] = novelty
            by_bin = self._weights @ self._observed
            by_bin -= by_bin.max()
            np.exp(by_bin, out=by_bin)
            expected = float(by_bin.sum()) / (PHASE_BINS * len(KINDS))
            by_bin *= self._scale
            by_bin.reshape(PHASE_BINS, _LANES).take(space.bin, axis=0, out=likelihood, mode="clip")
            np.multiply(belief[:-1], likelihood[1:], out=after[1:])
            begins *= likelihood.take(space.first, axis=0)
        else:
            np.multiply(belief[:-1], np.float32(self._scale), out=after[1:])
            begins *= np.float32(self._scale)
        after[space.first] = begins
        anywhere = after @ self._every_lane
        total = max(float(anywhere.sum()), 1e-30)
        gained = math.log(total / expected) if novelty is not None else 0.0
        self._heard += _EVIDENCE_RATE * (1.0 - self._heard)
        self._gained += _EVIDENCE_RATE * (gained - self._gained)
        self.evidence = self._gained / max(self._heard, 0.2)
        self._leaked += leak
        if self._leaked >= _LEAK_AT_ONCE:
            share = self._leaked * total / (1.0 - self._leaked)
            after += self._prior[:, None] * (self._lanes * np.float32(share))
            anywhere += self._prior * np.float32(share)
            total += share
            self._leaked = 0.0
        self._scale = 1.0 / total
        self._belief, self._next = after, belief
        self._decide(anywhere)

    def focus(self, interval: float, phase: float, width: float = 0.04, trust: float = 0.95) -> None:
        """Believe in this interval (frames) and phase: an operator or an external clock said so."""
        space = self.space
        distance = np.log(space.interval / interval) / width
        offset = (space.phase - phase + 0.5) % 1.0 - 0.5
        hint = np.exp(-0.5 * (distance**2 + (offset / 0.05) ** 2)).astype(np.float32) * self._allowed
        total = float(hint.sum())
        if total > 1e-20:
            hint *= trust / total
            self._belief *= (1.0 - trust) / max(float(self._belief.sum()), 1e-30)
            self._belief += hint[:, None] * self._lanes
            self._scale = 1.0
        self.interval, self.phase = interval, phase % 1.0

    def allow(self, low_tempo: float, high_tempo: float) -> None:
        """Only tempos in this range (bpm) from now on."""
        tempo = 60.0 * FRAMES_PER_SECOND / self.space.interval
        allowed = (tempo >= low_tempo * 0.985) & (tempo <= high_tempo * 1.015)
        if not allowed.any():
            nearest = np.abs(np.log(tempo / low_tempo)).argmin()
            allowed = tempo == tempo[nearest]
        self._allowed = allowed.astype(np.float32)
        # Belief enters a tempo at its first position only.
        self._change = self.space.change.T.astype(np.float32) * self._allowed[self.space.first, None]
        prior = self.space.prior() * self._allowed
        self._prior = prior / prior.sum()
        self._belief *= self._allowed[:, None]
        total = float(self._belief.sum())
        if total < 1e-6:
            self._belief[:] = self._prior[:, None] * self._lanes
        else:
            self._belief /= total
        self._scale = 1.0

    def _decide(self, belief: np.ndarray) -> None:
        """Keep the present hypothesis unless a rival's mass is four times as large; refine it."""
        space = self.space
        self.phase = (self.phase + 1.0 / self.interval) % 1.0
        best = int(belief.argmax())
        rival_interval, rival_phase = float(space.interval[best]), float(space.phase[best])
        found = self._neighbourhood(belief, self.interval, self.phase)
        apart = abs((rival_phase - self.phase + 0.5) % 1.0 - 0.5) * self.interval
        if apart > _NEAR_FRAMES or abs(math.log(rival_interval / self.interval)) > _NEAR_TEMPO:
            rival = self._neighbourhood(belief, rival_interval, rival_phase)
            if rival[0] > _RIVAL * found[0]:
                found = rival
        mass, interval, phase = found
        self.mass = mass * self._scale
        if self.mass > 1e-6:
            self.interval, self.phase = interval, phase

    def _neighbourhood(self, belief: np.ndarray, interval: float, phase: float) -> tuple[float, float, float]:
        """(mass, mean interval, mean phase) within ±6 % and ±3 frames."""
        space = self.space
        low = bisect_left(space.steps, interval * (1.0 - _NEAR_TEMPO))
        high = bisect_right(space.steps, interval * (1.0 + _NEAR_TEMPO))
        if high <= low:
            return 0.0, interval, phase
        part = slice(int(space.first[low]), int(space.last[high - 1]) + 1)
        offset = space.phase[part] - np.float32(phase)
        offset -= np.rint(offset)
        near = belief[part] * (np.abs(offset) <= np.float32(_NEAR_FRAMES / interval))
        mass = float(near.sum())
        if mass * self._scale <= 1e-9:
            return 0.0, interval, phase
        mean_interval = float(near @ space.interval[part]) / mass
        mean_offset = float(near @ offset) / mass
        return mass, mean_interval, (phase + mean_offset) % 1.0


def _weights(space: TempoSpace) -> np.ndarray:
    """(bins × lanes, groups + 1): the product with (novelty, 1) is `TempoSpace.log_likelihood`."""
    weights = np.zeros((PHASE_BINS, _LANES, GROUPS + 1), dtype=np.float32)
    weights[:, len(KINDS) :, -1] = -80.0
    weights[:, : len(KINDS), :-1] = _TEMPER * (space.hit - space.miss).transpose(1, 0, 2)
    weights[:, : len(KINDS), -1] = _TEMPER * space.miss.sum(axis=-1).T
    return weights.reshape(-1, GROUPS + 1)


def _intervals() -> np.ndarray:
    """Frames a beat from 220 to 40 bpm: every frame while that matters, later about 3 % apart."""
    intervals = list(range(27, 61))
    while intervals[-1] < 150:
        intervals.append(intervals[-1] + max(2, round(0.03 * intervals[-1])))
    return np.array(intervals)
