"""The beat or the half-beat between: judged over many beats, with the whole song in view.

A tracker that hears loud off-beats may settle half a beat beside the beat and stay there. Frame by frame the
two look alike; over a few dozen beats they do not: a steady kick falls on the beat, accents alternate from
beat to beat (snare, bar) while off-beats are all the same, and chords change on beats.
"""

from __future__ import annotations

import numpy as np

WINDOW_BEATS = 32
_MOVES_IF = 0.25
"""By how much the half-beats must be the better beats before they take their place."""
_TURN = 1.0
"""What turning from one to the other within a song costs, in the same units, a window."""
_NEAR_FRAMES = 1000
_WEIGHTS = (1.5, 0.6, 1.0, 0.5, 0.5, 0.7)
"""Of steady kick, kick, novelty, accents in two, accents in four, harmony."""
_FLOORS = np.array((0.5, 0.5, 0.02, 0.1, 0.1, 0.02))
"""Below these a cue says little."""


def on_the_beat(beats: np.ndarray, novelty: np.ndarray, chroma: np.ndarray, low: np.ndarray) -> np.ndarray:
    """`beats` (frames, ascending, with fractions), moved by half a beat wherever that is the beat.

    novelty: (frames, 4); chroma: (frames, 12); low: (frames,) power of the bass.
    """
    if len(beats) < 8:
        return beats
    period = np.diff(beats)
    between = beats + 0.5 * np.append(period, period[-1])
    strikes = [_strikes(at, novelty, chroma, low) for at in (beats, between)]
    step = WINDOW_BEATS // 2
    blocks = range(0, max(1, len(beats) - step // 2), step)
    parts = [slice(max(0, first - step // 2), first + step + step // 2) for first in blocks]
    gain = np.array([_advantage(*(strike[part] for strike in strikes)) for part in parts])
    moved = np.pad(np.repeat(_cheapest(gain), step), (0, step), mode="edge")[: len(beats)]
    # Where the beat is found again half a beat later, the one moved last would stand too close to it.
    crowded = moved & ~np.append(moved[1:], moved[-1])
    found = np.where(moved, between, beats)[~crowded]
    before_first = beats[0] - 0.5 * period[0]
    return np.append(before_first, found) if moved[0] and before_first > 0.0 else found


def _strikes(at: np.ndarray, novelty: np.ndarray, chroma: np.ndarray, low: np.ndarray) -> np.ndarray:
    """(beats, 6): how much bass strikes and dies away again, harmonic change, novelty of the groups."""
    frames = np.clip(np.rint(at).astype(int), 0, len(novelty) - 1)
    usual = _mean_near(low, frames)
    after = _around(low, frames, 0, 8).max(axis=1)
    before = _around(low, frames, -7, -3).mean(axis=1)
    later = _around(low, frames, 14, 20).mean(axis=1)
    kick = np.maximum(after - np.maximum(before, later), 0.0) / usual
    accents = _around(novelty, frames, -3, 4).max(axis=1)
    half = max(3, round(0.5 * float(np.median(np.diff(at)))))
    then = _unit(_around(chroma, frames, -2 - half, -2).sum(axis=1))
    now = _unit(_around(chroma, frames, -2, half - 2).sum(axis=1))
    change = 1.0 - np.sum(then * now, axis=1)
    return np.column_stack([kick, change, accents])


def _advantage(beat: np.ndarray, between: np.ndarray) -> float:
    """How much better the first explains itself as the beat: about −3 to 3."""
    here, there = _cues(beat), _cues(between)
    return float(np.dot(_WEIGHTS, (here - there) / (here + there + _FLOORS)))


def _cues(strikes: np.ndarray) -> np.ndarray:
    kick, change, accents = strikes[:, 0], strikes[:, 1], strikes[:, 2:]
    return np.array(
        (
            np.percentile(kick, 20),
            kick.mean(),
            accents.mean(),
            _explained(accents, 2),
            _explained(accents, 4),
            change.mean(),
        )
    )


def _explained(accents: np.ndarray, period: int) -> float:
    """Deviation of the accents that their place in a period explains, beyond chance; sum of the groups."""
    count = len(accents)
    if count <= period:
        return 0.0
    mean = accents.mean(axis=0)
    whole = np.square(accents - mean).sum(axis=0)
    places = [accents[place::period] for place in range(period)]
    explained = sum(len(place) * np.square(place.mean(axis=0) - mean) for place in places)
    by_chance = (period - 1) / (count - period) * (whole - explained)
    return float(np.sqrt(np.maximum(explained - by_chance, 0.0) / count).sum())


def _cheapest(gain: np.ndarray) -> np.ndarray:
    """bool: is each window moved? The best sequence, where every turn costs."""
    worth = np.stack([np.zeros(len(gain)), -gain - _MOVES_IF])
    score = worth[:, 0].copy()
    came = np.zeros((2, len(gain)), dtype=int)
    for number in range(1, len(gain)):
        from_other = score[::-1] - _TURN
        came[:, number] = np.where(from_other > score, (1, 0), (0, 1))
        score = np.maximum(score, from_other) + worth[:, number]
    moved = np.empty(len(gain), dtype=bool)
    state = int(score.argmax())
    for number in range(len(gain) - 1, -1, -1):
        moved[number] = bool(state)
        state = int(came[state, number])
    return moved


def _mean_near(low: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """(beats,) mean power of the ten seconds to either side."""
    sums = np.concatenate([[0.0], np.cumsum(low, dtype=np.float64)])
    first, last = np.maximum(frames - _NEAR_FRAMES, 0), np.minimum(frames + _NEAR_FRAMES, len(low))
    return np.maximum((sums[last] - sums[first]) / (last - first), 0.01 * sums[-1] / len(low) + 1e-12)


def _around(values: np.ndarray, frames: np.ndarray, first: int, last: int) -> np.ndarray:
    """(beats, last − first, …): values of the frames around each beat."""
    return values[np.clip(frames[:, None] + np.arange(first, last), 0, len(values) - 1)]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
