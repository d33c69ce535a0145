"""Is the beat that is followed the beat, or its half or its double?

The tracker weighs every frame as it comes and may settle where it began. This looks back over the last
sixteen beats at once: each level is worth what the network said on its beats, on average, how usual its tempo
is, how plainly bars of its beats begin with new chords and with what the network takes for "one", how low and
high accents take turns, and less if kicks fall on its half-beats as they do on its beats.
Bars are long, so chords and "one" are remembered longer. The tracker then leans to what was judged.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from realtime.arrays import Doubles, Flags, Floats, Indices
from realtime.audio.beat.bar_features import HALF_WAY
from realtime.audio.beat.chord_memory import ChordMemory
from realtime.audio.beat.downbeat import division
from realtime.audio.beat.stepped_net import Activation

WINDOW_BEATS, LEAST_BEATS = 16.0, 8.0
LEVELS = np.array([(1.0, 0.0), (1.0, 0.5), (2.0, 0.0), (0.5, 0.0), (0.5, 0.5), (1.5, 0.0), (1.5, 0.5)])
"""Tempo over the one that is followed, and phase at one of its beats; the first is what is followed."""
HALF_BEAT, DOUBLE = 1, 2
"""The half-beat between competes, but is not turned to: `offbeat_correction` has more to judge it by."""
OCTAVES = 5
"""So many of them are that, its half, its double and what lies between; the others count three for two."""
SLOWEST, FASTEST = 56.0, 212.0
"""bpm; beyond them nobody counts: the judge turns there never."""
MIDDLE_TEMPO, FASTER, FAR = 108.0, 1.65, 1.05
"""bpm; what each octave above it is worth, and what the square of the distance in octaves costs. Beats that
come faster are less sure each: for the same surety more of them are worth more."""
ACTIVATION, LEAST, MOST = 1.5, -4.0, 3.0
"""What the network's logit of a beat is worth on average, and between which limits it counts."""
HARMONY, BARS, HALF_BAR_HARMONY = 1.75, (3, 4), -0.5
"""What it is worth if the harmony changes more at one place of a bar of so many beats than on the usual beat,
by as much as that; and if it does so at every second beat."""
ONE, ONE_BEATS, LEAST_ONE, MOST_ONE = 1.0, 4, -6.0, 2.0
"""What it is worth if the network's logit of a bar's first beat is higher by one at one place of so many
beats than on the usual beat, and between which limits it counts."""
KICKED, OFTEN = 2.5, 0.6
"""What it costs a level if there is a kick on every beat and half-beat of it; from this share of them on."""
KICK_NEAR_S, KICK_NEAR_BEATS = 0.03, 0.07
"""So near to a half-beat a kick is on it; the larger counts."""
BACKBEAT = 1.5
"""What it is worth if low and high accents take turns from beat to beat, as those of kick and snare do."""
IN_THREE = 2.0
"""What it costs the double if beats are divided in three, so that nothing falls half-way."""
BARS_OF_THREE, PLAINLY = 3.0, 0.5
"""What it costs a half if low accents plainly come back every three beats, as half of such a bar is no beat:
where one of three beats stands out by so much more than one of two or of four."""
KICK_KNOWN_S = 0.2
"""How long after it fell a kick is surely known."""
DUMB = -1.5
"""If what the network says of the best of beats and half-beats is below, there is nothing to judge by."""
SURE, MORE_IF_THREE, MORE_IF_SETTLED, INSISTS = 1.0, 2.0, 1.5, 3
"""A level that is worth so much more (one that counts three for two; where the beat had settled), at so many
beats in a row, is turned to."""
LOW, HIGH = 0, 2
"""Groups of bands in which kick and snare are accents."""
_HALVES = (3, 4)
"""Levels of every other beat."""
_SINGLE = (HALF_BEAT, *_HALVES)
"""Those and the half-beats."""
_KEPT, _KICKS_KEPT = 2000, 64


class OctaveJudge:
    """Tell it what the network says, and ask at every beat."""

    def __init__(self) -> None:
        self._positions = np.zeros(_KEPT)
        self._activations = np.zeros(_KEPT)
        self._ones = np.zeros(_KEPT)
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

    def hear(self, position: float, activation: Activation, chroma: Floats) -> None:
        """position: running beat number, with fraction, of which this is; chroma: (12,) energies of the pitch
        classes."""
        if self._count == _KEPT:
            half = _KEPT // 2
            for kept in (self._positions, self._activations, self._ones):
                kept[:half] = kept[half:]
            self._count = half
        self._positions[self._count], self._activations[self._count] = position, activation.beat
        self._ones[self._count] = activation.downbeat
        self._count += 1
        self._chords.hear(position, chroma)

    def hear_kick(self, position: float) -> None:
        """A kick fell there."""
        self._kicks.append(position)

    def hear_beat(self, number: int, row: Doubles) -> None:
        """row: of a running beat, as `BarFeatures` gives it."""
        self._accents.append((number, row))

    def judge(
        self, tempo: float, low: float, high: float, settled: bool = False
    ) -> tuple[float, float] | None:
        """At a beat. tempo: bpm that is followed; low, high: bpm, those allowed; settled: it was turned
        to, or has been followed for long. What to turn to, if anything: (tempo over this one, phase of its
        beats at a beat of this one)."""
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
        ahead[OCTAVES:] -= MORE_IF_THREE
        best = int(ahead.argmax())
        if best in (0, HALF_BEAT) or ahead[best] < SURE + MORE_IF_SETTLED * settled:
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
        sure = _mean_by(level, _most_near(beats, positions, activations).clip(LEAST, MOST), len(LEVELS))
        if sure[list(_SINGLE)].max() < DUMB:
            return None
        tempos = tempo * LEVELS[:, 0]
        octaves = np.log2(tempos / MIDDLE_TEMPO)
        worth: Doubles = FASTER * octaves - FAR * octaves**2 + ACTIVATION * sure
        worth += BACKBEAT * self._backbeat() - KICKED * self._kicked(beats, level, tempo)
        allowed: Flags = (tempos >= max(low, SLOWEST)) & (tempos <= min(high, FASTEST))
        allowed[0] = True
        worth += self._harmony(allowed) + ONE * self._one(allowed)
        worth[DOUBLE] -= IN_THREE * self._in_three()
        worth[list(_HALVES)] -= BARS_OF_THREE * self._bars_of_three()
        worth[~allowed] = -1e3
        return worth

    def _harmony(self, allowed: Flags) -> Doubles:
        """(levels,): what it is worth how the harmony changes in bars and half bars of each."""
        beats, level = _beats_of_levels(*self._chords.span)
        # A change lies between three beats of the same level.
        of_level = np.flatnonzero(level[2:] == level[:-2])
        changes, level = self._chords.changes(beats)[of_level], level[of_level]
        usual = np.maximum(_mean_by(level, changes, len(LEVELS)), 1e-3)
        bars = [_standing_out(level, changes, bar, allowed) for bar in (*BARS, 2)]
        worth: Doubles = (
            HARMONY * np.maximum(bars[0], bars[1]) * bars[1].any() + HALF_BAR_HARMONY * bars[2]
        ) / usual
        return worth

    def _one(self, allowed: Flags) -> Doubles:
        """(levels,): how much surer the network is of a bar's first beat at one place of the bar."""
        positions, ones = self._positions[: self._count], self._ones[: self._count]
        beats, level = _beats_of_levels(positions[0], positions[-1])
        sure = _most_near(beats, positions, ones).clip(LEAST_ONE, MOST_ONE)
        return _standing_out(level, sure, ONE_BEATS, allowed)

    def _in_three(self) -> float:
        """0..1: how plainly the beats are divided in three."""
        if len(self._accents) < LEAST_BEATS:
            return 0.0
        return max(0.0, division(np.array([row for _, row in self._accents])))

    def _bars_of_three(self) -> float:
        """0..1: how plainly low accents come back every three beats."""
        if len(self._accents) < WINDOW_BEATS:
            return 0.0
        numbers = np.array([number for number, _ in self._accents])
        low = np.array([row[LOW] for _, row in self._accents])
        stands_out = [_mean_by(numbers % beats, low, beats).max() - low.mean() for beats in (3, 2, 4)]
        return float(np.clip((stands_out[0] - max(stands_out[1:])) / PLAINLY, 0.0, 1.0))

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


def _most_near(beats: Doubles, positions: Doubles, logits: Doubles) -> Doubles:
    """(beats,): the highest of the three logits nearest to each beat."""
    steps = np.searchsorted(positions, beats).clip(1, len(positions) - 2)
    most: Doubles = np.maximum(np.maximum(logits[:-2], logits[1:-1]), logits[2:])[steps - 1]
    return most


def _standing_out(level: Indices, values: Doubles, period: int, allowed: Flags) -> Doubles:
    """(levels,): by how much the values of a level, which follow each other, are higher at one place of each
    period than on average; 0 for all where one that is allowed has been heard for less than two periods."""
    counts = np.bincount(level, minlength=len(LEVELS))
    if counts[allowed].min() < 2 * period:
        return np.zeros(len(LEVELS))
    place = (np.arange(len(level)) - np.repeat(np.cumsum(counts) - counts, counts)) % period
    by_place = _mean_by(period * level + place, values, period * len(LEVELS)).reshape(-1, period)
    stands_out: Doubles = by_place.max(axis=1) - _mean_by(level, values, len(LEVELS))
    return stands_out


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
