"""The ear's own network: how likely it is, from all that was heard, that a beat fell, and a bar's first.

Fifty times a second it hears the bands and pitches that the fitted model hears too (`band_input`). It stands
beside that model: the beat tracker adds up what both say. `ear_net.md` beside this file says how it was made.
"""

from __future__ import annotations

from pathlib import Path

from realtime.arrays import Floats
from realtime.audio.beat.band_input import BandInput
from realtime.audio.beat.stepped_net import Activation, SteppedNet, limited

WEIGHTS = Path(__file__).with_name("ear_net.onnx")


class EarNet:
    """Step it once a frame of novelty. What it remembers of the sound outlives a change of rate."""

    def __init__(self) -> None:
        self._net = SteppedNet(WEIGHTS)
        self._input = BandInput()

    def __call__(self, bands: Floats, risen: Floats, chroma: Floats) -> Activation | None:
        """bands, risen: `Novelty`'s; chroma: (12,) energies. Every second frame it tells, if there is a
        network."""
        if not self._net.there:
            return None
        inputs = self._input(bands, risen, chroma)
        if inputs is None:
            return None
        beat, downbeat = self._net(inputs)
        return Activation(limited(beat), limited(downbeat))
