"""Machine music whose bass drum is nothing but bass, under hats, claps and shakers that fill most bands.

A network that hears thirty bands may count the hats between the beats. Here the depth of the bass drum, how
loud it is, and what else plays are drawn by chance; it is on the beat all the same.
"""

from __future__ import annotations

import numpy as np

from synthetic_music.groove_mix import mixed
from synthetic_music.score import RATE, Score, noise_between, tape_time
from synthetic_music.voices import hat, note, pad, progression, snare
from training.ear_material import Piece

SECONDS = 26.0
_KICKS = ((0, 1, 2, 3), (0, 1, 2, 3), (0, 1, 2, 3), (0, 2), (0, 2, 2.5), (0, 1.5, 2), (0, 2.5))
_TICKS = ((0.5,), (0.5,), (0.5,), (0.0, 0.5), (0.0, 0.25, 0.5, 0.75), (0.25, 0.5, 0.75))
_BASS = (
    (),
    (),
    (0.5, 1.5, 2.5, 3.5),
    (0, 1, 2, 3),
    (0, 0.75, 1.5, 2.25, 3, 3.75),
    (0.25, 0.5, 0.75, 1.25, 1.5, 1.75),
    (0,),
)


def deep(number: int) -> Piece:
    """The same number gives the same sound."""
    rng = np.random.default_rng([number, 9])
    score = Score(SECONDS, rng, float(np.exp(rng.uniform(np.log(66), np.log(210)))))
    score.humanise_s = float(rng.choice([0.0, 0.002, 0.006]))
    kick, tick, chords = _kick(rng), _tick(rng), progression(rng)
    kicks, ticks, bass = (options[int(rng.integers(len(options)))] for options in (_KICKS, _TICKS, _BASS))
    kick_gain, tick_gain, bass_gain = rng.uniform(0.25, 1.0), rng.uniform(0.1, 0.8), rng.uniform(0.2, 0.8)
    clap_gain = rng.uniform(0.2, 0.7) if rng.random() < 0.4 else 0.0
    clap, held = snare(rng), rng.random()
    bars = len(score.beats) // 4 + 1
    first_tick = int(rng.integers(1, 5)) if rng.random() < 0.2 else 0
    for bar in range(bars):
        start, chord = 4 * bar, chords[bar % len(chords)]
        for at in kicks:
            score.play(start + at, kick, kick_gain, exact=True)
        for at in bass:
            sound = note(chord[0] - 12, 0.45 * score.length(start, 1), 0.005, 0.3, 1.0)
            score.play(start + at, sound, bass_gain)
        for beat in range(4):
            for part in ticks if bar >= first_tick else ():
                score.play(start + beat + part, tick, tick_gain)
            if clap_gain and beat % 2:
                score.play(start + beat, clap, clap_gain)
        if held < 0.4:
            score.play(start, pad(chord, score.length(start, 4), rng), 0.3)
    if held >= 0.7:
        time = tape_time(SECONDS)
        for pitch in chords[0]:
            score.play(0.0, np.sin(2 * np.pi * 440.0 * 2 ** ((pitch - 57) / 12) * time), 0.04)
    pump_at = [score.at(4 * bar + at) for bar in range(bars) for at in kicks] if rng.random() < 0.25 else []
    samples = mixed(score.tape[: int(SECONDS * RATE)], rng, pump_at)
    return Piece(samples, score.beats, score.beats[::4])


def _kick(rng: np.random.Generator) -> np.ndarray:
    """Now and then with a click; else a sine that falls, or an 808 that rings."""
    time = tape_time(float(rng.uniform(0.25, 0.7)))
    base, sweep, fall = rng.uniform(38, 65), rng.uniform(0, 30), rng.uniform(0.015, 0.06)
    ring = np.exp(-time / float(rng.uniform(0.05, 0.25)))
    sound = np.sin(2 * np.pi * (base * time + sweep * fall * 20 * (1 - np.exp(-time / fall)))) * ring
    attack = np.clip(time / float(rng.uniform(0.0005, 0.008)), 0, 1)
    if rng.random() < 0.25:
        sound = sound + rng.uniform(0.02, 0.2) * np.exp(-time / 0.003) * rng.standard_normal(len(time))
    return (sound * attack).astype(np.float32)


def _tick(rng: np.random.Generator) -> np.ndarray:
    """A hat, or noise of any width."""
    if rng.random() < 0.4:
        return hat(rng, float(rng.uniform(0.015, 0.09)))
    time = tape_time(0.4)
    low = float(np.exp(rng.uniform(np.log(60), np.log(7000))))
    return noise_between(len(time), rng, low, 16000.0) * np.exp(-time / float(rng.uniform(0.01, 0.08)))
