"""From whatever a source delivers to one clean channel."""

from __future__ import annotations

import numpy as np

LOUDEST = 8.0


def clean(samples: np.ndarray) -> np.ndarray:
    """Any array, (n,) or (n, channels) → finite float32 (n, channels) within ±8."""
    samples = np.asarray(samples, dtype=np.float32)
    if samples.ndim == 1:
        samples = samples[:, None]
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=LOUDEST, neginf=-LOUDEST), -LOUDEST, LOUDEST)


def to_mono(samples: np.ndarray) -> np.ndarray:
    """The mean of the channels, or the first where they cancel each other out: float32 (n,)."""
    channels = clean(samples)
    if channels.shape[1] == 1:
        return channels[:, 0]
    mono = channels.mean(axis=1)
    first = channels[:, 0]
    return first if float(mono @ mono) < 0.01 * float(first @ first) else mono
