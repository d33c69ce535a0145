"""How good the beats are that somebody told: mir_eval's measures, and what a show needs besides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.recordings import Recording

IN_TIME_S = 0.02
"""A beat that is told later than this after it fell comes too late for a show."""
CLOSE_S = 0.07
TRIMMED_S = 5.0
LOCK_BEATS = 4


@dataclass(frozen=True)
class HeardBeats:
    """Beats as somebody told them. times, ones: s, of all and of those that begin a bar (None: not told);
    announced: when each was told (None: afterwards); cpu: share of a core that it took."""

    times: np.ndarray
    ones: np.ndarray | None
    announced: np.ndarray | None
    cpu: float


@dataclass(frozen=True)
class Score:
    """f, cmlt, amlt: of mir_eval, with the first five seconds trimmed; one_f: F of the bars' first beats, NaN
    where they are not known; lock_s: see `first_lock`; late_s: of each right beat, when it was told, after
    the true one; claims: beats told a minute."""

    f: float
    cmlt: float
    amlt: float
    one_f: float
    lock_s: float
    late_s: np.ndarray
    claims: float
    cpu: float


def score(recording: Recording, heard: HeardBeats) -> Score:
    """Judge what was told of a recording. Where it has no beat, only `claims` and `cpu` mean something."""
    times = np.sort(heard.times)
    claims = 60.0 * len(times) / recording.seconds
    if not len(recording.beats):
        return Score(np.nan, np.nan, np.nan, np.nan, np.nan, np.zeros(0), claims, heard.cpu)
    f, cmlt, amlt = _measures(recording.beats, times)
    one_f = np.nan
    if heard.ones is not None and recording.beat_in_bar is not None:
        one_f = _measures(recording.beats[recording.beat_in_bar == 1], np.sort(heard.ones))[0]
    late = _lateness(recording.beats, heard)
    return Score(f, cmlt, amlt, one_f, first_lock(recording.beats, times), late, claims, heard.cpu)


def first_lock(truth: np.ndarray, beats: np.ndarray) -> float:
    """Seconds from the first beat of the music to the first of four beats in a row that are right."""
    right = [np.abs(truth - beat).min() < CLOSE_S for beat in beats]
    for number in range(len(beats) - LOCK_BEATS + 1):
        if all(right[number : number + LOCK_BEATS]):
            return max(0.0, float(beats[number] - truth[0]))
    return float(truth[-1] - truth[0])


def _measures(truth: np.ndarray, beats: np.ndarray) -> tuple[float, float, float]:
    """F, CMLt and AMLt."""
    from mir_eval import beat as judge

    truth, beats = judge.trim_beats(truth, TRIMMED_S), judge.trim_beats(beats, TRIMMED_S)
    if len(beats) < 2 or len(truth) < 2:
        return 0.0, 0.0, 0.0
    _, cmlt, _, amlt = judge.continuity(truth, beats)
    return judge.f_measure(truth, beats, CLOSE_S), cmlt, amlt


def _lateness(truth: np.ndarray, heard: HeardBeats) -> np.ndarray:
    if heard.announced is None or not len(heard.times):
        return np.zeros(0)
    nearest = np.abs(truth[None, :] - heard.times[:, None]).argmin(axis=1)
    right = np.abs(truth[nearest] - heard.times) < CLOSE_S
    late: np.ndarray = heard.announced[right] - truth[nearest][right]
    return late
