"""How far a film is: a bar with the time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from types import TracebackType

from realtime.say import Say

_LINE_EVERY_S = 10.0


class Progress(AbstractContextManager):
    """Counts `total` steps of `what`; `step` with a negative number takes some back."""

    def __init__(self, what: str, total: int, say: Say) -> None:
        self._what, self._total, self._say = what, max(total, 1), say
        self._done = 0
        self._begun = self._announced = time.monotonic()
        self._bar = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(None), TaskProgressColumn())
            self._bar = Progress(
                *columns, TextColumn("time left"), TimeRemainingColumn(), console=Console(stderr=True)
            )
            self._task = self._bar.add_task(what, total=self._total)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def reach(self, done: float) -> None:
        """So many steps are done by now."""
        if int(done) > self._done:
            self.step(int(done) - self._done)

    def step(self, count: int = 1) -> None:
        """`count` steps are done."""
        self._done += count
        if self._bar is not None:
            self._bar.advance(self._task, count)
            return
        now = time.monotonic()
        if now - self._announced >= _LINE_EVERY_S and self._done > 0:
            self._announced = now
            left = (now - self._begun) / self._done * (self._total - self._done)
            self._say(f"{self._what}: {100 * self._done / self._total:.0f} %, {_clock(left)} left")


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
