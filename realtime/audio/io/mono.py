"""From the samples of any source to one clean channel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from realtime.arrays import Floats

LOUDEST = 8.0


def clean(samples: np.ndarray) -> Floats:
    """Any array, (n,) or (n, channels) → finite float32 (n, channels) within ±8."""
    return clean_and_level(samples)[0]


def clean_and_level(samples: np.ndarray) -> tuple[Floats, float]:
    """As `clean`, and the mean |sample| of what it gives."""
    samples = np.asarray(samples, dtype=np.float32)
    if samples.ndim == 1:
        samples = samples[:, None]
    if not samples.size:
        return samples, 0.0
    magnitudes = np.abs(samples.reshape(-1))
    # The first NaN counts as the largest, and fails every comparison.
    if not magnitudes[magnitudes.argmax()] <= LOUDEST:
        samples = np.nan_to_num(samples, nan=0.0, posinf=LOUDEST, neginf=-LOUDEST)
        samples = np.clip(samples, -LOUDEST, LOUDEST)
        magnitudes = np.abs(samples.reshape(-1))
    return samples, float(magnitudes.dot(_shares(samples.size)))


def to_mono(channels: Floats) -> Floats:
    """Clean (n, channels) → (n,): their mean, or the first where they cancel each other out."""
    count = channels.shape[1]
    if count == 1:
        return channels[:, 0]
    mono: Floats = channels.dot(_shares(count))
    energy = float(mono.dot(mono))
    flat = channels.reshape(-1)
    if energy >= 0.01 * float(flat.dot(flat)):
        return mono
    # aubio takes no samples that lie apart.
    first: Floats = np.ascontiguousarray(channels[:, 0])
    return first if energy < 0.01 * float(first.dot(first)) else mono


@lru_cache(maxsize=8)
def _shares(count: int) -> Floats:
    """Weights of a mean: a product with them is several times as fast as numpy's."""
    return np.full(count, 1.0 / count, dtype=np.float32)
