"""A song's most telling moments, and the sound that goes with them: `film --preview`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from realtime.audio.io.block import Block
from realtime.audio.io.file import FileSource
from realtime.render.frame_log import read_frames
from realtime.render.segments import Change, Segment

MOMENTS, MOMENT_S = 4, 2.5
_LEAD_S = 1.0  # painted before each, so that a moment begins with a picture and not with a bare canvas
_STEP_S = 0.5
_BEFORE_S = 3.0  # a drop is loud beside so much of what was before it
_FADE_S = 0.02


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A moment that may be chosen: its first frame, where it lies in the song (0..1), how full the music is
    then (0..1), and which scene it shows."""

    first: int
    place: float
    fullness: float
    scene: int


def moments(
    frame_log: Path, frames: int, fps: float, changes: Sequence[Change], bar_lines: Sequence[float]
) -> tuple[Segment, ...]:
    """Segments for the fullest moment of the song and those least like it: other scenes, quieter, far away.

    frames, changes, bar_lines (seconds): of the frame log. A song no longer than they are is one segment.
    """
    length = round(MOMENT_S * fps)
    if frames <= MOMENTS * length:
        return (Segment(0, 0, 0, frames),)
    fullness = _fullness(frame_log, frames, fps)
    starts = sorted(
        {change.frame + round(change.seconds * fps / 2) for change in changes}
        | {round(line * fps) for line in bar_lines}
        | {0}
    )
    starts = [first for first in starts if first + length <= frames]
    if len(starts) < MOMENTS:  # music without bars
        starts = list(range(0, frames - length, round(_STEP_S * fps)))
    scenes = [change.frame for change in sorted(changes, key=lambda change: change.frame)]
    candidates = [
        _Candidate(
            first,
            first / frames,
            _mean(fullness, first / fps, MOMENT_S),
            bisect_right(scenes, first + length // 2),
        )
        for first in starts
    ]
    rises = [
        one.fullness + 0.5 * (one.fullness - _mean(fullness, one.first / fps - _BEFORE_S, _BEFORE_S))
        for one in candidates
    ]
    chosen = [candidates[int(np.argmax(rises))]]
    while len(chosen) < MOMENTS:
        free = [one for one in candidates if all(abs(one.first - other.first) >= length for other in chosen)]
        if not free:
            break
        chosen.append(max(free, key=lambda one: min(_unlike(one, other) for other in chosen)))
    lead = round(_LEAD_S * fps)
    chosen.sort(key=lambda one: one.first)
    return tuple(
        Segment(index, max(0, one.first - lead), one.first, one.first + length)
        for index, one in enumerate(chosen)
    )


def _unlike(one: _Candidate, other: _Candidate) -> float:
    apart = abs(one.place - other.place) + 0.7 * abs(one.fullness - other.fullness)
    return apart + 0.5 * (one.scene != other.scene)


def _fullness(frame_log: Path, frames: int, fps: float) -> np.ndarray:
    """How full the music is, 0..1, every _STEP_S."""
    step = max(1, round(_STEP_S * fps))
    heard = [
        next(read_frames(frame_log, frame, frame + 1)).view.features.presence
        for frame in range(0, frames, step)
    ]
    return np.asarray(heard, float)


def _mean(fullness: np.ndarray, start: float, seconds: float) -> float:
    first, last = (max(0, round(time / _STEP_S)) for time in (start, start + seconds))
    return float(fullness[min(first, len(fullness) - 1) : max(last, first + 1)].mean())


class Excerpts:
    """The sound of a song's `parts`, (start, end) in seconds and in order, one after the other; what `concat`
    wants of a source. Each fades in and out within _FADE_S, or it would begin with a click."""

    def __init__(self, source: FileSource, parts: Sequence[tuple[float, float]]) -> None:
        self.rate = source.rate
        self._source = source
        self._parts = [(round(start * self.rate), round(end * self.rate)) for start, end in parts]
        self._waiting: list[Block] = []

    def read(self) -> Block | None:
        """The next block; None after the last part."""
        while not self._waiting:
            block = self._source.read()
            if block is None:
                return None
            begun, first = 0, round(block.time * self.rate)
            for start, end in self._parts:
                low, high = max(start, first), min(end, first + len(block.samples))
                if low < high:
                    at = np.arange(low, high)
                    edge = np.minimum(at - start, end - 1 - at) / (_FADE_S * self.rate)
                    samples = block.samples[low - first : high - first] * np.clip(edge, 0, 1)[:, None]
                    time = (begun + low - start) / self.rate
                    self._waiting.append(replace(block, samples=samples.astype(np.float32), time=time))
                begun += end - start
            if first > self._parts[-1][1]:
                return self._waiting.pop(0) if self._waiting else None
        return self._waiting.pop(0)
