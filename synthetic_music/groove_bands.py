"""Genres with a drummer: where their parts fall; the band draws the rest from the seed."""

from __future__ import annotations

import numpy as np

from synthetic_music.groove_voices import (
    HANDS,
    HATS,
    KICKS,
    SNARES,
    brush,
    clap,
    kick_dull,
    kick_long,
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
from synthetic_music.voices import kick, snare


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


def double_time(rng: np.random.Generator, seconds: float) -> Band:
    """Train beat, polka beat: kick on every beat, snare on every off-beat."""
    band = Band(rng, seconds, (76, 116))
    band.drum((kick, kick_room), FLOOR, (0.5, 0.9), always=True)
    band.drum((snare, snare, brush), OFFBEATS, (0.3, 0.8), always=True)
    if rng.random() < 0.6:
        band.drum(HATS, spread(choose(rng, EIGHTHS, SIXTEENTHS), 4), (0.05, 0.35), accents=True)
    band.bass(choose(rng, FLOOR, [0, 2], spread(EIGHTHS, 4)), (0.4, 0.8), 0.5, 0.5)
    if rng.random() < 0.7:
        band.chord(
            choose(rng, OFFBEATS, spread(EIGHTHS, 4), FLOOR), (0.2, 0.7), str(rng.choice(["saw", "pluck"]))
        )
    band.extras()
    return band


def soul(rng: np.random.Generator, seconds: float) -> Band:
    """Behind the beat: a late snare, a lazy swing, an electric piano."""
    band = Band(rng, seconds, (62, 112))
    band.swing, band.swing_unit = float(rng.uniform(0.5, 0.64)), float(rng.choice([0.25, 0.5]))
    band.laid_back_s = float(rng.uniform(0.008, 0.035))
    band.drum((kick, kick_room, kick_long), choose(rng, [0, 2.5], [0, 1.5, 2], [0, 0.75, 2.25]), (0.4, 0.9))
    band.drum(SNARES, BACKBEAT, (0.3, 0.8))
    band.drum((*HATS[:2], shaker), spread(choose(rng, EIGHTHS, SIXTEENTHS), 4), (0.08, 0.4), accents=True)
    band.bass(random_steps(rng, 4, 0.25, 0.5), (0.4, 0.9), 0.5, 0.4)
    band.chord(random_steps(rng, 4, 0.5, 0.35), (0.2, 0.6), "piano", 0.9)
    band.melody((0.2, 0.7), "voice")
    return band


def ballad(rng: np.random.Generator, seconds: float) -> Band:
    """Slow: brushes or a soft kit, long chords, a voice."""
    band = Band(rng, seconds, (56, 92))
    if rng.random() < 0.7:
        band.drum((kick_room, kick, kick_dull), choose(rng, [0, 2], [0, 2.5], [0, 1.5, 2]), (0.2, 0.7))
        band.drum((brush, rim, snare), BACKBEAT, (0.1, 0.6))
    if rng.random() < 0.6:
        band.drum(
            (brush, *HATS), spread(choose(rng, EIGHTHS, (0.0,), TRIPLETS), 4), (0.05, 0.3), accents=True
        )
    if rng.random() < 0.6:
        band.broken(choose(rng, EIGHTHS, EIGHTHS, TRIPLETS), (0.2, 0.6), str(rng.choice(["piano", "pluck"])))
    band.chord(choose(rng, [0], [0, 2], FLOOR), (0.3, 0.7), str(rng.choice(["piano", "organ", "bowed"])), 1.5)
    band.bass(choose(rng, [0, 2], [0], [0, 1.5, 2]), (0.3, 0.7), 1.2)
    band.melody((0.3, 0.9), "voice")
    return band
