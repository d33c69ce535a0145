"""Wide synthetic music with exact beats, for fitting the beat model: many genres, everything else by chance.

A genre fixes only what makes it that genre (where the drums fall, how the bass goes); sounds, loudness of
each part, swing, timing, breaks, rooms, mix and what else plays are drawn from the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.groove_voices import (
    CYMBAL,
    HANDS,
    KICKS,
    SNARES,
    Voice,
    colour,
    struck,
)
from benchmarks.music import RATE, Music, Score, pad, progression, reverb

EIGHTHS = (0.0, 0.5)
SIXTEENTHS = (0.0, 0.25, 0.5, 0.75)
TRIPLETS = (0.0, 1 / 3, 2 / 3)


class Band:
    """A score with sections, swing and the parts of a mix at drawn loudness."""

    def __init__(
        self, rng: np.random.Generator, seconds: float, tempo: tuple[float, float], bar: int = 4
    ) -> None:
        self.rng = rng
        self.bar = bar
        base = float(np.exp(rng.uniform(*np.log(tempo))))
        self.score = Score(seconds, rng, self._tempo_curve(base, seconds))
        self.score.humanise_s = float(rng.uniform(0.001, 0.014))
        self.tight = rng.random() < 0.6
        self.swing, self.swing_unit = 0.5, 0.5
        self.chords = progression(rng)
        self.beats = len(self.score.beats)
        self._bars = self.beats // bar + 1
        self._sounds: dict[tuple, np.ndarray] = {}
        self._pump_at: list[float] = []

    def _tempo_curve(self, base: float, seconds: float) -> float | Callable[[float], float]:
        rng, way = self.rng, self.rng.random()
        if way < 0.7:
            return base
        if way < 0.85:
            depth, wave = rng.uniform(0.003, 0.03), rng.uniform(8, 25)
            return lambda t: base * (1 + depth * np.sin(2 * np.pi * t / wave))
        goal = base * float(rng.choice([rng.uniform(0.75, 0.92), rng.uniform(1.08, 1.32)]))
        return lambda t: base + (goal - base) * min(1.0, t / seconds)

    def swung(self, beat: float) -> float:
        """Where a straight position falls with this band's swing."""
        pair = np.floor(beat / (2 * self.swing_unit)) * 2 * self.swing_unit
        share = (beat - pair) / (2 * self.swing_unit)
        late = (
            share / 0.5 * self.swing if share < 0.5 else self.swing + (share - 0.5) / 0.5 * (1 - self.swing)
        )
        return float(pair + late * 2 * self.swing_unit)

    def play(self, beat: float, sound: np.ndarray, gain: float, exact: bool = False) -> None:
        self.score.play(self.swung(beat), sound, gain, exact)

    def present(self) -> np.ndarray:
        """Which bars a part plays in: nearly all, or it enters late, or rests for some bars."""
        on = np.ones(self._bars, dtype=bool)
        way = self.rng.random()
        if way < 0.12:
            on[: int(self.rng.integers(1, max(2, self._bars // 3)))] = False
        elif way < 0.24:
            first = int(self.rng.integers(self._bars // 3, max(self._bars // 3 + 1, self._bars - 2)))
            on[first : first + int(self.rng.choice([2, 4]))] = False
        return on

    def drum(
        self,
        voices: Voice | Sequence[Voice],
        steps: Sequence[float],
        gain: tuple[float, float],
        chance: float = 1.0,
        accents: bool = False,
        always: bool = False,
    ) -> None:
        """Steps are beats of the cycle (one or two bars when `steps` reach into the second)."""
        rng = self.rng
        voice = voices if callable(voices) else voices[int(rng.integers(len(voices)))]
        sound = np.asarray(voice(rng), dtype=np.float32)
        sound = sound / max(1e-6, float(np.abs(sound).max()))
        loud = rng.uniform(*gain)
        on = np.ones(self._bars, dtype=bool) if always else self.present()
        span = self.bar if max(steps, default=0) < self.bar else 2 * self.bar
        weak = rng.uniform(0.35, 1.0) if accents else 1.0
        pump = voice in KICKS
        for start in range(0, self.beats, span):
            for step in steps:
                bar = int((start + step) // self.bar)
                if bar < self._bars and on[bar] and (chance >= 1 or rng.random() < chance):
                    self.play(
                        start + step, sound, loud * (weak if step % 1 else 1.0), self.tight and step % 1 == 0
                    )
                    if pump:
                        self._pump_at.append(self.score.at(self.swung(start + step)))

    def note(self, kind: str) -> Callable[[float, float], np.ndarray]:
        """An instrument; the same note is the same sound."""
        tone = colour(self.rng, kind)

        def sound(midi: float, length: float) -> np.ndarray:
            key = (kind, midi, round(length, 1))
            if key not in self._sounds:
                self._sounds[key] = struck(midi, max(0.08, round(length, 1)), self.rng, tone)
            return self._sounds[key]

        return sound

    def bass(
        self, steps: Sequence[float], gain: tuple[float, float], length: float = 0.5, leaps: float = 0.2
    ) -> None:
        rng = self.rng
        voice = self.note(str(rng.choice(["round", "saw", "pluck", "round"])))
        loud, on = rng.uniform(*gain), self.present()
        span = self.bar if max(steps, default=0) < self.bar else 2 * self.bar
        for start in range(0, self.beats, span):
            for step in steps:
                bar = int((start + step) // self.bar)
                if bar >= self._bars or not on[bar]:
                    continue
                chord = self.chords[bar % len(self.chords)]
                pitch = chord[0] if rng.random() > leaps else int(rng.choice(chord))
                pitch -= 12 if pitch < 48 else 24
                self.play(
                    start + step, voice(pitch, self.score.length(start, length)), loud * rng.uniform(0.8, 1)
                )

    def chord(
        self,
        steps: Sequence[float],
        gain: tuple[float, float],
        kind: str,
        length: float = 0.4,
        chance: float = 1.0,
        roll: float = 0.0,
    ) -> None:
        rng = self.rng
        voice, loud, on = self.note(kind), rng.uniform(*gain), self.present()
        lift = 12 * int(rng.integers(0, 2))
        for start in range(0, self.beats, self.bar):
            bar = start // self.bar
            for step in steps:
                if not on[bar] or (chance < 1 and rng.random() > chance):
                    continue
                for number, pitch in enumerate(self.chords[bar % len(self.chords)]):
                    self.play(
                        start + step + roll * number,
                        voice(pitch + lift, self.score.length(start, length)),
                        loud / 2,
                    )

    def pad(self, gain: tuple[float, float]) -> None:
        loud = self.rng.uniform(*gain)
        for start in range(0, self.beats, self.bar):
            chord = self.chords[start // self.bar % len(self.chords)]
            self.play(start, pad(chord, self.score.length(start, self.bar), self.rng), loud)

    def broken(
        self,
        grid: Sequence[float],
        gain: tuple[float, float],
        kind: str,
        density: float = 1.0,
        length: float = 0.6,
    ) -> None:
        """Chord notes one after the other, or by chance."""
        rng = self.rng
        voice, loud = self.note(kind), rng.uniform(*gain)
        order = [(0, 1, 2, 1), (0, 2, 1, 2), (2, 1, 0, 1), (0, 1, 2, 3)][int(rng.integers(4))]
        lean, number = rng.uniform(0.5, 1.0), 0
        for beat in range(self.beats):
            chord = self.chords[beat // self.bar % len(self.chords)]
            notes = [*chord, chord[0] + 12]
            for step in grid:
                number += 1
                if density < 1 and rng.random() > density * (1.0 if step == 0 else lean):
                    continue
                pitch = notes[order[number % 4]] if density >= 1 else int(rng.choice(notes))
                self.play(
                    beat + step,
                    voice(pitch + 12, self.score.length(beat, length)),
                    loud * (1.0 if step == 0 else lean),
                )

    def melody(self, gain: tuple[float, float] = (0.1, 0.6)) -> None:
        """A lead that walks through the scale, syncopated as it likes."""
        rng = self.rng
        voice = self.note(str(rng.choice(["voice", "bowed", "saw", "pluck", "piano"])))
        loud, density, on = rng.uniform(*gain), rng.uniform(0.15, 0.6), self.present()
        unit = float(rng.choice([0.5, 0.5, 0.25, 1 / 3 if self.swing > 0.6 else 0.5]))
        pitch = self.chords[0][0] + 12
        for number in range(int(self.beats / unit)):
            beat = number * unit
            strong = 1.0 if beat % 1 == 0 else rng.uniform(0.4, 1.0)
            if on[min(int(beat // self.bar), self._bars - 1)] and rng.random() < density * strong:
                pitch = int(np.clip(pitch + rng.choice([-4, -3, -2, -1, 1, 2, 3, 4]), 55, 84))
                self.play(beat, voice(pitch, rng.uniform(0.15, 0.9)), loud)

    def extras(self) -> None:
        """What may or may not also play."""
        rng = self.rng
        if rng.random() < 0.4:
            self.melody()
        if rng.random() < 0.3:
            self.pad((0.1, 0.5))
        if rng.random() < 0.25:
            self.chord(
                random_steps(rng, self.bar, 0.5, 0.35), (0.1, 0.5), str(rng.choice(["saw", "piano"])), 0.3
            )
        if rng.random() < 0.2:
            self.drum(HANDS, random_steps(rng, self.bar, 0.25, 0.3), (0.1, 0.4))
        if rng.random() < 0.2:
            self.drum(CYMBAL, [0.0], (0.1, 0.5), 0.3)
        if rng.random() < 0.25:
            self.fills()

    def fills(self) -> None:
        rng = self.rng
        sound = np.asarray(SNARES[0](rng), dtype=np.float32)
        for start in range(3 * self.bar, self.beats, 4 * self.bar):
            for step in random_steps(rng, 2, 0.25, 0.6):
                self.play(start + self.bar - 2 + step, sound, rng.uniform(0.3, 0.8))

    def finish(self, name: str) -> Music:
        """Mix: pumping, room, tone, saturation, loudness, noise."""
        rng, score = self.rng, self.score
        tape = score.tape[: int(score.seconds * RATE)]
        if self._pump_at and rng.random() < 0.2:
            depth, release = rng.uniform(0.3, 0.8), rng.uniform(0.08, 0.25)
            duck = np.zeros(len(tape), dtype=np.float32)
            fall = np.exp(-np.arange(int(release * 5 * RATE), dtype=np.float32) / (release * RATE))
            for time in self._pump_at:
                first = int(time * RATE) + int(0.03 * RATE)
                part = duck[first : first + len(fall)]
                np.maximum(part, fall[: len(part)], out=part)
            tape = tape * (1.0 - depth * duck)
        if rng.random() < 0.6:
            tape = tape + rng.uniform(0.03, 0.5) * reverb(tape, rng)
        if rng.random() < 0.4:
            tape = _tilt(tape, rng)
        tape = tape / max(1e-6, float(np.abs(tape).max()))
        if rng.random() < 0.4:
            drive = rng.uniform(1.5, 6.0)
            tape = np.tanh(drive * tape) / np.tanh(drive)
        tape = tape * rng.choice([0.9, 0.7, 0.4, 0.12])
        hiss = float(np.exp(rng.uniform(np.log(0.0003), np.log(0.02)))) * float(np.abs(tape).max())
        tape = tape + hiss * rng.standard_normal(len(tape))
        beats = score.beats
        place = np.arange(len(beats)) % self.bar + 1
        return Music(name, tape.astype(np.float32), beats, place, self.bar)


def _tilt(tape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thin, dull or hollow: what a small speaker, a wall or a bad room does."""
    n = 1 << (len(tape) - 1).bit_length()
    hz = np.fft.rfftfreq(n, 1 / RATE)
    gain = np.maximum(hz, 20.0) / 800.0
    shape = np.clip(gain ** rng.uniform(-0.4, 0.4), 0.1, 10)
    if rng.random() < 0.3:
        shape = shape / (1 + (hz / rng.uniform(1500, 6000)) ** 4)
    if rng.random() < 0.2:
        shape = shape / (1 + (rng.uniform(60, 180) / np.maximum(hz, 1)) ** 4)
    return np.fft.irfft(np.fft.rfft(tape, n) * shape, n)[: len(tape)].astype(np.float32)


def random_steps(rng: np.random.Generator, bar: float, unit: float, chance: float) -> list[float]:
    """A pattern by chance that leans to the beat; never empty."""
    steps = [
        float(s)
        for s in np.arange(0, bar, unit)
        if rng.random() < chance * (1.0 if s % 1 == 0 else 0.6 if s % 0.5 == 0 else 0.35)
    ]
    return steps or [0.0]


def spread(grid: Sequence[float], beats: int) -> list[float]:
    return [beat + step for beat in range(beats) for step in grid]


def choose(rng: np.random.Generator, *options: Sequence[float]) -> list[float]:
    return list(options[int(rng.integers(len(options)))])
