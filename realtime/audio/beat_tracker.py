"""Tempo and phase together: a forward filter over a bar-pointer state space (Krebs, Böck & Widmer 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from realtime.audio.novelty import FRAMES_PER_SECOND, GROUPS

PREFERRED_TEMPO = 112.0
PREFERRED_WIDTH_OCTAVES = 0.55
_TEMPO_STIFFNESS = 80.0
_RESTART = 0.002
_TEMPER = 0.6
_BUMP_WIDTH = 0.028
_PHASE_BINS = 240
_TEMPLATE_SWITCH = 0.01


@dataclass(frozen=True)
class Template:
    """How probable novelty is at a beat, half-way, and at the quarters, per group from low to high."""

    base: tuple[float, ...]
    beat: tuple[float, ...]
    half: tuple[float, ...]
    quarter: tuple[float, ...]


TEMPLATES = (
    # Strong low beat, brighter off-beat: a kick on every beat.
    Template(
        (0.03, 0.03, 0.04, 0.05), (0.85, 0.7, 0.65, 0.6), (0.25, 0.15, 0.45, 0.5), (0.08, 0.07, 0.18, 0.25)
    ),
    # All bands alike: everything else.
    Template(
        (0.03, 0.03, 0.04, 0.05), (0.4, 0.5, 0.5, 0.35), (0.15, 0.15, 0.2, 0.2), (0.06, 0.06, 0.06, 0.06)
    ),
)


class TempoSpace:
    """The states: template × beat interval (frames) × position in the beat, laid out flat.

    Positions of one interval follow each other, so that time passing is a shift by one; only at a
    beat may the tempo change.
    """

    def __init__(self) -> None:
        self.intervals = np.concatenate([np.arange(27, 61), np.arange(62, 91, 2), np.arange(93, 151, 3)])
        lengths = self.intervals
        self.last = np.cumsum(lengths) - 1
        self.first = self.last - lengths + 1
        self.size = int(lengths.sum())
        self.interval = np.repeat(lengths, lengths).astype(np.float32)
        self.position = np.concatenate([np.arange(n) for n in lengths]).astype(np.float32)
        self.phase = self.position / self.interval
        self.log_interval = np.log(self.interval)
        self.tempo_of_state = np.repeat(np.arange(len(lengths)), lengths)
        self.bin = np.minimum((self.phase * _PHASE_BINS + 0.5).astype(np.intp), _PHASE_BINS) % _PHASE_BINS
        ratio = lengths[None, :] / lengths[:, None]
        self.change = np.exp(-_TEMPO_STIFFNESS * np.abs(ratio - 1.0))
        self.change /= self.change.sum(axis=1, keepdims=True)
        self.hit, self.miss = _log_tables()

    def prior(
        self, tempo: float = PREFERRED_TEMPO, width_octaves: float = PREFERRED_WIDTH_OCTAVES
    ) -> np.ndarray:
        """Log-normal over tempo, even over position: (size,), sums to 1."""
        octaves = np.log2(60.0 * FRAMES_PER_SECOND / self.intervals / tempo) / width_octaves
        weight = np.exp(-0.5 * octaves**2) * np.gradient(np.log(self.intervals))
        prior = (weight / self.intervals / weight.sum())[self.tempo_of_state]
        return prior.astype(np.float32)

    def log_likelihood(self, novelty: np.ndarray) -> np.ndarray:
        """Novelty (4,) → (templates, phase bins), natural logarithm."""
        return self.hit @ novelty + self.miss @ (1.0 - novelty)


class BeatTracker:
    """The forward filter: what is believed about tempo and phase after each novelty frame."""

    def __init__(self) -> None:
        self.space = TempoSpace()
        self._prior = self.space.prior()
        self._allowed = np.ones(self.space.size, dtype=np.float32)
        self._belief = np.tile(self._prior / len(TEMPLATES), (len(TEMPLATES), 1))
        self._next = np.empty_like(self._belief)
        self.interval = 60.0 * FRAMES_PER_SECOND / PREFERRED_TEMPO
        """Frames a beat of the present hypothesis."""
        self.phase = 0.0
        """0..1 of the present hypothesis, in terms of novelty (which lags the sound)."""
        self.mass = 0.0
        """Belief within ±6 % tempo and ±3 frames of the present hypothesis."""
        self.evidence = 0.0
        """Log-likelihood gained over a beatless explanation, averaged over some seconds, per frame."""
        self._usual = np.full(GROUPS, 0.1)

    def step(self, novelty: np.ndarray | None, leak: float = _RESTART) -> None:
        """One frame on. novelty: (4,) 0..1, or None if nothing was heard; leak: share of belief that
        goes back to the prior."""
        space = self.space
        belief, after = self._belief, self._next
        ends = belief[:, space.last] @ space.change
        total = ends.sum(axis=0)
        after[:, 1:] = belief[:, :-1]
        after[:, space.first] = (1.0 - _TEMPLATE_SWITCH) * ends + (_TEMPLATE_SWITCH / len(TEMPLATES)) * total
        after *= self._allowed
        gained = 0.0
        if novelty is not None:
            log_likelihood = _TEMPER * space.log_likelihood(novelty)
            top = log_likelihood.max()
            likelihood = np.exp(log_likelihood - top).astype(np.float32)
            for template in range(len(TEMPLATES)):
                after[template] *= likelihood[template].take(space.bin)
            scale = float(after.sum())
            self._usual += 0.003 * (novelty - self._usual)
            usual = np.clip(self._usual, 0.01, 0.9)
            beatless = _TEMPER * float(novelty @ np.log(usual) + (1.0 - novelty) @ np.log(1.0 - usual))
            gained = np.log(max(scale, 1e-30)) + top - beatless
        else:
            scale = float(after.sum())
        self.evidence += 0.004 * (gained - self.evidence)
        after *= (1.0 - leak) / max(scale, 1e-30)
        after += self._prior * (leak / len(TEMPLATES))
        self._belief, self._next = after, belief
        self._decide()

    def focus(self, interval: float, phase: float, width: float = 0.04, trust: float = 0.95) -> None:
        """Believe in this interval (frames) and phase: an operator or an external clock said so."""
        space = self.space
        distance = np.log(space.interval / interval) / width
        offset = (space.phase - phase + 0.5) % 1.0 - 0.5
        hint = np.exp(-0.5 * (distance**2 + (offset / 0.05) ** 2)).astype(np.float32) * self._allowed
        total = float(hint.sum())
        if total > 1e-20:
            hint *= trust / (total * len(TEMPLATES))
            self._belief *= (1.0 - trust) / max(float(self._belief.sum()), 1e-30)
            self._belief += hint
        self.interval, self.phase = interval, phase % 1.0

    def allow(self, low_tempo: float, high_tempo: float) -> None:
        """Only tempos in this range (bpm) from now on."""
        tempo = 60.0 * FRAMES_PER_SECOND / self.space.interval
        allowed = (tempo >= low_tempo * 0.985) & (tempo <= high_tempo * 1.015)
        if not allowed.any():
            nearest = np.abs(np.log(tempo / low_tempo)).argmin()
            allowed = tempo == tempo[nearest]
        self._allowed = allowed.astype(np.float32)
        prior = self.space.prior() * self._allowed
        self._prior = prior / prior.sum()
        self._belief *= self._allowed
        total = float(self._belief.sum())
        if total < 1e-6:
            self._belief[:] = self._prior / len(TEMPLATES)
        else:
            self._belief /= total

    def forget(self) -> None:
        """Back to the prior."""
        self._belief[:] = self._prior / len(TEMPLATES)
        self.evidence = 0.0
        self.mass = 0.0

    def _decide(self) -> None:
        """Keep the present hypothesis unless a rival's mass is twice as large; refine it."""
        space = self.space
        belief = self._belief.sum(axis=0)
        self.phase = (self.phase + 1.0 / self.interval) % 1.0
        best = int(belief.argmax())
        rival = self._neighbourhood(belief, float(space.interval[best]), float(space.phase[best]))
        present = self._neighbourhood(belief, self.interval, self.phase)
        mass, interval, phase = rival if rival[0] > 2.0 * present[0] else present
        self.mass = mass
        if mass > 1e-6:
            self.interval, self.phase = interval, phase

    def _neighbourhood(self, belief: np.ndarray, interval: float, phase: float) -> tuple[float, float, float]:
        """(mass, mean interval, mean phase) within ±6 % and ±3 frames."""
        space = self.space
        low = int(np.searchsorted(space.intervals, interval * 0.94))
        high = int(np.searchsorted(space.intervals, interval * 1.06, side="right"))
        if high <= low:
            return 0.0, interval, phase
        part = slice(int(space.first[low]), int(space.last[high - 1]) + 1)
        offset = (space.phase[part] - (phase - 0.5)) % 1.0 - 0.5
        near = belief[part] * (np.abs(offset) * interval <= 3.5)
        mass = float(near.sum())
        if mass <= 1e-9:
            return 0.0, interval, phase
        mean_interval = float(near @ space.interval[part]) / mass
        mean_offset = float(near @ offset) / mass
        return mass, mean_interval, (phase + mean_offset) % 1.0


def _log_tables() -> tuple[np.ndarray, np.ndarray]:
    """log p and log(1 − p) of novelty by template, phase bin and group: (templates, bins, 4) each."""
    phase = np.arange(_PHASE_BINS) / _PHASE_BINS

    def bump(centre: float) -> np.ndarray:
        distance = (phase - centre + 0.5) % 1.0 - 0.5
        return np.exp(-0.5 * (distance / _BUMP_WIDTH) ** 2)[:, None]

    tables = [
        np.asarray(t.base)
        + bump(0.0) * np.asarray(t.beat)
        + bump(0.5) * np.asarray(t.half)
        + (bump(0.25) + bump(0.75)) * np.asarray(t.quarter)
        for t in TEMPLATES
    ]
    probability = np.clip(np.stack(tables), 1e-3, 0.97)
    return np.log(probability), np.log(1.0 - probability)
