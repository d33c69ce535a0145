"""A recording in pieces by length or size, of which only the newest may be kept: for shows that never end."""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.audio.io.block import Block
from realtime.errors import UserError
from realtime.record.recorder import Recorder
from realtime.say import Say

_LOG = logging.getLogger(__name__)
# A new file and its encoder are made ready so long before they are needed: it takes a while.
_AHEAD_S = 5.0
# Where there is no room for a new one, the present one goes on for so long.
_AGAIN_S = 60.0
OPENING = "next recording"
"""The thread that opens it."""

Open = Callable[[Path, float], Recorder]
"""Opens a recorder of a file whose time 0 is at so many seconds. Raises UserError."""


def unused(path: Path, number: int = 1) -> Path:
    """`path`, or where there is such a file already the same name with the next number: nothing is lost.

    number: to begin with.
    """
    while True:
        free = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        if not free.exists():
            return free
        number += 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """A recording as it was asked for.

    path: None for none; every: minutes of a piece; most: megabytes of one; both None: one file.
    """

    path: Path | None
    every: float | None = None
    keep: int | None = None
    most: float | None = None


def open_recording(
    wanted: Wanted, size: tuple[int, int], fps: float, sound_rate: int, live: bool, say: Say
) -> Recorder | Pieces | None:
    """The recording that was asked for; a show's takes an unused name. Raises UserError."""
    if wanted.path is None:
        return None

    def opened(path: Path, start: float) -> Recorder:
        say(f"recording to {path}")
        return Recorder(path, size, fps, sound_rate, live=live, start=start)

    if live and (wanted.every is not None or wanted.most is not None):
        every_s = math.inf if wanted.every is None else 60.0 * wanted.every
        most_bytes = math.inf if wanted.most is None else 1e6 * wanted.most
        return Pieces(wanted.path, opened, every_s, wanted.keep, most_bytes)
    return opened(unused(wanted.path) if live else wanted.path, 0.0)


class Pieces:
    """As a `Recorder`, in files of `every_s` seconds, or of about `most_bytes` where that is sooner; keep: so
    many, the oldest are deleted; None: all.

    Nothing here waits: files are opened and closed in threads. Raises UserError if recording cannot begin.
    """

    def __init__(
        self,
        path: Path,
        open_recorder: Open,
        every_s: float = math.inf,
        keep: int | None = None,
        most_bytes: float = math.inf,
    ) -> None:
        self._path, self._open, self._keep = path, open_recorder, keep
        self._every_s, self._most_bytes = every_s, most_bytes
        self._began = 0.0
        self._written: deque[Path] = deque()
        self._finished: set[Path] = set()
        self._dropped, self._opened_files = 0, 0
        self._change = every_s
        self._next: Recorder | None = None
        self._opening: threading.Thread | None = None
        self._closing: list[threading.Thread] = []
        self._current = self._opened(0.0)

    def frame(self, rgba: np.ndarray, time: float) -> bool:
        """As `Recorder.frame`; the clock of the frames says when a piece ends."""
        if self._opening is None and self._full_at(time + _AHEAD_S):
            self._change = min(self._change, time + _AHEAD_S)
        if time >= self._change - _AHEAD_S and self._opening is None:
            self._opening = threading.Thread(
                target=self._prepare, args=(self._change,), name=OPENING, daemon=True
            )
            self._opening.start()
        if time >= self._change and self._next is not None:
            before, self._current, self._next = self._current, self._next, None
            self._closing = [thread for thread in self._closing if thread.is_alive()]
            self._closing.append(threading.Thread(target=self._finish, args=(before,), daemon=True))
            self._closing[-1].start()
            self._began, self._change = self._change, self._change + self._every_s
            self._opening = None
        return self._current.frame(rgba, time)

    def _full_at(self, time: float) -> bool:
        """Will the present file be as large as it may be?"""
        written, lasts = self._current.bytes, time - self._began
        return lasts > _AHEAD_S and written * lasts / (lasts - _AHEAD_S) >= self._most_bytes

    def sound(self, block: Block) -> bool:
        """As `Recorder.sound`."""
        return self._current.sound(block)

    @property
    def path(self) -> Path:
        """Of the piece that is being written."""
        return self._current.path

    @property
    def dropped(self) -> int:
        return self._dropped + self._current.dropped

    @property
    def error(self) -> str | None:
        return self._current.error

    @property
    def summary(self) -> str:
        """What was written, in a line for the person who started it."""
        files = len(self._written)
        return f"recorded {files} files, the last one {self._written[-1]}" if files else self._current.summary

    def close(self, within_s: float | None = None) -> None:
        """Close the last piece; safe to call twice. within_s: as `Recorder.close`."""
        if self._opening is not None:
            self._opening.join(within_s)
        if self._next is not None:
            self._next.close(within_s)
            self._next.path.unlink(missing_ok=True)
            self._written.remove(self._next.path)
            self._next = None
        self._current.close(within_s)
        for thread in self._closing:
            thread.join(within_s)

    def _opened(self, start: float) -> Recorder:
        # A number that was deleted is not given again: the highest is the newest.
        self._opened_files += 1
        recorder = self._open(unused(self._path, self._opened_files), start)
        self._written.append(recorder.path)
        return recorder

    def _prepare(self, start: float) -> None:
        try:
            self._next = self._opened(start)
        except UserError as error:
            # The piece that is there goes on until there is room for the next one.
            _LOG.error("%s The present file goes on.", error)
            self._change += _AGAIN_S
            self._opening = None

    def _finish(self, recorder: Recorder) -> None:
        recorder.close()
        self._dropped += recorder.dropped
        self._finished.add(recorder.path)
        # On a busy machine an older one may still be closing: it is deleted after the next one.
        while self._keep is not None and len(self._written) > self._keep + 1:
            if self._written[0] not in self._finished:
                break
            oldest = self._written.popleft()
            self._finished.discard(oldest)
            oldest.unlink(missing_ok=True)
