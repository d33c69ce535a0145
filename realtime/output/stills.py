"""Stills: single pictures as PNG files, when the operator asks for one and every so often."""

from __future__ import annotations

import logging
import queue
import threading
import time
from datetime import datetime
from pathlib import Path

import numpy as np

from realtime.files import written_whole
from realtime.notice import Notice
from realtime.output.output import Shown, Wanted
from realtime.record.pieces import unused

log = logging.getLogger(__name__)

_MOST_WAITING = 4
_END_S = 5.0
_FAST = 1  # zlib's level: a fifth of the time for a tenth more bytes


class Stills:
    """Writes pictures of `size` into `folder`, which is made with the first one, in a thread of its own.

    title: begins their names; every_s: one so often without being asked, None: only when asked.
    """

    name = "stills"

    def __init__(self, folder: Path, size: tuple[int, int], title: str, every_s: float | None = None) -> None:
        self.wanted, self.dropped, self.error = Wanted(size), 0, ""
        self._folder, self._title, self._every_s = folder, title, every_s
        self._asked = 0
        self._due = time.monotonic() + every_s if every_s is not None else None
        self._waiting: queue.Queue[tuple[np.ndarray, datetime] | None] = queue.Queue(_MOST_WAITING)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="stills", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Write the next picture that is shown."""
        self._asked += 1

    def wants(self, shown: Shown) -> bool:
        if self._due is not None and time.monotonic() >= self._due:
            self._due = time.monotonic() + (self._every_s or 0.0)
            self._asked += 1
        wants, self._asked = self._asked > 0, 0
        return wants

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        try:
            self._waiting.put_nowait((picture[..., :3].copy(), datetime.now()))
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        self._thread.join(_END_S)

    def _run(self) -> None:
        from PIL import Image

        while (item := self._waiting.get()) is not None:
            picture, at = item
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                path = unused(self._folder / f"{self._title}-{at:%Y%m%d-%H%M%S}.png")
                with written_whole(path) as part:
                    Image.fromarray(picture).save(part, "PNG", compress_level=_FAST)
                self.error = ""
                log.info("still written: %s", path)
            except OSError as error:
                self.error = Notice(
                    "stills: {folder} takes no picture: {why}",
                    folder=self._folder,
                    why=error.strerror or error,
                )
                log.warning("%s", self.error)
