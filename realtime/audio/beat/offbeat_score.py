"""The beat or the half-beat between: judged over many beats, with the whole song in view.

A tracker that hears loud off-beats may settle half a beat beside the beat and stay there. Frame by frame the
two look alike; over a few dozen beats they do not: a steady kick falls on the beat, accents alternate from
beat to beat (snare, bar) while off-beats are all the same, chords change on beats, and a kick that comes half
a beat before another leads over to it. Where there is a network, what it says of the two counts most.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from realtime.arrays import Doubles, Flags, Floats, Indices, Reals
from realtime.audio.beat.net_observation import frames_of, strongest_near

_STEP = 16
"""Beats that are moved together, or not; they are judged with half as many more on either side."""
_MOVES_IF = 0.25
"""By how much the half-beats must be the better beats before they take their place."""
_TURN = 1.0
"""What turning from one to the other within a song costs, in the same units, a window; where the beats slip
by half of one, it is what going along with that costs."""
_SLIP_MOST, _SLIP_STEADY = 16, 6
"""Beats within which they slip, and for which they keep still before and after."""
_SLIP_NEAR, _SLIP_CALM = 0.12, 0.08
_NEAR_FRAMES = 1000
_WEIGHTS = (0.8, 1.2, 0.3, 0.2, 0.3, 0.5)
"""Of steady kick, kick, novelty, accents in two, accents in four, harmony."""
_PICKUP, _FEW_PICKUPS = 1.0, 0.15
"""Of kicks that lead over to one on the next beat, against those that follow one; fewer than so many (of the
usual power of the bass, on average) say little."""
_NETWORK = 1.4
"""Of the network's log-odds of a beat, on average over the beats."""
_FLOORS = np.array((0.5, 0.5, 0.02, 0.1, 0.1, 0.02))
"""Below these a cue means little."""


def on_the_beat(beats: Doubles, novelty: Reals, chroma: Reals, low: Reals, activations: Floats) -> Doubles:
    """`beats` (frames, ascending, with fractions), moved by half a beat wherever that is the beat.

    novelty: (frames, 4); chroma: (frames, 12); low: (frames,) power of the bass; activations: (frames,), the
    network's log-odds of a beat, 0 where it says nothing.
    """
    if len(beats) < 8:
        return beats
    period = np.diff(beats)
    between = beats + 0.5 * np.append(period, period[-1])
    here, there = (_strikes(at, novelty, chroma, low) for at in (beats, between))
    for_beat = _network_for(beats, between, activations)
    slips = offbeat_slips(beats)
    parts, follows_slip, gain = [], [], []
    for first, last in _spans(len(beats), slips):
        count = max(1, round((last - first) / _STEP))
        for begin, end in pairwise(np.linspace(first, last, count + 1).round().astype(int).tolist()):
            part = slice(max(first, begin - _STEP // 2), min(last, end + _STEP // 2))
            gain.append(_advantage(here[part], there[part], for_beat[part]))
            follows_slip.append(begin == first)
            parts.append((begin, end))
    moved = _cheapest(np.array(gain), np.array(follows_slip))
    return _assembled(beats, between, parts, moved)


def advantage(beats: Doubles, novelty: Reals, chroma: Reals, low: Reals, activations: Floats) -> float:
    """How much better `beats` explain what is heard than the half-beats after them: about −3 to 3."""
    period = np.diff(beats)
    between = beats + 0.5 * np.append(period, period[-1])
    here, there = (_strikes(at, novelty, chroma, low) for at in (beats, between))
    return _advantage(here, there, _network_for(beats, between, activations))


def offbeat_slips(beats: Doubles) -> list[tuple[int, int]]:
    """(last beat before, first beat after) wherever the beats slip by half of one against a tempo that goes
    on as before: where the music gave little evidence, the path drifted over to the off-beats or back."""
    usual = _steady_intervals(np.diff(beats))
    ahead = np.concatenate([[0.0], np.cumsum(np.diff(beats) / usual - 1.0)])
    slips: list[tuple[int, int]] = []
    before = _SLIP_STEADY
    while before < len(beats) - _SLIP_STEADY - 1:
        after = np.arange(before + 1, min(before + _SLIP_MOST, len(beats) - _SLIP_STEADY - 1) + 1)
        slipped = np.abs(np.abs(ahead[after] - ahead[before]) - 0.5) < _SLIP_NEAR
        calm = np.abs(ahead[after + _SLIP_STEADY] - ahead[after]) < _SLIP_CALM
        if abs(ahead[before] - ahead[before - _SLIP_STEADY]) < _SLIP_CALM and (slipped & calm).any():
            first = int(after[np.argmax(slipped & calm)])
            slips.append((before, first))
            before = first + _SLIP_STEADY
        else:
            before += 1
    return slips


def _steady_intervals(intervals: Doubles) -> Doubles:
    """What is usual around each interval: the mean of those that are near the median of their neighbours."""
    reach = min(_STEP, len(intervals))
    near = np.lib.stride_tricks.sliding_window_view(np.pad(intervals, reach, mode="edge"), 2 * reach + 1)
    median = np.median(near, axis=1, keepdims=True)
    usual = np.abs(near / median - 1.0) < 0.03
    mean: Doubles = (near * usual).sum(axis=1) / usual.sum(axis=1)
    return mean


def _spans(count: int, slips: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(first, behind the last) of the beats between the slips."""
    firsts = [0, *(after for _, after in slips)]
    lasts = [*(before + 1 for before, _ in slips), count]
    return list(zip(firsts, lasts, strict=True))


def _assembled(beats: Doubles, between: Doubles, parts: list[tuple[int, int]], moved: Flags) -> Doubles:
    """The beats of every part, moved or not, and between two parts what joins them."""
    found = [beats[0] - 0.5 * (beats[1] - beats[0])] if moved[0] else []
    found = [beat for beat in found if beat > 0.0]
    behind, was_moved = 0, bool(moved[0])
    for (first, last), is_moved in zip(parts, moved.tolist(), strict=True):
        settled = between if is_moved else beats
        if first > behind and is_moved == was_moved:
            found += settled[behind:first].tolist()
        elif first > behind:
            # The tempo goes on through the slip.
            gap = settled[first] - found[-1]
            count = max(1, round(gap / float(np.median(np.diff(beats[max(0, behind - _STEP) : behind])))))
            found += (found[-1] + gap * np.arange(1, count) / count).tolist()
        elif was_moved and not is_moved:
            # Where the beat is found again half a beat later, the one moved last would stand too close to it.
            found.pop()
        found += settled[first:last].tolist()
        behind, was_moved = last, is_moved
    return np.array(found)


def _strikes(at: Doubles, novelty: Reals, chroma: Reals, low: Reals) -> Doubles:
    """(beats, 6): how much bass strikes and dies away again, harmonic change, novelty of the groups."""
    frames = frames_of(at, novelty)
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


def _network_for(beats: Doubles, between: Doubles, activations: Floats) -> Doubles:
    """(beats,): how much surer the network is of each beat than of the half-beat after it."""
    heard = strongest_near(activations)
    surer = heard[frames_of(beats, heard)] - heard[frames_of(between, heard)]
    return surer.astype(np.float64)


def _advantage(beat: Doubles, between: Doubles, network: Doubles) -> float:
    """How much better the first explains itself as the beat, and is taken for it by the network: about −3
    to 3."""
    here, there = _cues(beat), _cues(between)
    cues = float(np.dot(_WEIGHTS, (here - there) / (here + there + _FLOORS)))
    return cues + _PICKUP * _pickups(beat[:, 0], between[:, 0]) + _NETWORK * float(network.mean())


def _pickups(beat: Doubles, between: Doubles) -> float:
    """−1..1: do kicks between the beats lead over to kicks on the next, or follow those on the last?

    Of two sounds close together, the second is heard as the accented one (Povel & Essens 1985).
    """
    leading = float(np.sqrt(between[:-1] * beat[1:]).mean())
    following = float(np.sqrt(beat[:-1] * between[:-1]).mean())
    return (leading - following) / (leading + following + _FEW_PICKUPS)


def _cues(strikes: Doubles) -> Doubles:
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


def _explained(accents: Doubles, period: int) -> float:
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


def _cheapest(gain: Doubles, follows_slip: Flags) -> Flags:
    """bool: is each window moved? The best sequence, where every turn costs; after a slip, none does."""
    worth = np.stack([np.zeros(len(gain)), -gain - _MOVES_IF])
    score = worth[:, 0].copy()
    came = np.zeros((2, len(gain)), dtype=int)
    for number in range(1, len(gain)):
        stay, turn = (-_TURN, 0.0) if follows_slip[number] else (0.0, -_TURN)
        from_other = score[::-1] + turn
        came[:, number] = np.where(from_other > score + stay, (1, 0), (0, 1))
        score = np.maximum(score + stay, from_other) + worth[:, number]
    moved = np.empty(len(gain), dtype=bool)
    state = int(score.argmax())
    for number in range(len(gain) - 1, -1, -1):
        moved[number] = bool(state)
        state = int(came[state, number])
    return moved


def _mean_near(low: Reals, frames: Indices) -> Doubles:
    """(beats,) mean power of the ten seconds to either side."""
    sums = np.concatenate([[0.0], np.cumsum(low, dtype=np.float64)])
    first, last = np.maximum(frames - _NEAR_FRAMES, 0), np.minimum(frames + _NEAR_FRAMES, len(low))
    mean: Doubles = np.maximum(
        (sums[last] - sums[first]) / (last - first), 0.01 * sums[-1] / len(low) + 1e-12
    )
    return mean


def _around(values: Reals, frames: Indices, first: int, last: int) -> Reals:
    """(beats, last − first, …): values of the frames around each beat."""
    near: Indices = np.clip(frames[:, None] + np.arange(first, last), 0, len(values) - 1)
    return values[near]


def _unit(rows: Reals) -> Reals:
    unit: Reals = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
