"""The trace: one JSON object a displayed frame, to see afterwards what a show did and when."""

from __future__ import annotations

import json
import logging
import os
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.notice import Notice

_LOG = logging.getLogger(__name__)
WAITING_ROWS = 8192
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One displayed frame.

    time: show time, s; frame: id of the painted frame on the screen, None before the first; frame_age: s
    since the time that it was painted for; beat_phase, bar_phase 0..1; confidence 0..1 of the beat;
    strength that it was painted with, 0 before the first; camera: (3, 3) matrix of the pose; scene: its
    number from 1; stages: seconds that each stage took for this frame, by name.
    """

    time: float
    frame: int | None
    frame_age: float
    beat_phase: float
    bar_phase: float
    confidence: float
    strength: float
    camera: np.ndarray
    scene: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)


class Trace:
    """Writes rows to `path` (JSON lines) from a thread of its own.

    live=True: `write` never waits; rows that do not fit are counted in `dropped`. live=False: it waits. A
    full disk ends the trace after its last whole line and says so in `error`; the show goes on. Raises
    UserError if the file cannot be made.
    """

    def __init__(self, path: str | os.PathLike[str], *, live: bool = True) -> None:
        self.path = Path(path)
        self.error: str | None = None
        self.dropped = 0
        self._live = live
        self._rows: queue.Queue[TraceRow | None] = queue.Queue(WAITING_ROWS)
        self._closed = False
        try:
            self._file = open(self.path, "wb", buffering=0)  # noqa: SIM115 - closed by the thread
        except OSError as error:
            raise UserError(f"Cannot write the trace to {path}: {error.strerror}.") from error
        self._thread = threading.Thread(target=self._run, name="trace", daemon=True)
        self._thread.start()

    def write(self, row: TraceRow) -> None:
        """Take one row."""
        if self.error or self._closed:
            return
        try:
            self._rows.put(row, block=not self._live)
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        """Write what waits; safe to call twice."""
        if not self._closed:
            self._closed = True
            self._rows.put(None)
        self._thread.join()

    def _run(self) -> None:
        written = 0
        ended = False
        with self._file as file:
            while not ended:
                batch, ended = self._batch()
                if self.error or not batch:
                    continue
                lines = b"".join(_line(row) for row in batch)
                try:
                    view = memoryview(lines)
                    while view:
                        view = view[file.write(view) :]
                    written += len(lines)
                except OSError as error:
                    file.truncate(written + lines.rfind(b"\n", 0, file.tell() - written) + 1)
                    self.error = Notice(
                        "The trace {file} ended early: {why}.", file=self.path, why=error.strerror
                    )
                    _LOG.error("%s The show goes on.", self.error)

    def _batch(self) -> tuple[list[TraceRow], bool]:
        """The rows that wait (at least one, unless the end came), and True at the end."""
        rows: list[TraceRow] = []
        row = self._rows.get()
        while row is not None:
            rows.append(row)
            try:
                row = self._rows.get_nowait()
            except queue.Empty:
                return rows, False
        return rows, True


def _line(row: TraceRow) -> bytes:
    entry = {
        "time": round(row.time, _DIGITS),
        "frame": row.frame,
        "frame_age": round(row.frame_age, _DIGITS),
        "beat_phase": round(row.beat_phase, _DIGITS),
        "bar_phase": round(row.bar_phase, _DIGITS),
        "confidence": round(row.confidence, _DIGITS),
        "strength": round(row.strength, _DIGITS),
        "scene": row.scene,
        "camera": [[float(f"{value:.9g}") for value in line] for line in row.camera.tolist()],
        "stages": {name: round(seconds, _DIGITS) for name, seconds in row.stages.items()},
    }
    return json.dumps(entry).encode() + b"\n"
