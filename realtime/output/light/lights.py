"""A universe as a device of an output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from realtime.output.light.fixture import Fixture
from realtime.output.light.sending import LevelSender
from realtime.output.light.universe import Universe
from realtime.output.output import Shown


class Lights:
    """Sends the levels of `fixtures` with what `sender` makes, each time there is a picture; dark at the
    end."""

    def __init__(self, make_sender: Callable[[], LevelSender], fixtures: Sequence[Fixture]) -> None:
        self._make, self._universe = make_sender, Universe(fixtures)
        self._sender: LevelSender | None = None

    def open(self) -> None:
        self._sender = self._make()

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        assert self._sender is not None
        levels = self._universe.levels(picture, shown)
        with suppress(BlockingIOError):  # the network is full: the next ones are newer
            self._sender.send(levels)

    def close(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            with suppress(OSError):  # the network may be gone
                sender.send(self._universe.dark())
            sender.close()
