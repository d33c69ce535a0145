"""Any number of channels to the clean float32 stereo that every stage works on."""

from __future__ import annotations

import numpy as np

from realtime.arrays import Floats

# 24 dB over full scale: no sound, but the garbage of a broken file or pipe.
_ABSURD = 16.0
_SIDE = 0.7071
# ITU-R BS.775: how much of each speaker goes to (left, right); the sub-woofer is left out.
_SPEAKERS = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (_SIDE, _SIDE),
    "LFE": (0.0, 0.0),
    "BL": (_SIDE, 0.0),
    "BR": (0.0, _SIDE),
    "SL": (_SIDE, 0.0),
    "SR": (0.0, _SIDE),
    "BC": (0.5, 0.5),
    "FLC": (0.9, 0.4),
    "FRC": (0.4, 0.9),
}


def clean(samples: np.ndarray) -> Floats:
    """`samples` as float32 without NaN, infinities or absurd values; a copy only where needed."""
    floats = np.asarray(samples, dtype=np.float32)
    # A NaN fails every comparison, so one pass finds all that is wrong.
    if not floats.size or (floats.max() <= _ABSURD and floats.min() >= -_ABSURD):
        return floats
    return np.clip(np.nan_to_num(floats, nan=0.0, posinf=0.0, neginf=0.0), -_ABSURD, _ABSURD)


def to_stereo(samples: np.ndarray, speakers: tuple[str, ...] = ()) -> Floats:
    """float32 (n, 2) from (n, channels): mono doubled, more channels mixed down without clipping.

    speakers: names such as ("FL", "FR", "FC", "LFE", "BL", "BR"); where they are unknown,
    the channels go to left and right in turn.
    """
    cleaned = clean(samples)
    channels = cleaned.shape[1]
    if channels == 1:
        return np.repeat(cleaned, 2, axis=1)
    if channels == 2:
        return cleaned
    if len(speakers) == channels and all(name in _SPEAKERS for name in speakers):
        matrix = np.array([_SPEAKERS[name] for name in speakers], dtype=np.float32)
    else:
        matrix = np.zeros((channels, 2), dtype=np.float32)
        matrix[0::2, 0] = 1.0
        matrix[1::2, 1] = 1.0
    matrix /= max(matrix.sum(axis=0).max(), 1e-6)
    return cleaned @ matrix
