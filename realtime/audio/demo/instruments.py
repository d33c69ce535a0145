"""The demo track's instruments: each gives one note as samples, from numpy alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import overload

import numpy as np

from realtime.arrays import Doubles
from realtime.audio.demo.score import Note

_FRAME = 1024  # of the swept filter; half overlaps


@overload
def hertz(pitch: float) -> float: ...
@overload
def hertz(pitch: Doubles) -> Doubles: ...
def hertz(pitch: float | Doubles) -> float | Doubles:
    """Frequency of a MIDI note number, which may glide: (n,) gives (n,)."""
    frequency: float | Doubles = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    return frequency


def saw(frequency: Doubles | float, seconds: float, rate: int, phase: float = 0.0) -> Doubles:
    """Band-limited sawtooth (polyBLEP: Välimäki & Huovilainen 2007), float64 (n,)."""
    count = int(seconds * rate)
    step = np.broadcast_to(np.asarray(frequency, dtype=np.float64) / rate, count)
    at = (phase + np.cumsum(step)) % 1.0
    wave = 2.0 * at - 1.0
    early, late = at < step, at > 1.0 - step
    t = at[early] / step[early]
    wave[early] -= 2.0 * t - t * t - 1.0
    t = (at[late] - 1.0) / step[late]
    wave[late] -= t * t + 2.0 * t + 1.0
    return wave


def swept_lowpass(samples: Doubles, cutoff: Doubles | float, rate: int, resonance: float = 0.0) -> Doubles:
    """`samples` (n,) through a 4-pole low-pass whose `cutoff` (Hz, scalar or (n,)) may move."""
    hop = _FRAME // 2
    frames = len(samples) // hop + 2
    padded = np.zeros((frames + 1) * hop)
    padded[hop : hop + len(samples)] = samples
    window = np.sin(np.pi * (np.arange(_FRAME) + 0.5) / _FRAME)
    index = np.arange(frames)[:, None] * hop + np.arange(_FRAME)
    bins = np.fft.rfftfreq(_FRAME, 1 / rate)
    centre = np.clip(np.arange(frames) * hop, 0, len(samples) - 1)
    at = np.broadcast_to(np.asarray(cutoff, dtype=np.float64), len(samples))[centre][:, None]
    ratio = bins / at
    gain = (1.0 + resonance * np.exp(-(((ratio - 1.0) / 0.35) ** 2))) / (1.0 + ratio**4)
    shaped = np.fft.irfft(np.fft.rfft(padded[index] * window) * gain, _FRAME) * window
    out = np.zeros((frames + 1) * hop)
    out[: frames * hop] += shaped[:, :hop].ravel()
    out[hop:] += shaped[:, hop:].ravel()
    return out[hop : hop + len(samples)]


def band(samples: Doubles, low: float, high: float, rate: int) -> Doubles:
    """`samples` (n,) between `low` and `high` Hz, with soft flanks."""
    bins = np.fft.rfftfreq(len(samples), 1 / rate) + 1e-9
    gain = 1.0 / (1.0 + (low / bins) ** 4) / (1.0 + (bins / high) ** 4)
    return np.fft.irfft(np.fft.rfft(samples) * gain, len(samples))


def envelope(seconds: float, rate: int, attack: float, decay: float, release: float = 0.02) -> Doubles:
    """Linear attack, exponential decay (time constant), and a short fade at the end, (n,)."""
    t = np.arange(int(seconds * rate)) / rate
    shape = np.minimum(t / max(attack, 1e-6), 1.0) * np.exp(-np.maximum(t - attack, 0.0) / decay)
    return shape * np.minimum((seconds - t) / release, 1.0)


def _noise(seconds: float, rate: int, seed: int) -> Doubles:
    return np.random.default_rng(seed).standard_normal(int(seconds * rate))


def kick(note: Note, step_s: float, rate: int) -> Doubles:
    t = np.arange(int(0.36 * rate)) / rate
    phase = (
        2
        * np.pi
        * (47.0 * t + 150.0 * 0.035 * (1 - np.exp(-t / 0.035)) + 900 * 0.003 * (1 - np.exp(-t / 0.003)))
    )
    body = np.sin(phase) * np.exp(-t / 0.16)
    click = band(_noise(0.36, rate, 1), 1500, 9000, rate) * np.exp(-t / 0.003)
    return np.tanh(1.9 * (body + 0.35 * click)) * envelope(0.36, rate, 0.0005, 10.0, 0.05)


def clap(note: Note, step_s: float, rate: int) -> Doubles:
    t = np.arange(int(0.32 * rate)) / rate
    hits = sum(np.where(t >= d, np.exp(-(t - d).clip(0) / 0.007), 0.0) for d in (0.0, 0.011, 0.021))
    shape = 0.6 * hits + np.where(t >= 0.03, np.exp(-(t - 0.03).clip(0) / 0.075), 0.0)
    noise = np.stack([band(_noise(0.32, rate, seed), 850, 5200, rate) for seed in (2, 3)], axis=1)
    return noise * (shape * envelope(0.32, rate, 0.0005, 10.0, 0.05))[:, None] * 0.6


def snare(note: Note, step_s: float, rate: int) -> Doubles:
    t = np.arange(int(0.2 * rate)) / rate
    tone = np.sin(2 * np.pi * (185 * t - 300 * t * t)) * np.exp(-t / 0.05)
    noise = band(_noise(0.2, rate, 4), 1200, 9000, rate) * np.exp(-t / 0.055)
    return (0.5 * tone + 0.45 * noise) * envelope(0.2, rate, 0.0005, 10.0, 0.03)


def hat(note: Note, step_s: float, rate: int) -> Doubles:
    return band(_noise(0.07, rate, 5), 7000, 15000, rate) * envelope(0.07, rate, 0.0004, 0.018) * 0.5


def open_hat(note: Note, step_s: float, rate: int) -> Doubles:
    return band(_noise(0.26, rate, 6), 6200, 14000, rate) * envelope(0.26, rate, 0.001, 0.085, 0.06) * 0.42


def shaker(note: Note, step_s: float, rate: int) -> Doubles:
    return band(_noise(0.09, rate, 7), 4500, 9500, rate) * envelope(0.09, rate, 0.018, 0.022) * 0.4


def tom(note: Note, step_s: float, rate: int) -> Doubles:
    t = np.arange(int(0.34 * rate)) / rate
    phase = 2 * np.pi * hertz(note.pitch) * (t + 0.6 * 0.03 * (1 - np.exp(-t / 0.03)))
    return np.sin(phase) * envelope(0.34, rate, 0.001, 0.12, 0.08)


def bass(note: Note, step_s: float, rate: int) -> Doubles:
    seconds = note.length * step_s + 0.05
    t = np.arange(int(seconds * rate)) / rate
    f = hertz(note.pitch)
    cutoff = 110 + (250 + 2600 * note.shape**2) * np.exp(-t / 0.09)
    growl = swept_lowpass(
        0.6 * saw(f, seconds, rate) + 0.4 * saw(f * 1.006, seconds, rate, 0.3), cutoff, rate, 0.9
    )
    low = f if f > 45 else 2 * f  # the fundamental, where club systems still have it
    tone = np.tanh(1.3 * (growl + 0.7 * np.sin(2 * np.pi * low * t)))
    return tone * envelope(seconds, rate, 0.003, 0.6, 0.04) * 0.6


def pad(note: Note, step_s: float, rate: int) -> Doubles:
    seconds = note.length * step_s + 0.9
    t = np.arange(int(seconds * rate)) / rate
    f = hertz(note.pitch)
    cutoff = 350 + 5200 * note.shape**1.6 * (0.8 + 0.2 * np.sin(2 * np.pi * t / (16 * step_s)))
    detune = (-0.11, -0.04, 0.05, 0.12)
    sides = []
    for side in (0, 1):
        voices = [
            saw(
                f * 2 ** (d * (1 if side else -1) / 12),
                seconds,
                rate,
                (0.37 * k + 0.21 * side + note.pitch * 0.13) % 1,
            )
            for k, d in enumerate(detune)
        ]
        sides.append(swept_lowpass(np.sum(voices, axis=0), cutoff, rate))
    shape: Doubles = np.minimum(t / 0.25, 1.0) * np.minimum((seconds - t) / 0.9, 1.0)
    return np.stack(sides, axis=1) * shape[:, None] * 0.05


def pluck(note: Note, step_s: float, rate: int) -> Doubles:
    seconds = 0.42
    t = np.arange(int(seconds * rate)) / rate
    f = hertz(note.pitch)
    cutoff = 500 + 7500 * note.shape**1.5 * np.exp(-t / (0.05 + 0.08 * note.shape))
    wave = saw(f, seconds, rate) - 0.7 * saw(f * 1.003, seconds, rate, 0.5)
    return swept_lowpass(wave, cutoff, rate, 0.6) * envelope(seconds, rate, 0.002, 0.13, 0.1) * 0.28


def lead(note: Note, step_s: float, rate: int) -> Doubles:
    seconds = note.length * step_s + 0.12
    t = np.arange(int(seconds * rate)) / rate
    vibrato = 0.09 * np.minimum(t / 0.5, 1.0) * np.sin(2 * np.pi * 5.3 * t)
    slide = -0.6 * np.exp(-t / 0.018)
    sides = []
    for side in (-1, 1):
        pitches = [note.pitch + slide + vibrato + side * d for d in (0.0, 0.09, -0.13)]
        voices = [saw(hertz(p), seconds, rate, 0.31 * k) for k, p in enumerate(pitches)]
        wave = np.sum(voices, axis=0) + 0.8 * saw(hertz(pitches[0] - 12), seconds, rate, 0.6)
        sides.append(swept_lowpass(wave, 1100 + 3800 * np.exp(-t / 0.35), rate, 0.4))
    shape = envelope(seconds, rate, 0.008, 1.2, 0.12)
    return np.stack(sides, axis=1) * shape[:, None] * 0.1


def bell(note: Note, step_s: float, rate: int) -> Doubles:
    """Two-operator FM (Chowning 1973)."""
    seconds = max(note.length * step_s, 0.5) + 0.9
    t = np.arange(int(seconds * rate)) / rate
    f = hertz(note.pitch)
    tone = np.sin(2 * np.pi * f * t + 1.6 * np.exp(-t / 0.25) * np.sin(2 * np.pi * 2.0 * f * t))
    air = np.sin(2 * np.pi * f * 1.004 * t + 0.5 * np.exp(-t / 0.5) * np.sin(2 * np.pi * 3.0 * f * t))
    shape = envelope(seconds, rate, 0.004, 0.55, 0.5)
    return np.stack([tone, air], axis=1) * shape[:, None] * 0.33


def crash(note: Note, step_s: float, rate: int) -> Doubles:
    noise = np.stack([band(_noise(2.6, rate, seed), 2800, 13000, rate) for seed in (8, 9)], axis=1)
    return noise * envelope(2.6, rate, 0.001, 0.6, 0.6)[:, None] * 0.3


def boom(note: Note, step_s: float, rate: int) -> Doubles:
    t = np.arange(int(1.6 * rate)) / rate
    phase = 2 * np.pi * (33 * t + 40 * 0.2 * (1 - np.exp(-t / 0.2)))
    return np.sin(phase) * envelope(1.6, rate, 0.004, 0.45, 0.4) * 0.5


def riser(note: Note, step_s: float, rate: int) -> Doubles:
    seconds = note.length * step_s
    t = np.arange(int(seconds * rate)) / rate
    rise = t / seconds
    cutoff = 300.0 * 30.0**rise
    sides = []
    for side in (0, 1):
        noise = _noise(seconds, rate, 10 + side)
        tone = saw(hertz(45 + 24 * rise**2 + 0.1 * side), seconds, rate)
        sides.append(swept_lowpass(0.5 * noise + 0.5 * tone, cutoff, rate, 1.2))
    shape = rise**1.4 * np.minimum((seconds - t) / 0.03, 1.0)
    return np.stack(sides, axis=1) * shape[:, None] * 0.3


VOICES: dict[str, Callable[[Note, float, int], Doubles]] = {
    "kick": kick,
    "clap": clap,
    "snare": snare,
    "hat": hat,
    "open hat": open_hat,
    "shaker": shaker,
    "tom": tom,
    "bass": bass,
    "pad": pad,
    "pluck": pluck,
    "lead": lead,
    "bell": bell,
    "crash": crash,
    "boom": boom,
    "riser": riser,
}
