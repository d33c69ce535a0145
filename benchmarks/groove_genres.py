"""Genres for `benchmarks.grooves`: each says where its parts fall, the band draws the rest from the seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.groove_voices import (
    HANDS,
    HATS,
    KICKS,
    SNARES,
    brush,
    clap,
    kick,
    kick_long,
    kick_room,
    ride,
    rim,
    shaker,
    snare,
)
from benchmarks.grooves import EIGHTHS, SIXTEENTHS, TRIPLETS, Band, choose, random_steps, spread
from benchmarks.music import Music

Genre = Callable[[np.random.Generator, float], Band]
FLOOR = (0.0, 1.0, 2.0, 3.0)
BACKBEAT = (1.0, 3.0)
OFFBEATS = (0.5, 1.5, 2.5, 3.5)


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
    band.drum(KICKS, FLOOR, (0.5, 0.8), always=True)
    band.drum(HATS, OFFBEATS, (0.3, 0.6))
    band.bass(OFFBEATS, (0.35, 0.7), float(rng.uniform(0.3, 0.5)))
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


def rock(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (78, 190))
    kicks = choose(
        rng, [0, 2], [0, 2, 2.5], [0, 0.5, 2], [0, 1.5, 2], [0, 2, 3.5], [0, 1.5, 2.5], [0, 0.5, 2.5]
    )
    band.drum((kick, kick_room), kicks, (0.5, 1.0), always=True)
    band.drum((snare, snare, clap), BACKBEAT, (0.3, 0.9), always=True)
    band.drum((*HATS[:3], ride), spread(choose(rng, EIGHTHS, EIGHTHS, (0.0,)), 4), (0.1, 0.45), accents=True)
    if rng.random() < 0.8:
        band.bass(choose(rng, spread(EIGHTHS, 4), kicks, FLOOR), (0.2, 0.6), 0.5)
    if rng.random() < 0.7:
        steps = choose(rng, spread(EIGHTHS, 4), [0, 1, 1.5, 2.5, 3, 3.5], [0], FLOOR)
        band.chord(steps, (0.2, 0.8), str(rng.choice(["saw", "pluck"])), 0.6)
    if rng.random() < 0.5:
        band.fills()
    band.extras()
    return band


def metal(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (90, 180))
    band.drum((kick_room, kick), spread(choose(rng, EIGHTHS, SIXTEENTHS, (0, 0.75)), 4), (0.3, 0.7))
    band.drum(snare, choose(rng, BACKBEAT, BACKBEAT, (2.0,)), (0.5, 0.9), always=True)
    band.drum((*HATS[:3], ride), FLOOR, (0.2, 0.5))
    band.chord(spread(choose(rng, EIGHTHS, SIXTEENTHS, (0, 0.5, 0.75)), 4), (0.3, 0.8), "saw", 0.25)
    band.bass(spread(EIGHTHS, 4), (0.2, 0.5), 0.4)
    return band


def boom_bap(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (72, 108))
    band.swing, band.swing_unit = float(rng.uniform(0.5, 0.67)), float(rng.choice([0.25, 0.5]))
    band.drum(KICKS, sorted({0.0, *random_steps(rng, 4, 0.25, 0.4)} - {1.0, 3.0}), (0.6, 1.0), always=True)
    band.drum(SNARES[:4], BACKBEAT, (0.4, 0.9))
    band.drum(HATS, spread(choose(rng, EIGHTHS, EIGHTHS, SIXTEENTHS), 4), (0.1, 0.4), accents=True)
    band.bass(random_steps(rng, 4, 0.25, 0.5), (0.3, 0.8), 0.6)
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


def reggae(rng: np.random.Generator, seconds: float) -> Band:
    """One drop, rockers or steppers; the chop on every off-beat."""
    band = Band(rng, seconds, (62, 96))
    band.swing = float(rng.choice([0.5, 0.5, rng.uniform(0.52, 0.64)]))
    band.drum(KICKS, choose(rng, [2], [2], [0, 2], FLOOR), (0.5, 0.9), always=True)
    band.drum((rim, snare), choose(rng, [2], BACKBEAT, [2, 3.5]), (0.2, 0.6), always=True)
    band.drum(HATS, spread(EIGHTHS, 4), (0.1, 0.35), accents=True)
    band.chord(OFFBEATS, (0.25, 0.8), str(rng.choice(["organ", "pluck", "piano"])), 0.15)
    band.bass(choose(rng, [0, 0.5, 1, 2, 2.5], [0, 1.5, 2, 3], [0, 1, 1.5, 2.5, 3]), (0.4, 0.9), 0.5)
    band.extras()
    return band


def ska(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (110, 165))
    band.drum((kick, kick_room), choose(rng, FLOOR, [0, 2], [2]), (0.5, 0.9))
    band.drum((snare, rim), BACKBEAT, (0.3, 0.7))
    band.chord(OFFBEATS, (0.3, 0.8), "pluck", 0.15)
    band.bass(FLOOR, (0.4, 0.8), 0.7, 0.7)
    band.drum(HATS, choose(rng, OFFBEATS, spread(EIGHTHS, 4)), (0.1, 0.3))
    band.extras()
    return band


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


def bossa(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (100, 165))
    band.drum((kick_room, kick), [0, 1.5, 2, 3.5], (0.4, 0.8))
    band.drum(rim, [0, 1.5, 3, 5, 6.5], (0.2, 0.6))
    band.drum((shaker, *HATS[:2]), spread(EIGHTHS, 4), (0.1, 0.4), accents=True)
    band.bass([0, 1.5, 2, 3.5], (0.3, 0.7), 0.7)
    band.chord(random_steps(rng, 4, 0.5, 0.6), (0.2, 0.6), "pluck", 0.4)
    if rng.random() < 0.7:
        band.melody((0.2, 0.6))
    return band


def latin(rng: np.random.Generator, seconds: float) -> Band:
    """Clave, congas, a bass that anticipates."""
    band = Band(rng, seconds, (85, 125))
    band.drum(rim, choose(rng, [0, 1.5, 3, 5, 6], [1, 2, 4, 5.5, 7], [0, 0.75, 1.5, 2.5, 3]), (0.3, 0.7))
    band.drum(HANDS, choose(rng, [1, 1.5, 3, 3.5], [1, 3, 3.5], spread(EIGHTHS, 4)), (0.3, 0.7))
    band.drum(HANDS, spread(choose(rng, (0.0,), EIGHTHS), 4), (0.2, 0.5), accents=True)
    if rng.random() < 0.5:
        band.drum(KICKS, choose(rng, FLOOR, [0, 2]), (0.4, 0.8))
    band.bass(choose(rng, [1.5, 3], [0, 1.5, 3], [0, 1.5, 2, 3.5]), (0.4, 0.8), 0.8)
    band.chord(choose(rng, [0, 1, 1.5, 2.5, 3.5], [0, 0.5, 1.5, 2.5, 3.5]), (0.2, 0.6), "piano", 0.3)
    return band


def samba(rng: np.random.Generator, seconds: float) -> Band:
    band = Band(rng, seconds, (88, 132))
    band.drum(KICKS, choose(rng, [1, 3], [0, 1, 2, 3], [0.75, 1, 2.75, 3]), (0.5, 0.9), always=True)
    band.drum((shaker, *HATS[:2]), spread(SIXTEENTHS, 4), (0.2, 0.5), accents=True)
    band.drum(HANDS, choose(rng, [0, 0.5, 1, 1.75, 2.25, 2.75, 3.5], [0, 0.75, 1.5, 2.25, 3]), (0.2, 0.5))
    band.chord(random_steps(rng, 4, 0.25, 0.4), (0.2, 0.5), "pluck", 0.3)
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


def shuffle(rng: np.random.Generator, seconds: float) -> Band:
    """Blues and swing: the off-beat comes on the last third."""
    band = Band(rng, seconds, (78, 180))
    band.swing = float(rng.uniform(0.58, 0.68))
    band.drum((kick, kick_room), choose(rng, [0, 2], FLOOR, [0, 2, 2.5]), (0.3, 0.9))
    band.drum((snare, brush, rim), BACKBEAT, (0.2, 0.7))
    band.drum((*HATS, ride), choose(rng, spread(EIGHTHS, 4), [0, 1, 1.5, 2, 3, 3.5]), (0.15, 0.45))
    band.bass(choose(rng, FLOOR, FLOOR, spread(EIGHTHS, 4)), (0.4, 0.8), 0.8, 0.8)
    band.extras()
    return band


def jazz(rng: np.random.Generator, seconds: float) -> Band:
    """A walking bass, a ride, and comping where it likes; hardly a bass drum."""
    band = Band(rng, seconds, (95, 200))
    band.swing = float(rng.uniform(0.54, 0.68))
    band.bass(FLOOR, (0.5, 0.9), 0.9, 0.9)
    band.drum((ride, *HATS[:2]), [0, 1, 1.5, 2, 3, 3.5], (0.15, 0.5))
    band.drum(HATS[:1], BACKBEAT, (0.1, 0.4))
    if rng.random() < 0.6:
        band.chord(random_steps(rng, 4, 0.5, 0.4), (0.2, 0.6), "piano", 0.4, 0.7)
    band.melody((0.2, 0.7))
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


def random_groove(rng: np.random.Generator, seconds: float) -> Band:
    """Accents lean to the beat, nothing else is sure."""
    band = Band(rng, seconds, (68, 170), bar=int(rng.choice([3, 4, 4, 4, 5])))
    if rng.random() < 0.3:
        band.swing = float(rng.uniform(0.52, 0.66))
    band.drum(KICKS, sorted({0.0, *random_steps(rng, band.bar, 0.25, 0.5)}), (0.5, 1.0), always=True)
    band.drum(SNARES, random_steps(rng, band.bar, 0.5, 0.4), (0.2, 0.7))
    band.drum(HATS, random_steps(rng, band.bar, 0.25, 0.9), (0.05, 0.4))
    band.bass(random_steps(rng, band.bar, 0.25, 0.6), (0.2, 0.7), 0.4)
    band.extras()
    return band


def percussion(rng: np.random.Generator, seconds: float) -> Band:
    """Hands, sticks and claps; a pulse in one of them."""
    band = Band(rng, seconds, (78, 150))
    band.drum((*HANDS, *KICKS[2:]), FLOOR, (0.3, 0.9), 0.95, always=True)
    for _ in range(int(rng.integers(1, 4))):
        band.drum((*HANDS, *SNARES, *HATS), random_steps(rng, 4, 0.25, 0.5), (0.1, 0.6))
    return band


def march(rng: np.random.Generator, seconds: float) -> Band:
    """Bass drum and snare in turn, rolls between."""
    band = Band(rng, seconds, (92, 132))
    band.drum((kick_room, kick), [0, 2], (0.4, 0.9))
    band.drum(
        snare, choose(rng, FLOOR, [1, 3, 3.5], [0, 1, 1.5, 2, 3, 3.25, 3.5, 3.75]), (0.2, 0.6), accents=True
    )
    band.bass(choose(rng, FLOOR, [0, 2]), (0.3, 0.7), 0.5, 0.5)
    band.chord(choose(rng, OFFBEATS, BACKBEAT, [0]), (0.2, 0.6), "organ", 0.3)
    band.melody((0.2, 0.6))
    return band


GENRES: dict[str, Genre] = {
    make.__name__: make
    for make in (
        four_floor, off_beat_heavy, disco, rock, metal, boom_bap, trap, drum_and_bass, breakbeat, dembow,
        reggae, ska, oom_pah, bossa, latin, samba, waltz, six_eight, shuffle, jazz, plucked_pads, solo_piano,
        strings,
        strummed, arpeggio, random_groove, percussion, march,
    )
}  # fmt: skip


def groove(name: str, seed: int, seconds: float = 30.0) -> Music:
    """A piece of this genre; the same seed gives the same samples."""
    return GENRES[name](np.random.default_rng([seed, 77, *name.encode()]), seconds).finish(name)
