"""Is the beat that is followed the beat, or its half or its double?

The tracker weighs every frame as it comes and may settle where it began. This looks back over the last
sixteen beats at once: each level is worth what the network said on its beats, on average, how usual its tempo
is, and how plainly the harmony changes every fourth beat. The tracker then leans to what was judged.
"""

from __future__ import annotations

import numpy as np

from realtime.arrays import Doubles, Floats, Indices

WINDOW_BEATS, LEAST_BEATS = 16.0, 8.0
LEVELS = np.array([(1.0, 0.0), (1.0, 0.5), (2.0, 0.0), (0.5, 0.0), (0.5, 0.5), (1.5, 0.0), (1.5, 0.5)])
"""Tempo over the one that is followed, and phase at one of its beats; the first is what is followed."""
HALF_BEAT = 1
"""The half-beat between competes, but is not turned to: `offbeat_correction` has more to judge it by."""
OCTAVES = 5
"""So many of them are that, its half, its double and what lies between; the others count three for two."""
SLOWEST, FASTEST = 56.0, 212.0
"""bpm; beyond them nobody counts: the judge turns there never."""
MIDDLE_TEMPO, FASTER, FAR = 108.0, 1.7, 0.9
"""bpm; what each octave above it is worth, and what the square of the distance in octaves costs. Beats that
come faster are less sure each: for the same surety more of them are worth more."""
ACTIVATION, LEAST, MOST = 1.4, -4.0, 3.0
"""What the network's logit of a beat is worth on average, and between which limits it counts."""
HARMONY, CHORD_BEATS = 1.3, 4
"""What it is worth if the harmony changes more at one place of so many beats than on the usual beat, by as
much as that. These and the worth of a tempo were fitted together: to which of half, double and what lies
between is the beat."""
HARMONY_BEATS, LEAST_CHANGES = 20.0, 8
"""So far back the harmony is looked at; it speaks where each level has seen so many beats go by."""
DUMB = -1.5
"""If what the network says of the best of beats and half-beats is below, there is nothing to judge by."""
SURE, SURE_OF_THREE, INSISTS = 1.0, 3.0, 3
"""A level that is worth so much more (one that counts three for two), at so many beats in a row, is turned
to."""
_SINGLE = (HALF_BEAT, 3, 4)
"""Levels of half-beats, and of every other beat."""
_KEPT = 1200


class OctaveJudge:
    """Tell it what the network says, and ask at every beat."""

    def __init__(self) -> None:
        self._positions = np.zeros(_KEPT)
        self._activations = np.zeros(_KEPT)
        self._chroma = np.zeros((_KEPT, 12), dtype=np.float32)
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

    def hear(self, position: float, activation: float, chroma: Floats) -> None:
        """position: running beat number, with fraction, of which this is; activation: logit of a beat;
        chroma: (12,) energies of the pitch classes."""
        if self._count == _KEPT:
            half = _KEPT // 2
            for kept in (self._positions, self._activations, self._chroma):
                kept[:half] = kept[half:]
            self._count = half
        self._positions[self._count], self._activations[self._count] = position, activation
        self._chroma[self._count] = chroma
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
        if best in (0, HALF_BEAT) or ahead[best] < SURE:
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
        steps, level = _beats_of_levels(self._positions[heard])
        activations = self._activations[heard]
        nearby = np.maximum(np.maximum(activations[:-2], activations[1:-1]), activations[2:])
        sure = _mean_by(level, nearby.clip(LEAST, MOST)[steps - 1], len(LEVELS))
        if sure[list(_SINGLE)].max() < DUMB:
            return None
        tempos = tempo * LEVELS[:, 0]
        octaves = np.log2(tempos / MIDDLE_TEMPO)
        worth: Doubles = FASTER * octaves - FAR * octaves**2 + ACTIVATION * sure + HARMONY * self._chords()
        low, high = max(low, SLOWEST), min(high, FASTEST)
        worth[1:][(tempos[1:] < low) | (tempos[1:] > high)] = -1e3
        return worth

    def _chords(self) -> Doubles:
        """(levels,): by how much of the usual change the harmony changes more at one place of every
        `CHORD_BEATS` beats; 0 where too little was heard."""
        none = np.zeros(len(LEVELS))
        positions = self._positions[: self._count]
        first = int(np.searchsorted(positions, positions[-1] - HARMONY_BEATS))
        if positions[-1] - positions[first] < HARMONY_BEATS - 1.0:
            return none
        chroma = self._chroma[first : self._count]
        usual = max(float(chroma.mean()), 1e-12)
        sounded = np.cumsum(np.log1p(chroma * (3.0 / usual)), axis=0, dtype=np.float64)
        steps, level = _beats_of_levels(positions[first:])
        changes = _changes(sounded[steps - 1])
        # A change lies between three beats of the same level; its place is counted from the level's first.
        begins = np.searchsorted(level, np.arange(len(LEVELS)))
        of_level = np.flatnonzero(level[2:] == level[:-2])
        level = level[of_level]
        if np.bincount(level, minlength=len(LEVELS)).min() < LEAST_CHANGES:
            return none
        place = (of_level - begins[level]) % CHORD_BEATS
        by_place = _mean_by(CHORD_BEATS * level + place, changes[of_level], CHORD_BEATS * len(LEVELS))
        most = by_place.reshape(-1, CHORD_BEATS).max(axis=1)
        return most / np.maximum(_mean_by(level, changes[of_level], len(LEVELS)), 1e-3) - 1.0


def _beats_of_levels(positions: Doubles) -> tuple[Indices, Indices]:
    """The steps at which the beats of each level fall, level by level, and the level of each."""
    begins, ends = (at * LEVELS[:, 0] + LEVELS[:, 1] for at in (positions[0], positions[-1]))
    firsts = np.ceil(begins)
    counts = (np.floor(ends) + 1.0 - firsts).astype(int)
    level = np.repeat(np.arange(len(LEVELS)), counts)
    number = np.arange(len(level)) - np.repeat(np.cumsum(counts) - counts, counts) + firsts[level]
    ratio, phase = LEVELS[level].T
    steps: Indices = np.searchsorted(positions, (number - phase) / ratio).clip(1, len(positions) - 2)
    return steps, level


def _changes(sounded: Doubles) -> Doubles:
    """sounded: (beats, 12), what has sounded of each pitch class up to each beat → (beats − 2,), 0..1: how
    far what follows a beat is from what came before."""
    chords = np.diff(sounded, axis=0)
    chords /= np.maximum(np.linalg.norm(chords, axis=1, keepdims=True), 1e-9)
    changes: Doubles = 1.0 - np.einsum("ij,ij->i", chords[1:], chords[:-1])
    return changes


def _mean_by(group: Indices, values: Doubles, groups: int) -> Doubles:
    """(groups,): the mean of the values of each group."""
    sums, counts = np.bincount(group, values, groups), np.bincount(group, minlength=groups)
    means: Doubles = sums / np.maximum(counts, 1)
    return means
