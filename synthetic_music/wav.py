"""Music as a sound file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from synthetic_music.score import RATE


def write_wav(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    """Write samples (n,) or (n, channels), -1..1 and cut off there, as 16-bit PCM; gives `path` back."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path
