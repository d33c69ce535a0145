"""A piece in one of the second generator's styles: form, harmony, tempo, players, room and master."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from benchmarks.foreign.bar import Bar, Note
from benchmarks.foreign.drums import Kit
from benchmarks.foreign.instruments import INSTRUMENTS, RATE, seconds_of
from benchmarks.foreign.styles import STYLES, Style

PROGRESSIONS = (
    ((0, ""), (5, ""), (7, ""), (0, "")),
    ((0, ""), (9, "m"), (5, ""), (7, "")),
    ((0, "m"), (8, ""), (3, ""), (10, "")),
    ((0, "m"), (5, "m"), (0, "m"), (7, "")),
    ((2, "m"), (7, ""), (0, ""), (9, "m")),
    ((0, ""), (10, ""), (5, ""), (0, "")),
)
"""Semitones above the key, major or minor; a chord a bar."""
PART_BARS = 8
BREAK_BARS, RISER_BAR = (8, 12), 10
"""Of every sixteen."""
ODD_BAR_EVERY = 6
HUMAN_S, MACHINE_S = 0.007, 0.001
_STEP = 1.3
_RAMP = 1.22


@dataclass(frozen=True)
class Piece:
    """samples: float32 (n,), mono at 44.1 kHz; beats: s; beat_in_bar: from 1."""

    name: str
    samples: np.ndarray
    beats: np.ndarray
    beat_in_bar: np.ndarray


def piece(name: str, seed: int, seconds: float = 40.0) -> Piece:
    """Some music in the style of that name. Raises KeyError where there is none."""
    style = STYLES[name]
    chance = np.random.default_rng([seed, *name.encode()])
    tempo = float(chance.uniform(*style.tempo))
    starts_s = float(chance.uniform(0.1, 1.2))
    bars = _bars(style, chance, int(seconds * tempo * _STEP / 60.0) + 8)
    count = sum(bar.beats for bar in bars)
    times = starts_s + _CURVES[style.tempo_curve](chance, count + 1, 60.0 / tempo, seconds)
    notes = [note for bar in bars for note in bar.notes]
    samples = _master(_play(style, notes, times, seconds, chance), chance)
    in_bar = np.concatenate([np.arange(1, bar.beats + 1) for bar in bars])
    sounding = times[:count] < seconds - 0.05
    return Piece(name, samples.astype(np.float32), times[:count][sounding], in_bar[sounding])


def _bars(style: Style, chance: np.random.Generator, beats: int) -> list[Bar]:
    """The score, at least so many beats long."""
    key = int(chance.integers(36, 48))
    progression = PROGRESSIONS[chance.integers(len(PROGRESSIONS))]
    bars: list[Bar] = []
    start = 0.0
    while start < beats:
        number = len(bars)
        degree, kind = progression[number % len(progression)]
        root = key + degree - (12 if degree > 6 else 0)
        middle = 48 + (root - 48) % 12 + 6
        bar = Bar(
            start=start,
            beats=2 if style.odd_bars and number % ODD_BAR_EVERY == ODD_BAR_EVERY - 1 else style.beats,
            number=number,
            root=root,
            chord=(middle, middle + (3 if kind == "m" else 4), middle + 7),
            chance=chance,
            drums=not (style.breaks and BREAK_BARS[0] <= number % 16 < BREAK_BARS[1]),
            fill=number % PART_BARS == PART_BARS - 1 or bool(chance.random() < 0.1),
            first=number % PART_BARS == 0,
        )
        style.write(bar)
        if style.breaks and number % 16 == RISER_BAR:
            bar.play("riser", [60], [0.0], 8.0, 0.7)
        bar.notes = [note for note in bar.notes if note.position < start + bar.beats - 1e-6]
        bars.append(bar)
        start += bar.beats
    return bars


def _steady(chance: np.random.Generator, count: int, period: float, seconds: float) -> np.ndarray:
    return period * np.arange(count)


def _human(chance: np.random.Generator, count: int, period: float, seconds: float) -> np.ndarray:
    """A band without a click: the tempo wanders by a few per cent, slowly."""
    wander = np.cumsum(0.002 * chance.standard_normal(count))
    return _from_periods(period * np.exp(wander - np.linspace(0.0, wander[-1], count)))


def _rubato(chance: np.random.Generator, count: int, period: float, seconds: float) -> np.ndarray:
    """Phrases of eight beats, slower towards their end."""
    phrase = (np.arange(count) % 8) / 8.0
    return _from_periods(period * (0.97 + 0.09 * phrase**2) * np.exp(0.008 * chance.standard_normal(count)))


def _step(chance: np.random.Generator, count: int, period: float, seconds: float) -> np.ndarray:
    before = np.cumsum(np.full(count, period)) < 0.5 * seconds
    return _from_periods(np.where(before, period, period / _STEP))


def _ramp(chance: np.random.Generator, count: int, period: float, seconds: float) -> np.ndarray:
    return _from_periods(period * _RAMP ** -np.minimum(np.arange(count) * period / seconds, 1.0))


def _from_periods(periods: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(periods)[:-1]])


_CURVES: dict[str, Callable[[np.random.Generator, int, float, float], np.ndarray]] = {
    "steady": _steady,
    "human": _human,
    "rubato": _rubato,
    "step": _step,
    "ramp": _ramp,
}


def _swung(position: float, style: Style) -> float:
    """Where in the beat a straight position is played."""
    beat, within = divmod(position, 1.0)
    half, within = divmod(2.0 * within, 1.0)
    quarter = np.interp(within, (0.0, 0.5, 1.0), (0.0, style.sixteenth, 1.0))
    return beat + float(np.interp(0.5 * (half + quarter), (0.0, 0.5, 1.0), (0.0, style.eighth, 1.0)))


def _play(
    style: Style, notes: list[Note], times: np.ndarray, seconds: float, chance: np.random.Generator
) -> np.ndarray:
    """All notes at their times, drums and instruments each in their room."""
    count = int(seconds * RATE)
    drums, music = np.zeros(count), np.zeros(count)
    kit = Kit(chance, style.electronic)
    loose_s = MACHINE_S if style.electronic else HUMAN_S
    beats = np.arange(len(times))
    tone = lru_cache(maxsize=256)(
        lambda sound, pitch, held: INSTRUMENTS[sound](440.0 * 2.0 ** ((pitch - 69) / 12.0), held, chance)
    )
    for note in notes:
        at = np.interp(_swung(note.position, style), beats, times) + loose_s * chance.standard_normal()
        first = max(0, round(at * RATE))
        if first >= count:
            continue
        if note.pitch is None:
            sound, bus = kit.hit(note.sound), drums
        else:
            end = np.interp(note.position + note.length, beats, times)
            held = max(0.05, round(20.0 * (end - at)) / 20.0)
            sound, bus = tone(note.sound, note.pitch, held), music
        sound = sound[: count - first]
        bus[first : first + len(sound)] += note.level * sound
    balance = float(chance.uniform(0.7, 1.3))
    wet = 0.15 if style.electronic else 0.25
    return 0.8 * _room(drums, 0.25, wet, chance) + 0.5 * balance * _room(music, 0.9, wet, chance)


def _room(sound: np.ndarray, decay_s: float, wet: float, chance: np.random.Generator) -> np.ndarray:
    """Reverberation: noise that dies away, without its lowest and highest."""
    t = seconds_of(2.0 * decay_s)
    echo = chance.standard_normal(len(t)) * np.exp(-t / (0.4 * decay_s))
    echo -= np.convolve(echo, np.full(64, 1.0 / 64.0), "same")
    echo /= np.sqrt(np.sum(echo**2))
    length = 1 << int(np.ceil(np.log2(len(sound) + len(echo))))
    reflected = np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(echo, length), length)[: len(sound)]
    return sound + wet * reflected


def _master(mixed: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Tilted towards bass or treble, limited, at some loudness, with a little hiss."""
    spectrum = np.fft.rfft(mixed)
    hz = np.maximum(np.fft.rfftfreq(len(mixed), 1.0 / RATE), 20.0)
    tilted = np.fft.irfft(spectrum * (hz / 1000.0) ** float(chance.uniform(-0.25, 0.15)), len(mixed))
    tilted /= np.percentile(np.abs(tilted), 99.5)
    limited = np.tanh(float(chance.uniform(0.7, 1.8)) * tilted)
    return float(chance.uniform(0.2, 0.8)) * limited + 3e-4 * chance.standard_normal(len(mixed))
