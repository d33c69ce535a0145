"""What was judged during a show, a line of JSON each: when, from where, which rule; the text only if asked.

Lines are only ever added. A file that has grown to its limit is put aside under a number; the oldest goes.
"""

from __future__ import annotations

import json
import time
from datetime import datetime
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES, OLD_FILES = 1_000_000, 9
_BETWEEN_FAULTS_S = 60.0


class ModerationLog:
    """Writes to `path`, whose folder is made. with_text: the texts are written, too."""

    def __init__(self, path: Path, with_text: bool = False) -> None:
        self._path, self._with_text = path, with_text
        self._file: _File | None = None
        self._faulty_until = 0.0

    def add(self, sender: str, text: str, fit: bool, rule: str | None) -> str:
        """One text that came from `sender` was judged. Gives why that cannot be written, once a minute
        at most, or ""."""
        entry: dict[str, object] = {
            "time": datetime.now().astimezone().isoformat(timespec="seconds"),
            "from": sender,
            "fit": fit,
            "rule": rule or "",
            "characters": len(text),
        }
        if self._with_text:
            entry["text"] = text
        if time.monotonic() < self._faulty_until:
            return ""
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = _File(self._path, "a", MOST_BYTES, OLD_FILES, encoding="utf-8")
            self._file.emit(makeLogRecord({"msg": json.dumps(entry, ensure_ascii=False)}))
        except OSError as error:
            self._file = None
            self._faulty_until = time.monotonic() + _BETWEEN_FAULTS_S
            return f"The moderation log {self._path} cannot be written: {error.strerror or error}."
        return ""


class _File(RotatingFileHandler):
    """Python's rotation of files, with faults that are raised."""

    def handleError(self, record: LogRecord) -> None:
        raise
