"""The demo track as a score: a melodic techno piece in A minor, written down bar by bar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TEMPO = 122.0
BEATS_PER_BAR = 4
STEPS = 16  # to the bar

# (name, bars); the drop repeats with a variation.
SECTIONS = (
    ("intro", 8),
    ("verse", 8),
    ("build", 8),
    ("drop", 16),
    ("breakdown", 8),
    ("drop two", 16),
    ("outro", 8),
)
BARS = sum(bars for _, bars in SECTIONS)

# One chord a bar: (bass note, notes of the pad), as MIDI numbers. vi IV I V, then vi IV ii iii.
CHORDS = (
    (33, (57, 60, 64, 67, 71)),  # Am9
    (29, (53, 57, 60, 64, 67)),  # Fmaj9
    (36, (55, 60, 62, 64, 67)),  # Cadd9
    (31, (55, 59, 62, 64, 69)),  # G6/9
    (33, (57, 60, 64, 67, 71)),  # Am9
    (29, (53, 57, 60, 64, 67)),  # Fmaj9
    (38, (53, 57, 60, 62, 64)),  # Dm9
    (28, (52, 55, 59, 62, 64)),  # Em7
)
# Eight bars of melody: (bar, step, length in steps, note).
MELODY = (
    *((0, 0, 6, 76), (0, 6, 6, 79), (0, 12, 4, 81)),
    *((1, 0, 6, 79), (1, 6, 6, 76), (1, 12, 4, 72)),
    *((2, 0, 6, 74), (2, 6, 6, 76), (2, 12, 4, 79)),
    *((3, 0, 10, 74), (3, 12, 2, 71), (3, 14, 2, 74)),
    *((4, 0, 6, 76), (4, 6, 6, 79), (4, 12, 4, 81)),
    *((5, 0, 6, 84), (5, 6, 6, 81), (5, 12, 4, 79)),
    *((6, 0, 6, 81), (6, 6, 6, 77), (6, 12, 4, 74)),
    *((7, 0, 8, 76), (7, 8, 4, 79), (7, 12, 4, 83)),
)
ARPEGGIO = (0, 2, 4, 1, 3, 5, 2, 4, 0, 3, 5, 2, 4, 6, 3, 1)
ROLLING_BASS = (2, 3, 6, 7, 10, 11, 14, 15)
# Late sixteenths: the swing of the hats, in parts of a step.
SWING = 0.16


@dataclass(frozen=True, slots=True)
class Note:
    """One sound. step: 16ths from the bar's start, with fraction; length in steps; pitch: MIDI number;
    gain 0..1; pan -1..1; shape: what the voice reads as brightness 0..1."""

    voice: str
    step: float
    length: float = 1.0
    pitch: int = 0
    gain: float = 1.0
    pan: float = 0.0
    shape: float = 0.5


def section_at(bar: int) -> tuple[str, int, int]:
    """(name, bar within it, its length in bars) of running bar `bar`."""
    for name, bars in SECTIONS:
        if bar < bars:
            return name, bar, bars
        bar -= bars
    raise ValueError("the bar lies after the song's end")


def has_kick(bar: int, beat: int) -> bool:
    """Whether the bass drum plays on that beat (from 0)."""
    name, within, bars = section_at(bar)
    if name == "breakdown":
        return False
    if name == "build" and within == bars - 1:
        return False  # the breath before the drop
    return not (name in ("drop", "drop two") and within == 7 and beat == 3)


def notes(bar: int) -> list[Note]:
    """Everything that starts in running bar `bar`."""
    name, within, bars = section_at(bar)
    random = np.random.default_rng(bar)
    dropped = name in ("drop", "drop two")
    rise = within / max(bars - 1, 1)
    score: list[Note] = []
    punch = 1.0 if dropped else 0.84
    score += [Note("kick", 4 * beat, gain=punch) for beat in range(4) if has_kick(bar, beat)]
    score += _drums(name, within, bars, random)
    bass, chord = CHORDS[bar % 8]
    brightness = {
        "intro": 0.1 + 0.2 * rise,
        "verse": 0.3,
        "build": 0.35 + 0.4 * rise,
        "breakdown": 0.2 + 0.6 * rise,
    }
    loud = {"breakdown": 1.0, "outro": 0.8 - 0.5 * rise, "intro": 0.6}.get(name, 0.75)
    pad = brightness.get(name, 0.3 if name == "outro" else 0.7)
    score += [Note("pad", 0, 16, pitch, loud, 0.0, round(pad, 1)) for pitch in chord]
    breath = name == "build" and within == bars - 1
    if (name in ("verse", "build") and not breath) or (name == "outro" and within < 4):
        score += [
            Note("bass", 2 * k, 1.7, bass + (12 if k in (3, 7) else 0), 0.75, 0, 0.35) for k in range(8)
        ]
    elif dropped:
        score += [
            Note("bass", s, 0.95, bass + (12 if s in (7, 15) else 0), 0.95, 0, 0.65 + 0.2 * (s % 4 == 2))
            for s in ROLLING_BASS
        ]
    score += _arpeggio(name, within, rise, chord)
    score += _melody(name, within, bar)
    score += _effects(name, within, bars)
    return score


def _drums(name: str, within: int, bars: int, random: np.random.Generator) -> list[Note]:
    score: list[Note] = []
    dropped = name in ("drop", "drop two")
    last = within == bars - 1
    breath = name == "build" and last  # before the drop
    claps = dropped or name in ("verse", "build") or (name == "outro" and within < 6)
    if claps and not breath:
        score += [Note("clap", step, gain=0.8) for step in (4, 12)]
    if name != "breakdown" and not (name == "intro" and within < 2) and not breath:
        level = 0.55 if name in ("intro", "outro") else 0.8
        for step in range(STEPS):
            accent = (0.55, 0.3, 0.75, 0.35)[step % 4] * (0.85 + 0.3 * random.random())
            score.append(Note("hat", step + SWING * (step % 2), gain=level * accent, pan=0.25))
        if name != "intro":
            score += [Note("open hat", step, gain=0.6 * level, pan=-0.2) for step in (2, 6, 10, 14)]
    if dropped:
        score += [
            Note("shaker", s + SWING * (s % 2), gain=0.25 + 0.25 * (s % 4 == 2), pan=-0.5) for s in range(16)
        ]
        if within % 4 == 3:
            score += [
                Note("tom", s, pitch=p, gain=0.5, pan=x)
                for s, p, x in ((11, 50, -0.4), (13, 45, 0.1), (14, 40, 0.5))
            ]
    if (name == "build" and within >= 4) or (name == "breakdown" and within >= bars - 4):
        left = bars - within  # 4 … 1: quarters, eighths, sixteenths
        every = {4: 4, 3: 4, 2: 2, 1: 1}[left]
        score += [
            Note("snare", s, gain=0.25 + 0.5 * ((4 - left) + s / 16) / 4, shape=0.5)
            for s in range(0, 14 if left == 1 else 16, every)
        ]
    return score


def _arpeggio(name: str, within: int, rise: float, chord: tuple[int, ...]) -> list[Note]:
    bright = {
        "intro": 0.15 + 0.15 * rise,
        "verse": 0.25 + 0.25 * rise,
        "build": 0.5 + 0.4 * rise,
        "drop": 0.7,
        "breakdown": 0.25 + 0.5 * rise,
        "drop two": 0.85,
        "outro": 0.5 - 0.35 * rise,
    }.get(name)
    if bright is None or (name == "intro" and within < 2):
        return []
    ladder = [*chord, chord[0] + 12, chord[1] + 12]
    gain = {"intro": 0.3 + 0.3 * rise, "drop": 0.5, "drop two": 0.6, "outro": 0.5 * (1 - rise)}.get(name, 0.6)
    return [
        Note(
            "pluck",
            step + SWING * 0.5 * (step % 2),
            1.5,
            ladder[degree] + 12,
            gain * (1.0 if step % 4 == 0 else 0.75),
            0.45 * (-1) ** step,
            round(bright, 1),
        )
        for step, degree in enumerate(ARPEGGIO)
    ]


def _melody(name: str, within: int, bar: int) -> list[Note]:
    if name == "breakdown" and within >= 2:
        voice, gain = "bell", 0.6
    elif name == "drop":
        voice, gain = "lead", 0.62
    elif name == "drop two":
        voice, gain = "lead", 0.66
    elif name == "outro" and within == 7:  # two bells ring over into what comes next
        return [Note("bell", 0, 8, 83, 0.45, -0.3), Note("bell", 8, 8, 76, 0.5, 0.3)]
    else:
        return []
    score = [
        Note(voice, step, length, pitch, gain, 0.0, 0.6)
        for phrase_bar, step, length, pitch in MELODY
        if phrase_bar == bar % 8
    ]
    if name == "drop two":  # an octave above, thin and wide
        score += [Note("bell", note.step, note.length, note.pitch + 12, 0.25, 0.3) for note in score]
    return score


def _effects(name: str, within: int, bars: int) -> list[Note]:
    score: list[Note] = []
    if within == 0 and name != "intro":
        score.append(Note("crash", 0, gain=0.9 if name.startswith("drop") else 0.5))
        if name.startswith("drop"):
            score.append(Note("boom", 0, gain=0.8))
    if (name == "build" or name == "breakdown") and within == bars - 4:
        score.append(Note("riser", 0, 62, gain=0.8))
    if name in ("intro", "verse") and within == bars - 1:
        score.append(Note("riser", 8, 8, gain=0.35))
    return score
