"""What is reported, in a file too: for who comes after weeks. It never fills the disk."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from realtime.errors import UserError
from realtime.say import Say

_BYTES, _FILES = 2 << 20, 4
_LOG = logging.getLogger(__name__)


def also_to_file(path: Path, say: Say) -> Say:
    """Write what is logged to `path`, and what is said to the result. Raises UserError where it cannot."""
    try:
        handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError as error:
        raise UserError(f"Cannot write the log {path}: {error.strerror}.") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
    logging.getLogger().addHandler(handler)

    def both(line: str) -> None:
        say(line)
        record = _LOG.makeRecord(_LOG.name, logging.INFO, __file__, 0, line, (), None)
        handler.handle(record)

    return both
