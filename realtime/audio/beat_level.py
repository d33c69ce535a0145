"""Which of the pulses of the music is the beat: judged with the whole song in view.

The most probable path through the beat model pays for every beat it counts and for its tempo only once, so it
may take a bar of three for one slow beat. Here the beats that it found compete with those at simple ratios
of their tempo, by the same measure that the model was fitted with: a few seconds at a time, and in each of
them the preferred tempo has its say.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from realtime.audio.beat_kinds import KINDS, PHASE_BINS, places, traits, weights
from realtime.audio.beat_tracker import PREFERRED_TEMPO, PREFERRED_WIDTH_OCTAVES
from realtime.audio.novelty import FRAMES_PER_SECOND

STRETCH_S = 4.0
"""The shorter of the lengths that the model was fitted on."""
_LEVELS = np.array(
    [(1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    + [(0.5, phase) for phase in (0.0, 0.5)]
    + [(1 / 3, phase) for phase in (0.0, 1 / 3, 2 / 3)]
    + [(1.5, phase) for phase in (0.0, 0.5)]
    + [(2 / 3, phase) for phase in (0.0, 1 / 3, 2 / 3)]
)
"""Tempo over the one that was found, and phase at the first beat found; the first is what was found."""
_SLOWEST, _FASTEST = 40.0, 220.0
_TURN = 12.0
"""What turning to another level within a song costs, in log-likelihood."""


def at_beat_level(beats: np.ndarray, novelty: np.ndarray, quiet: np.ndarray) -> np.ndarray:
    """`beats` (frames, ascending, with fractions), or those at another level wherever that is the beat.

    novelty: (frames, 4); quiet: bool (frames,), where nothing is heard.
    """
    if len(beats) < 8:
        return beats
    step = int(STRETCH_S * FRAMES_PER_SECOND)
    edges = np.arange(beats[0], max(beats[-1], beats[0] + 1.5 * step) - 0.5 * step, step)
    edges = np.append(edges[:-1] if len(edges) > 1 else edges, beats[-1])
    worth = np.array([_worth(beats, novelty, quiet, *span) for span in pairwise(edges)])
    chosen = _cheapest(worth)
    if not chosen.any():
        return beats
    numbers = np.arange(len(beats), dtype=float)
    found: list[float] = []
    for level, (first, last) in zip(chosen.tolist(), pairwise(edges), strict=True):
        ratio, phase = _LEVELS[level]
        begin, end = np.interp((first, last), beats, numbers) * ratio + phase
        counted = np.arange(np.ceil(begin - 1e-6), end - 1e-6 if last < edges[-1] else end + 1e-6)
        there = np.interp((counted - phase) / ratio, numbers, beats)
        # Where the level turns, a beat of the one may fall just behind a beat of the other.
        least = 0.5 * (beats[1:] - beats[:-1]).min() / ratio
        found += [beat for beat in there.tolist() if not found or beat - found[-1] > least]
    return np.array(found)


def _worth(
    beats: np.ndarray, novelty: np.ndarray, quiet: np.ndarray, first: float, last: float
) -> np.ndarray:
    """(levels,): log-likelihood of the frames from `first` to `last` if that level is the beat, with the
    prior of its tempo."""
    frames = np.arange(int(np.ceil(first)), min(int(last), len(novelty)))
    frames = frames[~quiet[frames]]
    if len(frames) < FRAMES_PER_SECOND:
        return np.zeros(len(_LEVELS))
    heard = np.array([traits(row) for row in novelty[frames]], dtype=np.float32)
    position = np.interp(frames, beats, np.arange(len(beats)))
    there = position * _LEVELS[:, :1] + _LEVELS[:, 1:]
    bins = (there % 1.0 * PHASE_BINS + 0.5).astype(int) % PHASE_BINS
    odd = np.floor(there + 0.5 / PHASE_BINS) % 2 == 1
    begin, end = np.interp((first, last), beats, np.arange(len(beats)))
    tempo = 60.0 * FRAMES_PER_SECOND * (end - begin) / (last - first) * _LEVELS[:, 0]
    worth = -0.5 * (np.log2(tempo / PREFERRED_TEMPO) / PREFERRED_WIDTH_OCTAVES) ** 2
    worth[(tempo < _SLOWEST) | (tempo > _FASTEST)] = -1e3
    for level in range(len(_LEVELS)):
        belongs = _PLACES[bins[level]]
        every = _WEIGHTS @ (belongs.T @ heard).ravel()
        odds = _WEIGHTS @ (belongs[odd[level]].T @ heard[odd[level]]).ravel()
        # A kind that another follows begins with the even or with the odd beat.
        worth[level] += np.logaddexp.reduce(every - odds + odds[list(KINDS)])
    return worth


def _cheapest(worth: np.ndarray) -> np.ndarray:
    """(stretches, levels) → the level of each stretch: the best sequence, where every turn costs."""
    score = worth[0]
    came = np.zeros(worth.shape, dtype=int)
    for number in range(1, len(worth)):
        best = int(score.argmax())
        turned = score[best] - _TURN
        came[number] = np.where(turned > score, best, np.arange(len(score)))
        score = np.maximum(score, turned) + worth[number]
    chosen = np.empty(len(worth), dtype=int)
    chosen[-1] = score.argmax()
    for number in range(len(worth) - 1, 0, -1):
        chosen[number - 1] = came[number, chosen[number]]
    return chosen


_PLACES = places().astype(np.float32)
_WEIGHTS = weights().astype(np.float32).reshape(len(KINDS), -1)
