"""Bands whose players agree with each other, played by a sampler from Debian's soundfonts, with exact beats.

Drums come from `band_kinds` or from people: the Groove MIDI Dataset (J. Gillick and others 2019, CC BY 4.0),
https://magenta.tensorflow.org/datasets/groove, as a folder with its `info.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import mido
import numpy as np

from synthetic_music.groove_mix import mixed
from training import band_parts, sampler, venue
from training.band_kinds import CRASH, KICK, KINDS, LOW_TOM, SNARE, TOM, Kind
from training.band_parts import BASS, CHORDS, DRUMS, LEAD, PAD, Context, Harmony, Note
from training.beat_grid import grid_of
from training.ear_material import Piece

SECONDS = 28.0
_SECTION_BARS = 8
_HUMAN_BEATS = {"4-4": (4, 1.0), "3-4": (3, 1.0), "6-8": (2, 1.5)}
"""Beats of a bar, and quarters of a beat."""
_ROLAND = {22: 42, 26: 46, 40: 38, 52: 57, 55: 49, 58: 43}
"""Pads of the drum kit that the dataset was played on, as General MIDI has them."""
_HUMAN_KINDS = {
    "rock": "rock", "funk": "funk", "jazz": "jazz", "latin": "latin",
    "hiphop": "hip_hop", "soul": "soul", "pop": "pop", "reggae": "reggae",
    "punk": "punk", "dance": "disco", "afrobeat": "latin", "blues": "shuffle",
    "country": "polka", "gospel": "soul", "middleeastern": "latin", "neworleans": "funk",
    "highlife": "latin", "afrocuban": "latin",
}  # fmt: skip
"""Style of the dataset → whose bass and chords go with it."""


@dataclass(frozen=True)
class Drums:
    """notes: of the whole piece; kicks: beats of the bar on which the bass drum is usually struck."""

    notes: list[Note]
    kicks: tuple[float, ...]


def band(name: str, number: int) -> Piece:
    """A piece of this kind; the same number gives the same sound."""
    rng = np.random.default_rng([number, 3, *name.encode()])
    kind = KINDS[name]
    tempo = float(np.exp(rng.uniform(*np.log(kind.tempo))))
    grid = grid_of(rng, tempo, str(rng.choice(kind.curve)), SECONDS)
    return _played(rng, kind, grid, _programmed(rng, kind, len(grid) - 1))


def with_people(number: int, groove: Path) -> Piece:
    """A band around a human drummer."""
    rng = np.random.default_rng([number, 4])
    row = _human_rows(groove)[
        int(rng.permutation(len(_human_rows(groove)))[number % len(_human_rows(groove))])
    ]
    bar, quarters = _HUMAN_BEATS[row["time_signature"]]
    name = (
        "six_eight"
        if bar == 2
        else "waltz"
        if bar == 3
        else _HUMAN_KINDS.get(row["style"].split("/")[0], "rock")
    )
    kind = KINDS[name]
    tempo = float(row["bpm"]) / quarters * float(rng.uniform(0.9, 1.12))
    grid = grid_of(rng, tempo, "steady", SECONDS)
    drums = _human(rng, groove / row["midi_filename"], bar, quarters, len(grid) - 1)
    straight = replace(kind, grooves=(), beats=bar, swing=(0.5, 0.5), drums_gain=(-4.0, 6.0), breaks=0.2)
    return _played(rng, straight, grid, drums, people=True)


def _played(
    rng: np.random.Generator, kind: Kind, grid: np.ndarray, drums: Drums, people: bool = False
) -> Piece:
    beats = len(grid) - 1
    swing = float(rng.uniform(*kind.swing))
    what = Context(rng, Harmony(rng, kind.beats), beats, kind.beats, kind.steps, drums.kicks)
    parts: dict[int, list[Note]] = {
        BASS: band_parts.bass(what, str(rng.choice(kind.bass))),
        CHORDS: band_parts.chords(what, str(rng.choice(kind.chords))),
        PAD: band_parts.pad(what) if rng.random() < kind.pad else [],
        LEAD: band_parts.lead(what, swing > 0.57) if rng.random() < kind.lead else [],
    }
    alone = not any(parts.values())
    parts = {part: _sections(rng, notes, kind.beats, beats, 0.25) for part, notes in parts.items()}
    struck = drums.notes if alone else _sections(rng, drums.notes, kind.beats, beats, kind.breaks)
    swung = _swing(swing, kind.swung)
    loose = float(rng.choice([0.002, 0.006, 0.012]))
    late = float(rng.uniform(-0.005, 0.015))

    def timed(
        notes: list[Note], straight: bool, deviation: float, behind: float = 0.0
    ) -> list[sampler.Timed]:
        found = []
        for note in notes:
            begin = note.beat if straight else swung(note.beat)
            at = _at(grid, begin)
            length = _at(grid, begin + note.beats) - at
            found.append(
                sampler.Timed(
                    at + behind + float(rng.normal(0.0, deviation)),
                    length,
                    note.pitch,
                    note.loud,
                    note.channel,
                )
            )
        return found

    programs = {
        BASS: int(rng.choice(kind.basses)), CHORDS: int(rng.choice(kind.chord_sounds)),
        PAD: int(rng.choice((48, 49, 50, 88, 89, 90, 91, 94, 95, 19))), LEAD: int(rng.choice(kind.leads)),
    }  # fmt: skip
    tonal = [
        note
        for part, notes in parts.items()
        for note in timed(notes, False, loose, late if part == LEAD else 0.0)
    ]
    kit = timed(struck, people, 0.0 if people else 0.25 * loose)
    tape = venue.balanced(
        rng,
        sampler.drums(rng, kit, SECONDS) if kit else None,
        sampler.tones(rng, tonal, programs, SECONDS) if tonal else None,
        kind.drums_gain,
    )
    pump_at = [note.start for note in kit if note.pitch == KICK] if rng.random() < 0.2 else []
    heard = grid[(grid >= 0.0) & (grid < SECONDS)]
    ones = grid[:: kind.beats]
    samples = venue.heard_there(rng, mixed(tape, rng, pump_at))
    return Piece(samples, heard, ones[(ones >= 0.0) & (ones < SECONDS)])


def _at(grid: np.ndarray, beat: float) -> float:
    return float(np.interp(beat, np.arange(len(grid)), grid))


def _swing(swing: float, unit: float) -> Callable[[float], float]:
    """Where straight beats fall; unit: the part of a beat whose second half comes late."""

    def swung(beat: float) -> float:
        whole, share = divmod(beat, unit * 2) if unit < 0.5 else divmod(beat, 1.0)
        span = 2 * unit if unit < 0.5 else 1.0
        part = share / span
        late = part / 0.5 * swing if part < 0.5 else swing + (part - 0.5) / 0.5 * (1.0 - swing)
        return float((whole + late) * span)

    return swung


def _sections(rng: np.random.Generator, notes: list[Note], bar: int, beats: int, rest: float) -> list[Note]:
    """Some parts leave for a section; one that never plays would be another piece."""
    count = beats // (bar * _SECTION_BARS) + 1
    span = bar * _SECTION_BARS if rng.random() < 0.6 else bar * 4
    on = rng.random(2 * count + 1) > rest
    if not on[: max(1, int(beats / span))].any():
        on[:] = True
    return [note for note in notes if on[int(max(0.0, note.beat) / span) % len(on)]]


def _programmed(rng: np.random.Generator, kind: Kind, beats: int) -> Drums:
    if not kind.grooves:
        return Drums([], ())
    groove = kind.grooves[int(rng.integers(len(kind.grooves)))]
    gains = {drum: float(rng.uniform(0.75, 1.1)) for drum in groove}
    ghosts = float(rng.choice([0.0, 0.02, 0.06]))
    fills, crashes = rng.random() < 0.6, rng.random() < 0.5
    notes = []
    for bar in range(0, beats, kind.beats):
        number = bar // kind.beats
        fill = fills and groove and number % 4 == 3
        for drum, pattern in groove.items():
            for step, letter in enumerate(pattern):
                at = step / kind.steps
                if letter not in "xo" and rng.random() > ghosts * (drum != CRASH):
                    continue
                if fill and at >= kind.beats - 1 and drum != KICK:
                    continue
                loud = {"x": 104, "o": 62}.get(letter, 45) - (0 if at % 1 == 0 else 10)
                notes.append(_struck(rng, bar + at, drum, loud * gains[drum]))
        if fill:
            for step in range(kind.steps):
                if rng.random() < 0.75:
                    drum = int(rng.choice([SNARE, TOM, LOW_TOM, 50]))
                    notes.append(_struck(rng, bar + kind.beats - 1 + step / kind.steps, drum, 95))
        if crashes and number % 8 == 0 and groove:
            notes.append(_struck(rng, float(bar), CRASH, 95))
    pattern = groove.get(KICK, "")
    return Drums(notes, tuple(step / kind.steps for step, letter in enumerate(pattern) if letter in "xo"))


def _struck(rng: np.random.Generator, beat: float, drum: int, loud: float) -> Note:
    return Note(beat, 0.2, drum, int(np.clip(rng.normal(loud, 6.0), 15, 127)), DRUMS)


@cache
def _human_rows(groove: Path) -> list[dict[str, str]]:
    """Beats, not fills, that are long enough and whose bars are known."""
    with (groove / "info.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if row["beat_type"] == "beat"
        and float(row["duration"]) >= 16
        and row["time_signature"] in _HUMAN_BEATS
    ]


def _human(rng: np.random.Generator, path: Path, bar: int, quarters: float, beats: int) -> Drums:
    """From a bar of a performance on, again and again until the piece ends."""
    performance = mido.MidiFile(path)
    ticks, played = 0, []
    for message in mido.merge_tracks(performance.tracks):
        ticks += message.time
        if message.type == "note_on" and message.velocity:
            beat = ticks / performance.ticks_per_beat / quarters
            played.append((beat, _ROLAND.get(message.note, message.note), message.velocity))
    bars = max(1, int(max(beat for beat, *_ in played) // bar))
    first = int(rng.integers(0, max(1, bars - 8))) * bar
    loop = (bars * bar - first) or bar
    once = [
        (beat - first, drum, loud) for beat, drum, loud in played if first - 0.1 <= beat < first + loop - 0.1
    ]
    notes = [
        Note(beat + turn, 0.2, drum, loud, DRUMS)
        for turn in range(0, beats, loop)
        for beat, drum, loud in once
        if beat + turn < beats
    ]
    kicks = sorted(
        {round(beat % bar * 4) / 4 % bar for beat, drum, _ in once[: 16 * bar] if drum in (35, KICK)}
    )
    return Drums(notes, tuple(kicks))
