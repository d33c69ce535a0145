"""How well the ear finds the beat, on synthetic music with known beats: `live.py bench ear`.

Only what was announced in time counts: a beat told more than 20 ms after it fell is left out. F and CMLt are
mir_eval's, with the first five seconds trimmed; aubio's own tempo hears the same sound beside ours.
Nine scenes at five seeds, 40 s each: a little over a minute of one core.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import aubio
import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.clock import Beat
from realtime.audio.io.block import Block
from synthetic_music.music import RATE, SCENES, WIDER, Music, scene

BLOCK = 256
IN_TIME_S = 0.02
CLOSE_S = 0.07
LOCK_BEATS = 4
SEEDS = (0, 1, 2, 3, 4)
"""None of them is among those that the beat model was fitted on."""


def run(
    seeds: Iterable[int] = SEEDS,
    seconds: float = 40.0,
    wider: bool = False,
    offline: bool = False,
    progress: Callable[[str], None] = lambda _line: None,
) -> list[dict]:
    """One row a scene (means over the seeds), then their mean.

    wider: also the scenes that no figure is promised for; offline: also the whole-song analysis.
    """
    names = list(SCENES) + (list(WIDER) if wider else [])
    seeds = list(seeds)
    rows = []
    for name in names:
        results = [_judge(scene(name, seed, seconds), offline) for seed in seeds]
        row = {"scene": name} | {key: _mean([r[key] for r in results], key) for key in results[0]}
        row["worst F"] = min(r["F"] for r in results)
        rows.append(row)
        progress(f"{name}: F {row['F']:.2f}")
    rows.append(
        {"scene": "mean"} | {key: _mean([row[key] for row in rows], key) for key in rows[0] if key != "scene"}
    )
    return rows


def table(rows: list[dict]) -> str:
    """Rows as text columns."""
    keys = list(rows[0])
    lines = ["  ".join(f"{key:>15}" for key in keys)]
    for row in rows:
        lines.append(
            "  ".join(f"{row[k]:>15}" if isinstance(row[k], str) else f"{row[k]:>15.2f}" for k in keys)
        )
    return "\n".join(lines)


def _mean(values: list[float], key: str) -> float:
    """The lock is told by its median: a scene that never locks must not hide the others."""
    return float(np.median(values) if key == "lock s" else np.mean(values))


def _judge(music: Music, offline: bool) -> dict[str, float]:
    beats, cpu = track(music)
    in_time = np.array([b.time for b in beats if b.announced <= b.time + IN_TIME_S])
    lateness_ms = [1000.0 * (b.announced - b.time) for b in beats] or [0.0]
    f, cml = _scores(music.beats, in_time)
    aubio_beats, aubio_cpu = track_aubio(music)
    aubio_f, aubio_cml = _scores(music.beats, aubio_beats)
    result = {
        "F": f,
        "CMLt": cml,
        "lock s": first_lock(music.beats, in_time),
        "late p90 ms": float(np.percentile(lateness_ms, 90)),
        "bar right": _bars_right(music, beats),
        "CPU %": 100.0 * cpu,
        "aubio F": aubio_f,
        "aubio CMLt": aubio_cml,
        "aubio CPU %": 100.0 * aubio_cpu,
    }
    if offline:
        result["offline F"], result["offline CMLt"] = _scores(music.beats, track_offline(music))
    return result


def track(music: Music, block: int = BLOCK) -> tuple[list[Beat], float]:
    """Beats as announced live, and CPU seconds a second of sound."""
    analyzer = Analyzer(RATE, block)
    stereo = np.repeat(music.samples[:, None], 2, axis=1)
    beats: list[Beat] = []
    started = time.process_time()
    for first in range(0, len(stereo), block):
        beats += analyzer.feed(Block(stereo[first : first + block], first / RATE, RATE)).beats
    return beats, (time.process_time() - started) * RATE / len(stereo)


def track_aubio(music: Music) -> tuple[np.ndarray, float]:
    """Beats of aubio's own tempo tracker."""
    tempo = aubio.tempo("default", 1024, 512, RATE)
    beats = []
    started = time.process_time()
    for first in range(0, len(music.samples) - 512, 512):
        if tempo(music.samples[first : first + 512])[0]:
            beats.append(tempo.get_last_s())
    return np.array(beats), (time.process_time() - started) * RATE / len(music.samples)


def track_offline(music: Music) -> np.ndarray:
    """Beats with the whole song in view."""
    from realtime.audio.beat.offline import song_beats, song_frames

    return song_beats(song_frames(_Whole(music))).times


class _Whole:
    """A piece of music as a source, in one block."""

    name, rate, live = "synthetic", RATE, False

    def __init__(self, music: Music) -> None:
        self._block: Block | None = Block(np.repeat(music.samples[:, None], 2, axis=1), 0.0, RATE)

    @property
    def ended(self) -> bool:
        return self._block is None

    def read(self) -> Block | None:
        block, self._block = self._block, None
        return block

    def close(self) -> None:
        self._block = None


def first_lock(truth: np.ndarray, beats: np.ndarray) -> float:
    """Seconds from the first beat of the music to the first of four beats in a row that are right."""
    right = [np.abs(truth - beat).min() < CLOSE_S for beat in beats]
    for number in range(len(beats) - LOCK_BEATS + 1):
        if all(right[number : number + LOCK_BEATS]):
            return max(0.0, float(beats[number] - truth[0]))
    return float(truth[-1] - truth[0])


def _scores(truth: np.ndarray, beats: np.ndarray) -> tuple[float, float]:
    from mir_eval import beat as judge

    truth, beats = judge.trim_beats(truth), judge.trim_beats(np.sort(beats))
    if len(beats) < 2:
        return 0.0, 0.0
    return judge.f_measure(truth, beats), judge.continuity(truth, beats)[1]


def _bars_right(music: Music, beats: list[Beat]) -> float:
    """Share of beats after ten seconds that are right in time and in their place in the bar."""
    late = [b for b in beats if b.time > 10.0]
    if not late:
        return 0.0
    right = 0
    for beat in late:
        nearest = int(np.abs(music.beats - beat.time).argmin())
        close = abs(music.beats[nearest] - beat.time) < CLOSE_S
        right += close and music.beat_in_bar[nearest] == beat.beat_in_bar
    return right / len(late)
