"""Wide synthetic music with exact beats, for fitting the beat model: many genres, everything else by chance.

A genre fixes only what makes it that genre (where the drums fall, how the bass goes); sounds, loudness of
each part, swing, timing, breaks, rooms, mix and what else plays are drawn from the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from synthetic_music.groove_mix import mixed
from synthetic_music.groove_voices import CYMBAL, HANDS, HATS, KICKS, SNARES, Voice, colour, struck
from synthetic_music.music import speech
from synthetic_music.score import RATE, Music, Score
from synthetic_music.voices import pad, progression

EIGHTHS = (0.0, 0.5)
SIXTEENTHS = (0.0, 0.25, 0.5, 0.75)
TRIPLETS = (0.0, 1 / 3, 2 / 3)
FLOOR = (0.0, 1.0, 2.0, 3.0)
BACKBEAT = (1.0, 3.0)
OFFBEATS = (0.5, 1.5, 2.5, 3.5)


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
        self.laid_back_s = float(rng.uniform(0.005, 0.03)) if rng.random() < 0.2 else 0.0
        """By how much all drums come after the beat but bass drums and hats."""
        self.pumping = 0.25
        """Chance that the bass drum pushes all else away."""
        self.chords = progression(rng)
        self.beats = len(self.score.beats)
        self._bars = self.beats // bar + 1
        self._sounds: dict[tuple, np.ndarray] = {}
        self._pump_at: list[float] = []

    def _tempo_curve(self, base: float, seconds: float) -> float | Callable[[float], float]:
        rng, way = self.rng, self.rng.random()
        if way < 0.65:
            return base
        if way < 0.75:
            # Nobody's click: it wanders.
            walk = 0.008 * np.cumsum(rng.standard_normal(int(seconds) + 4))
            walk = np.clip(walk - walk.mean(), -0.05, 0.05)
            return lambda t: base * float(np.exp(np.interp(t, np.arange(len(walk)), walk)))
        if way < 0.88:
            depth, wave = rng.uniform(0.003, 0.03), rng.uniform(8, 25)
            return lambda t: base * (1 + depth * np.sin(2 * np.pi * t / wave))
        goal = min(215.0, base * float(rng.choice([rng.uniform(0.75, 0.92), rng.uniform(1.08, 1.32)])))
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

    def moments(
        self, steps: Sequence[float], on: np.ndarray, chance: float = 1.0
    ) -> Iterator[tuple[int, float]]:
        """(bar, beat) of every time a part plays. Steps are beats of the cycle, of one bar or, when they
        reach into the second, of two."""
        span = self.bar if max(steps, default=0) < self.bar else 2 * self.bar
        for start in range(0, self.beats, span):
            for step in steps:
                bar = int((start + step) // self.bar)
                if bar < self._bars and on[bar] and (chance >= 1 or self.rng.random() < chance):
                    yield bar, start + step

    def drum(
        self,
        voices: Voice | Sequence[Voice],
        steps: Sequence[float],
        gain: tuple[float, float],
        chance: float = 1.0,
        accents: bool = False,
        always: bool = False,
    ) -> None:
        rng = self.rng
        voice = voices if callable(voices) else voices[int(rng.integers(len(voices)))]
        sound = np.asarray(voice(rng), dtype=np.float32)
        sound = sound / max(1e-6, float(np.abs(sound).max()))
        loud = rng.uniform(*gain)
        on = np.ones(self._bars, dtype=bool) if always else self.present()
        weak = rng.uniform(0.35, 1.0) if accents else 1.0
        pump = voice in KICKS
        late = 0.0 if pump or voice in HATS else self.laid_back_s / self.score.length(0, 1)
        for _bar, beat in self.moments(steps, on, chance):
            self.play(beat + late, sound, loud * (weak if beat % 1 else 1.0), self.tight and beat % 1 == 0)
            if pump:
                self._pump_at.append(self.score.at(self.swung(beat)))

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
        self,
        steps: Sequence[float],
        gain: tuple[float, float],
        length: float = 0.5,
        leaps: float = 0.2,
        kind: str = "",
    ) -> None:
        rng = self.rng
        voice = self.note(kind or str(rng.choice(["round", "saw", "pluck", "round"])))
        loud = rng.uniform(*gain)
        for bar, beat in self.moments(steps, self.present()):
            chord = self.chords[bar % len(self.chords)]
            pitch = chord[0] if rng.random() > leaps else int(rng.choice(chord))
            pitch -= 12 if pitch < 48 else 24
            self.play(beat, voice(pitch, self.score.length(beat, length)), loud * rng.uniform(0.8, 1))

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
        voice, loud = self.note(kind), rng.uniform(*gain)
        lift = 12 * int(rng.integers(0, 2))
        for bar, beat in self.moments(steps, self.present(), chance):
            for number, pitch in enumerate(self.chords[bar % len(self.chords)]):
                sound = voice(pitch + lift, self.score.length(beat, length))
                self.play(beat + roll * number, sound, loud / 2)

    def pad(self, gain: tuple[float, float]) -> None:
        loud = self.rng.uniform(*gain)
        for bar, beat in self.moments([0.0], np.ones(self._bars, dtype=bool)):
            chord = self.chords[bar % len(self.chords)]
            self.play(beat, pad(chord, self.score.length(beat, self.bar), self.rng), loud)

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
        lean = rng.uniform(0.5, 1.0)
        everywhere = self.moments(spread(grid, self.bar), np.ones(self._bars, dtype=bool))
        for number, (bar, beat) in enumerate(everywhere):
            weight = 1.0 if beat % 1 == 0 else lean
            if density < 1 and rng.random() > density * weight:
                continue
            chord = self.chords[bar % len(self.chords)]
            notes = [*chord, chord[0] + 12]
            pitch = notes[order[number % 4]] if density >= 1 else int(rng.choice(notes))
            self.play(beat, voice(pitch + 12, self.score.length(beat, length)), loud * weight)

    def melody(self, gain: tuple[float, float] = (0.1, 0.6), kind: str = "", calm: float = 0.0) -> None:
        """A lead that walks through the scale, syncopated as it likes; a calm one holds its notes for longer
        and moves on beats."""
        rng = self.rng
        voice = self.note(kind or str(rng.choice(["voice", "bowed", "saw", "pluck", "piano"])))
        loud, density, on = rng.uniform(*gain), rng.uniform(0.15, 0.6), self.present()
        unit = float(rng.choice([0.5, 0.5, 0.25, 1 / 3 if self.swing > 0.6 else 0.5]))
        pitch = self.chords[0][0] + 12
        for number in range(int(self.beats / unit)):
            beat = number * unit
            strong = 1.0 if beat % 1 == 0 else rng.uniform(0.4, 1.0) * (1.0 - calm)
            if on[min(int(beat // self.bar), self._bars - 1)] and rng.random() < density * strong:
                pitch = int(np.clip(pitch + rng.choice([-4, -3, -2, -1, 1, 2, 3, 4]), 55, 84))
                self.play(beat, voice(pitch, rng.uniform(0.15, 0.9) * (1.0 + calm)), loud)

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
        if rng.random() < 0.07:
            self.talk()

    def fills(self) -> None:
        rng = self.rng
        sound = np.asarray(SNARES[0](rng), dtype=np.float32)
        for start in range(3 * self.bar, self.beats, 4 * self.bar):
            for step in random_steps(rng, 2, 0.25, 0.6):
                self.play(start + self.bar - 2 + step, sound, rng.uniform(0.3, 0.8))

    def talk(self) -> None:
        """Someone speaks over it, in no time at all."""
        words = speech(int(self.rng.integers(1 << 30)), self.score.seconds)
        self.score.tape[: len(words)] += self.rng.uniform(0.2, 1.2) * words

    def finish(self, name: str) -> Music:
        score, beats = self.score, self.score.beats
        tape = score.tape[: int(score.seconds * RATE)]
        pump_at = self._pump_at if self.rng.random() < self.pumping else []
        place = np.arange(len(beats)) % self.bar + 1
        return Music(name, mixed(tape, self.rng, pump_at), beats, place, self.bar)


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
