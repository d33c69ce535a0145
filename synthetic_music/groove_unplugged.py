"""Genres that need no drums: where their parts fall; the band draws the rest from the seed."""

from __future__ import annotations

import numpy as np

from synthetic_music.groove_voices import (
    CYMBAL,
    HATS,
    KICKS,
    SNARES,
    brush,
    clap,
    kick_dull,
    kick_room,
    ride,
    rim,
    shaker,
)
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
from synthetic_music.voices import kick, snare, tom


def oom_pah(rng: np.random.Generator, seconds: float) -> Band:
    """Polka, country, klezmer: bass on the beat, chord between."""
    band = Band(rng, seconds, (85, 145))
    band.bass(FLOOR, (0.5, 0.9), 0.4, 0.6)
    band.chord(OFFBEATS, (0.3, 0.7), str(rng.choice(["pluck", "organ", "piano"])), 0.25)
    if rng.random() < 0.6:
        band.drum((kick_room, kick), choose(rng, FLOOR, [0, 2]), (0.3, 0.7))
        band.drum((snare, brush, rim), choose(rng, OFFBEATS, OFFBEATS, BACKBEAT), (0.1, 0.5))
    band.melody((0.2, 0.6))
    return band


def waltz(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (82, 190), bar=3)
    band.bass([0], (0.5, 0.9), 0.9)
    if rng.random() < 0.8:
        band.chord([1, 2], (0.3, 0.7), str(rng.choice(["pluck", "bowed", "piano", "organ"])), 0.4)
    if rng.random() < 0.5:
        band.drum(KICKS, [0], (0.3, 0.7))
        band.drum(SNARES, choose(rng, [1, 2], [2], [1, 2, 2.5]), (0.1, 0.4))
        band.drum(HATS, spread(choose(rng, (0.0,), EIGHTHS), 3), (0.05, 0.3), accents=True)
    if rng.random() < 0.3:
        band.broken(EIGHTHS, (0.2, 0.5), "piano")
    band.melody((0.2, 0.7))
    return band


def six_eight(rng: np.random.Generator, seconds: float) -> Band:
    """Two dotted beats a bar, three eighths each."""
    band = Band(rng, seconds, (48, 88), bar=2)
    if rng.random() < 0.75:
        band.drum(KICKS, choose(rng, [0], [0, 2 / 3], [0, 5 / 3]), (0.5, 0.9))
        band.drum(SNARES, [1], (0.3, 0.8))
        band.drum(HATS, spread(TRIPLETS, 2), (0.1, 0.35), accents=True)
    band.broken(TRIPLETS, (0.2, 0.6), str(rng.choice(["piano", "pluck"])))
    band.bass(choose(rng, [0], [0, 1], [0, 1, 5 / 3]), (0.3, 0.7), 0.6)
    band.extras()
    return band


def plucked_pads(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (58, 122))
    band.pad((0.5, 1.0))
    grid = choose(rng, (0.0,), EIGHTHS, EIGHTHS, SIXTEENTHS)
    band.broken(
        grid, (0.15, 0.5), str(rng.choice(["pluck", "piano", "round"])), float(rng.uniform(0.5, 0.95))
    )
    if rng.random() < 0.3:
        band.drum((shaker, rim), spread(EIGHTHS, 4), (0.03, 0.15), accents=True)
    if rng.random() < 0.3:
        band.bass([0], (0.3, 0.6), 3.0)
    return band


def solo_piano(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (58, 150), bar=int(rng.choice([3, 4, 4, 4])))
    way = rng.random()
    if way < 0.35:
        band.broken(choose(rng, EIGHTHS, EIGHTHS, SIXTEENTHS, TRIPLETS), (0.4, 0.7), "piano")
    elif way < 0.6:
        band.chord(list(range(band.bar)), (0.4, 0.8), "piano", 0.9, 0.9, roll=float(rng.uniform(0, 0.02)))
    elif way < 0.8:
        band.chord([b + 0.5 for b in range(band.bar)], (0.3, 0.6), "piano", 0.3)
        band.bass(list(range(band.bar)), (0.5, 0.8), 0.5, 0.5)
    else:
        band.broken(EIGHTHS, (0.3, 0.6), "piano", float(rng.uniform(0.5, 0.9)))
    band.bass(choose(rng, [0], [0, 2], [0]), (0.4, 0.8), 1.5)
    band.melody((0.3, 0.8))
    return band


def strings(rng: np.random.Generator, seconds: float) -> Band:
    """Bowed ostinato with low strokes and perhaps timpani."""
    band = Band(rng, seconds, (66, 150), bar=int(rng.choice([3, 4, 4])))
    band.broken(choose(rng, EIGHTHS, (0.0,), SIXTEENTHS, TRIPLETS), (0.3, 0.7), "bowed", length=0.7)
    band.chord(choose(rng, [0], [0, 2], list(range(band.bar))), (0.3, 0.7), "bowed", 0.9)
    band.bass(choose(rng, [0], [0, 2], list(range(band.bar))), (0.3, 0.7), 0.8)
    if rng.random() < 0.4:
        band.drum(KICKS, choose(rng, [0], [0, 2]), (0.2, 0.6))
    band.melody((0.2, 0.6))
    return band


def strummed(rng: np.random.Generator, seconds: float) -> Band:
    """A guitar and a voice."""
    band = Band(rng, seconds, (68, 150))
    band.swing = float(rng.choice([0.5, 0.5, rng.uniform(0.52, 0.64)]))
    steps = choose(
        rng, [0, 1, 1.5, 2.5, 3, 3.5], spread(EIGHTHS, 4), FLOOR, [0, 1.5, 2, 3, 3.5], [0, 1, 2, 2.5, 3]
    )
    band.chord(steps, (0.5, 0.9), "pluck", 0.8, roll=float(rng.uniform(0.005, 0.03)))
    if rng.random() < 0.5:
        band.bass(choose(rng, [0, 2], [0], FLOOR), (0.3, 0.6), 0.8)
    if rng.random() < 0.4:
        band.drum((shaker, rim, brush, clap), choose(rng, BACKBEAT, spread(EIGHTHS, 4)), (0.1, 0.5))
    band.melody((0.3, 0.8))
    return band


def fast_waltz(rng: np.random.Generator, seconds: float) -> Band:
    """Viennese, musette, jazz: bass, chord, chord, with drums or without; the second beat may come early."""
    band = Band(rng, seconds, (150, 212), bar=3)
    early = float(rng.uniform(0.02, 0.12)) if rng.random() < 0.25 else 0.0
    band.bass([0], (0.4, 1.0), float(rng.uniform(0.6, 1.5)), 0.4)
    kind = str(rng.choice(["pluck", "bowed", "piano", "organ"]))
    band.chord([1 - early, 2], (0.2, 0.7), kind, float(rng.uniform(0.25, 0.6)))
    if rng.random() < 0.5:
        if rng.random() < 0.6:
            band.drum((kick, kick_room, kick_dull), [0], (0.2, 0.8))
        band.drum((snare, brush, rim), choose(rng, [1 - early, 2], [1, 2], [2]), (0.05, 0.4))
    if rng.random() < 0.3:
        band.drum((ride, *HATS), choose(rng, [0, 1, 2], [0, 1, 1.5, 2]), (0.05, 0.3))
    if rng.random() < 0.25:
        band.broken(EIGHTHS, (0.1, 0.5), str(rng.choice(["piano", "bowed"])))
    band.melody((0.2, 0.9), calm=float(rng.uniform(0, 0.8)))
    return band


def fingerpicked(rng: np.random.Generator, seconds: float) -> Band:
    """One guitar: the thumb on every beat, fingers between and now and then together with it."""
    band = Band(rng, seconds, (72, 138))
    band.swing = float(rng.choice([0.5, 0.5, rng.uniform(0.52, 0.64)]))
    band.bass(FLOOR, (0.3, 0.8), 0.8, 0.7, "pluck")
    band.broken(
        choose(rng, EIGHTHS, EIGHTHS, SIXTEENTHS, (0.5,)), (0.2, 0.7), "pluck", float(rng.uniform(0.5, 0.95))
    )
    if rng.random() < 0.4:
        band.chord([0], (0.2, 0.5), "pluck", 1.5, roll=float(rng.uniform(0.01, 0.05)))
    if rng.random() < 0.6:
        band.melody((0.2, 0.9))
    return band


def orchestra(rng: np.random.Generator, seconds: float) -> Band:
    """Bows, brass and drums of skin: chords in rhythm, long tunes, a figure in eighths or none."""
    band = Band(rng, seconds, (62, 156), bar=int(rng.choice([2, 3, 4, 4])))
    beats = [float(beat) for beat in range(band.bar)]
    rhythm = choose(rng, [0], beats, [*beats, band.bar - 0.5], random_steps(rng, band.bar, 0.5, 0.6))
    band.chord(rhythm, (0.3, 0.8), str(rng.choice(["bowed", "organ"])), float(rng.uniform(0.3, 1.2)))
    if rng.random() < 0.6:
        figure = choose(rng, EIGHTHS, TRIPLETS, SIXTEENTHS, (0.0,))
        band.broken(figure, (0.1, 0.6), str(rng.choice(["bowed", "pluck", "organ"])), length=0.5)
    if rng.random() < 0.7:
        band.bass(choose(rng, beats, [0]), (0.3, 0.8), float(rng.uniform(0.3, 1.0)), 0.4, "bowed")
    if rng.random() < 0.5:
        band.drum((kick_dull, kick_room, tom), choose(rng, [0], beats, rhythm), (0.2, 0.8))
    if rng.random() < 0.25:
        band.drum((snare, snare), random_steps(rng, band.bar, 0.25, 0.5), (0.05, 0.4))
    if rng.random() < 0.3:
        band.drum(CYMBAL, [0.0], (0.1, 0.5), 0.2)
    for _ in range(int(rng.integers(1, 3))):
        band.melody((0.3, 0.9), str(rng.choice(["bowed", "organ", "voice"])), float(rng.uniform(0, 0.8)))
    return band
