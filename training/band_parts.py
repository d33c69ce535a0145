"""What the players of a band play: notes that agree with each other, with the drums and with the bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BASS, CHORDS, PAD, LEAD, DRUMS = 0, 1, 2, 3, 9
_MAJOR, _MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
_PROGRESSIONS = (
    (0, 4, 5, 3), (0, 5, 3, 4), (5, 3, 0, 4), (0, 3, 4, 4), (0, 3, 0, 4), (0, 0, 3, 4), (1, 4, 0, 0),
    (0, 6, 5, 6), (0, 2, 3, 3), (0, 0, 5, 5), (0, 5, 1, 4), (0, 3), (0, 6), (0,),
)  # fmt: skip


@dataclass(frozen=True)
class Note:
    """beat: from the start, with fraction; beats: how long; pitch: MIDI; loud: 1..127."""

    beat: float
    beats: float
    pitch: int
    loud: int
    channel: int


class Harmony:
    """A key, a progression, and how long each chord stays."""

    def __init__(self, rng: np.random.Generator, bar: int) -> None:
        self._scale = _MAJOR if rng.random() < 0.5 else _MINOR
        self._key = int(rng.integers(0, 12))
        self._steps = _PROGRESSIONS[int(rng.integers(len(_PROGRESSIONS)))]
        self._other = _PROGRESSIONS[int(rng.integers(len(_PROGRESSIONS)))]
        self._bars = float(rng.choice([1.0, 1.0, 1.0, 2.0, 0.5 if bar == 4 else 1.0]))
        self._bar = bar

    def root(self, beat: float) -> int:
        """Degree of the scale."""
        bar = beat / self._bar
        steps = self._other if bar % 24 >= 16 else self._steps
        return steps[int(bar / self._bars + 1e-6) % len(steps)]

    def pitch(self, degree: int, octave: int) -> int:
        return self._key + self._scale[degree % 7] + 12 * (octave + degree // 7)

    def chord(self, beat: float, octave: int) -> list[int]:
        root = self.root(beat)
        notes = [self.pitch(root + third, octave) for third in (0, 2, 4)]
        return [note - 12 if note > 12 * octave + 11 else note for note in notes]


@dataclass(frozen=True)
class Context:
    """What a player knows. beats: of the piece; bar, steps: beats of a bar and steps of a beat; kicks: beats
    of the bar on which the bass drum is struck."""

    rng: np.random.Generator
    harmony: Harmony
    beats: int
    bar: int
    steps: int
    kicks: tuple[float, ...]


def rhythm(what: Context, style: str) -> list[float]:
    """Beats of the bar at which somebody in this style plays."""
    bar, rng = what.bar, what.rng
    on = [float(beat) for beat in range(bar)]
    fixed: dict[str, Callable[[], list[float]]] = {
        "none": list,
        "held": lambda: [0.0],
        "whole": lambda: [0.0],
        "roots": lambda: [0.0, *([bar / 2] if bar == 4 and rng.random() < 0.4 else [])],
        "kick": lambda: list(what.kicks) or on,
        "beats": lambda: on,
        "walking": lambda: on,
        "oom": lambda: on[::2] if bar == 4 else [0.0] if bar == 3 else on,
        "pah": lambda: on[1:] if bar == 3 else [beat + 0.5 for beat in on] if bar == 2 else on[1::2],
        "off": lambda: [beat + 0.5 for beat in on],
        "eighths": lambda: [beat + half for beat in on for half in (0.0, 0.5)],
        "octaves": lambda: [beat + half for beat in on for half in (0.0, 0.5)],
        "broken": lambda: [beat + half for beat in on for half in (0.0, 0.5)],
        "sixteenths": lambda: [beat + part / 4 for beat in on for part in range(4)],
        "triplets": lambda: [beat + part / 3 for beat in on for part in range(3)],
        "broken_triplets": lambda: [beat + part / 3 for beat in on for part in range(3)],
        "broken_low": lambda: [beat + half for beat in on for half in (0.0, 0.5)],
        "tresillo": lambda: [at for at in (0.0, 0.75, 1.5, 2.0, 2.75, 3.5) if at < bar],
        "bossa": lambda: [at for at in (0.0, 1.5, 2.0, 3.5) if at < bar],
        "tumbao": lambda: [at for at in (1.5, 3.0) if at < bar],
        "montuno": lambda: [at for at in (0.0, 0.5, 1.5, 2.5, 3.5) if at < bar],
        "strummed": lambda: [
            beat + half for beat in on for half in (0.0, 0.5) if not half or rng.random() < 0.7
        ],
        "picked": lambda: drawn(rng, bar, 0.5, 0.85, 0.5),
        "comping": lambda: drawn(rng, bar, 0.5, 0.35, 0.4),
        "syncopated": lambda: drawn(rng, bar, 0.25, 0.55, 0.45),
    }
    return fixed[style]()


def drawn(rng: np.random.Generator, bar: int, unit: float, on: float, off: float) -> list[float]:
    """By chance, once for the piece: on beats with chance `on`, half-way `off`, at quarters less."""
    places = np.arange(0, bar, unit)
    chances = [on if place % 1 == 0 else off if place % 0.5 == 0 else 0.4 * off for place in places]
    first = max(on, 0.6)
    chances[0] = first
    return [float(place) for place, chance in zip(places, chances, strict=True) if rng.random() < chance]


def bass(what: Context, style: str) -> list[Note]:
    rng, notes = what.rng, []
    steps = rhythm(what, style)
    long = float(rng.uniform(0.35, 0.95))
    for bar in range(0, what.beats, what.bar):
        for number, at in enumerate(steps):
            beat = bar + at
            ahead = 0.5 if style in ("tumbao", "bossa") and at % 1 else 0.0
            root = what.harmony.root(beat + ahead)
            degree = root
            if style == "walking" and number:
                degree += int(rng.choice([2, 4, -1, 1, 3]))
            elif (style in ("bossa", "oom") and at >= what.bar / 2) or (
                style == "syncopated" and at % 1 and rng.random() < 0.3
            ):
                degree += 4
            pitch = what.harmony.pitch(degree, 3)
            pitch -= 12 if pitch > 46 else 0
            if style == "octaves" and number % 2:
                pitch += 12
            until = (steps[number + 1] if number + 1 < len(steps) else what.bar) - at
            loud = 98 if at == 0 else 90 if at % 1 == 0 else 80
            notes.append(Note(beat, until * long, pitch, _human(rng, loud), BASS))
    return notes


def chords(what: Context, style: str) -> list[Note]:
    rng, notes = what.rng, []
    steps = rhythm(what, style)
    one_by_one = style.startswith("broken") or style in ("picked", "montuno")
    order = [(0, 1, 2, 1), (0, 2, 1, 2), (2, 1, 0, 1), (0, 1, 2, 3)][int(rng.integers(4))]
    rolled = 0.04 if style == "strummed" else 0.0
    long = float(rng.uniform(0.3, 1.0))
    lean = float(rng.uniform(0.65, 0.95))
    for bar in range(0, what.beats, what.bar):
        if style == "held" and bar:
            break
        for number, at in enumerate(steps):
            beat = bar + at
            voiced = what.harmony.chord(beat, 5)
            voiced.append(voiced[0] + 12)
            until = (steps[number + 1] if number + 1 < len(steps) else what.bar) - at
            length = what.beats if style == "held" else max(0.15, until * long)
            loud = 88 if at % 1 == 0 else 88 * lean
            if one_by_one:
                pitch = voiced[order[number % 4]] if style != "picked" else int(rng.choice(voiced))
                notes.append(Note(beat, max(length, 0.5), pitch, _human(rng, loud), CHORDS))
                if at == 0.0:
                    notes.append(Note(beat, what.bar * 0.9, voiced[0] - 12, _human(rng, 92), CHORDS))
                continue
            up = style == "strummed" and at % 1 != 0
            sounding = voiced[:3] if not up else voiced[2:0:-1]
            for string, pitch in enumerate(sounding):
                notes.append(Note(beat + rolled * string, length, pitch, _human(rng, loud), CHORDS))
    return notes


def pad(what: Context) -> list[Note]:
    notes = []
    for bar in range(0, what.beats, what.bar):
        for pitch in what.harmony.chord(bar, 5):
            notes.append(Note(bar, what.bar * 1.02, pitch, _human(what.rng, 72), PAD))
    return notes


def lead(what: Context, swung: bool) -> list[Note]:
    """Phrases of two bars that come again, A A B A; strong beats take notes of the chord."""
    rng, notes = what.rng, []
    unit = 1 / 3 if what.steps == 3 else float(rng.choice([0.5, 0.5, 0.25]))
    if swung:
        unit = 0.5
    busy = float(rng.uniform(0.3, 0.9))
    phrases = [_phrase(rng, 2 * what.bar, unit, busy) for _ in range(2)]
    rests = rng.random() < 0.5
    degree = 7
    for start in range(0, what.beats, 2 * what.bar):
        number = start // (2 * what.bar)
        if rests and number % 8 in (3, 7):
            continue
        for at, long in phrases[number % 4 == 2]:
            degree = int(np.clip(degree + rng.choice([-2, -1, -1, 0, 1, 1, 2]), 2, 14))
            strong = at % 1 == 0
            pitch = what.harmony.pitch(degree, 5)
            if strong:
                chord = [
                    note + 12 * octave for note in what.harmony.chord(start + at, 5) for octave in (0, 1)
                ]
                pitch = min(chord, key=lambda note: abs(note - pitch))
            notes.append(Note(start + at, long, pitch, _human(rng, 96 if strong else 86), LEAD))
    return notes


def _phrase(rng: np.random.Generator, beats: int, unit: float, busy: float) -> list[tuple[float, float]]:
    """(beat, length) of each note: on beats more likely than between."""
    places = [
        float(place)
        for place in np.arange(0, beats - 0.01, unit)
        if rng.random() < busy * (0.9 if abs(place - round(place)) < 0.01 else 0.55 if unit > 0.3 else 0.3)
    ]
    return [
        (place, float(min(end - place, rng.uniform(0.4, 2.5))))
        for place, end in pairwise([*places, float(beats)])
    ]


def _human(rng: np.random.Generator, loud: float) -> int:
    return int(np.clip(rng.normal(loud, 7), 20, 127))
