"""Stems: the voices of a song as files of their own, for routes that follow one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.arrays import Floats
from realtime.audio.ear import Analyzes
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.audio.io.file import FileSource
from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.say import Say

ENDINGS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac", ".aif", ".aiff")
_HOP_S = 0.01
# A stem's full level is what it reaches for a twentieth of the time in which it sounds.
_FULL, _SOUNDS = 95.0, 1e-3
_BEND = 0.7  # quiet passages are seen, too


class Stems:
    """The level of each stem, 0..1, at any time. levels: float32 (N,), one each 10 ms, by name."""

    def __init__(self, levels: Mapping[str, Floats]) -> None:
        self._levels = dict(levels)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._levels)

    def level(self, name: str, time: float) -> float:
        """0 before and after it, and for a name that is none of them."""
        levels = self._levels.get(name)
        place = time / _HOP_S - 0.5
        if levels is None or not -1.0 < place < len(levels):
            return 0.0
        low = int(np.floor(place))
        a, b = (float(levels[min(max(n, 0), len(levels) - 1)]) for n in (low, low + 1))
        return a + (b - a) * (place - low)

    def check(self, named: Sequence[str], say: Say) -> None:
        """Say it where routes follow stems (`named`) and none are given. Raises UserError where only others
        are."""
        if named and not self._levels:
            say(f"routes rest that follow stems ({', '.join(named)}): give the files with --stems")
            return
        for name in named:
            if name not in self._levels:
                raise UserError(f"{unknown('stem', name, self._levels)} (a stem is called as its file is)")


def stems_for(named: Sequence[str], paths: Sequence[Path], say: Say) -> Stems:
    """As `read_stems`, and checked against those that routes follow."""
    stems = read_stems(paths)
    stems.check(named, say)
    return stems


def read_stems(paths: Sequence[Path]) -> Stems:
    """The stems in these files and folders, by the names of the files. Raises UserError."""
    levels: dict[str, Floats] = {}
    for path in stem_files(paths):
        name = stem_name(path)
        if name in levels:
            raise UserError(f"two stems are called “{name}”: {path} is the second; rename one of them")
        levels[name] = _levels(path)
    return Stems(levels)


def stem_name(path: Path) -> str:
    """`Lead Vocals.wav` → "lead_vocals"."""
    return re.sub(r"\W+", "_", path.stem.lower()).strip("_") or "stem"


def stem_files(paths: Sequence[Path]) -> list[Path]:
    """The files, and those in the folders. Raises UserError where there are none in one."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
            if not inside:
                raise UserError(f"there is no sound file in the folder {path}")
            found += inside
        else:
            found.append(path)
    return found


def _levels(path: Path) -> Floats:
    source = FileSource(path)
    hop = max(1, round(_HOP_S * source.rate))
    powers: list[Floats] = []
    rest = np.zeros(0, np.float32)
    try:
        while (block := source.read()) is not None:
            rest = np.concatenate([rest, np.square(block.samples).mean(axis=1)])
            whole = len(rest) // hop
            if whole >= 64:
                powers.append(rest[: whole * hop].reshape(whole, hop).mean(axis=1))
                rest = rest[whole * hop :]
    finally:
        source.close()
    if len(rest):
        tail = np.add.reduceat(rest, np.arange(0, len(rest), hop)) / np.float32(hop)
        powers.append(tail.astype(np.float32))
    level = np.sqrt(np.concatenate(powers)) if powers else np.zeros(0, np.float32)
    sounding = level[level > _SOUNDS]
    full = float(np.percentile(sounding, _FULL)) if len(sounding) else 1.0
    bent: Floats = (np.clip(level / full, 0.0, 1.0) ** _BEND).astype(np.float32)
    return bent


def with_stems(analyzer: Analyzes, stems: Stems) -> Analyzes:
    """The analyzer, which gives the stems beside what it hears, if there are any."""
    return WithStems(analyzer, stems) if stems.names else analyzer


class WithStems:
    """Implements `Analyzes`: what another hears, with the stems beside it."""

    def __init__(self, analyzer: Analyzes, stems: Stems) -> None:
        self._analyzer, self._stems = analyzer, stems

    def feed(self, block: Block) -> Features:
        return replace(self._analyzer.feed(block), stems=self._stems)
