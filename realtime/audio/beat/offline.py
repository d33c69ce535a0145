"""Beats of a whole song, with all of the past and the future in view: for films and keyframes.

The model is the live tracker's; the most probable path through it (Viterbi) is found with look-ahead,
in overlapping stretches, so that memory does not grow with the length of the song.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from realtime.arrays import Bytes, Doubles, Flags, Floats, Indices
from realtime.audio.beat.aubio_tempo import aubio_times
from realtime.audio.beat.bar_features import COLUMNS, ONE, REPEATED, BarFeatures
from realtime.audio.beat.downbeat import (
    METER_PRIOR,
    METERS,
    ONE_MARGIN,
    REPEATS,
    division,
    felt_in_two,
    log_likelihood,
)
from realtime.audio.beat.follower import ANALYSIS_DELAY_S
from realtime.audio.beat.metrical_level import at_metrical_level
from realtime.audio.beat.observation_model import KINDS
from realtime.audio.beat.offbeat_score import on_the_beat
from realtime.audio.beat.song_frames import SongFrames, song_frames
from realtime.audio.beat.tracker import TempoSpace
from realtime.audio.feature.novelty import FRAMES_PER_SECOND
from realtime.audio.io.file import FileSource

STRETCH_S = 240.0
OVERLAP_S = 15.0
_LEAST_GAP_S = 0.15
_LIKELY_TEMPOS = 14
_READ_BLOCK = 4096
_BAR_SLIP = 0.01


@dataclass(frozen=True, slots=True)
class SongBeats:
    """times: seconds, ascending; beat_in_bar: from 1, one per beat; tempo: bpm at each beat."""

    times: Doubles
    beat_in_bar: Indices
    beats_per_bar: int
    tempo: Doubles


def analyse_song(path: Path | str, beats: str = "network") -> SongBeats:
    """Beats, bars and tempo curve of a sound file; beats: one of `options.BEATS`, who hears them. Raises
    UserError where it cannot be read."""
    try:
        written = Path(path).stat()
    except OSError:
        return _analysed(path, beats == "aubio")
    return _analysed_once(Path(path).resolve(), beats == "aubio", written.st_mtime_ns, written.st_size)


@lru_cache(maxsize=2)
def _analysed_once(path: Path | str, by_aubio: bool, written: int, size: int) -> SongBeats:
    """A film without a setlist wants them twice; written, size: of the file, as it is now."""
    return _analysed(path, by_aubio)


def _analysed(path: Path | str, by_aubio: bool) -> SongBeats:
    with closing(FileSource(path, block=_READ_BLOCK)) as source:
        frames = song_frames(source)
    if not by_aubio:
        return song_beats(frames)
    with closing(FileSource(path, block=_READ_BLOCK)) as source:
        return song_beats(frames, aubio_times(source))


def song_beats(frames: SongFrames, times: Doubles | None = None) -> SongBeats:
    """Beats, bars and tempo from frames of a whole song; times: the beats' (s), where they are known."""
    if times is None:
        times = _beat_times(frames)
    if len(times) < 2:
        return SongBeats(times, np.ones(len(times), dtype=int), 4, np.full(len(times), 120.0))
    beat_in_bar, beats_per_bar = _bars(frames, times)
    gaps = np.diff(times)
    padded = np.concatenate([gaps[:1], gaps, gaps[-1:]])
    period = np.median(np.stack([padded[:-1], padded[1:]]), axis=0)
    keep = ~_in_quiet(frames, times)
    return SongBeats(times[keep], beat_in_bar[keep], beats_per_bar, 60.0 / period[keep])


def _in_quiet(frames: SongFrames, times: Doubles) -> Flags:
    index = np.clip(np.searchsorted(frames.times, times + ANALYSIS_DELAY_S), 0, len(frames.quiet) - 1)
    return frames.quiet[index]


def _beat_times(frames: SongFrames) -> Doubles:
    """Viterbi in stretches that overlap; each beat comes from the stretch whose middle it is in."""
    total = len(frames.times)
    stretch, overlap = int(STRETCH_S * FRAMES_PER_SECOND), int(OVERLAP_S * FRAMES_PER_SECOND)
    model = _Viterbi()
    beats: list[float] = []
    for start in range(0, total, stretch):
        first, last = max(0, start - overlap), min(total, start + stretch + overlap)
        found = model.beats(frames.novelty[first:last], frames.beat[first:last]) + first
        for beat in found[(found >= start) & (found < start + stretch)].tolist():
            if not beats or beat - beats[-1] > _LEAST_GAP_S * FRAMES_PER_SECOND:
                beats.append(beat)
    leveled = at_metrical_level(np.array(beats), frames.novelty, frames.beat, frames.quiet)
    settled = on_the_beat(leveled, frames.novelty, frames.chroma, frames.low, frames.beat)
    times = np.interp(settled, np.arange(total), frames.times) - ANALYSIS_DELAY_S if total else settled
    return times[times > -0.02].clip(min=0.0)


class _Viterbi:
    """Max-product over kinds × tempos × positions; the past is remembered only where beats begin."""

    def __init__(self) -> None:
        space = self._space = TempoSpace()
        kinds, tempos = len(KINDS), len(space.intervals)
        with np.errstate(divide="ignore"):
            change = np.log(space.change).astype(np.float32)
            # (next kind, 1, kind)
            self._succession = np.log(space.succession).astype(np.float32)[:, None, :]
            self._start = np.log(space.prior()).astype(np.float32)
        # Of each tempo only those that it may likely have come from: its neighbours, half and double.
        self._likely = np.argsort(change, axis=0)[-_LIKELY_TEMPOS:].T.copy()
        self._likely_change = np.take_along_axis(change, self._likely.T, axis=0).T.copy()
        self._rows_by_kind = np.arange(kinds * tempos).reshape(kinds, tempos) * kinds
        self._rows_by_tempo = np.arange(kinds * tempos).reshape(kinds, tempos) * _LIKELY_TEMPOS
        self._likely_rows = np.arange(tempos) * _LIKELY_TEMPOS
        self._first_of_kind = np.arange(kinds)[:, None] * tempos

    def beats(self, novelty: Floats, activations: Floats) -> Doubles:
        """novelty (frames, 4), the network's log-odds (frames,) → frames at which beats fall, with
        fractions."""
        space = self._space
        frames, kinds, tempos = len(novelty), len(KINDS), len(space.intervals)
        if frames == 0:
            return np.zeros(0)
        from_tempo = np.empty((frames, kinds, tempos), dtype=np.uint8)
        from_kind = np.empty((frames, kinds, tempos), dtype=np.uint8)
        score = np.tile(self._start, (kinds, 1))
        after, likelihood = np.empty_like(score), np.empty_like(score)
        for frame in range(frames):
            ends = score.take(space.last, axis=1)
            # First which kind follows, then which tempo.
            by_kind = self._succession + ends.T
            kind = by_kind.argmax(axis=2)
            best_kind = by_kind.take(self._rows_by_kind + kind)
            by_tempo = best_kind.take(self._likely, axis=1) + self._likely_change
            choice = by_tempo.argmax(axis=2)
            tempo = self._likely.take(self._likely_rows + choice)
            from_tempo[frame] = tempo
            from_kind[frame] = kind.take(self._first_of_kind + tempo)
            after[:, 1:] = score[:, :-1]
            after[:, space.first] = by_tempo.take(self._rows_by_tempo + choice)
            log_likelihood = space.log_likelihood(novelty[frame]).astype(np.float32)
            log_likelihood -= log_likelihood.max()
            log_likelihood.take(space.bin, axis=1, out=likelihood, mode="clip")
            after += likelihood
            if activations[frame]:
                after[:, space.near_beats] += activations[frame] * space.activation_shape
            if frame % 64 == 0:
                after -= after.max()
            score, after = after, score
        return self._trace(score, from_tempo, from_kind)

    def _trace(self, score: Floats, from_tempo: Bytes, from_kind: Bytes) -> Doubles:
        space = self._space
        kind, state = (int(index) for index in np.unravel_index(int(score.argmax()), score.shape))
        tempo = int(space.tempo_of_state[state])
        frame = len(from_tempo) - 1 - int(space.position[state])
        beats = []
        while frame >= 0:
            beats.append(float(frame))
            before, kind_before = int(from_tempo[frame, kind, tempo]), int(from_kind[frame, kind, tempo])
            tempo, kind = before, kind_before
            frame -= int(space.intervals[tempo])
        return np.array(beats[::-1])


def _bars(frames: SongFrames, times: Doubles) -> tuple[Indices, int]:
    """Place in the bar of each beat, and the bar's length: Viterbi over each length."""
    gathered = BarFeatures()
    position = np.interp(frames.times - ANALYSIS_DELAY_S, times, np.arange(len(times)), left=-0.5)
    rows = np.zeros((len(times), COLUMNS))
    heard_frames = zip(position.tolist(), frames.novelty, frames.chroma, frames.one.tolist(), strict=True)
    for where, novelty, chroma, one in heard_frames:
        complete = gathered(where, novelty, chroma, one or None)
        if complete is not None and 0 <= complete[0] < len(times):
            rows[complete[0]] = complete[1]
    heard = rows[:, REPEATED]
    beats = np.clip((heard - heard.mean(axis=0)) / np.maximum(heard.std(axis=0), 0.03), -2.5, 2.5)
    in_three = felt_in_two(division(rows), 60.0 / float(np.median(np.diff(times))))
    ones = rows[:, ONE]
    known = ones != 0.0
    if known.any():
        ones = np.where(known, ones - ones[known].mean() - ONE_MARGIN, 0.0)
    found: list[tuple[float, Indices, int]] = []
    for meter, prior in zip(METERS, METER_PRIOR, strict=True):
        likelihood = np.array(
            [
                log_likelihood(
                    beat,
                    [beats[past] for past in _bars_before(number, meter)],
                    meter,
                    in_three,
                    float(ones[number]),
                )
                for number, beat in enumerate(beats)
            ]
        )
        score, path = _bar_path(likelihood)
        # Bars keep their length for long: the prior counts once for every 32 beats.
        score += np.log(prior) * max(1.0, len(times) / 32.0)
        found.append((score, path, meter))
    _, places, beats_per_bar = max(found, key=lambda bars: bars[0])
    return places + 1, beats_per_bar


def _bars_before(number: int, meter: int) -> range:
    return range(number - meter, max(-1, number - REPEATS * meter - 1), -meter)


def _bar_path(likelihood: Doubles) -> tuple[float, Indices]:
    """(beats, meter) → log score and the place (from 0) of every beat in bars of this length."""
    meter = likelihood.shape[1]
    stay, slip = np.log(1.0 - _BAR_SLIP), np.log(_BAR_SLIP / meter)
    score = np.zeros(meter)
    came_from = np.zeros(likelihood.shape, dtype=np.int8)
    for number, likely in enumerate(likelihood):
        on = np.roll(score, 1) + stay
        jump = score.max() + slip
        came_from[number] = np.where(on >= jump, (np.arange(meter) - 1) % meter, score.argmax())
        score = np.maximum(on, jump) + likely
    path = np.empty(len(likelihood), dtype=int)
    place = int(score.argmax())
    for number in range(len(likelihood) - 1, -1, -1):
        path[number] = place
        place = int(came_from[number, place])
    return float(score.max()), path
