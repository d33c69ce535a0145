"""Tempo and phase together: a forward filter over a bar-pointer state space (Krebs, Böck & Widmer 2015)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right

import numpy as np

from realtime.arrays import Doubles, Floats, Indices, Reals
from realtime.audio.beat.net_observation import REACH_FRAMES, activation_shape
from realtime.audio.beat.observation_model import (
    KINDS,
    PHASE_BINS,
    PLACES,
    TRAITS,
    log_table,
    places,
    traits,
    weights,
)
from realtime.audio.feature.novelty import FRAMES_PER_SECOND

PREFERRED_TEMPO = 112.0
PREFERRED_WIDTH_OCTAVES = 0.55
_TEMPO_STIFFNESS = 80.0
_RESTART = 0.00005
_TEMPER = 1.5
_KIND_SWITCH = 0.01
_NEAR_FRAMES, _NEAR_TEMPO = 3.5, 0.06
_RIVAL = 4.0
_EVIDENCE_RATE = 0.003
_EVIDENCE_LEAST_HEARD = 0.45
"""What was heard in the first moments is not taken for more than it is."""
_EVIDENCE_SCALE = 5.0
"""In these units `BeatFollower` distinguishes music from speech at about 0.05 to 0.1."""
_LEAK_AT_ONCE = 0.0004
"""Smaller shares that go back to the prior are saved up: it is a pass over all states."""
_DECIDE_FRAMES = 4
"""The belief takes in every frame; its hypothesis is read from every fourth one."""
_FRAMES_OF_ROOM = 256
_HALF_WIDTH = 0.1
"""Of a beat: so near to the half-beat (deviation of a normal) a sound counts as half-way."""
_OCTAVE = 0.003
"""Chance a beat that the tempo was taken for its double or half."""
LEAN_OCTAVES = 0.45
"""A tempo that is so far from the one leant to is another way to count."""


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
        self.tempo_of_state = np.repeat(np.arange(len(lengths)), lengths)
        self.bin = np.minimum((self.phase * PHASE_BINS + 0.5).astype(np.intp), PHASE_BINS) % PHASE_BINS
        ratio = lengths[None, :] / lengths[:, None]
        self.change = np.exp(-_TEMPO_STIFFNESS * np.abs(ratio - 1.0))
        for octave in (0.5, 2.0):
            self.change += _OCTAVE * np.exp(-_TEMPO_STIFFNESS * np.abs(ratio / octave - 1.0))
        self.change /= self.change.sum(axis=1, keepdims=True)
        self.succession = np.full((len(KINDS), len(KINDS)), _KIND_SWITCH / len(KINDS))
        self.succession[KINDS, range(len(KINDS))] += 1.0 - _KIND_SWITCH
        self.log_table = (_TEMPER * log_table()).astype(np.float32)
        from_beat = self.position - self.interval * (self.position > 0.5 * self.interval)
        self.near_beats = np.flatnonzero(np.abs(from_beat) <= REACH_FRAMES)
        """States in which the network may tell of a beat, and how far each is."""
        self.activation_shape = activation_shape(from_beat[self.near_beats])
        frames = from_beat[self.near_beats].astype(np.intp) + REACH_FRAMES
        places_near, place = np.unique(
            np.stack([self.bin[self.near_beats], frames]), axis=1, return_inverse=True
        )
        self.near_bin, self.near_frames = np.ascontiguousarray(places_near)
        """The places of those: phase bin, and frames from the beat, from −`REACH_FRAMES` on."""
        self.bin_or_near = self.bin.copy()
        self.bin_or_near[self.near_beats] = PHASE_BINS + place.ravel()
        """`bin`, but of states near a beat `PHASE_BINS` and the number of its place."""

    def prior(self, tempo: float = PREFERRED_TEMPO, width_octaves: float = PREFERRED_WIDTH_OCTAVES) -> Floats:
        """Log-normal over tempo, even over position: (size,), sums to 1."""
        octaves = np.log2(60.0 * FRAMES_PER_SECOND / self.intervals / tempo) / width_octaves
        weight = np.exp(-0.5 * octaves**2) * np.gradient(np.log(self.intervals))
        prior: Doubles = (weight / self.intervals / weight.sum())[self.tempo_of_state]
        return prior.astype(np.float32)

    def log_likelihood(self, novelty: Reals) -> Floats:
        """Novelty (4,) → (kinds, phase bins), natural logarithm."""
        table: Floats = self.log_table @ np.array(traits(novelty), dtype=np.float32)
        return table


class BeatTracker:
    """The forward filter: what is believed about tempo and phase after each novelty frame."""

    def __init__(self) -> None:
        self.space = TempoSpace()
        size = self.space.size
        self._prior = self.space.prior()
        self._allowed = np.ones(size, dtype=np.float32)
        # (state, kind): eight kinds are 32 bytes side by side, which are moved about several times as fast.
        self._any_kind = np.full(len(KINDS), 1.0 / len(KINDS), dtype=np.float32)
        self._restart = self._prior[:, None] * self._any_kind
        # Positions follow each other, so time passes by reading the same rows from one row earlier.
        self._room = np.zeros((size + _FRAMES_OF_ROOM, len(KINDS)), dtype=np.float32)
        self._start = _FRAMES_OF_ROOM
        self._belief = self._room[self._start :]
        self._belief[:] = self._restart
        self._scale = 1.0
        """What `_belief` is to be multiplied by to sum to 1; it is put off to the next pass."""
        self._leaked = 0.0
        self._work = np.empty_like(self._belief)
        self._every_kind = np.ones(len(KINDS), dtype=np.float32)
        self._every_state = np.ones(size, dtype=np.float32)
        self._interval_and_one = np.stack([self.space.interval, self._every_state], axis=1)
        self._succession = self.space.succession.T.astype(np.float32)
        self._change = self.space.change.T.astype(np.float32)
        self._weights, self._places = _weights(), places().astype(np.float32)
        self._around_beat = activation_shape(np.arange(-REACH_FRAMES, REACH_FRAMES + 1.0))[:, None]
        self._around_beat = self._around_beat.repeat(len(KINDS), axis=1)
        self._every_bin = np.ones(PHASE_BINS, dtype=np.float32)
        self._likelihoods = np.empty((PHASE_BINS + len(self.space.near_bin), len(KINDS)), dtype=np.float32)
        """Of each phase bin; then, where a network speaks, of each place near a beat."""
        self._kinds = self._any_kind
        """Belief in each kind, when it was last read."""
        self._observed = np.ones(TRAITS + 1, dtype=np.float32)
        self._unread = 0
        """Frames since the belief was last summed up and decided on."""
        self._expected = 0.0
        """Log-likelihood of those frames if the kind of beat were known and the phase were not."""
        self.interval = 60.0 * FRAMES_PER_SECOND / PREFERRED_TEMPO
        """Frames a beat of the present hypothesis."""
        self.phase = 0.0
        """0..1 of the present hypothesis, in terms of novelty (which lags the sound)."""
        self.mass = 0.0
        """Belief within ±6 % tempo and ±3 frames of the present hypothesis."""
        self.evidence = 0.0
        self._gained = self._heard = 0.0
        """Log-likelihood gained over not knowing the phase, a frame, averaged over some seconds."""

    def step(self, novelty: Reals | None, leak: float = _RESTART, activation: float = 0.0) -> None:
        """One frame on. novelty: (4,) 0..1, or None if nothing was heard; leak: share of belief that
        goes back to the prior; activation: the network's log-odds of a beat, 0 where it says nothing."""
        begins = self._change.dot(self._belief.take(self.space.last, axis=0)).dot(self._succession)
        belief = self._pass_time()
        belief[self.space.first] = begins
        if novelty is not None:
            self._observed[:TRAITS] = traits(novelty)
            self._observed[-1] = math.log(self._scale)
            # Never far from 1: no need to look for the largest.
            by_bin = self._likelihoods[:PHASE_BINS]
            by_place = self._weights.dot(self._observed).reshape(-1, len(KINDS))
            self._places.dot(by_place, out=by_bin)
            np.exp(by_bin, out=by_bin)
            mean = float(self._every_bin.dot(by_bin).dot(self._kinds)) / (PHASE_BINS * self._scale)
            self._expected += math.log(mean)
            where = self._hear_activation(activation, by_bin) if activation else self.space.bin
            self._likelihoods.take(where, axis=0, out=self._work, mode="clip")
            belief *= self._work
        elif self._scale != 1.0:
            belief *= np.float32(self._scale)
        self._scale = 1.0
        self._leaked += leak
        self._unread += 1
        self.phase = (self.phase + 1.0 / self.interval) % 1.0
        if self._unread >= _DECIDE_FRAMES:
            self._read()

    def favour_beat(self, frames_ago: float, log_odds: float) -> None:
        """What was heard `frames_ago` falls on a beat rather than half-way between two. It bears on the phase
        only: the belief in each tempo stays as it is."""
        space, belief = self.space, self._belief
        from_half = (space.phase - np.float32(frames_ago) / space.interval) % np.float32(1.0) - np.float32(
            0.5
        )
        less = np.exp(np.float32(-log_odds) * np.exp(np.float32(-0.5 / _HALF_WIDTH**2) * from_half**2))
        before = np.add.reduceat(belief.dot(self._every_kind), space.first)
        belief *= less[:, None]
        after = np.add.reduceat(belief.dot(self._every_kind), space.first)
        belief *= (before / np.maximum(after, np.float32(1e-30))).take(space.tempo_of_state)[:, None]

    def focus(self, interval: float, phase: float, width: float = 0.04, trust: float = 0.95) -> None:
        """Believe in this interval (frames) and phase: an operator or an external clock gave them."""
        space = self.space
        distance = np.log(space.interval / interval) / width
        offset = (space.phase - phase + 0.5) % 1.0 - 0.5
        hint = np.exp(-0.5 * (distance**2 + (offset / 0.05) ** 2)).astype(np.float32) * self._allowed
        total = float(hint.sum())
        if total > 1e-20:
            hint *= trust / total
            self._belief *= (1.0 - trust) / max(float(self._belief.sum()), 1e-30)
            self._belief += hint[:, None] * self._any_kind
            self._forget_unread()
        self.interval, self.phase = interval, phase % 1.0

    def allow(self, low_tempo: float, high_tempo: float) -> None:
        """Only tempos in this range (bpm) from now on."""
        tempo = 60.0 * FRAMES_PER_SECOND / self.space.interval
        allowed = (tempo >= low_tempo * 0.985) & (tempo <= high_tempo * 1.015)
        if not allowed.any():
            nearest = np.abs(np.log(tempo / low_tempo)).argmin()
            allowed = tempo == tempo[nearest]
        self._allowed = allowed.astype(np.float32)
        self._change = self._changes()
        prior = self.space.prior() * self._allowed
        self._prior = prior / prior.sum()
        self._restart = self._prior[:, None] * self._any_kind
        self._belief *= self._allowed[:, None]
        total = float(self._belief.sum())
        if total < 1e-6:
            self._belief[:] = self._restart
        else:
            self._belief /= total
        self._forget_unread()

    def lean(self, tempo: float, others: float) -> None:
        """From now on the beat is most likely near this tempo (bpm); others: how much likelier each beat at a
        far one is than it would else be, such as at half or double."""
        self._change = self._changes()
        octaves = np.log2(60.0 * FRAMES_PER_SECOND / self.space.intervals / tempo)
        self._change[np.abs(octaves) > LEAN_OCTAVES] *= np.float32(others)

    def lean_no_more(self) -> None:
        """Any tempo is as likely as any."""
        self._change = self._changes()

    def _changes(self) -> Floats:
        """(next tempo, tempo): belief enters a tempo at its first position only."""
        changes: Floats = self.space.change.T.astype(np.float32) * self._allowed[self.space.first, None]
        return changes

    def _hear_activation(self, activation: float, by_bin: Floats) -> Indices:
        """Beats become as much likelier as the network says, near where it says so. Gives where in
        `_likelihoods` each state looks."""
        space = self.space
        gains = np.exp(np.float32(activation) * self._around_beat)
        near = self._likelihoods[PHASE_BINS:]
        by_bin.take(space.near_bin, axis=0, out=near, mode="clip")
        near *= gains.take(space.near_frames, axis=0)
        gained = float(np.add.reduce(gains[:, 0])) - len(gains)
        self._expected += math.log1p(gained / self.interval)
        return space.bin_or_near

    def _forget_unread(self) -> None:
        """The belief was set anew and sums to 1."""
        self._scale = 1.0
        self._unread, self._expected = 0, 0.0

    def _pass_time(self) -> Floats:
        """The belief one position on; what was last of a tempo is now first of the next, to be replaced."""
        if self._start == 0:
            self._start = _FRAMES_OF_ROOM
            self._room[self._start :] = self._belief
        self._start -= 1
        self._belief = self._room[self._start : self._start + self.space.size]
        return self._belief

    def _read(self) -> None:
        """Sum the belief up: evidence of the frames since last time, their leak, the hypothesis."""
        anywhere = self._belief.dot(self._every_kind)
        kinds = self._every_state.dot(self._belief)
        total = max(float(kinds.sum()), 1e-30)
        self._kinds = kinds / np.float32(total)
        share = 1.0 - (1.0 - _EVIDENCE_RATE) ** self._unread
        gained = (math.log(total) - self._expected) / self._unread
        self._heard += share * (1.0 - self._heard)
        self._gained += share * (gained - self._gained)
        self.evidence = _EVIDENCE_SCALE * self._gained / max(self._heard, _EVIDENCE_LEAST_HEARD)
        if self._leaked >= _LEAK_AT_ONCE:
            leaked = np.float32(self._leaked * total / (1.0 - self._leaked))
            self._belief += np.multiply(self._restart, leaked, out=self._work)
            anywhere += self._prior * leaked
            total += float(leaked)
            self._leaked = 0.0
        self._scale = 1.0 / total
        self._unread, self._expected = 0, 0.0
        self._decide(anywhere)

    def _decide(self, belief: Floats) -> None:
        """Keep the present hypothesis unless a rival's mass is four times as large; refine it."""
        space = self.space
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

    def _neighbourhood(self, belief: Floats, interval: float, phase: float) -> tuple[float, float, float]:
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
        intervals, mass = near.dot(self._interval_and_one[part]).tolist()
        if mass * self._scale <= 1e-9:
            return 0.0, interval, phase
        mean_offset = float(near.dot(offset)) / mass
        return mass, intervals / mass, (phase + mean_offset) % 1.0


def _weights() -> Floats:
    """(places × kinds, traits + 1): `places` times the product with (traits, log of a factor) is
    `TempoSpace.log_likelihood`, times that factor."""
    of_places = np.zeros((1 + len(PLACES), len(KINDS), TRAITS + 1), dtype=np.float32)
    of_places[:, :, :TRAITS] = _TEMPER * weights().transpose(1, 0, 2)
    of_places[0, :, TRAITS] = 1.0
    return of_places.reshape(-1, TRAITS + 1)


def _intervals() -> Indices:
    """Frames a beat from 220 to 40 bpm: every frame while that matters, later about 3 % apart."""
    intervals = list(range(27, 61))
    while intervals[-1] < 150:
        intervals.append(intervals[-1] + max(2, round(0.03 * intervals[-1])))
    return np.array(intervals)
