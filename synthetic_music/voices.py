"""Instruments of the synthetic scenes: each call draws its sound."""

from __future__ import annotations

import numpy as np

from synthetic_music.score import noise_between, tape_time


def kick(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.3)
    base, sweep = rng.uniform(42, 60), rng.uniform(60, 180)
    phase = 2 * np.pi * (base * t + sweep * 0.03 * (1 - np.exp(-t / 0.03)))
    click = np.exp(-t / 0.003) * rng.uniform(0.05, 0.4) * rng.standard_normal(len(t))
    return (np.sin(phase) * np.exp(-t / rng.uniform(0.08, 0.18)) + click).astype(np.float32)


def snare(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.25)
    tone = np.sin(2 * np.pi * rng.uniform(160, 240) * t) * np.exp(-t / 0.06)
    rattle = noise_between(len(t), rng, 900, 9000) * np.exp(-t / rng.uniform(0.06, 0.14))
    return (0.4 * tone + 0.8 * rattle).astype(np.float32)


def hat(rng: np.random.Generator, length: float = 0.04) -> np.ndarray:
    t = tape_time(length * 5)
    return noise_between(len(t), rng, 6000, 15000) * np.exp(-t / length)


def tom(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.35)
    f = rng.uniform(80, 200)
    return (np.sin(2 * np.pi * f * (t + 0.02 * (1 - np.exp(-t / 0.04)))) * np.exp(-t / 0.12)).astype(
        np.float32
    )


def crash(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(1.5)
    return noise_between(len(t), rng, 3000, 14000) * np.exp(-t / 0.5)


def note(midi: float, seconds: float, attack: float, decay: float, bright: float) -> np.ndarray:
    """Harmonics that fall off with 1/k^(1/bright), a soft attack and an exponential decay."""
    t = tape_time(seconds)
    f = 440.0 * 2 ** ((midi - 69) / 12)
    sound = np.zeros(len(t), dtype=np.float32)
    for k in range(1, 13):
        if f * k > 12000:
            break
        sound += (k ** (-1.0 / bright) * np.sin(2 * np.pi * f * k * t + k)).astype(np.float32)
    envelope = (1 - np.exp(-t / attack)) * np.exp(-t / decay) * np.clip((seconds - t) / 0.02, 0, 1)
    sound *= envelope.astype(np.float32)
    return sound / max(1e-6, float(np.abs(sound).max()))


def pad(chord: list[int], seconds: float, rng: np.random.Generator) -> np.ndarray:
    t = tape_time(seconds + 0.4)
    sound = np.zeros(len(t), dtype=np.float32)
    for pitch in chord:
        f = 440.0 * 2 ** ((pitch - 69) / 12) * (1 + rng.normal(0, 0.001))
        for k in range(1, 6):
            vibrato = 0.4 * np.sin(2 * np.pi * rng.uniform(3, 6) * t)
            sound += (np.sin(2 * np.pi * f * k * t + vibrato) / k**1.5).astype(np.float32)
    rise = min(0.3, seconds / 3)
    envelope = np.clip(t / rise, 0, 1) * np.clip((seconds + 0.4 - t) / 0.4, 0, 1)
    return (sound * envelope / (2.0 * len(chord))).astype(np.float32)


def progression(rng: np.random.Generator) -> list[list[int]]:
    root = int(rng.integers(45, 57))
    steps = [(0, 7, 9, 5), (9, 5, 0, 7), (0, 9, 5, 7), (0, 0, 5, 7), (9, 7, 5, 7)][int(rng.integers(5))]
    minor = {2, 4, 9, 11}
    return [[root + s, root + s + (3 if s in minor else 4), root + s + 7] for s in steps]
