"""A second opinion on the beat: one or two of BeatNet's networks (`beatnet.md` beside this file)."""

from __future__ import annotations

import math
from pathlib import Path

from realtime.audio.beat.beatnet_input import BeatNetInput
from realtime.audio.beat.stepped_net import Activation, SteppedNet, limited
from realtime.audio.feature.novelty import Spectra

WEIGHTS = Path(__file__).with_name("beatnet.onnx")
SONG_WEIGHTS = Path(__file__).with_name("beatnet_song.onnx")
"""What a show steps, and what hears whole songs: one of its networks, and the mean of two."""


class BeatNet:
    """Step it once a frame. What it remembers of the sound outlives a change of rate."""

    def __init__(self, weights: Path | None = None) -> None:
        """weights: by default what a show steps."""
        self._net = SteppedNet(weights or WEIGHTS)
        self._input: BeatNetInput | None = None
        self._second = False

    def set_rate(self, rate: int) -> None:
        """Hz of the sound from now on."""
        self._input = BeatNetInput(rate) if self._net.there else None

    def __call__(self, spectra: Spectra) -> Activation | None:
        """spectra: has just given a frame, and keeps `WINDOW_S` of sound. Every second frame it tells, if
        there is a network."""
        self._second = not self._second
        if self._input is None or self._second:
            return None
        beat, downbeat, neither = self._net(self._input(spectra.newest(self._input.length)))
        return Activation(
            limited(_either(beat, downbeat) - neither), limited(downbeat - _either(beat, neither))
        )


def _either(one: float, other: float) -> float:
    """log(e^one + e^other)."""
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))
