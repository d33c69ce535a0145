"""A second opinion on the beat: the first of BeatNet's networks (`beatnet.md` beside this file)."""

from __future__ import annotations

import math
from pathlib import Path

from realtime.arrays import Floats
from realtime.audio.beat.beatnet_input import BeatNetInput
from realtime.audio.beat.stepped_net import Activation, SteppedNet, limited

WEIGHTS = Path(__file__).with_name("beatnet.onnx")


class BeatNet:
    """Give it every block. What it remembers of the sound outlives a change of rate."""

    def __init__(self) -> None:
        self._net = SteppedNet(WEIGHTS)
        self._input: BeatNetInput | None = None

    def set_rate(self, rate: int) -> None:
        """Hz of the blocks from now on."""
        self._input = BeatNetInput(rate) if self._net.there else None

    def __call__(self, mono: Floats) -> list[tuple[float, Activation]]:
        """float32 (n,) → [(seconds from the block's first sample to a window's end, activation then)];
        nothing where there is no network."""
        if self._input is None:
            return []
        return [(offset, self._step(inputs)) for offset, inputs in self._input(mono)]

    def _step(self, inputs: Floats) -> Activation:
        beat, downbeat, neither = self._net(inputs)
        return Activation(
            limited(_either(beat, downbeat) - neither), limited(downbeat - _either(beat, neither))
        )


def _either(one: float, other: float) -> float:
    """log(e^one + e^other)."""
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))
