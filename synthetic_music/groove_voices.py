"""Instruments for the wide music that the beat model is fitted on: each draws its own sound from the seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from synthetic_music.score import RATE, noise_between, tape_time
from synthetic_music.voices import crash, hat, kick, snare, tom

Voice = Callable[[np.random.Generator], np.ndarray]


def band_noise(rng: np.random.Generator, length: float, low: float, high: float) -> np.ndarray:
    """So many seconds of noise between two frequencies, peak 1."""
    return noise_between(max(8, int(length * RATE)), rng, low, high)


def kick_long(rng: np.random.Generator) -> np.ndarray:
    """The long low drum of a drum machine."""
    t = tape_time(0.9)
    base = rng.uniform(40, 62)
    phase = 2 * np.pi * (base * t + rng.uniform(20, 90) * 0.02 * (1 - np.exp(-t / 0.02)))
    return np.tanh(rng.uniform(1, 3) * np.sin(phase)) * np.exp(-t / rng.uniform(0.2, 0.4))


def kick_room(rng: np.random.Generator) -> np.ndarray:
    """A bass drum with a beater that is heard."""
    t = tape_time(0.3)
    base = rng.uniform(55, 95)
    body = np.sin(2 * np.pi * (base * t + rng.uniform(0, 1.5) * (1 - np.exp(-t / 0.015))))
    beater = band_noise(rng, 0.3, 1000, 6000)[: len(t)] * np.exp(-t / rng.uniform(0.004, 0.015))
    return body * np.exp(-t / rng.uniform(0.04, 0.12)) + rng.uniform(0.1, 0.8) * beater


def kick_dull(rng: np.random.Generator) -> np.ndarray:
    """A soft mallet, no click at all."""
    t = tape_time(0.5)
    return (
        np.sin(2 * np.pi * rng.uniform(45, 90) * t)
        * (1 - np.exp(-t / rng.uniform(0.003, 0.012)))
        * np.exp(-t / rng.uniform(0.08, 0.25))
    )


def clap(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.3)
    noise = band_noise(rng, 0.3, rng.uniform(600, 1200), rng.uniform(3000, 8000))
    gap = rng.uniform(0.006, 0.013)
    envelope = sum(
        np.where(t >= n * gap, np.exp(-(t - n * gap) / (0.005 if n < 2 else rng.uniform(0.03, 0.1))), 0)
        for n in range(3)
    )
    return noise * envelope


def rim(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.1)
    tone = np.sin(2 * np.pi * rng.uniform(1200, 2600) * t) + np.sin(2 * np.pi * rng.uniform(400, 900) * t)
    return 0.5 * tone * np.exp(-t / rng.uniform(0.008, 0.025))


def brush(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.3)
    attack = rng.uniform(0.005, 0.02)
    return band_noise(rng, 0.3, 1500, 9000) * (1 - np.exp(-t / attack)) * np.exp(-t / rng.uniform(0.04, 0.1))


def shaker(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.15)
    return (
        band_noise(rng, 0.15, rng.uniform(3500, 6000), 13000)
        * (1 - np.exp(-t / rng.uniform(0.004, 0.02)))
        * np.exp(-t / rng.uniform(0.015, 0.04))
    )


def ride(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.7)
    tones = sum(np.sin(2 * np.pi * f * t + f) for f in rng.uniform(2500, 9500, 9)) / 9
    return (tones + 0.3 * band_noise(rng, 0.7, 5000, 14000)) * np.exp(-t / rng.uniform(0.1, 0.35))


def conga(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.3)
    f = rng.uniform(150, 420)
    slap = band_noise(rng, 0.3, 1000, 5000) * np.exp(-t / 0.008)
    return np.sin(2 * np.pi * f * t) * np.exp(-t / rng.uniform(0.05, 0.15)) + rng.uniform(0, 0.5) * slap


def cowbell(rng: np.random.Generator) -> np.ndarray:
    t = tape_time(0.3)
    f = rng.uniform(500, 650)
    return (
        0.5 * (np.sign(np.sin(2 * np.pi * f * t)) + np.sign(np.sin(3.01 * np.pi * f * t))) * np.exp(-t / 0.06)
    )


def hat_open(rng: np.random.Generator) -> np.ndarray:
    return hat(rng, rng.uniform(0.05, 0.12))


def hat_closed(rng: np.random.Generator) -> np.ndarray:
    return hat(rng, rng.uniform(0.012, 0.035))


KICKS: tuple[Voice, ...] = (kick, kick, kick_long, kick_room, kick_dull)
SNARES: tuple[Voice, ...] = (snare, snare, clap, rim, brush)
HATS: tuple[Voice, ...] = (hat_closed, hat_closed, hat_open, shaker, ride)
HANDS: tuple[Voice, ...] = (conga, cowbell, rim, tom, shaker)
CYMBAL: Voice = crash


def struck(midi: float, length: float, rng: np.random.Generator, colour: dict[str, float]) -> np.ndarray:
    """A pitched note. colour: attack and decay (s), bright (harmonics fall with 1/k^(1/bright)), vibrato,
    stretch (inharmonicity)."""
    t = tape_time(length)
    f = 440.0 * 2 ** ((midi - 69) / 12)
    sound = np.zeros(len(t), dtype=np.float32)
    sway = colour["vibrato"] * np.sin(2 * np.pi * rng.uniform(4.5, 6.5) * t) if colour["vibrato"] else 0.0
    for k in range(1, 11):
        partial = f * k * np.sqrt(1 + colour["stretch"] * k * k)
        if partial > 10000:
            break
        sound += (k ** (-1.0 / colour["bright"]) * np.sin(2 * np.pi * partial * t + k * sway + k)).astype(
            np.float32
        )
    rise = 1 - np.exp(-t / colour["attack"])
    sound *= rise * np.exp(-t / colour["decay"]) * np.clip((length - t) / 0.015, 0, 1)
    return sound / max(1e-6, float(np.abs(sound).max()))


def colour(rng: np.random.Generator, kind: str) -> dict[str, float]:
    """The sound of one instrument of this kind."""
    attack, decay, bright = {
        "piano": ((0.002, 0.006), (0.25, 0.9), (0.7, 1.2)),
        "pluck": ((0.002, 0.008), (0.08, 0.35), (0.8, 1.6)),
        "organ": ((0.008, 0.03), (3.0, 9.0), (0.8, 1.5)),
        "bowed": ((0.04, 0.16), (1.5, 6.0), (0.8, 1.4)),
        "voice": ((0.02, 0.09), (0.6, 3.0), (0.7, 1.2)),
        "saw": ((0.003, 0.01), (0.2, 2.0), (1.2, 2.0)),
        "round": ((0.004, 0.015), (0.2, 0.8), (0.4, 0.8)),
    }[kind]
    return {
        "attack": rng.uniform(*attack),
        "decay": rng.uniform(*decay),
        "bright": rng.uniform(*bright),
        "vibrato": rng.uniform(0.2, 0.8) if kind in ("bowed", "voice") else 0.0,
        "stretch": rng.uniform(1e-4, 6e-4) if kind == "piano" else 0.0,
    }
