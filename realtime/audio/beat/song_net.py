"""The ear's network for whole songs: what `EarNet` hears, and then back through it from the song's end.

`ear_net_song.onnx` holds the network that a show steps and one that goes back through what that one feels, so
that each moment is judged with the past and the future in view (`ear_net.md` beside this file).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from realtime.arrays import Floats
from realtime.audio.beat.band_input import INPUTS, STEPS_PER_SECOND, BandInput
from realtime.audio.beat.stepped_net import MOST, session_of

WEIGHTS = Path(__file__).with_name("ear_net_song.onnx")
STRETCH_STEPS, OVERLAP_STEPS = 300 * STEPS_PER_SECOND, 20 * STEPS_PER_SECOND
"""Long songs are heard in stretches that overlap, so that memory does not grow with them much."""


class SongNet:
    """Let it hear every frame of novelty, then ask for all activations."""

    def __init__(self) -> None:
        self._session = session_of(WEIGHTS)
        self._input = BandInput()
        self._heard = bytearray()
        """float16, `INPUTS` a step."""

    def hear(self, bands: Floats, risen: Floats, chroma: Floats) -> bool:
        """bands, risen: `Novelty`'s; chroma: (12,) energies. Does an activation belong to this frame? It is
        every second one, if there is a network."""
        inputs = self._input(bands, risen, chroma) if self._session is not None else None
        if inputs is None:
            return False
        self._heard += inputs.astype(np.float16).tobytes()
        return True

    def activations(self) -> Floats:
        """float32 (steps, 2): logits of a beat and of a bar's first, for each frame `hear` said yes to."""
        heard = np.frombuffer(bytes(self._heard), dtype=np.float16).reshape(-1, 1, INPUTS)
        parts = [np.zeros((0, 2), dtype=np.float32)]
        for start in range(0, len(heard), STRETCH_STEPS):
            assert self._session is not None
            first = max(0, start - OVERLAP_STEPS)
            inputs = heard[first : start + STRETCH_STEPS + OVERLAP_STEPS].astype(np.float32)
            logits = self._session.run(["logits"], {self._session.get_inputs()[0].name: inputs})[0]
            parts.append(logits[start - first :, 0][:STRETCH_STEPS])
        return np.clip(np.concatenate(parts), -MOST, MOST)
