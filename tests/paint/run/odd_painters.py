"""Painters that behave as painters should not: they are run in real painter processes by the tests."""

from __future__ import annotations

import os
import signal
import time

import numpy as np

from realtime.errors import UserError


class GreyPainter:
    """Paints each frame in one grey, its request's id; `sleep` seconds long, or oddly, as inputs ask.

    echo: paint 100 more than the adopted frame instead."""

    name = "grey"
    note = ""

    def __init__(self, size, refuse: str = "", echo: bool = False) -> None:
        if refuse:
            raise UserError(refuse)
        self.size = size
        self.echo, self.adopted = echo, 0

    def adopt(self, pixels, pose) -> None:
        self.adopted = int(pixels[0, 0, 0])

    def carried(self):
        return None

    def carry(self, picture) -> None:
        """Grows out of nothing but the adopted frame."""

    def paint(self, request):
        inputs = request.inputs
        time.sleep(inputs.get("sleep", 0.0))
        if "hang" in inputs:
            signal.pause()
        while "spin" in inputs:
            pass
        if "die" in inputs:
            os.kill(os.getpid(), signal.SIGKILL)
        if "raise" in inputs:
            raise RuntimeError("the network choked")
        if "nan" in inputs:
            return np.full((self.size[1], self.size[0], 4), np.nan, np.float32)
        if "small" in inputs:
            return np.zeros((4, 4, 4), np.uint8)
        level = self.adopted + 100 if self.echo else request.id % 251
        return np.full((self.size[1], self.size[0], 4), level, np.uint8)

    def close(self) -> None:
        """Nothing to give back."""


class DyingPainter(GreyPainter):
    """Starts well and dies at the first frame."""

    name = "dying"

    def paint(self, request):
        os.kill(os.getpid(), signal.SIGKILL)


class ThreadedPainter(GreyPainter):
    """Paints the number of threads that it was told to take."""

    def __init__(self, size, threads: int = 99) -> None:
        super().__init__(size)
        self.threads = threads

    def paint(self, request):
        return np.full((self.size[1], self.size[0], 4), self.threads, np.uint8)
