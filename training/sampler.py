"""Plays notes with FluidSynth and soundfonts of Debian, all of them free; their sounds are heard, not kept.

`apt-get install fluidsynth fluid-soundfont-gm timgm6mb-soundfont avldrums.lv2-soundfont`
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np

from realtime.audio.io.file import FileSource
from realtime.audio.io.mono import to_mono
from synthetic_music.score import RATE

_FONTS = Path("/usr/share/sounds/sf2")
_GENERAL = ("FluidR3_GM.sf2", "TimGM6mb.sf2")
_KITS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Black_Pearl_4_LV2.sf2", (0,)),
    ("Red_Zeppelin_4_LV2.sf2", (0,)),
    ("FluidR3_GM.sf2", (0, 8, 16, 24, 25, 32, 40)),
    ("TimGM6mb.sf2", (0, 8, 16, 24, 25, 32, 40)),
)
"""Soundfont, and its drum kits: their programs."""
_TICKS, _DRUM_CHANNEL = 960, 9
"""Ticks a second: 480 a quarter at 120 bpm, a file's tempo when it says nothing."""


@dataclass(frozen=True)
class Timed:
    """start, length: s; pitch: MIDI; loud: 1..127."""

    start: float
    length: float
    pitch: int
    loud: int
    channel: int


def drums(rng: np.random.Generator, notes: list[Timed], seconds: float) -> np.ndarray:
    """float32 (n,) at `RATE`."""
    font, kits = _KITS[int(rng.integers(len(_KITS)))]
    return _played(notes, font, {_DRUM_CHANNEL: int(rng.choice(kits))}, seconds)


def tones(
    rng: np.random.Generator, notes: list[Timed], programs: dict[int, int], seconds: float
) -> np.ndarray:
    """programs: General MIDI's, from 0, of each channel → float32 (n,) at `RATE`."""
    return _played(notes, str(rng.choice(_GENERAL)), programs, seconds)


def _played(notes: list[Timed], font: str, programs: dict[int, int], seconds: float) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        midi, sound = Path(folder, "notes.mid"), Path(folder, "sound.wav")
        _midi(notes, programs, seconds).save(midi)
        command = [
            "fluidsynth",
            "-niq",
            "-g",
            "0.5",
            "-R",
            "0",
            "-C",
            "0",
            "-r",
            str(RATE),
            "-F",
            sound,
            _FONTS / font,
            midi,
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        source = FileSource(sound, block=1 << 15)
        try:
            samples = np.concatenate([to_mono(block.samples) for block in iter(source.read, None)])
        finally:
            source.close()
    tape = np.zeros(int(seconds * RATE), dtype=np.float32)
    samples = samples[: len(tape)]
    tape[: len(samples)] = samples
    return tape


def _midi(notes: list[Timed], programs: dict[int, int], seconds: float) -> mido.MidiFile:
    events = []
    for note in notes:
        if 0.0 <= note.start < seconds:
            end = min(note.start + max(note.length, 0.05), seconds)
            events.append(
                (
                    note.start,
                    1,
                    mido.Message("note_on", channel=note.channel, note=note.pitch, velocity=note.loud),
                )
            )
            events.append((end, 0, mido.Message("note_off", channel=note.channel, note=note.pitch)))
    events.sort(key=lambda event: event[:2])
    track = mido.MidiTrack(
        mido.Message("program_change", channel=channel, program=program)
        for channel, program in programs.items()
    )
    last = 0
    for time, _, message in events:
        ticks = round(time * _TICKS)
        track.append(message.copy(time=ticks - last))
        last = ticks
    return mido.MidiFile(ticks_per_beat=480, tracks=[track])
