"""What the ear's network is fitted on: a piece, and what is kept of it.

Only what the network is told is kept: bands and pitches, a hundred times a second, with the beats. A piece is
named by its kind and a number; it is laid once, so that what was interrupted goes on where it was. Every
third number of every kind is held back from the fit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from realtime.audio.beat.band_input import BANDS, PITCHES, pitches
from realtime.audio.feature.novelty import FULL_BAND, Novelty, Spectra
from synthetic_music.score import RATE

HELD_BACK_EVERY = 3
PITCH_DECAY = 0.9985


@dataclass(frozen=True)
class Piece:
    """samples: float32 (n,) at `RATE`; beats, ones: s, of all and of those that begin a bar; ones_known: may
    the second be learned from; known: (m, 2) s, from when to when the beats are known; none: always."""

    samples: np.ndarray
    beats: np.ndarray
    ones: np.ndarray
    ones_known: bool = True
    known: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))


Make = Callable[[int], Piece]


def held_back(number: int) -> bool:
    return number % HELD_BACK_EVERY == 0


def heard(samples: np.ndarray) -> dict[str, np.ndarray]:
    """times: float64 (frames,) s at which each frame's window ends; bands: uint8 (frames, BANDS); pitches:
    uint8 (frames, PITCHES); 255 is 1."""
    spectra = Spectra(RATE)
    novelty = Novelty(spectra.frequencies)
    times, bands, chroma, peak = [], [], [], 1e-9
    step = RATE // 100
    for first in range(0, len(samples), step):
        for offset, magnitudes in spectra(samples[first : first + step]):
            novelty(magnitudes)
            energies = novelty.chroma(magnitudes)
            peak = max(peak * PITCH_DECAY, float(energies.max()))
            times.append(first / RATE + offset)
            bands.append(novelty.bands / FULL_BAND)
            chroma.append(pitches(energies, peak))
    return {
        "times": np.array(times),
        "bands": _bytes(np.array(bands).reshape(-1, BANDS)),
        "pitches": _bytes(np.array(chroma).reshape(-1, PITCHES)),
    }


def lay(folder: Path, kind: str, number: int, make: Make) -> bool:
    """Write a piece, unless it is there. Was it made?"""
    path = folder / f"{kind}-{number:04d}.npz"
    if path.exists():
        return False
    write(path, make(number))
    return True


def write(path: Path, piece: Piece) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            **heard(piece.samples),
            beats=piece.beats,
            ones=piece.ones,
            ones_known=piece.ones_known,
            known=piece.known,
        )
    unfinished.rename(path)


def _bytes(levels: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(levels * 255.0), 0, 255).astype(np.uint8)
