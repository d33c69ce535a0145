"""The strength of the painting that is on the screen, for traces."""

from __future__ import annotations

from collections import deque

_REMEMBERED = 32
"""Frames: more than any painter has on its way."""


class ShownStrength:
    """Remembers with what strength frames were asked for, until they are shown. value: of the one on show."""

    def __init__(self) -> None:
        self._asked: deque[tuple[int, float]] = deque(maxlen=_REMEMBERED)
        self.value = 0.0

    def asked(self, id: int, strength: float) -> None:
        """The frame `id` is on its way."""
        self._asked.append((id, strength))

    def shown(self, id: int) -> None:
        """The frame `id` is on the screen from now on."""
        self.value = next((strength for one, strength in self._asked if one == id), self.value)
