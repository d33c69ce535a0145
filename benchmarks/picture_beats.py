"""A beat tracker that sees only the picture: mean light and frame difference, nothing of the sound.

The plainest proof that a picture is on the beat. After D. P. W. Ellis, "Beat Tracking by Dynamic Programming"
(2007): a global tempo from the autocorrelation of an onset envelope, then the path of beats that best joins
strong moments at that tempo.
"""

from __future__ import annotations

import numpy as np

_TIGHTNESS = 100.0
_LOWEST_BPM, _HIGHEST_BPM, _USUAL_BPM = 60.0, 200.0, 120.0
_OCTAVES = 0.9  # standard deviation of the preference for usual tempos
_RATE = 120.0  # Hz at which the envelope is searched


def picture_beats(light: np.ndarray, change: np.ndarray, fps: float) -> np.ndarray:
    """Seconds of the beats seen. light: mean level, change: mean difference to the last frame, (frames,)."""
    rise = np.maximum(np.diff(light, prepend=light[0]), 0.0)
    envelope = _standard(rise, fps) + _standard(change, fps)
    count = int(len(envelope) / fps * _RATE)
    envelope = np.interp(np.arange(count) / _RATE, np.arange(len(envelope)) / fps, envelope)
    period = _period(envelope)
    return _best_path(envelope, period) / _RATE


def _standard(value: np.ndarray, fps: float) -> np.ndarray:
    """`value` over its mean of about a second around, in standard deviations; a scene change counts as little
    more than a hit."""
    width = max(int(fps), 1)
    around = np.convolve(
        np.pad(value, (width // 2, width - 1 - width // 2), mode="edge"), np.ones(width) / width
    )
    centred = value - around[width - 1 : width - 1 + len(value)]
    spread = float(np.sqrt(np.mean(np.minimum(centred**2, np.percentile(centred**2, 98))))) or 1.0
    return np.clip(centred / spread, -2.0, 4.0)


def _period(envelope: np.ndarray) -> float:
    """Samples a beat."""
    low, high = int(_RATE * 60 / _HIGHEST_BPM), int(_RATE * 60 / _LOWEST_BPM)
    lags = np.arange(low, high + 1)
    likeness = np.array([envelope[:-lag] @ envelope[lag:] / (len(envelope) - lag) for lag in lags])
    usual = np.exp(-0.5 * (np.log2(60.0 * _RATE / lags / _USUAL_BPM) / _OCTAVES) ** 2)
    return float(lags[int(np.argmax(likeness * usual))])


def _best_path(envelope: np.ndarray, period: float) -> np.ndarray:
    """Indices of the beats: Ellis's recursion C(t) = O(t) + max(C(t - d) - tightness · ln(d / period)²)."""
    steps = np.arange(round(period / 2), round(period * 2) + 1)
    penalty = _TIGHTNESS * np.log(steps / period) ** 2
    score, before = envelope.copy(), np.full(len(envelope), -1)
    for at in range(steps[0], len(envelope)):
        reach = steps[steps <= at]
        best = score[at - reach] - penalty[: len(reach)]
        choice = int(np.argmax(best))
        score[at] += best[choice]
        before[at] = at - reach[choice]
    last = len(score) - round(period) + int(np.argmax(score[-round(period) :]))
    beats = [last]
    while before[beats[-1]] >= 0:
        beats.append(before[beats[-1]])
    return np.array(beats[::-1], float)
