"""How a band is heard: its balance, and at times through a phone, a PA heard from far, or a crowd."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, lfilter

from synthetic_music import beatless
from synthetic_music.score import RATE, reverb

_LEAST = 1e-6


def balanced(
    rng: np.random.Generator,
    drums: np.ndarray | None,
    tones: np.ndarray | None,
    drums_gain: tuple[float, float],
) -> np.ndarray:
    """drums_gain: dB over the others, lowest and highest."""
    if drums is None or tones is None:
        alone = drums if drums is not None else tones
        assert alone is not None
        return _level(_toned(rng, alone))
    gain = 10.0 ** (float(rng.uniform(*drums_gain)) / 20.0)
    return gain * _level(_toned(rng, drums)) + _level(_toned(rng, tones))


def heard_there(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """Most pieces are left as they are."""
    where = rng.random()
    if where < 0.62:
        return samples
    if where < 0.74:
        return _phone(rng, samples)
    if where < 0.86:
        return _crowded(rng, _far_pa(rng, samples))
    if where < 0.93:
        return _crowded(rng, samples)
    return _far_pa(rng, samples)


def _phone(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """A small microphone in a loud room: no bass, overdriven, with an automatic level."""
    wet = samples + float(rng.uniform(0.2, 0.8)) * reverb(samples, rng) * float(np.abs(samples).max())
    thin = _filtered(wet, float(rng.uniform(120, 350)), "high")
    thin = _filtered(thin, float(rng.uniform(4000, 9000)), "low")
    driven = np.tanh(float(rng.uniform(1.0, 5.0)) * thin / max(_LEAST, float(np.abs(thin).max())))
    return _hissed(rng, driven, 0.001, 0.02)


def _far_pa(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """From behind a wall, or the bar: mostly bass."""
    dull = _filtered(samples, float(np.exp(rng.uniform(np.log(250), np.log(4000)))), "low")
    wet = dull + float(rng.uniform(0.1, 0.6)) * reverb(dull, rng) * float(np.abs(dull).max())
    return _hissed(rng, wet, 0.0005, 0.005)


def _crowded(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """Talk and applause over it."""
    seconds = len(samples) / RATE
    crowd = np.zeros(len(samples), dtype=np.float32)
    for _ in range(int(rng.integers(2, 6))):
        crowd += _fitted(beatless.speech(rng, seconds), len(crowd))
    if rng.random() < 0.4:
        crowd += _fitted(beatless.applause(rng, seconds), len(crowd))
    gain = 10.0 ** (float(rng.uniform(-22.0, -6.0)) / 20.0)
    return (_level(samples) + gain * _level(crowd)).astype(np.float32)


def _fitted(sound: np.ndarray, count: int) -> np.ndarray:
    return np.pad(sound[:count], (0, max(0, count - len(sound))))


def _level(samples: np.ndarray) -> np.ndarray:
    """To an RMS of a tenth, where there is sound."""
    loud = samples[np.abs(samples) > 1e-4]
    rms = float(np.sqrt(np.mean(np.square(loud)))) if len(loud) else 1.0
    return (0.1 / max(rms, _LEAST) * samples).astype(np.float32)


def _toned(rng: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """An equaliser's shelf."""
    low = _filtered(samples, float(rng.uniform(150, 4000)), "low", order=1)
    return samples + (10.0 ** (float(rng.uniform(-7, 7)) / 20.0) - 1.0) * low


def _filtered(samples: np.ndarray, hertz: float, kind: str, order: int = 2) -> np.ndarray:
    b, a = butter(order, hertz / (RATE / 2), kind)
    return lfilter(b, a, samples).astype(np.float32)


def _hissed(rng: np.random.Generator, samples: np.ndarray, least: float, most: float) -> np.ndarray:
    hiss = float(np.exp(rng.uniform(np.log(least), np.log(most)))) * float(np.abs(samples).max())
    return (0.5 * (samples + hiss * rng.standard_normal(len(samples)))).astype(np.float32)
