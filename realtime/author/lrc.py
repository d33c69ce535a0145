"""Lyrics with times (LRC files)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from realtime.author.old_text import decoded
from realtime.errors import UserError
from realtime.setlist.blocklist import Blocklist, Verdict

_TIME = re.compile(r"\[(\d+):(\d{1,2}(?:[.:]\d{1,3})?)\]")
_OFFSET = re.compile(r"\[offset:\s*([+-]?\d+)\s*\]", re.IGNORECASE)
_WORD_TIME = re.compile(r"<\d+:\d{1,2}(?:[.:]\d{1,3})?>")

Line = tuple[float, str]
MOST_WORDS = 12
"""Sung words in one prompt."""


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
        words = _WORD_TIME.sub("", _TIME.sub("", line)).strip()
        if words:
            lines += [(max(0.0, time - shift), words) for time in times]
    if not lines:
        raise UserError(f"{path} has no line with a time such as [01:23.45]; it is no LRC file.")
    return sorted(lines)


def sung_fit(
    lines: list[Line], others: Iterable[str], blocklist: Blocklist
) -> tuple[list[Line], list[tuple[Line, Verdict]]]:
    """(lines that may be painted, the others with why not), in order.

    A line is left out that is not fit by itself, beside one of `others` (the story's lines), or behind the
    lines before it with which it may come into one prompt.
    """
    kept: list[Line] = []
    left_out: list[tuple[Line, Verdict]] = []
    others = list(others)
    for time, text in lines:
        before = " ".join(words for _, words in kept[-MOST_WORDS:]).split()[-MOST_WORDS:]
        beside = (text, " ".join((*before, text)), *(f"{other}, {text}" for other in others))
        refused = next((verdict for verdict in map(blocklist.check, beside) if not verdict.fit), None)
        if refused is None:
            kept.append((time, text))
        else:
            left_out.append(((time, text), refused))
    return kept, left_out


def verses(lines: list[Line], start: float, end: float, most: int = MOST_WORDS) -> str:
    """The words that are sung between two times, as one text of at most `most` words."""
    words = " ".join(text for time, text in lines if start - 0.25 <= time < end - 0.25).split()
    return " ".join(words[:most])
