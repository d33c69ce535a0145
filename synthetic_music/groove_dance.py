"""Genres made of machines: where their parts fall; the band draws the rest from the seed."""

from __future__ import annotations

import numpy as np

from synthetic_music.groove_voices import HATS, KICKS, SNARES, clap, kick_long, kick_room
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
from synthetic_music.voices import kick, snare


def four_floor(rng: np.random.Generator, seconds: float) -> Band:
    """House, techno, trance: the bass goes anywhere, the hats mostly between."""
    band = Band(rng, seconds, (108, 150))
    band.drum(KICKS, FLOOR, (0.5, 1.0), always=True)
    if rng.random() < 0.65:
        band.drum(SNARES[:4], BACKBEAT, (0.1, 0.6))
    if rng.random() < 0.75:
        band.drum(HATS, OFFBEATS, (0.05, 0.6))
    if rng.random() < 0.5:
        band.drum(HATS, spread(choose(rng, EIGHTHS, SIXTEENTHS), 4), (0.03, 0.3), accents=True)
    if rng.random() < 0.85:
        gallop = spread((0.25, 0.5, 0.75), 4)
        steps = choose(rng, OFFBEATS, OFFBEATS, gallop, spread(EIGHTHS, 4), spread(SIXTEENTHS, 4))
        if rng.random() < 0.3:
            steps = random_steps(rng, 4, 0.25, 0.6)
        band.bass(steps, (0.15, 0.7), float(rng.uniform(0.2, 0.5)))
    if rng.random() < 0.3:
        band.chord(OFFBEATS, (0.1, 0.5), str(rng.choice(["saw", "organ", "piano"])), 0.3)
    band.extras()
    return band


def off_beat_heavy(rng: np.random.Generator, seconds: float) -> Band:
    """The floor is there, but bass and open hat between the beats are as loud or louder."""
    band = Band(rng, seconds, (112, 145))
    band.drum(KICKS, FLOOR, (0.5, 0.9), always=True)
    if rng.random() < 0.9:
        band.drum(HATS, OFFBEATS, (0.1, 0.9))
    band.bass(OFFBEATS, (0.2, 0.9), float(rng.uniform(0.25, 0.5)))
    if rng.random() < 0.7:
        band.drum(SNARES, BACKBEAT, (0.08, 0.4))
    if rng.random() < 0.5:
        band.drum(HATS, spread(SIXTEENTHS, 4), (0.03, 0.15))
    band.extras()
    return band


def disco(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (105, 132))
    band.drum((kick, kick_room), FLOOR, (0.5, 0.9), always=True)
    band.drum(SNARES, BACKBEAT, (0.3, 0.7))
    band.drum(HATS, choose(rng, OFFBEATS, spread(SIXTEENTHS, 4)), (0.1, 0.4))
    band.bass(choose(rng, spread(EIGHTHS, 4), [0, 0.75, 1.5, 2, 2.75, 3.5]), (0.3, 0.7), 0.35, 0.5)
    band.chord(random_steps(rng, 4, 0.25, 0.6), (0.1, 0.4), "pluck", 0.2)
    if rng.random() < 0.5:
        band.pad((0.2, 0.5))
    band.extras()
    return band


def trap(rng: np.random.Generator, seconds: float) -> Band:
    """Half-time: hats in sixteenths with rolls, long low drums."""
    band = Band(rng, seconds, (62, 84))
    band.drum((kick_long, kick), sorted({0.0, *random_steps(rng, 4, 0.25, 0.35)} - {1.0, 3.0}), (0.6, 1.0))
    band.drum((clap, snare), BACKBEAT, (0.4, 0.8), always=True)
    rolls = [b + s for b in rng.choice(4, 2) for s in (0.125, 0.375, 0.625)]
    band.drum(HATS[:1], [*spread(SIXTEENTHS, 4), *rolls], (0.1, 0.35), 0.95)
    band.bass(choose(rng, [0], [0, 1.75], [0, 2.25]), (0.3, 0.8), 1.2)
    band.extras()
    return band


def drum_and_bass(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (158, 182))
    band.drum(KICKS, choose(rng, [0, 2.5], [0, 2.5], [0, 1.5, 2.5], [0, 0.5, 2.5]), (0.6, 1.0), always=True)
    band.drum(SNARES[:3], BACKBEAT, (0.4, 0.9), always=True)
    if rng.random() < 0.5:
        band.drum(SNARES[:2], random_steps(rng, 4, 0.25, 0.2), (0.05, 0.2))
    band.drum(HATS, spread(EIGHTHS, 4), (0.08, 0.4), accents=True)
    band.bass(choose(rng, [0, 2.5], [0], [0, 1.5, 2.5], spread(EIGHTHS, 4)), (0.3, 0.8), 0.9)
    band.extras()
    return band


def breakbeat(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (92, 140))
    band.swing, band.swing_unit = float(rng.uniform(0.5, 0.6)), 0.25
    band.drum(KICKS, choose(rng, [0, 0.5, 2.5, 2.75], [0, 0.75, 2.5], [0, 1.75, 2.5, 3.25]), (0.6, 1.0))
    band.drum(SNARES[:3], BACKBEAT, (0.5, 0.9), always=True)
    band.drum(SNARES[:2], choose(rng, [1.75, 2.25, 3.75], [0.75, 2.25], [1.75, 3.5]), (0.08, 0.25))
    band.drum(HATS, spread(choose(rng, EIGHTHS, SIXTEENTHS), 4), (0.1, 0.35), accents=True)
    band.bass(random_steps(rng, 4, 0.25, 0.6), (0.3, 0.7), 0.3)
    if rng.random() < 0.5:
        band.chord(random_steps(rng, 4, 0.25, 0.4), (0.1, 0.5), "pluck", 0.15)
    band.extras()
    return band


def dembow(rng: np.random.Generator, seconds: float) -> Band:
    """Reggaeton: the floor under a three-three-two snare."""
    band = Band(rng, seconds, (84, 108))
    band.drum(KICKS, FLOOR, (0.5, 0.9), always=True)
    band.drum(SNARES[:4], [0.75, 1.5, 2.75, 3.5], (0.3, 0.8), always=True)
    if rng.random() < 0.6:
        band.drum(HATS, spread(choose(rng, EIGHTHS, SIXTEENTHS), 4), (0.05, 0.25))
    band.bass(choose(rng, [0, 0.75, 1.5, 2, 2.75, 3.5], FLOOR, [0, 1.5, 2, 3.5]), (0.3, 0.7), 0.5)
    band.extras()
    return band


def arpeggio(rng: np.random.Generator, seconds: float) -> Band:
    """Synthetic sequences in sixteenths, with or without a floor."""
    band = Band(rng, seconds, (88, 140))
    band.broken(SIXTEENTHS, (0.2, 0.7), str(rng.choice(["saw", "pluck", "round"])), length=0.2)
    if rng.random() < 0.6:
        band.drum(KICKS, choose(rng, FLOOR, [0, 2]), (0.4, 0.9))
        band.drum(SNARES[:3], BACKBEAT, (0.2, 0.6))
    band.bass(choose(rng, [0], spread(EIGHTHS, 4), FLOOR), (0.3, 0.7), 0.4)
    if rng.random() < 0.6:
        band.pad((0.2, 0.6))
    band.extras()
    return band


def pumped(rng: np.random.Generator, seconds: float) -> Band:
    """The bass drum pushes a wall of sound away, which is loudest between the beats."""
    band = Band(rng, seconds, (100, 150))
    band.pumping = 1.0
    band.drum(KICKS, FLOOR, (0.5, 1.0), always=True)
    band.chord([0.0], (0.3, 0.8), str(rng.choice(["saw", "organ", "bowed"])), 4.0)
    if rng.random() < 0.7:
        band.bass(choose(rng, OFFBEATS, [0], spread((0.25, 0.5, 0.75), 4)), (0.2, 0.8), 0.4)
    if rng.random() < 0.6:
        band.drum(HATS, OFFBEATS, (0.05, 0.7))
    if rng.random() < 0.5:
        band.drum(SNARES[:3], BACKBEAT, (0.1, 0.6))
    band.extras()
    return band


def half_time(rng: np.random.Generator, seconds: float) -> Band:
    """The snare on three only, the rest moves in quarters and eighths."""
    band = Band(rng, seconds, (100, 156))
    band.drum(KICKS, choose(rng, [0], [0, 1.5], [0, 3.5], [0, 0.5, 3], [0, 2.5]), (0.5, 1.0), always=True)
    band.drum(SNARES[:3], [2], (0.4, 0.9), always=True)
    band.drum(HATS, spread(choose(rng, (0.0,), EIGHTHS, EIGHTHS, TRIPLETS), 4), (0.1, 0.45), accents=True)
    band.bass(choose(rng, [0], spread(EIGHTHS, 4), FLOOR, [0, 1.5, 3]), (0.3, 0.8), 0.8)
    if rng.random() < 0.6:
        band.chord(choose(rng, FLOOR, spread(EIGHTHS, 4), [0]), (0.2, 0.7), str(rng.choice(["saw", "pluck"])))
    band.extras()
    return band


def chip(rng: np.random.Generator, seconds: float) -> Band:
    """An old game's few voices: fast broken chords, a hard bass, noise for drums."""
    band = Band(rng, seconds, (100, 180))
    band.score.humanise_s = 0.0005
    band.broken(choose(rng, SIXTEENTHS, EIGHTHS), (0.2, 0.6), "saw", length=0.2)
    band.bass(choose(rng, spread(EIGHTHS, 4), FLOOR, [0, 0.5, 1.5, 2, 2.5, 3.5]), (0.4, 0.8), 0.3, 0.3, "saw")
    if rng.random() < 0.7:
        band.drum(HATS[:3], spread(choose(rng, EIGHTHS, (0.0,)), 4), (0.05, 0.4))
        band.drum(SNARES[:2], BACKBEAT, (0.2, 0.7))
    if rng.random() < 0.5:
        band.drum(KICKS, choose(rng, [0, 2], FLOOR, [0, 2.5]), (0.3, 0.8))
    band.melody((0.3, 0.9), "saw")
    return band
