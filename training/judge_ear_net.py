"""How well the ear's network alone tells beats: `python -m training.judge_ear_net MATERIAL`.

It hears what was held back. Where it says at a step that a beat is likelier than not, and more surely than at
the steps around, it told one. No tempo is followed: this is what the beat tracker gets to hear.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import onnxruntime

from realtime.audio.beat.band_input import FRAMES_A_STEP
from realtime.audio.beat.ear_net import WEIGHTS
from training.fit_ear_net import ACTIVATION_DELAY_S, BEAT_WEIGHT, Heard, inputs_and_wanted, material

CLOSE_S, FIRST_S = 0.07, 3.0
_FIRST_FRAME = 4
_LIKELIER = float(np.log(BEAT_WEIGHT))
"""The fit weighs beats so much more than what lies between."""
_NEAR_STEPS = 5


def beats_told(session: onnxruntime.InferenceSession, piece: Heard) -> np.ndarray:
    """Seconds."""
    frames = len(piece.times) - _FIRST_FRAME - 2
    inputs = inputs_and_wanted(piece, _FIRST_FRAME, frames - frames % FRAMES_A_STEP, None).inputs
    states = {state.name: np.zeros(state.shape, np.float32) for state in session.get_inputs()[1:]}
    beat = session.run(["logits"], {session.get_inputs()[0].name: inputs[:, None, :], **states})[0][:, 0, 0]
    around = np.pad(beat, _NEAR_STEPS, constant_values=-np.inf)
    highest = np.max([around[step : step + len(beat)] for step in range(2 * _NEAR_STEPS + 1)], axis=0)
    steps = np.flatnonzero((beat == highest) & (beat > _LIKELIER))
    times = piece.times[_FIRST_FRAME + 1 :: FRAMES_A_STEP]
    found: np.ndarray = times[steps] - ACTIVATION_DELAY_S
    return found


def judged(times: np.ndarray, piece: Heard) -> np.ndarray:
    """Those of these times at which the beats are known."""
    stretches = piece.known if len(piece.known) else np.array([[0.0, piece.times[-1]]])
    known = [(times >= max(FIRST_S, begin)) & (times < end - 0.2) for begin, end in stretches]
    return times[np.any(known, axis=0)]


def f_measure(piece: Heard, told: np.ndarray) -> float:
    truth, told = judged(piece.beats, piece), judged(told, piece)
    if not len(truth) or not len(told):
        return 0.0
    hits = int((np.abs(truth[:, None] - told[None, :]).min(axis=1) < CLOSE_S).sum())
    return 2.0 * hits / (len(truth) + len(told))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--network", type=click.Path(path_type=Path, exists=True), default=WEIGHTS)
def main(folder: Path, network: Path) -> None:
    """F of each group of music; beats told a minute where there are none."""
    session = onnxruntime.InferenceSession(network, providers=["CPUExecutionProvider"])
    found: dict[str, list[float]] = {}
    for piece in material(folder, held=True):
        told = beats_told(session, piece)
        score = f_measure(piece, told) if len(piece.beats) else 60.0 * len(told) / float(piece.times[-1])
        found.setdefault(piece.group, []).append(score)
    for group, scores in found.items():
        unit = "beats a minute" if group == "sound" else "F"
        click.echo(f"{group}: {np.mean(scores):.2f} {unit} ({len(scores)} pieces)")


if __name__ == "__main__":
    main()
