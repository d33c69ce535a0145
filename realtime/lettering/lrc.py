"""Lyrics with times (LRC files)."""

from __future__ import annotations

import re
from pathlib import Path

from realtime.errors import UserError
from realtime.lettering.old_text import decoded

_TIME = re.compile(r"\[(\d+):(\d{1,2}(?:[.:]\d{1,3})?)\]")
_OFFSET = re.compile(r"\[offset:\s*([+-]?\d+)\s*\]", re.IGNORECASE)
_WORD_TIME = re.compile(r"<\d+:\d{1,2}(?:[.:]\d{1,3})?>")

Line = tuple[float, str]


def read_lrc(path: Path) -> list[Line]:
    """(seconds, text) of every line that has words, in order. Raises UserError.

    Several times before one text are that text several times; [offset:±ms] moves all, later if negative.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise UserError(f"Cannot read the lyrics {path}: {error.strerror}.") from error
    if text is None:
        raise UserError(f"{path} is no text that can be read; save the lyrics as UTF-8.")
    offset = _OFFSET.search(text)
    shift = int(offset[1]) / 1000.0 if offset else 0.0
    lines: list[Line] = []
    for line in text.splitlines():
        times = [
            int(minutes) * 60.0 + float(seconds.replace(":", ".")) for minutes, seconds in _TIME.findall(line)
        ]
        words = " ".join(_WORD_TIME.sub("", _TIME.sub("", line)).split())
        if words:
            lines += [(max(0.0, time - shift), words) for time in times]
    if not lines:
        raise UserError(f"{path} has no line with a time such as [01:23.45]; it is no LRC file.")
    return sorted(lines)
