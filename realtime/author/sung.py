"""Lyrics as words of prompts: which may be painted, and which are sung in a scene."""

from __future__ import annotations

from collections.abc import Iterable

from realtime.lettering.lrc import Line
from realtime.setlist.blocklist import Blocklist, Verdict

MOST_WORDS = 12
"""Sung words in one prompt."""


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
