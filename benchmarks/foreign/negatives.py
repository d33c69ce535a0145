"""Sounds without a beat, in which none may be claimed: the second generator's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.foreign.instruments import FORMANTS_HZ, RATE, band_noise, seconds_of, voice

Negative = Callable[[np.random.Generator, float], np.ndarray]


def _put(into: np.ndarray, sound: np.ndarray, at_s: float, level: float = 1.0) -> None:
    first = int(at_s * RATE)
    sound = sound[: max(0, len(into) - first)]
    into[first : first + len(sound)] += level * sound


def speech(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """Syllables of 90 to 280 ms in phrases, with hisses and pauses."""
    out = np.zeros(int(seconds * RATE))
    pitch = float(chance.uniform(90.0, 220.0))
    at = 0.2
    while at < seconds:
        for left in range(int(chance.integers(4, 14)), 0, -1):
            length = float(chance.uniform(0.09, 0.28))
            t = seconds_of(length)
            hz = pitch * (1.0 + 0.02 * left) * np.exp(0.12 * chance.standard_normal())
            turn = np.cumsum(hz * (1.0 - 0.3 * t)) / RATE
            one, other = chance.integers(len(FORMANTS_HZ), size=2)
            glide = t / length
            sound = np.zeros(len(t))
            for number in range(1, int(3800.0 / hz)):
                level = sum(
                    np.exp(-(((number * hz - (1.0 - glide) * f - glide * g) / 120.0) ** 2))
                    for f, g in zip(FORMANTS_HZ[one], FORMANTS_HZ[other], strict=True)
                )
                sound += level * np.sin(2.0 * np.pi * number * turn)
            _put(
                out,
                sound * np.sin(np.pi * np.minimum(glide, 1.0)) ** 0.5,
                at,
                float(chance.uniform(0.5, 1.0)),
            )
            at += length * float(chance.uniform(0.85, 1.2))
            if chance.random() < 0.35:
                hiss = band_noise(float(chance.uniform(0.04, 0.12)), 3000.0, 9000.0, chance)
                _put(out, hiss * np.hanning(len(hiss)), at, 0.25)
                at += 0.06
        at += float(chance.exponential(0.5)) + 0.15
    return out


def singing(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """Somebody alone, who holds each note as long as they like."""
    out = np.zeros(int(seconds * RATE))
    at, pitch = 0.3, 60
    while at < seconds:
        pitch = int(np.clip(pitch + chance.integers(-4, 5), 52, 72))
        held = float(chance.lognormal(-0.4, 0.5))
        _put(out, voice(440.0 * 2.0 ** ((pitch - 69) / 12.0), held, chance), at)
        at += held * float(chance.uniform(0.9, 1.4))
    return out


def rain(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """A wash of noise, and single drops."""
    out = 0.15 * band_noise(seconds, 800.0, 11000.0, chance)
    for at in np.sort(chance.uniform(0.0, seconds, int(14 * seconds))):
        t = seconds_of(0.03)
        drop = np.sin(2.0 * np.pi * float(chance.uniform(1500.0, 5000.0)) * t) * np.exp(-t / 0.005)
        _put(out, drop, at, float(chance.exponential(0.4)))
    return out


def applause(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """Sixty people, each at a rate of their own."""
    out = np.zeros(int(seconds * RATE))
    for _ in range(60):
        length = 0.03
        centre = float(chance.uniform(700.0, 2200.0))
        clap = band_noise(length, 0.6 * centre, 1.7 * centre, chance) * np.exp(-seconds_of(length) / 0.006)
        at, period, level = (
            float(chance.uniform(0.0, 0.6)),
            float(chance.uniform(0.17, 0.36)),
            chance.random(),
        )
        while at < seconds:
            _put(out, clap, at, level)
            at += period * float(np.exp(0.07 * chance.standard_normal()))
    return out


def glides(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """Long tones that bend like a whale's."""
    out = np.zeros(int(seconds * RATE))
    at = 0.2
    while at < seconds:
        t = seconds_of(float(chance.uniform(0.8, 3.5)))
        low, high = np.sort(chance.uniform(90.0, 900.0, 2))
        bend = 0.5 - 0.5 * np.cos(np.pi * t / t[-1] * float(chance.uniform(0.8, 2.5)))
        turn = np.cumsum(low * (high / low) ** bend) / RATE
        call = np.sin(2.0 * np.pi * turn) + 0.3 * np.sin(4.0 * np.pi * turn)
        _put(out, call * np.maximum(np.sin(np.pi * t / t[-1]), 0.0) ** 0.7, at)
        at += t[-1] * float(chance.uniform(0.5, 1.6))
    return out


def wind(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """Gusts that swell and fall within seconds."""
    count = int(seconds * RATE)
    knots = np.exp(0.6 * chance.standard_normal(int(seconds) + 3))
    swell = np.interp(np.arange(count) / RATE, np.arange(len(knots)), knots)
    return band_noise(seconds, 120.0, 1500.0, chance)[:count] * swell


def crowd(chance: np.random.Generator, seconds: float) -> np.ndarray:
    """A room full of people who talk at once."""
    talkers = (speech(np.random.default_rng(chance.integers(1 << 30)), seconds) for _ in range(6))
    return sum(talkers) + 0.2 * band_noise(seconds, 150.0, 3000.0, chance)[: int(seconds * RATE)]


NEGATIVES: dict[str, Negative] = {
    one.__name__: one for one in (speech, singing, rain, applause, glides, wind, crowd)
}


def negative(name: str, seed: int, seconds: float = 40.0) -> np.ndarray:
    """Sound of that name: float32 (n,), mono at 44.1 kHz. Raises KeyError where there is none."""
    chance = np.random.default_rng([seed, *name.encode()])
    sound = NEGATIVES[name](chance, seconds)[: int(seconds * RATE)]
    sound = sound / np.percentile(np.abs(sound), 99.8)
    return (0.5 * np.clip(sound, -1.8, 1.8) + 2e-4 * chance.standard_normal(len(sound))).astype(np.float32)
