"""From whatever a source delivers to one clean channel."""

from __future__ import annotations

import numpy as np

LOUDEST = 8.0


def clean(samples: np.ndarray) -> np.ndarray:
    """Any array, (n,) or (n, channels) → finite float32 (n, channels) within ±8."""
    samples = np.asarray(samples, dtype=np.float32)
    if samples.ndim == 1:
        samples = samples[:, None]
    flat = samples.reshape(-1)
    # Most blocks show by their energy alone that no sample is too large (or NaN).
    with np.errstate(over="ignore", invalid="ignore"):
        energy = float(flat.dot(flat))
    if energy <= LOUDEST * LOUDEST:
        return samples
    if samples.size and not -LOUDEST <= samples.min() <= samples.max() <= LOUDEST:
        samples = np.nan_to_num(samples, nan=0.0, posinf=LOUDEST, neginf=-LOUDEST)
        samples = np.clip(samples, -LOUDEST, LOUDEST)
    return samples


def to_mono(channels: np.ndarray) -> np.ndarray:
    """Clean (n, channels) → (n,): their mean, or the first where they cancel each other out."""
    count = channels.shape[1]
    if count == 1:
        return channels[:, 0]
    # A product is several times as fast as a mean along the short axis.
    mono = channels @ np.full(count, 1.0 / count, dtype=np.float32)
    first = channels[:, 0]
    return first if float(mono @ mono) < 0.01 * float(first @ first) else mono
