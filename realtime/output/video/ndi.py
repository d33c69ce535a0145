"""NDI: the picture as video for other programs in the network.

The library comes with the package `cyndilib`, under terms of its own (docs/outputs.md).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from realtime.output.output import Shown
from realtime.output.video.extra import lacking


class Ndi:
    """A source called `name`, `size` (width, height) at `fps`."""

    def __init__(self, name: str, size: tuple[int, int], fps: float) -> None:
        self._name, self._size, self._fps = name, size, Fraction(fps).limit_denominator(1001)
        self._sender: Any = None

    def open(self) -> None:
        try:
            from cyndilib import FourCC, Sender, VideoSendFrame
        except ImportError as error:
            raise lacking("NDI", "ndi", "cyndilib", error) from error
        frame = VideoSendFrame()
        frame.set_resolution(*self._size)
        frame.set_frame_rate(self._fps)
        frame.set_fourcc(FourCC.RGBX)
        # Else it would hold each picture until its turn: they come in turn already.
        sender = Sender(self._name, clock_video=False)
        sender.set_video_frame(frame)
        sender.open()
        self._sender = sender

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        self._sender.write_video(picture.reshape(-1))

    def close(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.close()
