"""Genres that nobody has named yet: every part is drawn on its own from what that part plays anywhere."""

from __future__ import annotations

import numpy as np

from synthetic_music.groove_voices import HANDS, HATS, KICKS, SNARES
from synthetic_music.grooves import (
    BACKBEAT,
    EIGHTHS,
    FLOOR,
    OFFBEATS,
    SIXTEENTHS,
    TRIPLETS,
    Band,
    choose,
    random_steps,
    spread,
)

_KICKS = (
    FLOOR, (0, 2), (0,), (2,), (0, 2.5), (0, 1.5, 2), (0, 1.5, 2.5), (0, 0.75, 2.5), (0, 0.5, 2, 2.5),
    (0, 1.5, 2, 3.5), (0, 1.5, 3), (0, 2, 2.75), (0, 3.5), (0, 1, 2, 3, 3.5),
)  # fmt: skip
_SNARES = (
    BACKBEAT, BACKBEAT, BACKBEAT, (2,), (3,), (1, 2.5), (1, 3, 3.5), (0.75, 1.5, 2.75, 3.5), (1, 2.75), FLOOR,
    (1, 1.75, 2.25, 3),
)  # fmt: skip
_HATS = (FLOOR, OFFBEATS, spread(EIGHTHS, 4), spread(SIXTEENTHS, 4), (0, 1, 1.5, 2, 3, 3.5), BACKBEAT)
_BASSES = (
    FLOOR, (0,), (0, 2), OFFBEATS, spread(EIGHTHS, 4), spread(SIXTEENTHS, 4), (0, 1.5, 2, 3.5), (0, 1.5, 3),
    (0, 0.75, 1.5, 2, 2.75, 3.5), (1.5, 3), (0, 2.5), (0, 1, 2, 2.5, 3.5), spread((0.25, 0.5, 0.75), 4),
)  # fmt: skip
_CHORDS = (
    (0,), (0, 2), FLOOR, BACKBEAT, OFFBEATS, spread(EIGHTHS, 4), (0, 1, 1.5, 2.5, 3, 3.5), (0, 1.5, 3),
    (0, 0.75, 1.5, 2.25, 3), (1.5, 3.5), (0, 1.5, 2, 3, 3.5), (0, 1, 2.5, 3),
)  # fmt: skip
_STRUCK = ("piano", "pluck", "saw", "organ")
_ANY = (*_STRUCK, "bowed", "round", "voice")


def fusion(rng: np.random.Generator, seconds: float) -> Band:
    """Drums of one style, bass of another, chords of a third."""
    band = Band(rng, seconds, (64, 176))
    _swing(band)
    kicks = random_steps(rng, 4, 0.25, 0.5) if rng.random() < 0.15 else choose(rng, *_KICKS)
    band.drum(KICKS, kicks, (0.3, 1.0))
    if rng.random() < 0.85:
        snares = random_steps(rng, 4, 0.5, 0.4) if rng.random() < 0.15 else choose(rng, *_SNARES)
        band.drum(SNARES, snares, (0.15, 0.9))
    if rng.random() < 0.8:
        band.drum(HATS, choose(rng, *_HATS), (0.05, 0.6), accents=True)
    if rng.random() < 0.2:
        band.drum(HANDS, random_steps(rng, 4, 0.25, 0.4), (0.1, 0.6))
    if rng.random() < 0.85:
        follows = kicks if rng.random() < 0.2 else choose(rng, *_BASSES)
        band.bass(follows, (0.2, 0.9), float(rng.uniform(0.2, 1.2)), float(rng.uniform(0, 0.8)))
    _harmony(band)
    band.extras()
    return band


def mingled(rng: np.random.Generator, seconds: float) -> Band:
    """Two or three instruments without a drummer, each in its own rhythm."""
    band = Band(rng, seconds, (58, 170), bar=int(rng.choice([3, 4, 4, 4])))
    _swing(band)
    if rng.random() < 0.7:
        length = float(rng.uniform(0.3, 1.5))
        kind = str(rng.choice(["round", "pluck", "bowed", "piano"]))
        band.bass(_within(band.bar, choose(rng, *_BASSES[:4], (0,), (0, 2))), (0.3, 0.9), length, 0.5, kind)
    if rng.random() < 0.7:
        steps = _within(band.bar, choose(rng, *_CHORDS))
        roll = float(rng.uniform(0, 0.03)) if rng.random() < 0.5 else 0.0
        band.chord(steps, (0.3, 0.9), str(rng.choice(_ANY)), float(rng.uniform(0.2, 1.5)), roll=roll)
    grid = choose(rng, EIGHTHS, EIGHTHS, (0.0,), SIXTEENTHS, TRIPLETS)
    band.broken(grid, (0.2, 0.8), str(rng.choice(_ANY)), float(rng.uniform(0.4, 1.0)))
    if rng.random() < 0.3:
        band.pad((0.2, 0.8))
    if rng.random() < 0.8:
        band.melody((0.2, 0.9), calm=float(rng.uniform(0, 0.8)))
    return band


def _within(bar: int, steps: list[float]) -> list[float]:
    return [step for step in steps if step < bar]


def _swing(band: Band) -> None:
    if band.rng.random() < 0.25:
        band.swing = float(band.rng.uniform(0.52, 0.68))
        band.swing_unit = float(band.rng.choice([0.25, 0.5]))


def _harmony(band: Band) -> None:
    rng, way = band.rng, band.rng.random()
    if way < 0.45:
        band.chord(choose(rng, *_CHORDS), (0.1, 0.9), str(rng.choice(_STRUCK)), float(rng.uniform(0.15, 1.0)))
    elif way < 0.65:
        grid = choose(rng, EIGHTHS, SIXTEENTHS, TRIPLETS, (0.0,))
        band.broken(grid, (0.1, 0.7), str(rng.choice(_ANY)), float(rng.uniform(0.5, 1.0)), 0.4)
    elif way < 0.85:
        band.pad((0.2, 0.9))
