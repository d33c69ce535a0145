"""From a band's tape to a master: pumping, room, tone, compression, saturation, loudness, noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synthetic_music.score import RATE, noise_between, reverb


def mixed(tape: np.ndarray, rng: np.random.Generator, pump_at: Sequence[float]) -> np.ndarray:
    """float32 (n,). pump_at: seconds at which the bass drum pushes all else away, if it does."""
    if pump_at:
        tape = _pumped(tape, rng, pump_at)
    if rng.random() < 0.6:
        tape = tape + rng.uniform(0.03, 0.5) * reverb(tape, rng)
    if rng.random() < 0.1:
        tape = tape + rng.uniform(0.2, 0.8) * _hall(tape, rng)
    if rng.random() < 0.4:
        tape = _tilted(tape, rng)
    tape = tape / max(1e-6, float(np.abs(tape).max()))
    if rng.random() < 0.25:
        tape = _compressed(tape, rng)
    if rng.random() < 0.4:
        drive = rng.uniform(1.5, 6.0)
        tape = np.tanh(drive * tape) / np.tanh(drive)
    tape = tape * rng.choice([0.9, 0.7, 0.4, 0.12])
    hiss = float(np.exp(rng.uniform(np.log(0.0003), np.log(0.02)))) * float(np.abs(tape).max())
    return (tape + hiss * rng.standard_normal(len(tape))).astype(np.float32)


def _pumped(tape: np.ndarray, rng: np.random.Generator, pump_at: Sequence[float]) -> np.ndarray:
    depth, release = rng.uniform(0.3, 0.9), rng.uniform(0.06, 0.3)
    duck = np.zeros(len(tape), dtype=np.float32)
    fall = np.exp(-np.arange(int(release * 5 * RATE), dtype=np.float32) / (release * RATE))
    for time in pump_at:
        first = int((time + 0.03) * RATE)
        part = duck[first : first + len(fall)]
        np.maximum(part, fall[: len(part)], out=part)
    return tape * (1.0 - depth * duck)


def _hall(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A church or a concert hall around it, as loud as the tape."""
    decay = float(rng.uniform(0.5, 1.2))
    n = int(3 * decay * RATE)
    impulse = noise_between(n, rng, 120, 5000) * np.exp(-np.arange(n) / (decay * RATE))
    padded = 1 << (len(tape) + n - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(tape, padded) * np.fft.rfft(impulse, padded), padded)[: len(tape)]
    return (wet * float(np.abs(tape).max()) / max(1e-6, float(np.abs(wet).max()))).astype(np.float32)


def _compressed(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A master's loudness, evened out over about a tenth of a second."""
    hop = RATE // 100
    frames = len(tape) // hop + 1
    power = np.pad(np.square(tape), (0, frames * hop - len(tape))).reshape(frames, hop).mean(axis=1)
    release = 0.01 / rng.uniform(0.05, 0.3)
    level, smooth = 0.0, np.empty(frames)
    for frame, now in enumerate(np.sqrt(power).tolist()):
        level += (0.7 if now > level else release) * (now - level)
        smooth[frame] = level
    threshold = float(np.quantile(smooth, rng.uniform(0.2, 0.7))) + 1e-4
    gain = np.minimum(1.0, threshold / np.maximum(smooth, 1e-6)) ** rng.uniform(0.4, 0.9)
    gain = np.interp(np.arange(len(tape)), (np.arange(frames) + 0.5) * hop, gain)
    tape = tape * gain
    return (tape / max(1e-6, float(np.abs(tape).max()))).astype(np.float32)


def _tilted(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thin, dull or hollow: what a small speaker, a wall or a bad room does."""
    n = 1 << (len(tape) - 1).bit_length()
    hz = np.fft.rfftfreq(n, 1 / RATE)
    gain = np.maximum(hz, 20.0) / 800.0
    shape = np.clip(gain ** rng.uniform(-0.4, 0.4), 0.1, 10)
    if rng.random() < 0.3:
        shape = shape / (1 + (hz / rng.uniform(1500, 6000)) ** 4)
    if rng.random() < 0.2:
        shape = shape / (1 + (rng.uniform(60, 180) / np.maximum(hz, 1)) ** 4)
    return np.fft.irfft(np.fft.rfft(tape, n) * shape, n)[: len(tape)].astype(np.float32)
