"""Spout: the picture for other programs on the same Windows machine. Written after its documentation, and not
tried."""

from __future__ import annotations

from typing import Any

import numpy as np

from realtime.output.output import Shown
from realtime.output.video.extra import lacking

_GL_RGBA = 0x1908


class Spout:
    """A sender called `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sender: Any = None

    def open(self) -> None:
        try:
            import SpoutGL
        except ImportError as error:
            raise lacking("Spout", "spout", "SpoutGL", error) from error
        self._sender = SpoutGL.SpoutSender()
        self._sender.setSenderName(self._name)

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        height, width = picture.shape[:2]
        if not self._sender.sendImage(picture, width, height, _GL_RGBA, False, 0):
            raise OSError("Spout did not take the picture: it needs a graphics card with DirectX 11")

    def close(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.releaseSender()
