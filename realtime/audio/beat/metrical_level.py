"""Which of the pulses of the music is the beat: judged with the whole song in view.

The most probable path through the beat model pays for every beat it counts and for its tempo only once, so it
may take a bar of three for one slow beat, or five fast beats for two slow ones, and go on in half or double
time where the music thins out. Here the beats that it found compete with those at simple ratios of their
tempo, by the same measure that the model was fitted with: a few seconds at a time, in each of them the usual
tempo of music has its say, and a song keeps its tempo for long.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from realtime.arrays import Doubles, Flags, Indices, Reals
from realtime.audio.beat.net_observation import frames_of, strongest_near
from realtime.audio.beat.observation_model import KINDS, PHASE_BINS, places, traits, weights
from realtime.audio.feature.novelty import FRAMES_PER_SECOND

STRETCH_S = 4.0
"""The shorter of the lengths that the model was fitted on."""
USUAL_TEMPO, USUAL_WIDTH_OCTAVES = 120.0, 0.33
"""Where listeners tap to most music, in bpm (Moelants 2002: 120 to 130); in view of a whole song that is
narrower than what a beat may be at any moment."""
_LEVELS = np.array(
    [(1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (4.0, 0.0)]
    + [(0.5, phase) for phase in (0.0, 0.5)]
    + [(1 / 3, phase) for phase in (0.0, 1 / 3, 2 / 3)]
    + [(1.5, phase) for phase in (0.0, 0.5)]
    + [(2 / 3, phase) for phase in (0.0, 1 / 3, 2 / 3)]
    + [(2.5, phase) for phase in (0.0, 0.5)]
)
"""Tempo over the one that was found, and phase at the first beat found; the first is what was found."""
_RARE = 1.5 * np.isin(_LEVELS[:, 0], (1.5, 2 / 3, 2.5))
"""Log-likelihood, a stretch: the path seldom takes three beats for two, or five."""
_MODEL_SHARE = 0.75
"""How far the fitted model is believed where there is a network; without one it is in full."""
_LESS_THAN_USUAL = 0.5
"""Of log-odds: where the network says so much less than at most beats that were found, it speaks against a
beat. In soft music it says less of every beat, and beats are beats all the same."""
_SLOWEST, _FASTEST = 40.0, 220.0
_TURN = 30.0
"""What turning to another tempo within a song costs, in log-likelihood."""
_TURN_OCTAVES, _STEADY_OCTAVES = 0.2, 0.1
"""Tempos so far apart are two; those nearer than the other are one, and one way to count them."""


def at_metrical_level(beats: Doubles, novelty: Reals, activations: Reals, quiet: Flags) -> Doubles:
    """`beats` (frames, ascending, with fractions), or those at another level wherever that is the beat.

    novelty: (frames, 4); activations: (frames,), the network's log-odds of a beat; quiet: bool (frames,),
    where nothing is heard.
    """
    if len(beats) < 8:
        return beats
    edges = _edges(beats)
    numbers = np.arange(len(beats), dtype=float)
    lengths = np.diff(edges)
    tempos = 60.0 * FRAMES_PER_SECOND * np.diff(np.interp(edges, beats, numbers)) / lengths
    heard = strongest_near(activations)
    for_a_beat = heard - float(np.quantile(heard[frames_of(beats, heard)], 0.75)) + _LESS_THAN_USUAL
    for_a_beat *= ~quiet * bool(activations.any())
    worth = np.array([_worth(beats, novelty, for_a_beat, quiet, *span) for span in pairwise(edges)])
    worth += _usual(tempos) * (lengths / FRAMES_PER_SECOND / STRETCH_S)[:, None]
    chosen = _cheapest(worth, tempos)
    if not chosen.any():
        return beats
    found: list[float] = []
    for level, (first, last) in zip(chosen.tolist(), pairwise(edges), strict=True):
        ratio, phase = _LEVELS[level]
        begin, end = np.interp((first, last), beats, numbers) * ratio + phase
        counted = np.arange(np.ceil(begin - 1e-6), end - 1e-6 if last < edges[-1] else end + 1e-6)
        there = np.interp((counted - phase) / ratio, numbers, beats)
        # Where the level turns, a beat of the one may fall just behind a beat of the other.
        least = 0.5 * (last - first) / max(end - begin, 1e-6)
        found += [beat for beat in there.tolist() if not found or beat - found[-1] > least]
    return np.array(found)


def _edges(beats: Doubles) -> Doubles:
    """Frames between which a level is chosen: even stretches, and wherever the tempo that was found turns."""
    intervals = np.diff(beats)
    turns = np.flatnonzero(np.abs(np.log2(intervals[1:] / intervals[:-1])) > _TURN_OCTAVES) + 1
    edges = [beats[:1]]
    for first, last in pairwise(np.concatenate([beats[:1], beats[turns], beats[-1:]])):
        count = max(1, round((last - first) / (STRETCH_S * FRAMES_PER_SECOND)))
        edges.append(np.linspace(first, last, count + 1)[1:])
    return np.concatenate(edges)


def _usual(tempos: Doubles) -> Doubles:
    """(stretches, levels): how usual a tempo each level is, in log-likelihood."""
    there = tempos[:, None] * _LEVELS[:, 0]
    usual = -0.5 * (np.log2(there / USUAL_TEMPO) / USUAL_WIDTH_OCTAVES) ** 2 - _RARE
    return np.where((there < _SLOWEST) | (there > _FASTEST), -1e3, usual)


def _worth(
    beats: Doubles, novelty: Reals, for_a_beat: Reals, quiet: Flags, first: float, last: float
) -> Doubles:
    """(levels,): log-likelihood of the frames from `first` to `last` if that level is the beat. for_a_beat:
    (frames,), what the network says for a beat there, 0 everywhere if there is none."""
    frames = np.arange(int(np.ceil(first)), min(int(last), len(novelty)))
    frames = frames[~quiet[frames]]
    worth = np.zeros(len(_LEVELS))
    if len(frames) < FRAMES_PER_SECOND:
        return worth
    heard = np.array([traits(row) for row in novelty[frames]], dtype=np.float32)
    there = np.interp(frames, beats, np.arange(len(beats))) * _LEVELS[:, :1] + _LEVELS[:, 1:]
    bins = (there % 1.0 * PHASE_BINS + 0.5).astype(int) % PHASE_BINS
    odd = np.floor(there + 0.5 / PHASE_BINS) % 2 == 1
    for level in range(len(_LEVELS)):
        belongs = _PLACES[bins[level]]
        every = _WEIGHTS @ (belongs.T @ heard).ravel()
        odds = _WEIGHTS @ (belongs[odd[level]].T @ heard[odd[level]]).ravel()
        # A kind that another follows begins with the even or with the odd beat.
        worth[level] = np.logaddexp.reduce(every - odds + odds[list(KINDS)])
    if not for_a_beat.any():
        return worth
    worth *= _MODEL_SHARE
    begin, end = np.interp((first, last), beats, np.arange(len(beats)))
    for level, (ratio, phase) in enumerate(_LEVELS.tolist()):
        counted = np.arange(np.ceil(begin * ratio + phase - 1e-6), end * ratio + phase - 1e-6)
        at = np.interp((counted - phase) / ratio, np.arange(len(beats)), beats)
        worth[level] += for_a_beat[frames_of(at, for_a_beat)].sum()
    return worth


def _cheapest(worth: Doubles, tempos: Doubles) -> Indices:
    """(stretches, levels) → the level of each stretch: the best sequence, where every turn costs."""
    octaves = np.log2(tempos[:, None] * _LEVELS[:, 0])
    score = worth[0]
    came = np.zeros(worth.shape, dtype=int)
    for number in range(1, len(worth)):
        turns = np.abs(octaves[number] - octaves[number - 1][:, None]) > _TURN_OCTAVES
        if abs(octaves[number, 0] - octaves[number - 1, 0]) < _STEADY_OCTAVES:
            turns = ~np.eye(len(score), dtype=bool)
        from_each = score[:, None] - _TURN * turns
        came[number] = from_each.argmax(axis=0)
        score = from_each.max(axis=0) + worth[number]
    chosen = np.empty(len(worth), dtype=int)
    chosen[-1] = score.argmax()
    for number in range(len(worth) - 1, 0, -1):
        chosen[number - 1] = came[number, chosen[number]]
    return chosen


_PLACES = places().astype(np.float32)
_WEIGHTS = weights().astype(np.float32).reshape(len(KINDS), -1)
