"""What the ear is judged on: music with known beats, and sounds without a beat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import annotations
from realtime.audio.io.block import Block
from realtime.audio.io.file import FileSource
from realtime.errors import UserError

SOUNDS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aif", ".aiff")


@dataclass(frozen=True)
class Recording:
    """name: of its row in the table; samples: float32 (n, channels); beats: s, none where there is no beat;
    beat_in_bar: from 1, None where it is not known."""

    name: str
    rate: int
    samples: np.ndarray
    beats: np.ndarray
    beat_in_bar: np.ndarray | None

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def blocks(self, size: int) -> Iterator[Block]:
        for first in range(0, len(self.samples), size):
            yield Block(self.samples[first : first + size], first / self.rate, self.rate)


def _stereo(mono: np.ndarray) -> np.ndarray:
    return np.repeat(mono[:, None], 2, axis=1)


def synthetic(seeds: tuple[int, ...], seconds: float) -> Iterator[Recording]:
    """The scenes of `synthetic_music`, at seeds that nothing was fitted on, and its sounds without a beat."""
    from synthetic_music.beatless import SOUNDS as BEATLESS
    from synthetic_music.beatless import sound
    from synthetic_music.music import RATE, SCENES, scene

    for name in SCENES:
        for seed in seeds:
            music = scene(name, seed, seconds)
            yield Recording(name, RATE, _stereo(music.samples), music.beats, music.beat_in_bar)
    for name in BEATLESS:
        yield Recording(name, RATE, _stereo(sound(name, seeds[0], seconds)), np.zeros(0), None)


def foreign(seeds: tuple[int, ...], seconds: float) -> Iterator[Recording]:
    """All styles and sounds without a beat of `benchmarks.foreign`."""
    from benchmarks.foreign.instruments import RATE
    from benchmarks.foreign.negatives import NEGATIVES, negative
    from benchmarks.foreign.performance import piece
    from benchmarks.foreign.styles import STYLES

    for name in STYLES:
        for seed in seeds:
            music = piece(name, seed, seconds)
            yield Recording(name, RATE, _stereo(music.samples), music.beats, music.beat_in_bar)
    for name in NEGATIVES:
        for seed in seeds:
            yield Recording(name, RATE, _stereo(negative(name, seed, seconds)), np.zeros(0), None)


def in_folder(folder: Path) -> Iterator[Recording]:
    """Every sound file with beats beside it: `song.flac` and `song.beats`. Raises UserError."""
    pairs = list(_pairs(folder))
    if not pairs:
        raise UserError(
            f"{folder} holds no sound file ({', '.join(SOUNDS)}) with its beats beside it: expected such as "
            f"song.wav and song.beats, or {' or '.join(annotations.ENDINGS)}."
        )
    for sound, beats in pairs:
        told = annotations.read(beats)
        source = FileSource(sound, block=1 << 15)
        try:
            samples = np.concatenate([block.samples for block in iter(source.read, None)])
        finally:
            source.close()
        name = sound.relative_to(folder).with_suffix("").as_posix()
        yield Recording(name, source.rate, samples, told.times, told.beat_in_bar)


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    for sound in sorted(folder.rglob("*")):
        if sound.suffix.lower() in SOUNDS:
            beside = [sound.with_suffix(ending) for ending in annotations.ENDINGS]
            if (beats := next((path for path in beside if path.is_file()), None)) is not None:
                yield sound, beats
