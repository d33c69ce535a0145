"""Pitched sounds of the second generator: sums of partials with an envelope, at 44.1 kHz.

Each is a function (Hz, seconds that it is held, random numbers) → float64 (n,), at most about ±1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

RATE = 44100
Instrument = Callable[[float, float, np.random.Generator], np.ndarray]

_HIGHEST_HZ = 12000.0


def seconds_of(length_s: float) -> np.ndarray:
    """Time from 0 at every sample of so many seconds."""
    return np.arange(max(8, int(length_s * RATE))) / RATE


def band_noise(length_s: float, low_hz: float, high_hz: float, chance: np.random.Generator) -> np.ndarray:
    """Noise between two frequencies, with soft edges of a third of an octave, RMS 1."""
    count = max(8, int(length_s * RATE))
    spectrum = np.fft.rfft(chance.standard_normal(count))
    octave = np.log2(np.maximum(np.fft.rfftfreq(count, 1.0 / RATE), 1.0))
    rise = np.clip((octave - np.log2(low_hz)) * 3.0 + 0.5, 0.0, 1.0)
    fall = np.clip((np.log2(high_hz) - octave) * 3.0 + 0.5, 0.0, 1.0)
    sound = np.fft.irfft(spectrum * rise * fall, count)
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9)


def released(sound: np.ndarray, held_s: float, release_s: float) -> np.ndarray:
    """Let go after `held_s`: an exponential fall."""
    since = np.maximum(np.arange(len(sound)) / RATE - held_s, 0.0)
    out = sound * np.exp(-since / release_s)
    fade = min(len(out), RATE // 200)
    out[-fade:] *= np.linspace(1.0, 0.0, fade)
    return out


def partials(
    hz: float,
    levels: np.ndarray,
    decays_s: np.ndarray,
    length_s: float,
    chance: np.random.Generator,
    stretch: float = 0.0,
) -> np.ndarray:
    """Partials 1, 2, 3 … of these levels that die away; stretch: a stiff string's inharmonicity."""
    t = seconds_of(length_s)
    out = np.zeros(len(t))
    for number, (level, decay) in enumerate(zip(levels, decays_s, strict=True), 1):
        here = hz * number * np.sqrt(1.0 + stretch * number * number)
        if here > _HIGHEST_HZ:
            break
        out += level * np.sin(2.0 * np.pi * (here * t + chance.random())) * np.exp(-t / decay)
    return out


def piano(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    number = np.arange(1, 18)
    levels = np.abs(np.sin(np.pi * number / 8.0)) / number**1.2
    decays = 3.5 * (110.0 / hz) ** 0.4 / (1.0 + 0.25 * number)
    out = partials(hz, levels, decays, held_s + 0.4, chance, stretch=4e-4)
    hammer = band_noise(0.02, 800.0, 4000.0, chance) * np.exp(-seconds_of(0.02) / 0.004)
    out[: len(hammer)] += 0.08 * hammer[: len(out)]
    return 0.5 * released(out, held_s, 0.12)


def electric_piano(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    t = seconds_of(held_s + 0.3)
    bell = 1.6 * np.exp(-t / 0.25) * np.sin(2.0 * np.pi * hz * 14.0 * t) * 0.15
    body = np.sin(2.0 * np.pi * hz * t + 1.2 * np.exp(-t / 0.6) * np.sin(2.0 * np.pi * hz * t) + bell)
    tremolo = 1.0 - 0.15 * np.sin(2.0 * np.pi * 5.3 * t + 6.0 * chance.random())
    return 0.5 * released(body * np.exp(-t / 1.4) * tremolo * np.minimum(t / 0.003, 1.0), held_s, 0.08)


def _string(hz: float, held_s: float, chance: np.random.Generator, dark: float, where: float) -> np.ndarray:
    number = np.arange(1, 26)
    levels = np.abs(np.sin(np.pi * number * where)) / number**dark
    decays = 1.6 * (110.0 / hz) ** 0.3 / (0.6 + 0.4 * number)
    return 0.8 * released(partials(hz, levels, decays, held_s + 0.15, chance, 1e-5), held_s, 0.04)


def steel_guitar(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    return _string(hz, held_s, chance, 0.9, 0.19)


def nylon_guitar(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    return _string(hz, held_s, chance, 1.5, 0.31)


def finger_bass(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    return _string(hz, held_s, chance, 1.3, 0.24)


def upright_bass(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    t = seconds_of(held_s + 0.15)
    return _string(hz, held_s, chance, 1.9, 0.28)[: len(t)] * np.minimum(t / 0.012, 1.0)


def sub_bass(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    t = seconds_of(held_s + 0.05)
    return 0.9 * released(
        np.tanh(1.5 * np.sin(2.0 * np.pi * hz * t)) * np.minimum(t / 0.004, 1.0), held_s, 0.03
    )


def saw_bass(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    number = np.arange(1, 40)
    decays = np.where(number < 5, 2.0, 0.9 / number**0.8)
    return 0.5 * released(partials(hz, 1.0 / number, decays, held_s + 0.05, chance), held_s, 0.02)


def distorted_guitar(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    """A fifth through an overdriven amplifier."""
    levels, decays = 1.0 / np.arange(1, 9), np.full(8, 4.0)
    clean = partials(hz, levels, decays, held_s + 0.05, chance)
    clean += 0.8 * partials(1.5 * hz, levels, decays, held_s + 0.05, chance)
    return 0.45 * released(np.tanh(4.0 * clean), held_s, 0.015)


def organ(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    t = seconds_of(held_s + 0.08)
    out = sum(
        level * np.sin(2.0 * np.pi * hz * ratio * t)
        for ratio, level in ((0.5, 0.5), (1, 1.0), (1.5, 0.4), (2, 0.6), (3, 0.3), (4, 0.25))
    )
    return 0.3 * released(out * np.minimum(t / 0.015, 1.0), held_s, 0.02)


def _ensemble(
    hz: float, held_s: float, attack_s: float, bright: float, chance: np.random.Generator
) -> np.ndarray:
    """Several detuned players who come in slowly."""
    t = seconds_of(held_s + 0.5)
    out = np.zeros(len(t))
    for cents in (-9.0, -3.0, 4.0, 8.0):
        vibrato = 4.0 * np.sin(2.0 * np.pi * (5.0 + chance.random()) * t + 6.0 * chance.random())
        turn = np.cumsum(hz * 2.0 ** ((cents + vibrato) / 1200.0)) / RATE
        for number in range(1, 13):
            if number * hz > _HIGHEST_HZ:
                break
            out += np.sin(2.0 * np.pi * (number * turn + chance.random())) / number ** (1.0 / bright)
    return 0.12 * released(out * (1.0 - np.exp(-t / attack_s)), held_s, 0.25)


def pad(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    return _ensemble(hz, held_s, 0.45, 0.6, chance)


def strings(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    return _ensemble(hz, held_s, 0.08, 0.9, chance)


def soft_pluck(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    """A felt mallet on something wooden."""
    t = seconds_of(0.9)
    out = np.sin(2.0 * np.pi * hz * t) * np.exp(-t / 0.3)
    out += 0.25 * np.sin(2.0 * np.pi * 3.93 * hz * t) * np.exp(-t / 0.07)
    return released(0.6 * out * np.minimum(t / 0.006, 1.0), 0.6, 0.1)


def synth_lead(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    t = seconds_of(held_s + 0.1)
    bend = 1.0 - 0.02 * np.exp(-t / 0.03)
    turn = np.cumsum(hz * bend) / RATE
    out = sum(np.sin(2.0 * np.pi * n * turn) / n for n in range(1, 16, 2) if n * hz < _HIGHEST_HZ)
    return 0.4 * released(out * np.minimum(t / 0.01, 1.0), held_s, 0.05)


FORMANTS_HZ = (
    (730.0, 1090.0, 2440.0),
    (530.0, 1840.0, 2480.0),
    (270.0, 2290.0, 3010.0),
    (570.0, 840.0, 2410.0),
    (300.0, 870.0, 2240.0),
)
"""The vowels of Peterson & Barney (1952): a, e, i, o, u."""


def voice(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    """A sung vowel that slides into its note, with vibrato."""
    t = seconds_of(held_s + 0.15)
    cents = -150.0 * np.exp(-t / 0.05) + 30.0 * np.minimum(t / 0.4, 1.0) * np.sin(2.0 * np.pi * 5.5 * t)
    turn = np.cumsum(hz * 2.0 ** (cents / 1200.0)) / RATE
    vowel = FORMANTS_HZ[chance.integers(len(FORMANTS_HZ))]
    out = np.zeros(len(t))
    for number in range(1, int(4000.0 / hz) + 1):
        level = sum(np.exp(-(((number * hz - f) / 130.0) ** 2)) for f in vowel) + 0.05
        out += level / number**0.5 * np.sin(2.0 * np.pi * number * turn)
    return 0.4 * released(out * (1.0 - np.exp(-t / 0.04)), held_s, 0.08)


def riser(hz: float, held_s: float, chance: np.random.Generator) -> np.ndarray:
    """Noise and a tone that rise, ever louder, until they are cut off."""
    t = seconds_of(held_s)
    share = t / t[-1]
    rising = np.sin(2.0 * np.pi * np.cumsum(hz * 4.0 ** (1.5 * share)) / RATE)
    bright = band_noise(held_s, 3000.0, 11000.0, chance) * share**2
    dull = band_noise(held_s, 500.0, 3000.0, chance) * share * (1.0 - share)
    return released(share * (0.3 * rising + 0.3 * bright + 0.2 * dull), held_s, 0.01)


INSTRUMENTS: dict[str, Instrument] = {
    one.__name__: one
    for one in (
        piano,
        electric_piano,
        steel_guitar,
        nylon_guitar,
        finger_bass,
        upright_bass,
        sub_bass,
        saw_bass,
        distorted_guitar,
        organ,
        pad,
        strings,
        soft_pluck,
        synth_lead,
        voice,
        riser,
    )
}
