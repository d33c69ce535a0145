"""The ear at work: feeds a source's blocks to the analyzer, live in a thread or on the virtual clock."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.audio.io.source import AudioSource, Losses

log = logging.getLogger(__name__)

# How often the live thread looks for a block that is due: well under a block of 256 (5.8 ms).
_POLL_S = 0.001
# It begins to look this long before the block should come. Every look wakes a processor, and a block that
# was found late by less than this is made up for with the next.
_EARLY_S = 0.0015
_LONGEST_SLEEP_S = 0.05


class Analyzes(Protocol):
    """The part of `Analyzer` that an ear uses."""

    def feed(self, block: Block) -> Features: ...


class Ear(Protocol):
    """Gives the newest features; a listener that is passed in gets every block."""

    @property
    def features(self) -> Features: ...

    @property
    def ended(self) -> bool: ...

    @property
    def fault(self) -> str | None:
        """What is wrong with the source of the sound, and since when; None while all is well."""
        ...

    @property
    def losses(self) -> Losses:
        """Sound that did not come through."""
        ...

    def advance(self, now: float) -> None:
        """Hear everything that has sounded by `now` (does nothing where a thread listens by itself)."""
        ...

    def close(self) -> None: ...


Listener = Callable[[Block, Features], None]


class VirtualEar:
    """Hears a source on the virtual clock: after `advance(t)` every block that ended by t is known."""

    def __init__(self, source: AudioSource, analyzer: Analyzes, listeners: tuple[Listener, ...] = ()) -> None:
        self._source = source
        self._analyzer = analyzer
        self._listeners = listeners
        self._pending: Block | None = None
        self.features = Features()

    @property
    def ended(self) -> bool:
        return self._pending is None and self._source.ended

    @property
    def fault(self) -> str | None:
        return self._source.fault

    @property
    def losses(self) -> Losses:
        return self._source.losses

    def advance(self, now: float) -> None:
        while True:
            block = self._pending or self._source.read()
            self._pending = block
            if block is None or block.end > now + 1e-9:
                return
            self._pending = None
            self.features = self._analyzer.feed(block)
            for listener in self._listeners:
                listener(block, self.features)

    def close(self) -> None:
        self._source.close()


class LiveEar:
    """Hears a live source in a thread of its own, so that the display never waits for analysis.

    A listener that raises is dropped with one log line; the ear itself goes on.
    """

    def __init__(self, source: AudioSource, analyzer: Analyzes, listeners: tuple[Listener, ...] = ()) -> None:
        self._source = source
        self._analyzer = analyzer
        self._listeners = list(listeners)
        self._stop = threading.Event()
        self.features = Features()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return self._source.ended

    @property
    def fault(self) -> str | None:
        return self._source.fault

    @property
    def losses(self) -> Losses:
        return self._source.losses

    def advance(self, now: float) -> None:
        """The thread hears by itself."""

    def _run(self) -> None:
        due = 0.0
        while not self._stop.is_set():
            block = self._source.read()
            if block is None:
                if self._source.ended:
                    return
                time.sleep(max(_POLL_S, min(due - time.monotonic(), _LONGEST_SLEEP_S)))
                continue
            due = time.monotonic() + block.end - block.time - _EARLY_S
            try:
                features = self._analyzer.feed(block)
            except Exception:
                # The show must go on: the picture keeps its last features until the next block.
                log.exception("analysis of the block at %.3f s failed; skipped", block.time)
                continue
            self.features = features
            self._tell(block, features)

    def _tell(self, block: Block, features: Features) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(block, features)
            except Exception:
                log.exception("a listener of the ear failed and was dropped")
                self._listeners.remove(listener)

    def close(self) -> None:
        self._stop.set()
        self._thread.join(timeout=2.0)
        self._source.close()
