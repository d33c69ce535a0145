"""Drums of the second generator: a kit is drawn anew for each piece, so no two sound alike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.foreign.instruments import RATE, band_noise, seconds_of

_TAKES = 3
"""So many recordings of each drum take turns."""


class Kit:
    """hit(name) gives one stroke, float64 (n,), at most about ±1. electronic: a drum machine's sounds."""

    def __init__(self, chance: np.random.Generator, electronic: bool) -> None:
        self._chance = chance
        self._electronic = electronic
        self._pitch = float(chance.uniform(0.88, 1.15))
        self._length = float(chance.uniform(0.75, 1.35))
        self._takes: dict[str, list[np.ndarray]] = {}

    def hit(self, name: str) -> np.ndarray:
        takes = self._takes.setdefault(name, [])
        if len(takes) < _TAKES:
            takes.append(_DRUMS[name](self))
            return takes[-1]
        return takes[self._chance.integers(_TAKES)]

    def _modes(self, hz_and_decay: tuple[tuple[float, float, float], ...], length_s: float) -> np.ndarray:
        """(Hz, decay s, level) of each way in which a skin or a metal swings."""
        t = seconds_of(length_s * self._length)
        return sum(
            level * np.sin(2.0 * np.pi * (hz * self._pitch * t + self._chance.random())) * np.exp(-t / decay)
            for hz, decay, level in hz_and_decay
        )

    def _noise(self, low_hz: float, high_hz: float, decay_s: float, length_s: float) -> np.ndarray:
        noise = band_noise(length_s * self._length, low_hz, high_hz, self._chance)
        return 0.35 * noise * np.exp(-np.arange(len(noise)) / RATE / (decay_s * self._length))

    def _falling(self, from_hz: float, to_hz: float, fall_s: float, decay_s: float) -> np.ndarray:
        t = seconds_of(5.0 * decay_s * self._length)
        hz = self._pitch * (to_hz + (from_hz - to_hz) * np.exp(-t / fall_s))
        return np.sin(2.0 * np.pi * np.cumsum(hz) / RATE) * np.exp(-t / (decay_s * self._length))

    def kick(self) -> np.ndarray:
        if self._electronic:
            return self._falling(240.0, 48.0, 0.02, 0.16)
        return _sum(self._falling(110.0, 62.0, 0.03, 0.08), 0.25 * self._noise(1500.0, 5000.0, 0.006, 0.04))

    def snare(self) -> np.ndarray:
        noise = self._noise(900.0, 9000.0, 0.07 if self._electronic else 0.11, 0.35)
        skin = self._modes(((185.0, 0.06, 0.5), (331.0, 0.04, 0.3), (490.0, 0.03, 0.15)), 0.25)
        return 0.9 * _sum(noise, skin)

    def brush(self) -> np.ndarray:
        noise = self._noise(1500.0, 7000.0, 0.12, 0.4)
        return 0.5 * noise * np.minimum(np.arange(len(noise)) / RATE / 0.02, 1.0)

    def side_stick(self) -> np.ndarray:
        return 0.7 * self._modes(((420.0, 0.02, 0.6), (1710.0, 0.015, 0.7), (2890.0, 0.01, 0.3)), 0.12)

    def clap(self) -> np.ndarray:
        parts = [self._noise(900.0, 3500.0, 0.008, 0.012) for _ in range(3)]
        return 0.9 * np.concatenate([*parts, self._noise(900.0, 3500.0, 0.07, 0.3)])

    def _metal(self, decay_s: float, length_s: float, low_hz: float) -> np.ndarray:
        ratios = (2.0, 3.0, 4.16, 5.43, 6.79, 8.21)
        tones = self._modes(tuple((low_hz * r / 2.0, decay_s, 0.12) for r in ratios), length_s)
        return _sum(tones, self._noise(1.2 * low_hz, 14000.0, decay_s, length_s))

    def hat(self) -> np.ndarray:
        return 0.6 * self._metal(0.025, 0.1, 5200.0)

    def open_hat(self) -> np.ndarray:
        return 0.6 * self._metal(0.16, 0.5, 5000.0)

    def foot_hat(self) -> np.ndarray:
        return 0.4 * self._metal(0.015, 0.07, 4200.0)

    def ride(self) -> np.ndarray:
        return _sum(0.35 * self._metal(0.5, 1.4, 3100.0), 0.3 * self._modes(((2900.0, 0.03, 1.0),), 0.1))

    def crash(self) -> np.ndarray:
        return 0.8 * self._metal(0.7, 2.0, 2600.0)

    def tom(self) -> np.ndarray:
        return self._falling(170.0, 120.0, 0.05, 0.14)

    def floor_tom(self) -> np.ndarray:
        return self._falling(110.0, 78.0, 0.06, 0.2)

    def shaker(self) -> np.ndarray:
        noise = self._noise(4500.0, 12000.0, 0.03, 0.12)
        return 0.35 * noise * np.minimum(np.arange(len(noise)) / RATE / 0.015, 1.0)

    def tambourine(self) -> np.ndarray:
        return 0.5 * _sum(self._metal(0.07, 0.25, 6300.0), self._noise(5000.0, 13000.0, 0.05, 0.2))

    def conga(self) -> np.ndarray:
        return 0.8 * self._modes(((230.0, 0.09, 0.9), (421.0, 0.04, 0.3)), 0.35)

    def surdo(self) -> np.ndarray:
        return self._falling(78.0, 66.0, 0.08, 0.22)


def _sum(*sounds: np.ndarray) -> np.ndarray:
    out = np.zeros(max(len(sound) for sound in sounds))
    for sound in sounds:
        out[: len(sound)] += sound
    return out


_DRUMS: dict[str, Callable[[Kit], np.ndarray]] = {
    one.__name__: one
    for one in (
        Kit.kick,
        Kit.snare,
        Kit.brush,
        Kit.side_stick,
        Kit.clap,
        Kit.hat,
        Kit.open_hat,
        Kit.foot_hat,
        Kit.ride,
        Kit.crash,
        Kit.tom,
        Kit.floor_tom,
        Kit.shaker,
        Kit.tambourine,
        Kit.conga,
        Kit.surdo,
    )
}
