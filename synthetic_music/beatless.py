"""Sound without a beat that has an inner pulse of its own: speech, verse, song, applause, an organ, rain,
chimes, whales.

How often the ear claims a beat in it: `python -m synthetic_music.beatless`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from synthetic_music.music import RATE

_VOWELS_HZ = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240))


def speech(rng: np.random.Generator, seconds: float, jitter: float = 0.28) -> np.ndarray:
    """Sentences of five to fifteen syllables, four to six a second, and breaths; stressed ones last longer.

    jitter: deviation of a syllable's length as a share of it (talk 0.3, verse read aloud 0.12).
    """
    tape = np.zeros(int(seconds * RATE), np.float32)
    pitch, rate = rng.uniform(90, 210), rng.uniform(4.0, 6.0)
    time = float(rng.uniform(0.1, 0.8))
    while time < seconds - 2.5:
        for number in range(int(rng.integers(5, 16))):
            stressed = rng.random() < 0.35
            length = max(0.07, (1.35 if stressed else 0.9) / rate * (1.0 + jitter * rng.normal()))
            sound = _syllable(rng, length, pitch * (1.12 - 0.012 * number), stressed)
            _lay(tape, time, sound)
            time += length
        time += float(rng.uniform(0.25, 1.1))
    return _finished(tape, rng)


def verse(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Speech in a metre: nearly even syllables."""
    return speech(rng, seconds, 0.12)


def applause(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Hundreds of hands, swelling and dying away."""
    tape = np.zeros(int(seconds * RATE), np.float32)
    clap = rng.standard_normal(int(0.03 * RATE)).astype(np.float32)
    clap *= np.exp(-np.arange(len(clap)) / (0.006 * RATE)).astype(np.float32)
    swell = rng.uniform(5.0, 12.0)
    for time in np.sort(rng.uniform(0, seconds - 0.1, int(120 * seconds))):
        loud = (0.4 + 0.6 * np.sin(np.pi * time / swell) ** 2) * rng.uniform(0.2, 1.0)
        _lay(tape, float(time), clap * loud)
    return _finished(tape, rng)


def organ(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Held chords that change when the player feels like it."""
    tape = np.zeros(int(seconds * RATE), np.float32)
    time = 0.2
    while time < seconds - 1.0:
        length = float(rng.uniform(1.2, 5.0))
        t = np.arange(int((length + 0.15) * RATE)) / RATE
        root = int(rng.integers(40, 60))
        chord = np.zeros(len(t))
        for step in (0, 7, 12, 16, 19):
            hertz = 440.0 * 2 ** ((root + step - 69) / 12)
            chord += sum(np.sin(2 * np.pi * hertz * k * t + rng.uniform(0, 6)) / k for k in (1, 2, 3, 4, 6))
        _lay(tape, time, chord * np.clip(t / 0.05, 0, 1) * np.clip((t[-1] - t) / 0.15, 0, 1))
        time += length
    return _finished(tape, rng)


def rain(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Noise that drifts."""
    count = int(seconds * RATE)
    slow = np.interp(np.arange(count), np.linspace(0, count, 40), rng.uniform(0.4, 1.0, 40))
    return _finished((rng.standard_normal(count) * slow).astype(np.float32), rng)


def chimes(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Bells in the wind: two a second on average, never when one expects them."""
    tape = np.zeros(int(seconds * RATE), np.float32)
    time = 0.3
    while time < seconds - 1.0:
        t = np.arange(int(1.2 * RATE)) / RATE
        hertz = 440.0 * 2 ** (int(rng.choice([0, 3, 5, 7, 10, 12, 15])) / 12)
        bell = sum(np.sin(2 * np.pi * hertz * k * t) * np.exp(-t * k / 0.5) / k for k in (1, 2.76, 5.4))
        _lay(tape, time, bell * rng.uniform(0.3, 1.0))
        time += float(rng.exponential(0.5)) + 0.05
    return _finished(tape, rng)


def singing(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """A voice alone: notes of a scale with vibrato, slid into, as long as the singer likes, and breaths."""
    tape = np.zeros(int(seconds * RATE), np.float32)
    key, place, time = float(rng.uniform(45, 60)), 4, float(rng.uniform(0.1, 0.8))
    while time < seconds - 2.5:
        for _ in range(int(rng.integers(3, 9))):
            place = int(np.clip(place + rng.integers(-2, 3), 0, 9))
            pitch = key + (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)[place]
            length = float(np.clip(rng.lognormal(-0.7, 0.6), 0.15, 2.2))
            _lay(tape, time, _sung(rng, pitch, length))
            time += length * float(rng.uniform(0.9, 1.05))
        time += float(rng.uniform(0.3, 1.4))
    return _finished(tape, rng)


def whales(rng: np.random.Generator, seconds: float) -> np.ndarray:
    """Long cries that glide, and now and then a row of grunts."""
    tape = np.zeros(int(seconds * RATE), np.float32)
    time = float(rng.uniform(0.1, 1.0))
    while time < seconds - 3.0:
        length = float(rng.uniform(0.4, 2.6))
        t = np.arange(int(length * RATE)) / RATE
        bend = np.interp(t / length, np.linspace(0, 1, 4), rng.uniform(-1.0, 1.0, 4))
        phase = 2 * np.pi * np.cumsum(float(rng.uniform(120, 900)) * 2.0**bend) / RATE
        cry = sum(np.sin(k * phase) / k**1.4 for k in range(1, 6))
        _lay(tape, time, (cry * np.sin(np.pi * t / length) ** 0.6).astype(np.float32))
        time += length + float(rng.exponential(0.7))
    return _finished(tape, rng)


SOUNDS: dict[str, Callable[[np.random.Generator, float], np.ndarray]] = {
    "speech": speech,
    "verse": verse,
    "applause": applause,
    "organ": organ,
    "rain": rain,
    "chimes": chimes,
    "singing": singing,
    "whales": whales,
}


def sound(name: str, seed: int, seconds: float = 40.0) -> np.ndarray:
    """float32 mono at 44.1 kHz; the same seed gives the same samples."""
    return SOUNDS[name](np.random.default_rng([seed, *name.encode()]), seconds)


def run(seeds: Iterable[int] = (0, 1, 2), seconds: float = 40.0) -> list[dict]:
    """For each sound: beats claimed a minute, on average and at worst, and the highest confidence."""
    rows = []
    for name in SOUNDS:
        results = [claims(sound(name, seed, seconds)) for seed in seeds]
        rows.append(
            {
                "sound": name,
                "beats a minute": float(np.mean([r[0] for r in results])),
                "worst": float(np.max([r[0] for r in results])),
                "highest confidence": float(np.max([r[1] for r in results])),
            }
        )
    return rows


def claims(mono: np.ndarray, block: int = 256) -> tuple[float, float]:
    """(beats claimed a minute, highest confidence) of the live ear."""
    from realtime.audio.analyzer import Analyzer
    from realtime.audio.io.block import Block

    analyzer = Analyzer(RATE, block)
    stereo = np.repeat(mono[:, None], 2, axis=1)
    beats, highest = 0, 0.0
    for first in range(0, len(stereo), block):
        features = analyzer.feed(Block(stereo[first : first + block], first / RATE, RATE))
        beats += len(features.beats)
        highest = max(highest, features.clock.confidence)
    return 60.0 * beats * RATE / len(mono), highest


def _syllable(rng: np.random.Generator, length: float, pitch: float, stressed: bool) -> np.ndarray:
    """A consonant of noise, then a vowel of harmonics under three formants."""
    count = int(length * RATE)
    t = np.arange(count) / RATE
    voiced_from = float(rng.uniform(0.1, 0.35)) * length
    glide = pitch * (1.0 + 0.06 * rng.normal() * t / length) * (1.1 if stressed else 1.0)
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    formants = _VOWELS_HZ[int(rng.integers(len(_VOWELS_HZ)))]
    vowel = np.zeros(count)
    for k in range(1, int(4000 / pitch)):
        gain = sum(
            np.exp(-(((k * pitch - f) / (60 + 0.08 * f)) ** 2)) / (n + 1) for n, f in enumerate(formants)
        )
        vowel += (gain + 0.02) / np.sqrt(k) * np.sin(k * phase)
    rise = np.clip((t - voiced_from) / 0.03, 0, 1) * np.clip((length - t) / (0.35 * length), 0, 1)
    hiss = np.diff(rng.standard_normal(count + 1)) * np.exp(
        -(((t - 0.5 * voiced_from) / (0.4 * voiced_from)) ** 2)
    )
    sound = vowel * rise + rng.choice([0.0, 0.05, 0.25]) * hiss
    return (sound * (1.0 if stressed else rng.uniform(0.35, 0.8))).astype(np.float32)


def _sung(rng: np.random.Generator, pitch: float, length: float) -> np.ndarray:
    """A vowel on one note."""
    t = np.arange(int(length * RATE)) / RATE
    vibrato = 0.25 * np.clip((t - 0.2) / 0.3, 0, 1) * np.sin(2 * np.pi * rng.uniform(4.8, 6.2) * t)
    slide = -float(rng.uniform(0.0, 2.0)) * np.exp(-t / 0.06)
    hertz = 440.0 * 2.0 ** ((pitch + vibrato + slide - 69.0) / 12.0)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    formants = _VOWELS_HZ[int(rng.integers(len(_VOWELS_HZ)))]
    middle = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    voice = np.zeros(len(t))
    for k in range(1, int(5000 / middle)):
        gain = sum(
            np.exp(-(((k * middle - f) / (80 + 0.1 * f)) ** 2)) / (n + 1) for n, f in enumerate(formants)
        )
        voice += (gain + 0.03) / np.sqrt(k) * np.sin(k * phase)
    rise = np.clip(t / float(rng.uniform(0.03, 0.12)), 0, 1) * np.clip((length - t) / 0.08, 0, 1)
    return (voice * rise * rng.uniform(0.5, 1.0)).astype(np.float32)


def _lay(tape: np.ndarray, time: float, sound: np.ndarray) -> None:
    start = int(time * RATE)
    end = min(len(tape), start + len(sound))
    tape[start:end] += sound[: max(0, end - start)]


def _finished(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    tape = 0.5 * tape / max(1e-6, float(np.abs(tape).max()))
    return (tape + 0.001 * rng.standard_normal(len(tape))).astype(np.float32)


if __name__ == "__main__":
    for row in run():
        print(
            "  ".join(
                f"{value:>18.2f}" if isinstance(value, float) else f"{value:>10}" for value in row.values()
            )
        )
