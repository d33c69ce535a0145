"""Situations in which an ear is tempted to count at another level: plain bands at a tempo of one's choice.

Nothing is fitted on them. How the ear does: `python -m synthetic_music.situations`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthetic_music.score import RATE, Music, Score
from synthetic_music.voices import hat, kick, note, pad, progression, snare

_EIGHTHS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)


@dataclass(frozen=True)
class Situation:
    """tempo: bpm, and the one it steps to half-way, if any; kicks, snares, bass: beats of the bar; hats:
    parts of a beat; gains over all else; bar: beats."""

    tempo: float
    kicks: tuple[float, ...] = ()
    snares: tuple[float, ...] = ()
    hats: tuple[float, ...] = ()
    bass: tuple[float, ...] = ()
    steps_to: float = 0.0
    kick_gain: float = 1.0
    hat_gain: float = 0.35
    bass_gain: float = 0.5
    plucks: bool = False
    swing: float = 0.0
    bar: int = 4


def _backbeat(tempo: float, **others: float) -> Situation:
    return Situation(tempo, (0, 2, 2.5), (1, 3), (0, 0.5), (0, 2, 2.5), **others)


def _floor(tempo: float, bass: tuple[float, ...] = (0, 1, 2, 3)) -> Situation:
    return Situation(tempo, (0, 1, 2, 3), (1, 3), (0.5,), bass)


SITUATIONS: dict[str, Situation] = {
    **{f"backbeat {tempo}": _backbeat(tempo) for tempo in (62, 68, 75, 82, 88)},
    **{
        f"loud eighths {tempo}": Situation(tempo, (0, 1.5, 2), (1, 3), (0, 0.5), _EIGHTHS, hat_gain=0.5)
        for tempo in (64, 72, 85)
    },
    **{f"floor {tempo}": _floor(tempo, (0.5, 1.5, 2.5, 3.5)) for tempo in (78, 82)},
    **{f"floor {tempo}": _floor(tempo) for tempo in (158, 162, 200, 208)},
    "dotted bass 126": Situation(126, (0, 1, 2, 3), (1, 3), (0, 0.5), (0, 0.75, 1.5, 2.25, 3, 3.75)),
    "loud off-beats 128": Situation(
        128, (0, 1, 2, 3), (), (0.5,), (0.5, 1.5, 2.5, 3.5), kick_gain=0.25, hat_gain=0.8, bass_gain=0.8
    ),
    "step 100 to 130": Situation(100, (0, 2), (1, 3), (0, 0.5), (0, 2, 2.5), steps_to=130),
    "half-time 174": Situation(174, (0,), (2,), (0, 0.5), (0,)),
    "half-time 140": Situation(140, (0, 2.5), (2,), (0, 0.5), (0, 2.5)),
    "plucks 70": Situation(70, plucks=True),
    "plucks 92": Situation(92, plucks=True),
    "waltz 150": Situation(150, (0,), (1, 2), (0,), (0,), bar=3),
    "three 96": Situation(96, (0, 1.5), (2,), (0, 0.5), (0, 1.5), bar=3),
    "rock 120": Situation(120, (0, 2, 2.5), (1, 3), (0, 0.5), _EIGHTHS),
    "swung 96": Situation(96, (0, 2), (1, 3), (0, 0.5), (0, 2), swing=0.16),
}


def situation(name: str, seed: int = 5, seconds: float = 26.0) -> Music:
    """The same seed gives the same samples."""
    what = SITUATIONS[name]
    rng = np.random.default_rng([seed, *name.encode()])

    def tempo(time: float) -> float:
        return what.steps_to if what.steps_to and time > seconds / 2 else what.tempo

    score = Score(seconds, rng, tempo)
    score.humanise_s = 0.004
    drum, clap, tick, chords = _peak(kick(rng)), _peak(snare(rng)), _peak(hat(rng)), progression(rng)
    beat_s = 60.0 / what.tempo
    for begin in range(0, len(score.beats), what.bar):
        chord = chords[begin // what.bar % len(chords)]
        for at in what.kicks:
            score.play(begin + at, drum, what.kick_gain)
        for at in what.snares:
            score.play(begin + at, clap, 0.7)
        for beat in range(what.bar):
            for part in what.hats:
                score.play(begin + beat + part + what.swing * (part == 0.5), tick, what.hat_gain)
        for at in what.bass:
            score.play(begin + at, _peak(note(chord[0] - 12, 0.5 * beat_s, 0.005, 0.3, 1.2)), what.bass_gain)
        score.play(begin, _peak(pad(chord, beat_s * what.bar, rng)), 0.25)
        if what.plucks:
            for at in np.arange(0.0, what.bar, 0.5):
                pluck = _peak(note(chord[int(rng.integers(3))] + 12, 0.6, 0.004, 0.25, 1.0))
                score.play(begin + float(at), pluck, 0.25 * float(rng.uniform(0.6, 1.0)))
    return score.finish(name, what.bar, 0.0008, room=0.1)


def _peak(sound: np.ndarray) -> np.ndarray:
    return sound / max(1e-6, float(np.abs(sound).max()))


def run(seed: int = 5) -> list[dict]:
    """For each: F and CMLt of the live ear (mir_eval, the first five seconds trimmed), and its tempo over the
    true one."""
    from benchmarks.beat_listeners import live
    from benchmarks.beat_scores import score
    from benchmarks.recordings import Recording

    rows = []
    for name in SITUATIONS:
        music = situation(name, seed)
        stereo = np.repeat(music.samples[:, None], 2, axis=1)
        recording = Recording(name, RATE, stereo, music.beats, music.beat_in_bar)
        heard = live(recording)
        scored = score(recording, heard)
        settled = heard.times[heard.times > 5.0]
        tempo = np.median(np.diff(music.beats)) / np.median(np.diff(settled)) if len(settled) > 2 else 0.0
        rows.append({"situation": name, "F": scored.f, "CMLt": scored.cmlt, "tempo": float(tempo)})
    return rows


if __name__ == "__main__":
    found = run()
    for row in found:
        print(f"{row['situation']:>20}  F {row['F']:.2f}  CMLt {row['CMLt']:.2f}  tempo × {row['tempo']:.2f}")
    print(" " * 20, *(f" {key} {np.mean([row[key] for row in found]):.3f}" for key in ("F", "CMLt")))
