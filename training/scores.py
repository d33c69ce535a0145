"""Plays MIDI scores that people composed, on a beat grid of our own: exact beats and bars.

Scores with a few voices and no program of their own (`export_scores`) get a quartet, a choir, a fiddle with
an accompaniment or alone, and rubato; a sequencer's files (games' music) keep their instruments and, but for
its scale, their tempo. WAD files of Freedoom hold many of them.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mido
import numpy as np

from synthetic_music.groove_mix import mixed
from training import sampler, venue
from training.beat_grid import CURVES, grid_of
from training.ear_material import Piece

SECONDS = 28.0
_DRUMS = 9
_TEMPOS = (58.0, 200.0)
_FEEL = {
    "6-8": (90, 150),
    "9-8": (80, 130),
    "12-8": (60, 110),
    "3-8": (55, 90),
    "3-4": (80, 180),
    "2-4": (70, 140),
}
"""bpm of the beats that are felt, of scores that say no tempo: lowest and highest."""
_USUAL_FEEL = (66, 152)
_BANDS = {
    "quartet": ((40, 40, 41, 42), ("rubato", "breathing", "wandering")),
    "strings": ((48, 49, 48, 48), ("breathing", "wandering")),
    "winds": ((73, 68, 71, 70), ("breathing", "wandering")),
    "brass": ((56, 60, 57, 58), ("wandering", "steady")),
    "choir": ((52, 52, 53, 52), ("rubato", "breathing", "wandering")),
    "organ": ((19, 19, 19, 19), ("wandering", "steady")),
    "piano": ((0, 0, 0, 1), ("rubato", "breathing", "wandering")),
    "guitars": ((24, 25, 24, 32), ("breathing", "wandering", "steady")),
}
"""Programs from the highest voice to the lowest, and what the tempo does."""
_TUNE_LEADS = (40, 21, 22, 73, 75, 105, 24, 25, 0, 68, 71, 109)
_TUNE_CHORDS = (0, 24, 25, 21, 48, 19)
_CHORD_SHAPES = ((0, 4, 7), (0, 3, 7))


@dataclass(frozen=True)
class Voice:
    """begin, length: beats; one row a note. program: General MIDI's, None: not said."""

    begin: np.ndarray
    length: np.ndarray
    pitch: np.ndarray
    loud: np.ndarray
    channel: int
    program: int | None


@dataclass(frozen=True)
class Score:
    """bar: beats of one; signature: as "6-8"; tempo: bpm of the beat where the file says it."""

    voices: list[Voice]
    bar: int
    signature: str
    tempo: float | None


def midi_files(path: Path) -> list[tuple[str, bytes]]:
    """Of a MIDI file, or of all that a WAD holds."""
    data = path.read_bytes()
    if path.suffix != ".wad":
        return [(path.stem, data)]
    count, directory = struct.unpack_from("<ii", data, 4)
    lumps = [struct.unpack_from("<ii8s", data, directory + 16 * number) for number in range(count)]
    found = [(name.rstrip(b"\0").decode(), data[at : at + size]) for at, size, name in lumps]
    return [(name, lump) for name, lump in found if lump[:4] == b"MThd"]


@cache
def read(data: bytes) -> Score | None:
    """None where the metre or, much, the tempo changes, or notes do not lie on the grid of the beats."""
    file = mido.MidiFile(file=io.BytesIO(data), clip=True)
    quarter = file.ticks_per_beat
    signatures, tempos = set(), []
    notes: dict[int, list[tuple[float, float, int, int]]] = {}
    programs: dict[int, int] = {}
    for track in file.tracks:
        now, open_notes = 0, {}
        for message in track:
            now += message.time
            if message.type == "time_signature":
                signatures.add((message.numerator, message.denominator))
            elif message.type == "set_tempo":
                tempos.append((now, mido.tempo2bpm(message.tempo)))
            elif message.type == "program_change":
                programs.setdefault(message.channel, message.program)
            elif message.type == "note_on" and message.velocity:
                open_notes[message.channel, message.note] = (now, message.velocity)
            elif message.type in ("note_on", "note_off"):
                began = open_notes.pop((message.channel, message.note), None)
                if began is not None:
                    begin, loud = began
                    notes.setdefault(message.channel, []).append((begin, now - begin, message.note, loud))
    if len(signatures) > 1 or not notes:
        return None
    above, below = signatures.pop() if signatures else (4, 4)
    quarters, bar = (1.5, above // 3) if below == 8 and above % 3 == 0 else (4.0 / below, above)
    tempo = None
    if tempos:
        bpm = np.array([at for _, at in tempos])
        if bpm.max() > 1.1 * bpm.min():
            return None
        tempo = float(np.median(bpm)) / quarters
        while tempo > _TEMPOS[1]:
            tempo, quarters, bar = tempo / 2.0, quarters * 2.0, bar // 2 if bar % 2 == 0 else bar
    ticks = quarter * quarters
    voices = []
    for channel, rows in notes.items():
        begin, length, pitch, loud = np.array(sorted(rows), dtype=float).T
        voices.append(Voice(begin / ticks, length / ticks, pitch, loud, channel, programs.get(channel)))
    return Score(voices, bar, f"{above}-{below}", tempo) if _on_grid(voices) else None


def _on_grid(voices: list[Voice]) -> bool:
    """Do most notes begin on sixteenths or triplets, and many on beats?"""
    begin = np.concatenate([voice.begin for voice in voices])
    off = np.minimum(np.abs(begin * 4 - np.rint(begin * 4)) / 4, np.abs(begin * 6 - np.rint(begin * 6)) / 6)
    on_beat = np.abs(begin - np.rint(begin)) < 0.04
    return bool(len(begin) > 60 and (off < 0.025).mean() > 0.8 and on_beat.mean() > 0.2)


def score_piece(data: bytes, name: str, number: int) -> Piece | None:
    """A part of a score; the same name and number give the same sound."""
    score = read(data)
    if score is None:
        return None
    rng = np.random.default_rng([number, 41, *name.encode()])
    sequenced = score.tempo is not None
    if sequenced:
        assert score.tempo is not None
        tempo, curve = score.tempo * float(np.exp(rng.uniform(-0.1, 0.1))), "steady"
    else:
        low, high = _FEEL.get(score.signature, _USUAL_FEEL)
        tempo = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        curve = ""
    if not _TEMPOS[0] * 0.85 <= tempo <= _TEMPOS[1] * 1.1:
        return None
    voices, programs, kinds, alone = _dressed(rng, score)
    grid = grid_of(rng, tempo, curve or str(rng.choice(kinds)), SECONDS)
    last = max(float(voice.begin.max()) for voice in voices)
    needed = len(grid)
    bars = max(1, int((last - needed) / score.bar) + 1)
    first = int(rng.integers(bars)) * score.bar if last > needed else 0
    accent = 0.0 if sequenced else float(rng.uniform(0.0, 0.25))
    loose = float(rng.choice([0.0, 0.003])) if sequenced else float(rng.choice([0.006, 0.012, 0.02]))
    pitched, struck = [], []
    for voice in voices:
        for begin, length, pitch, loud in zip(
            voice.begin, voice.length, voice.pitch, voice.loud, strict=True
        ):
            at = begin - first
            if not -0.01 <= at < needed - 1:
                continue
            start = float(np.interp(at, np.arange(needed), grid)) + float(rng.normal(0.0, loose))
            end = float(np.interp(at + length, np.arange(needed), grid))
            weight = (
                1.0 + accent * (abs(at - round(at)) < 0.02) + accent * (abs(at % score.bar) < 0.02) - accent
            )
            velocity = int(np.clip(loud * weight + rng.normal(0.0, 0.0 if sequenced else 5.0), 20, 127))
            (struck if voice.channel == _DRUMS else pitched).append(
                sampler.Timed(start, end - start, int(pitch), velocity, voice.channel)
            )
    heard = grid[(grid >= 0.0) & (grid < SECONDS)]
    if len(pitched) + len(struck) < 30 or len(heard) < 20:
        return None
    starts = np.array([note.start for note in pitched + struck])
    ends = float(max(note.start for note in pitched + struck))
    begins = float(starts[starts > -0.5].min(initial=SECONDS))
    drums = sampler.drums(rng, struck, SECONDS) if struck else None
    tones = sampler.tones(rng, pitched, programs, SECONDS) if pitched else None
    tape = venue.balanced(rng, drums, tones, (-3.0, 5.0))
    samples = mixed(tape, rng, []) if not alone else tape
    ones = grid[:: score.bar]
    ones = ones[(ones >= 0.0) & (ones < SECONDS)]
    known = np.array([[max(0.0, begins), min(SECONDS, ends + 0.5)]])
    return Piece(venue.heard_there(rng, samples.astype(np.float32)), heard, ones, score.bar > 1, known)


def _dressed(
    rng: np.random.Generator, score: Score
) -> tuple[list[Voice], dict[int, int], tuple[str, ...], bool]:
    """Who plays: voices, programs of channels, what the tempo may do, and whether nothing else is mixed."""
    programs = {voice.channel: voice.program or 0 for voice in score.voices if voice.channel != _DRUMS}
    if score.tempo is not None:
        return score.voices, programs, CURVES, False
    if len(score.voices) == 1:
        voice = score.voices[0]
        lead = int(rng.choice(_TUNE_LEADS))
        if rng.random() < 0.35:
            return [voice], {voice.channel: lead}, ("breathing", "wandering", "steady"), True
        chords, bass = _accompanied(rng, score)
        programs = {voice.channel: lead, chords.channel: int(rng.choice(_TUNE_CHORDS)), bass.channel: 32}
        return [voice, chords, bass], programs, ("wandering", "steady", "breathing"), False
    names = list(_BANDS)
    sounds, curves = _BANDS[names[int(rng.integers(len(names)))] if rng.random() < 0.65 else "quartet"]
    order = sorted(score.voices, key=lambda voice: -float(voice.pitch.mean()))
    chosen = {voice.channel: sounds[min(3, place * 4 // len(order))] for place, voice in enumerate(order)}
    return score.voices, chosen, curves, True


def _accompanied(rng: np.random.Generator, score: Score) -> tuple[Voice, Voice]:
    """Chords and a bass under a tune: what fits most of each bar's notes, on the beats or after them."""
    tune = score.voices[0]
    bars = int(tune.begin.max() / score.bar) + 1
    after = rng.random() < 0.5
    chords, bass = [], []
    for bar in range(bars):
        inside = (tune.begin >= bar * score.bar) & (tune.begin < (bar + 1) * score.bar)
        classes = np.bincount((tune.pitch[inside] % 12).astype(int), minlength=12)
        root, shape = max(
            ((root, shape) for root in range(12) for shape in _CHORD_SHAPES),
            key=lambda chord: (
                sum(classes[(chord[0] + step) % 12] for step in chord[1]) + 0.5 * classes[chord[0]]
            ),
        )
        bass.append((bar * score.bar, 0.9, 36 + root % 12, 85))
        for beat in range(score.bar):
            at = bar * score.bar + beat
            if after and score.bar == 3 and beat == 0:
                continue
            place = at + (0.5 if after and score.bar != 3 else 0.0)
            chords += [(place, 0.45, 52 + (root + step) % 12, 66) for step in shape]
    return _voice(chords, 1), _voice(bass, 2)


def _voice(rows: list[tuple[float, float, int, int]], channel: int) -> Voice:
    begin, length, pitch, loud = np.array(rows, dtype=float).T
    return Voice(begin, length, pitch, loud, channel + 10 if channel + 10 != _DRUMS else 12, None)
