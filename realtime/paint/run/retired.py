"""Painter processes on their way out: asked to end, killed if they do not, never waited for in a show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Protocol

GRACE_S = 0.5
_GONE_S = 0.5  # a killed one with gigabytes to give back; at the end of a show
_GIVEN_UP_S = 5.0
_LOOK_EVERY_S = 0.01


class Ends(Protocol):
    """A process that can be ended; no method waits."""

    def ask_to_end(self) -> None: ...

    def kill(self) -> None: ...

    @property
    def ended(self) -> bool: ...

    def release(self) -> None: ...


class Retired:
    """Those that were replaced, by the rung that they painted on."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._workers: list[tuple[int, Ends, float]] = []  # (rung, worker, when it was or will be killed)

    def add(self, level: int, worker: Ends, grace_s: float = GRACE_S) -> None:
        """End it: at once without a grace, else it is asked first."""
        if grace_s > 0.0:
            worker.ask_to_end()
        else:
            worker.kill()
        self._workers.append((level, worker, self._monotonic() + grace_s))

    def tend(self) -> None:
        """Kill those whose grace is over, and forget those that are gone."""
        now, left = self._monotonic(), []
        for level, worker, kill_at in self._workers:
            if worker.ended or now > kill_at + _GIVEN_UP_S:
                worker.release()
                continue
            if now >= kill_at:
                worker.kill()
            left.append((level, worker, kill_at))
        self._workers = left

    def holds(self, level: int) -> bool:
        """Is one of this rung not gone yet? What it has of a card's memory is not free for the next."""
        return any(rung == level for rung, _, _ in self._workers)

    def end_with(self, workers: Iterable[Ends]) -> None:
        """End these and all others: asked together, they share one grace, and those that are killed one more
        wait."""
        for worker in workers:
            self.add(-1, worker)
        for last_s in (GRACE_S, _GONE_S):
            end = self._monotonic() + last_s
            while self._monotonic() < end and not all(worker.ended for _, worker, _ in self._workers):
                self._sleep(_LOOK_EVERY_S)
            for _, worker, _ in self._workers:
                if not worker.ended:
                    worker.kill()
        for _, worker, _ in self._workers:
            worker.release()
        self._workers = []
