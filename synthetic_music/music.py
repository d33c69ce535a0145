"""Annotated synthetic music: many styles, many seeds, with the exact time of every beat.

Kicks fall exactly on the grid, everything else is humanised in time and loudness; rooms, noise and
odd patterns are part of it, so that a tracker tuned to one of these scenes gains nothing on the next.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from synthetic_music.score import RATE, Music, Score, noise_between, tape_time
from synthetic_music.voices import crash, hat, kick, note, pad, progression, snare, tom


def _harmony(score: Score, bar: int, kind: str, gain: float, rng: np.random.Generator, chords: list) -> None:
    """Chords over the whole song: pads, stabs on eighths, or strummed."""
    beats = len(score.beats)
    for start in range(0, beats, bar):
        chord = chords[start // bar % len(chords)]
        if kind == "pad":
            score.play(start, pad(chord, score.length(start, bar), rng), gain)
        elif kind == "stab":
            for eighth in range(bar * 2):
                if rng.random() < 0.4:
                    sound = sum(note(p + 12, 0.3, 0.004, 0.12, 0.9) for p in chord) / 3
                    score.play(start + eighth / 2, sound, gain)
        elif kind == "strum":
            for eighth in range(bar * 2):
                if eighth % 2 == 0 or rng.random() < 0.5:
                    sound = np.tanh(3 * sum(note(p, 0.5, 0.005, 0.4, 1.5) for p in chord))
                    score.play(start + eighth / 2, sound, gain * (1.0 if eighth % 2 == 0 else 0.6))


def _pattern(
    score: Score, sound: Callable, steps: list[float], bar: float, gain: float, exact: bool = False
) -> None:
    """Play `sound` at these beats of every bar."""
    voice = sound(score.rng)
    for start in np.arange(0, len(score.beats), bar):
        for step in steps:
            score.play(start + step, voice, gain, exact)


def _bass(
    score: Score, steps: list[float], bar: float, gain: float, chords: list, length: float = 0.4
) -> None:
    for number, start in enumerate(np.arange(0, len(score.beats), bar)):
        root = chords[number % len(chords)][0] - 12
        for step in steps:
            sound = note(
                root - (12 if root > 45 else 0), score.length(start + step, length) + 0.1, 0.006, 0.3, 0.8
            )
            score.play(start + step, sound, gain)


def _melody(score: Score, chords: list, bar: int, gain: float, density: float, attack: float = 0.02) -> None:
    rng = score.rng
    for number in range(0, len(score.beats) * 2):
        if rng.random() < density:
            chord = chords[number // (2 * bar) % len(chords)]
            pitch = int(rng.choice(chord)) + 12 * int(rng.integers(1, 3)) + int(rng.choice([0, 0, 2]))
            score.play(number / 2, note(pitch, rng.uniform(0.2, 0.7), attack, 0.4, 1.0), gain)


def house(rng: np.random.Generator, seconds: float, off: bool = False) -> Music:
    score = Score(seconds, rng, rng.uniform(116, 132))
    chords = progression(rng)
    _pattern(score, kick, [0, 1, 2, 3], 4, 0.75 if off else 0.9, exact=True)
    _pattern(score, snare, [1, 3], 4, 0.15 if off else 0.35)
    _pattern(score, lambda r: hat(r, 0.07 if off else 0.05), [0.5, 1.5, 2.5, 3.5], 4, 0.5 if off else 0.3)
    _pattern(score, lambda r: hat(r, 0.02), [i / 4 for i in range(16)], 4, 0.08)
    _bass(score, [0.5, 1.5, 2.5, 3.5], 4, 0.5 if off else 0.35, chords)
    _harmony(score, 4, "stab" if rng.random() < 0.6 else "pad", 0.25, rng, chords)
    return score.finish("offbeat" if off else "house", 4, 0.003, rng.uniform(0, 0.2))


def offbeat(rng: np.random.Generator, seconds: float) -> Music:
    return house(rng, seconds, off=True)


def hiphop(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, rng.uniform(80, 102))
    chords = progression(rng)
    swing = rng.uniform(0.56, 0.66)
    _pattern(score, kick, [0, float(rng.choice([1 + swing, 2, 2 + swing]))], 4, 0.9, exact=True)
    _pattern(score, kick, [2 + swing], 8, 0.6)
    _pattern(score, snare, [1, 3], 4, 0.7)
    _pattern(score, hat, [i + s for i in range(4) for s in (0, swing)], 4, 0.25)
    _bass(score, [0, 1 + swing, 3 + swing], 4, 0.5, chords)
    _harmony(score, 4, "pad", 0.35, rng, chords)
    _melody(score, chords, 4, 0.15, 0.3)
    return score.finish("hiphop", 4, 0.006, rng.uniform(0, 0.15))


def drum_and_bass(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, rng.uniform(168, 178))
    chords = progression(rng)
    _pattern(score, kick, [0, 2.5], 4, 0.9, exact=True)
    _pattern(score, snare, [1, 3], 4, 0.8)
    _pattern(score, snare, [1.75, 2.25], 8, 0.15)
    _pattern(score, hat, [i / 2 for i in range(8)], 4, 0.2)
    _bass(score, [0, 1.5, 2.5], 4, 0.5, chords, 0.9)
    _harmony(score, 8, "pad", 0.3, rng, chords)
    return score.finish("drum_and_bass", 4, 0.004)


def rock(rng: np.random.Generator, seconds: float) -> Music:
    base = rng.uniform(95, 150)
    drift = rng.uniform(0.005, 0.02)
    score = Score(seconds, rng, lambda t: base * (1 + drift * np.sin(2 * np.pi * t / 17)))
    chords = progression(rng)
    bars = len(score.beats) // 4 + 1
    voices = {"k": kick(rng), "s": snare(rng), "h": hat(rng), "t": tom(rng), "c": crash(rng)}
    extra = float(rng.choice([2.5, 1.5, 3.5]))
    for bar in range(bars):
        start = bar * 4
        fill = bar % 4 == 3
        for beat in (0, 2, extra):
            score.play(start + beat, voices["k"], 0.9, exact=beat in (0, 2))
        if bar % 4 == 0:
            score.play(start, voices["c"], 0.4)
        for beat in (1, 3):
            if not (fill and beat == 3):
                score.play(start + beat, voices["s"], 0.7)
        for eighth in range(8):
            if not (fill and eighth >= 6):
                score.play(start + eighth / 2, voices["h"], 0.25 if eighth % 2 else 0.35)
        if fill:
            for sixteenth in range(4 + 4 * int(rng.random() < 0.3)):
                score.play(start + 4 - (sixteenth + 1) / 4, voices["t" if rng.random() < 0.6 else "s"], 0.6)
    _bass(score, [i / 2 for i in range(8)], 4, 0.4, chords)
    _harmony(score, 4, "strum", 0.35, rng, chords)
    _melody(score, chords, 4, 0.2, 0.35, 0.04)
    return score.finish("rock", 4, 0.004, rng.uniform(0, 0.2))


def ramp(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, lambda t: 100 + 30 * min(1.0, t / seconds))
    chords = progression(rng)
    _pattern(score, kick, [0, 2, 2.5] if rng.random() < 0.5 else [0, 1, 2, 3], 4, 0.9, exact=True)
    _pattern(score, snare, [1, 3], 4, 0.6)
    _pattern(score, hat, [i / 2 for i in range(8)], 4, 0.25)
    _bass(score, [0, 1.5, 2, 3], 4, 0.4, chords)
    _harmony(score, 4, "stab", 0.25, rng, chords)
    return score.finish("ramp", 4, 0.004)


def waltz(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, rng.uniform(130, 185))
    chords = progression(rng)
    _bass(score, [0], 3, 0.8, chords, 0.9)
    for start in range(0, len(score.beats), 3):
        chord = chords[start // 3 % len(chords)]
        for beat in (1, 2):
            score.play(start + beat, sum(note(p + 12, 0.3, 0.01, 0.2, 0.8) for p in chord) / 3, 0.5)
    if rng.random() < 0.6:
        _pattern(score, kick, [0], 3, 0.5, exact=True)
        _pattern(score, snare, [1, 2], 3, 0.2)
    _melody(score, chords, 3, 0.4, 0.35, 0.03)
    return score.finish("waltz", 3, 0.004, rng.uniform(0, 0.25))


def pads(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, rng.uniform(72, 112))
    chords = progression(rng)
    _harmony(score, 4, "pad", 0.8, rng, chords)
    for beat in range(len(score.beats)):
        chord = chords[beat // 4 % len(chords)]
        for half in (0.0, 0.5):
            if rng.random() < (0.92 if half == 0 else 0.45):
                pitch = int(rng.choice(chord)) + 12
                score.play(beat + half, note(pitch, 0.8, 0.02, 0.3, 0.6), 0.35 if half == 0 else 0.22)
    return score.finish("pads", 4, 0.002, rng.uniform(0.1, 0.3))


def gap(rng: np.random.Generator, seconds: float) -> Music:
    """House that stops for five seconds and comes back out of phase."""
    first = house(rng, seconds, False)
    start = seconds * 0.45
    shift = int((5.0 + rng.uniform(0.1, 0.4)) * RATE)
    at = int(start * RATE)
    samples = np.concatenate([first.samples[:at], np.zeros(shift, dtype=np.float32), first.samples[at:]])
    samples = samples[: int(seconds * RATE)]
    silent = samples == 0
    samples = samples + silent * 0.0005 * rng.standard_normal(len(samples)).astype(np.float32)
    beats = np.where(first.beats < start, first.beats, first.beats + shift / RATE)
    keep = beats < seconds
    return Music("gap", samples.astype(np.float32), beats[keep], first.beat_in_bar[keep], 4)


def random_pattern(rng: np.random.Generator, seconds: float) -> Music:
    """A groove drawn by chance: accents lean to the beat, nothing else is sure."""
    score = Score(seconds, rng, rng.uniform(75, 165))
    chords = progression(rng)
    weight = np.array([1.0, 0.25, 0.5, 0.25] * 4)

    def draw(mean: float) -> list[float]:
        return [i / 4 for i in range(16) if rng.random() < mean * weight[i]]

    _pattern(score, kick, sorted({0.0, *draw(0.6)}), 4, 0.9, exact=True)
    _pattern(score, snare, [1, 3] if rng.random() < 0.7 else draw(0.4), 4, 0.6)
    _pattern(score, hat, draw(1.0), 4, 0.25)
    _bass(score, draw(0.7), 4, 0.5, chords)
    _harmony(score, 4, str(rng.choice(["pad", "stab", "strum"])), 0.3, rng, chords)
    _melody(score, chords, 4, 0.25, 0.4, 0.03)
    return score.finish("random", 4, 0.004, rng.uniform(0, 0.3))


def six_eight(rng: np.random.Generator, seconds: float) -> Music:
    """Two dotted beats a bar, three eighths each."""
    score = Score(seconds, rng, rng.uniform(52, 80))
    chords = progression(rng)
    _pattern(score, kick, [0], 2, 0.8, exact=True)
    _pattern(score, snare, [1], 2, 0.6)
    _pattern(score, hat, [i / 3 for i in range(6)], 2, 0.25)
    for number, start in enumerate(range(0, len(score.beats), 2)):
        chord = chords[number % len(chords)]
        for eighth in range(6):
            pitch = chord[[0, 1, 2, 1, 2, 1][eighth]] + 12
            score.play(start + eighth / 3, note(pitch, 0.5, 0.008, 0.3, 0.8), 0.35)
    _bass(score, [0, 1], 2, 0.5, chords, 0.6)
    return score.finish("six_eight", 2, 0.004, rng.uniform(0, 0.2))


def piano(rng: np.random.Generator, seconds: float) -> Music:
    """Broken chords, no drums, a player who breathes."""
    base = rng.uniform(70, 125)
    score = Score(seconds, rng, lambda t: base * (1 + 0.03 * np.sin(2 * np.pi * t / 11)))
    chords = progression(rng)
    for beat in range(len(score.beats)):
        chord = chords[beat // 4 % len(chords)]
        if beat % 2 == 0:
            score.play(beat, note(chord[0] - 12, 1.5, 0.004, 0.6, 0.8), 0.7 if beat % 4 == 0 else 0.5)
        for half in (0.0, 0.5):
            score.play(
                beat + half,
                note(int(rng.choice(chord)) + 12, 0.8, 0.004, 0.35, 0.9),
                0.4 if half == 0 else 0.3,
            )
    _melody(score, chords, 4, 0.5, 0.3, 0.005)
    return score.finish("piano", 4, 0.001, rng.uniform(0.05, 0.3))


def funk(rng: np.random.Generator, seconds: float) -> Music:
    score = Score(seconds, rng, rng.uniform(95, 120))
    chords = progression(rng)
    _pattern(score, kick, [0, 0.75, 2.5], 4, 0.9, exact=True)
    _pattern(score, snare, [1, 3], 4, 0.7)
    _pattern(score, snare, [1.75, 2.25, 3.75], 4, 0.15)
    _pattern(score, hat, [i / 4 for i in range(16)], 4, 0.2)
    _bass(score, [0, 0.75, 1.5, 2.5, 3.25, 3.5], 4, 0.6, chords, 0.3)
    for start in np.arange(0, len(score.beats), 4):
        chord = chords[int(start) // 4 % len(chords)]
        for step in (0.5, 1.25, 2.75, 3.5):
            score.play(start + step, sum(note(p + 12, 0.15, 0.003, 0.06, 1.3) for p in chord) / 3, 0.4)
    return score.finish("funk", 4, 0.004, rng.uniform(0, 0.1))


def reggae(rng: np.random.Generator, seconds: float) -> Music:
    """One drop: kick and snare on three, the chop on every off-beat."""
    score = Score(seconds, rng, rng.uniform(68, 92))
    chords = progression(rng)
    _pattern(score, kick, [2] if rng.random() < 0.5 else [0, 2], 4, 0.9, exact=True)
    _pattern(score, snare, [2], 4, 0.4)
    _pattern(score, hat, [i / 2 for i in range(8)], 4, 0.2)
    for start in np.arange(0, len(score.beats), 1):
        chord = chords[int(start) // 4 % len(chords)]
        score.play(start + 0.5, sum(note(p + 12, 0.2, 0.003, 0.08, 1.2) for p in chord) / 3, 0.4)
    _bass(score, [0, 0.5, 1, 2, 2.5], 4, 0.6, chords, 0.4)
    return score.finish("reggae", 4, 0.004, rng.uniform(0, 0.2))


def breakdown(rng: np.random.Generator, seconds: float) -> Music:
    """House whose drums leave for four bars and come back in time."""
    tempo = rng.uniform(118, 130)
    score = Score(seconds, rng, tempo)
    chords = progression(rng)
    voices = [
        (kick(rng), (0, 1, 2, 3), 0.9),
        (snare(rng), (1, 3), 0.4),
        (hat(rng), (0.5, 1.5, 2.5, 3.5), 0.3),
    ]
    away = range(int(len(score.beats) * 0.45) // 4 * 4, int(len(score.beats) * 0.45) // 4 * 4 + 16)
    for start in range(0, len(score.beats), 4):
        if start not in away:
            for number, (voice, steps, gain) in enumerate(voices):
                for step in steps:
                    score.play(start + step, voice, gain, exact=number == 0)
    _harmony(score, 4, "pad", 0.4, rng, chords)
    _melody(score, chords, 4, 0.2, 0.4, 0.02)
    return score.finish("breakdown", 4, 0.003)


def trap(rng: np.random.Generator, seconds: float) -> Music:
    """Half-time: the snare on three of each bar, hats that roll."""
    score = Score(seconds, rng, rng.uniform(66, 80))
    chords = progression(rng)
    _pattern(score, kick, [0, 1.75, 2.25], 4, 0.9, exact=True)
    _pattern(score, snare, [1, 3], 4, 0.7)
    _pattern(score, lambda r: hat(r, 0.02), [i / 4 for i in range(16)] + [3.625, 3.875], 4, 0.25)
    _bass(score, [0, 1.75], 4, 0.7, chords, 1.2)
    _harmony(score, 8, "pad", 0.25, rng, chords)
    return score.finish("trap", 4, 0.003)


SCENES: dict[str, Callable[[np.random.Generator, float], Music]] = {
    "house": house,
    "hiphop": hiphop,
    "drum_and_bass": drum_and_bass,
    "rock": rock,
    "ramp": ramp,
    "waltz": waltz,
    "pads": pads,
    "gap": gap,
    "offbeat": offbeat,
}
"""The nine scenes of the promise; `WIDER` keeps the tracker honest."""

WIDER: dict[str, Callable[[np.random.Generator, float], Music]] = {
    "random": random_pattern,
    "six_eight": six_eight,
    "piano": piano,
    "funk": funk,
    "reggae": reggae,
    "breakdown": breakdown,
    "trap": trap,
}


def scene(name: str, seed: int, seconds: float = 40.0) -> Music:
    """The scene of this name; the same seed gives the same samples."""
    makers = SCENES | WIDER
    rng = np.random.default_rng([seed, *name.encode()])
    return makers[name](rng, seconds)


def speech(seed: int, seconds: float = 20.0) -> np.ndarray:
    """Babble like speech: voiced syllables of uneven length, pauses, hisses. No beat."""
    rng = np.random.default_rng(seed)
    tape = np.zeros(int(seconds * RATE), dtype=np.float32)
    time = 0.2
    pitch = rng.uniform(90, 200)
    while time < seconds - 1.0:
        length = float(rng.gamma(4.0, 0.04)) + 0.05
        t = tape_time(length)
        glide = pitch * (1 + 0.15 * rng.normal() * t / length + 0.1 * rng.normal())
        formants = rng.uniform((300, 900), (800, 2400))
        voice = np.zeros(len(t))
        for k in range(1, 30):
            loud = sum(np.exp(-(((pitch * k - f) / 180.0) ** 2)) for f in formants) + 0.05
            voice += loud * np.sin(2 * np.pi * k * np.cumsum(glide) / RATE)
        envelope = np.sin(np.pi * np.clip(t / length, 0, 1)) ** rng.uniform(0.4, 1.2)
        sound = (voice * envelope).astype(np.float32)
        if rng.random() < 0.4:
            hiss = noise_between(int(RATE * 0.08), rng, 3000, 8000) * 0.3
            sound = np.concatenate([hiss * np.abs(sound).max(), sound])
        start = int(time * RATE)
        end = min(len(tape), start + len(sound))
        tape[start:end] += sound[: end - start] * rng.uniform(0.5, 1.0)
        time += len(sound) / RATE + (
            float(rng.exponential(0.04)) if rng.random() < 0.85 else rng.uniform(0.3, 0.9)
        )
    return (tape / np.abs(tape).max() * 0.5 + 0.001 * rng.standard_normal(len(tape))).astype(np.float32)
