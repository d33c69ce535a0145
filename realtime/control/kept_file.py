"""A file in which a show keeps something: read at its start, written beside the display loop."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from realtime.files import set_aside, written_whole
from realtime.notice import Notice

log = logging.getLogger(__name__)

T = TypeVar("T")

DAMAGED = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What JSON that is not as it was written raises: numbers without an end and nesting without one, too."""


class KeptFile:
    """Written by a thread of its own: the newest wins, whole or not at all.

    what: what it holds, in words, for people; pause_s: so long after it was written the next change waits.
    """

    def __init__(self, path: Path, what: str, pause_s: float = 0.0) -> None:
        self.path = path
        self.fault = ""
        """Why it cannot be written, or ""."""
        self._what, self._pause_s = what, pause_s
        self._waiting: deque[Callable[[], str]] = deque(maxlen=1)
        self._awake, self._closing = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=what, daemon=True)
        self._thread.start()

    def read(self, parse: Callable[[str], T]) -> T | None:
        """What `parse` makes of its text; None where there is none. One that is damaged (`parse` raises one
        of `DAMAGED`) is set aside, and both are named in the log."""
        try:
            return parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, *DAMAGED) as error:
            try:
                aside = set_aside(self.path).name
                log.warning(
                    "%s: %s cannot be read (%s); it is kept as %s", self._what, self.path, error, aside
                )
            except OSError as why:
                log.warning("%s: %s cannot be set aside: %s", self._what, self.path, why)
            return None

    def write(self, text: Callable[[], str]) -> None:
        """Keep what `text` gives, which is called in the thread; does not wait."""
        self._waiting.append(text)
        self._awake.set()

    def close(self, forget: bool = False) -> None:
        """Write what waits, or `forget` it and delete the file; safe to call twice."""
        if forget:
            self._waiting.clear()
        self._closing.set()
        self._awake.set()
        self._thread.join()
        if forget:
            self.path.unlink(missing_ok=True)

    def _run(self) -> None:
        while not self._closing.is_set() or self._waiting:
            self._awake.wait()
            self._awake.clear()
            if self._waiting:
                self._put(self._waiting.popleft()())
                self._closing.wait(self._pause_s)

    def _put(self, text: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self.path) as part:
                part.write_text(text, encoding="utf-8")
            self.fault = ""
        except OSError as error:
            self.fault = Notice(
                "{what} hold for this show only: {file} cannot be written.", what=self._what, file=self.path
            )
            log.warning("%s %s", self.fault, error)
