"""A tape, a beat grid and who plays on it: what synthetic music with exact beats is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

RATE = 44100


@dataclass(frozen=True)
class Music:
    """samples: float32 (n,), mono at 44.1 kHz; beats: seconds; beat_in_bar: 1.. for each beat."""

    name: str
    samples: np.ndarray
    beats: np.ndarray
    beat_in_bar: np.ndarray
    beats_per_bar: int


class Score:
    """A stretch of tape, a beat grid and a band that plays on it."""

    def __init__(
        self, seconds: float, rng: np.random.Generator, tempo: float | Callable[[float], float]
    ) -> None:
        self.rng = rng
        self.tape = np.zeros(int(seconds * RATE) + RATE * 4, dtype=np.float32)
        self.seconds = seconds
        tempo_at = tempo if callable(tempo) else (lambda _t: tempo)
        time = float(rng.uniform(0.05, 0.8))
        grid = [time]
        while time < seconds + 2.0:
            time += 60.0 / tempo_at(time)
            grid.append(time)
        self.grid = np.array(grid)
        self.humanise_s = float(rng.uniform(0.003, 0.009))

    @property
    def beats(self) -> np.ndarray:
        return self.grid[self.grid < self.seconds]

    def at(self, beat: float) -> float:
        """Seconds of a (fractional) beat."""
        return float(np.interp(beat, np.arange(len(self.grid)), self.grid))

    def length(self, beat: float, beats: float) -> float:
        return self.at(beat + beats) - self.at(beat)

    def play(self, beat: float, sound: np.ndarray, gain: float, exact: bool = False) -> None:
        time = self.at(beat)
        if not exact:
            time += float(self.rng.normal(0.0, self.humanise_s))
            gain *= float(np.exp(self.rng.normal(0.0, 0.15)))
        start = int(time * RATE)
        if start < 0 or time >= self.seconds:
            return
        end = min(len(self.tape), start + len(sound))
        self.tape[start:end] += gain * sound[: end - start]

    def finish(self, name: str, beats_per_bar: int, noise: float, room: float = 0.0) -> Music:
        tape = self.tape[: int(self.seconds * RATE)]
        if room > 0:
            tape = tape + room * reverb(tape, self.rng)
        tape = tape / max(1e-6, float(np.abs(tape).max())) * 0.8
        tape = tape + noise * self.rng.standard_normal(len(tape)).astype(np.float32)
        beats = self.beats
        place = np.arange(len(beats)) % beats_per_bar + 1
        return Music(name, tape.astype(np.float32), beats, place, beats_per_bar)


def tape_time(seconds: float) -> np.ndarray:
    """Seconds of each sample of so long a sound."""
    return np.arange(max(8, int(seconds * RATE)), dtype=np.float32) / RATE


def noise_between(n: int, rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """n samples of noise between two frequencies, peak 1."""
    spectrum = np.fft.rfft(rng.standard_normal(n))
    hz = np.fft.rfftfreq(n, 1 / RATE)
    spectrum *= 1.0 / (1.0 + (low / np.maximum(hz, 1.0)) ** 4) / (1.0 + (hz / high) ** 4)
    sound = np.fft.irfft(spectrum, n).astype(np.float32)
    return sound / max(1e-6, float(np.abs(sound).max()))


def reverb(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What the room adds, peak 1."""
    decay = float(rng.uniform(0.15, 0.5))
    impulse = noise_between(int(decay * 3 * RATE), rng, 150, 6000) * np.exp(
        -tape_time(decay * 3)[: int(decay * 3 * RATE)] / decay
    )
    n = len(tape) + len(impulse)
    n = 1 << (n - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(tape, n) * np.fft.rfft(impulse, n), n)[: len(tape)]
    return (wet / max(1e-6, float(np.abs(wet).max()))).astype(np.float32)
