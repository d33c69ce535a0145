"""Is the beat that is followed the beat, or its half, its double, or the half-beat between?

The tracker weighs every frame as it comes and may settle where it began. This looks back over the last
sixteen beats at once: each level is worth what the network said on its beats, and by what accents below the
treble fall there. How usual the tempo is has its say all the time. The tracker then leans to what was judged.
"""

from __future__ import annotations

import numpy as np

from realtime.arrays import Doubles

WINDOW_BEATS, LEAST_BEATS = 16.0, 8.0
LEVELS = np.array([(1.0, 0.0), (1.0, 0.5), (2.0, 0.0), (0.5, 0.0), (0.5, 0.5), (1.5, 0.0), (1.5, 0.5)])
"""Tempo over the one that is followed, and phase at one of its beats; the first is what is followed."""
OCTAVES = 5
"""So many of them are that, its half, its double and what lies between; the others count three for two."""
USUAL_TEMPO, USUAL_WIDTH_OCTAVES = 108.0, 0.5
"""bpm; a tempo one width away is worth half a unit (natural logarithm) less."""
SLOWEST, FASTEST = 56.0, 212.0
"""bpm; beyond them nobody counts: the judge turns there never."""
NEUTRAL = 1.2
"""Logit that speaks neither for nor against a beat: what the network says of eighths that are no beats is
often above 0."""
BELOW_BEST, DUMB = 0.7, -1.5
"""Where the network is less sure, neutral is so far below what it says of the best of beats and half-beats;
if that itself is below `DUMB`, there is nothing to judge by."""
TEMPER, MOST_FOR, MOST_AGAINST = 0.35, 3.0, 4.0
"""One beat is much like the next: how far each is believed, and what it may say at most."""
ACCENT, USUAL_ACCENT = 0.5, 0.4
"""What an accent on a beat says, and one that says nothing: where only a hat plays there is less."""
SURE, SURE_OF_THREE, INSISTS = 1.0, 3.0, 3
"""A level that is worth so much more (one that counts three for two), at so many beats in a row, is turned
to."""
_SINGLE = (1, 3, 4)
"""Levels of half-beats, and of every other beat."""
_KEPT = 1200
_NEAR = np.array([[-1], [0], [1]])
"""Steps around a beat."""


class OctaveJudge:
    """Tell it what the network says, and ask at every beat."""

    def __init__(self) -> None:
        self._positions = np.zeros(_KEPT)
        self._activations = np.zeros(_KEPT)
        self._accents = np.zeros(_KEPT)
        self._count = 0
        self._rival: int | None = None
        self._insisted = 0
        self.sure = 1.0
        """0..1: how far it is believed that what is followed is the beat and not its double or half."""

    def forget(self) -> None:
        """The beat is another from here on."""
        self._count = 0
        self._rival = None
        self._insisted = 0

    def hear(self, position: float, activation: float, accent: float) -> None:
        """position: running beat number, with fraction, of which this is; activation: logit of a beat;
        accent: 0..1, how much begins there below the treble."""
        if self._count == _KEPT:
            half = _KEPT // 2
            for kept in (self._positions, self._activations, self._accents):
                kept[:half] = kept[half:]
            self._count = half
        self._positions[self._count], self._activations[self._count] = position, activation
        self._accents[self._count] = accent
        self._count += 1

    def judge(self, tempo: float, low: float, high: float) -> tuple[float, float] | None:
        """At a beat. tempo: bpm that is followed; low, high: bpm, those allowed. What to turn to, if
        anything: (tempo over this one, phase of its beats at a beat of this one)."""
        positions = self._positions[: self._count]
        first = int(np.searchsorted(positions, positions[-1] - WINDOW_BEATS)) if self._count else 0
        enough = self._count and positions[-1] - positions[first] >= LEAST_BEATS
        worth = self._worth(first, tempo, low, high) if enough else None
        if worth is None:
            self.sure += 0.2 * (1.0 - self.sure)
            self._rival = None
            return None
        ahead = worth - worth[0]
        self.sure = float(1.0 / np.exp(np.clip(ahead[:OCTAVES], None, 20.0)).sum())
        ahead[OCTAVES:] -= SURE_OF_THREE - SURE
        best = int(ahead.argmax())
        if best == 0 or ahead[best] < SURE:
            self._rival = None
            return None
        self._insisted = self._insisted + 1 if best == self._rival else 1
        self._rival = best
        if self._insisted < INSISTS:
            return None
        self.forget()
        ratio, phase = LEVELS[best].tolist()
        return ratio, phase

    def _worth(self, first: int, tempo: float, low: float, high: float) -> Doubles | None:
        """(levels,): how well each explains the activations since step `first`, as log-likelihood; None where
        the network hears too little."""
        heard = slice(first, self._count)
        positions, activations, accents = (
            self._positions[heard],
            self._activations[heard],
            self._accents[heard],
        )
        tempos = tempo * LEVELS[:, 0]
        worth = -0.5 * (np.log2(tempos / USUAL_TEMPO) / USUAL_WIDTH_OCTAVES) ** 2
        told = []
        for level, (ratio, phase) in enumerate(LEVELS.tolist()):
            begin, end = positions[0] * ratio + phase, positions[-1] * ratio + phase
            beats = (np.arange(np.ceil(begin), np.floor(end) + 1) - phase) / ratio
            nearest = np.clip(np.searchsorted(positions, beats), 1, len(activations) - 2)
            told.append(np.maximum.reduce(activations[nearest + _NEAR]))
            worth[level] += ACCENT * (np.maximum.reduce(accents[nearest + _NEAR]) - USUAL_ACCENT).sum()
        best = max(float(told[level].mean()) for level in _SINGLE)
        if best < DUMB:
            return None
        for level, most in enumerate(told):
            # More beats than are followed must each be one.
            neutral = NEUTRAL if LEVELS[level, 0] > 1.0 else min(NEUTRAL, best - BELOW_BEST)
            worth[level] += TEMPER * np.clip(most - neutral, -MOST_AGAINST, MOST_FOR).sum()
        low, high = max(low, SLOWEST), min(high, FASTEST)
        worth[1:][(tempos[1:] < low) | (tempos[1:] > high)] = -1e3
        return worth
