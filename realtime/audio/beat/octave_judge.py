"""Is the beat that is followed the beat, or its half or its double?

The tracker weighs every frame as it comes and may settle where it began. This looks back over the last
sixteen beats at once: each level is worth what the network said on its beats, on average, how usual its tempo
is, how plainly the harmony changes every fourth beat and low and high accents take turns, and less if kicks
fall on its half-beats as they do on its beats.
Chords change seldom, so harmony is remembered longer. The tracker then leans to what was judged.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from realtime.arrays import Doubles, Floats, Indices
from realtime.audio.beat.bar_features import HALF_WAY
from realtime.audio.beat.chord_memory import ChordMemory

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
HARMONY, CHORD_BEATS = 1.5, 4
"""What it is worth if the harmony changes more at one place of so many beats than on the usual beat, by as
much as that, once many changes were heard."""
FEW_BEATS, LEAST_CHANGES = 12, 8
"""After so many beats of the level that is followed it is worth half; it says nothing where a level has seen
fewer changes than so many."""
KICKED, OFTEN = 2.5, 0.6
"""What it costs a level if there is a kick on every beat and half-beat of it; from this share of them on."""
KICK_NEAR_S, KICK_NEAR_BEATS = 0.03, 0.07
"""So near to a half-beat a kick is on it; the larger counts."""
BACKBEAT = 1.5
"""What it is worth if low and high accents take turns from beat to beat, as those of kick and snare do."""
KICK_KNOWN_S = 0.2
"""How long after it fell a kick is surely known."""
DUMB = -1.5
"""If what the network says of the best of beats and half-beats is below, there is nothing to judge by."""
SURE, SURE_OF_THREE, INSISTS = 1.0, 3.0, 3
"""A level that is worth so much more (one that counts three for two), at so many beats in a row, is turned
to."""
LOW, HIGH = 0, 2
"""Groups of bands in which kick and snare are accents."""
_SINGLE = (HALF_BEAT, 3, 4)
"""Levels of half-beats, and of every other beat."""
_KEPT, _KICKS_KEPT = 1200, 64


class OctaveJudge:
    """Tell it what the network says, and ask at every beat."""

    def __init__(self) -> None:
        self._positions = np.zeros(_KEPT)
        self._activations = np.zeros(_KEPT)
        self._chords = ChordMemory()
        self._kicks: deque[float] = deque(maxlen=_KICKS_KEPT)
        self._accents: deque[tuple[int, Doubles]] = deque(maxlen=int(WINDOW_BEATS))
        self._count = 0
        self._rival: int | None = None
        self._insisted = 0
        self.sure = 1.0
        """0..1: how far it is believed that what is followed is the beat and not its double or half."""

    def forget(self) -> None:
        """The beat is another from here on."""
        self._count = 0
        self._chords.forget()
        self._kicks.clear()
        self._accents.clear()
        self._rival = None
        self._insisted = 0

    def hear(self, position: float, activation: float, chroma: Floats) -> None:
        """position: running beat number, with fraction, of which this is; activation: logit of a beat;
        chroma: (12,) energies of the pitch classes."""
        if self._count == _KEPT:
            half = _KEPT // 2
            for kept in (self._positions, self._activations):
                kept[:half] = kept[half:]
            self._count = half
        self._positions[self._count], self._activations[self._count] = position, activation
        self._count += 1
        self._chords.hear(position, chroma)

    def hear_kick(self, position: float) -> None:
        """A kick fell there."""
        self._kicks.append(position)

    def hear_beat(self, number: int, row: Doubles) -> None:
        """row: of a running beat, as `BarFeatures` gives it."""
        self._accents.append((number, row))

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
        positions, activations = self._positions[heard], self._activations[heard]
        beats, level = _beats_of_levels(positions[0], positions[-1])
        steps = np.searchsorted(positions, beats).clip(1, len(positions) - 2)
        nearby = np.maximum(np.maximum(activations[:-2], activations[1:-1]), activations[2:])
        sure = _mean_by(level, nearby.clip(LEAST, MOST)[steps - 1], len(LEVELS))
        if sure[list(_SINGLE)].max() < DUMB:
            return None
        tempos = tempo * LEVELS[:, 0]
        octaves = np.log2(tempos / MIDDLE_TEMPO)
        worth: Doubles = FASTER * octaves - FAR * octaves**2 + ACTIVATION * sure
        worth += BACKBEAT * self._backbeat()
        worth += self._harmony() - KICKED * self._kicked(beats, level, tempo)
        low, high = max(low, SLOWEST), min(high, FASTEST)
        worth[1:][(tempos[1:] < low) | (tempos[1:] > high)] = -1e3
        return worth

    def _harmony(self) -> Doubles:
        """(levels,): by how much of the usual change the harmony changes more at one place of every
        `CHORD_BEATS` beats; 0 where too little was heard."""
        none = np.zeros(len(LEVELS))
        begin, end = self._chords.span
        beats, level = _beats_of_levels(begin, end)
        if np.bincount(level, minlength=len(LEVELS)).min() < LEAST_CHANGES + 2:
            return none
        changes = self._chords.changes(beats)
        # A change lies between three beats of the same level; its place is counted from the level's first.
        begins = np.searchsorted(level, np.arange(len(LEVELS)))
        of_level = np.flatnonzero(level[2:] == level[:-2])
        level = level[of_level]
        place = (of_level - begins[level]) % CHORD_BEATS
        by_place = _mean_by(CHORD_BEATS * level + place, changes[of_level], CHORD_BEATS * len(LEVELS))
        most = by_place.reshape(-1, CHORD_BEATS).max(axis=1)
        stands_out = most / np.maximum(_mean_by(level, changes[of_level], len(LEVELS)), 1e-3) - 1.0
        worth: Doubles = HARMONY * (end - begin) / (end - begin + FEW_BEATS) * stands_out
        return worth

    def _backbeat(self) -> Doubles:
        """(levels,), 0..1: how much low accents stand out on the one, high ones on the other of two beats."""
        turns = np.zeros(len(LEVELS))
        if len(self._accents) < LEAST_BEATS:
            return turns
        numbers = np.array([number for number, _ in self._accents])
        rows = np.array([row for _, row in self._accents])
        on_beats, half_way = rows[:, [LOW, HIGH]], rows[:, [HALF_WAY + LOW, HALF_WAY + HIGH]]
        odd, of_four = numbers % 2 == 1, numbers // 2 % 2 == 1
        turns[:OCTAVES] = (
            _take_turns(on_beats[~odd], on_beats[odd]),
            _take_turns(half_way[~odd], half_way[odd]),
            _take_turns(on_beats, half_way),
            _take_turns(on_beats[~odd & ~of_four], on_beats[~odd & of_four]),
            _take_turns(on_beats[odd & ~of_four], on_beats[odd & of_four]),
        )
        return turns

    def _kicked(self, beats: Doubles, level: Indices, tempo: float) -> Doubles:
        """(levels,), 0..1: how regularly kicks fall on the beats of each and half-way between them."""
        kicks = np.sort(self._kicks)
        if len(kicks) < 2:
            return np.zeros(len(LEVELS))
        known = beats < float(beats.max()) - KICK_KNOWN_S * tempo / 60.0 - 0.5 / LEVELS[level, 0]
        beats, level = beats[known], level[known]
        near = np.maximum(KICK_NEAR_S * tempo / 60.0, KICK_NEAR_BEATS / LEVELS[level, 0])
        shares = []
        for places in (beats, beats + 0.5 / LEVELS[level, 0]):
            after = np.searchsorted(kicks, places).clip(1, len(kicks) - 1)
            away = np.minimum(np.abs(kicks[after] - places), np.abs(kicks[after - 1] - places))
            shares.append(_mean_by(level, (away <= near).astype(float), len(LEVELS)))
        kicked: Doubles = (np.minimum(*shares) - OFTEN).clip(0.0) / (1.0 - OFTEN)
        return kicked


def _beats_of_levels(begin: float, end: float) -> tuple[Doubles, Indices]:
    """The beats of each level between two positions, level by level, and the level of each."""
    firsts = np.ceil(begin * LEVELS[:, 0] + LEVELS[:, 1])
    lasts = np.floor(end * LEVELS[:, 0] + LEVELS[:, 1])
    counts = np.maximum(lasts + 1.0 - firsts, 0.0).astype(int)
    level = np.repeat(np.arange(len(LEVELS)), counts)
    number = np.arange(len(level)) - np.repeat(np.cumsum(counts) - counts, counts) + firsts[level]
    ratio, phase = LEVELS[level].T
    beats: Doubles = (number - phase) / ratio
    return beats, level


def _take_turns(one: Doubles, other: Doubles) -> float:
    """one, other: (n, 2), accents low and high, 0..1."""
    if not len(one) or not len(other):
        return 0.0
    low, high = one.mean(axis=0) - other.mean(axis=0)
    return math.sqrt(max(0.0, -float(low * high)))


def _mean_by(group: Indices, values: Doubles, groups: int) -> Doubles:
    """(groups,): the mean of the values of each group."""
    sums, counts = np.bincount(group, values, groups), np.bincount(group, minlength=groups)
    means: Doubles = sums / np.maximum(counts, 1)
    return means
