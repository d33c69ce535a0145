"""What every sound source offers: card, file, demo track, stdin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from realtime.audio.io.block import Block
from realtime.clock import Clock

Losses = Mapping[str, int]
"""What was lost so far, by what it is, in the plural: {"dropouts of the sound card": 3}."""
NO_LOSSES: Losses = MappingProxyType({})


class AudioSource(Protocol):
    """A source of sound that never blocks the caller.

    name: for people; rate: Hz; live: True if it runs by itself (sound card, stdin), False if it can
    be read as fast as wanted (file, demo track); fault: what is wrong with it and since when, or None.
    """

    name: str
    rate: int
    live: bool

    @property
    def fault(self) -> str | None: ...

    @property
    def losses(self) -> Losses:
        """Sound that did not come through."""
        ...

    def read(self) -> Block | None:
        """The next block, or None if there is none *yet* (live) or no more (not live; see `ended`)."""
        ...

    @property
    def ended(self) -> bool:
        """True once no block will ever come."""
        ...

    def close(self) -> None:
        """Release device or file; safe to call twice."""
        ...


@runtime_checkable
class LiveSource(AudioSource, Protocol):
    """A source that runs by itself, so it has the clock that the show follows.

    note: a line for people about how it is played, None where there is nothing to say.
    """

    note: str | None

    @property
    def clock(self) -> Clock:
        """The time that is being heard."""
        ...
