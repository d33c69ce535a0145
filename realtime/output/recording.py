"""The recording, as an output."""

from __future__ import annotations

import numpy as np

from realtime.output.output import Shown, Wanted
from realtime.record.pieces import Pieces
from realtime.record.recorder import Recorder


class Recording:
    """Hands every picture to `recorder`, which has the sound from the ear and says itself what it lost."""

    name = "recording"
    dropped = 0
    error = ""

    def __init__(self, recorder: Recorder | Pieces, size: tuple[int, int]) -> None:
        self._recorder = recorder
        self.wanted = Wanted(size, smaller=True)

    def wants(self, shown: Shown) -> bool:
        return not self._recorder.error

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        self._recorder.frame(picture, shown.time)

    def close(self) -> None:
        """It ends with its sound."""
