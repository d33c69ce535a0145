"""The plan of segments: where a film is cut into pieces that are rendered apart.

The plan depends on the film alone, never on who renders it, and every film is rendered by it: so one
process, ten of them, or a film that was interrupted and resumed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHORT_S, LONG_S, LONGEST_S = 6.0, 12.0, 24.0
# The picture grows out of the last ones: so much is painted, but not kept, before a join.
LEAD_S = 4.0
# After a cut nothing painted before is seen; the stage still wants to know how fast frames come.
CUT_LEAD_S = 1.5
_BEFORE_CHANGE_S = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """A scene comes in at display frame `frame`, over `seconds` (0: a cut)."""

    frame: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Display frames first..last (exclusive) of the film; rendering begins at frame `lead`, which is below 0
    where the film begins in the middle of its song."""

    index: int
    lead: int
    first: int
    last: int

    @property
    def frames(self) -> int:
        return self.last - self.first

    @property
    def drawn(self) -> int:
        """Frames to draw, with the lead-in."""
        return self.last - self.lead


def plan_segments(
    frames: int, fps: float, changes: Sequence[Change], bar_lines: Sequence[float]
) -> tuple[Segment, ...]:
    """Segments of a film of `frames` frames: joins at cuts, else on a bar line while nothing changes.

    bar_lines: seconds.
    """
    cuts = sorted({change.frame for change in changes if change.seconds <= 0 and 0 < change.frame < frames})
    bars = sorted({round(line * fps) for line in bar_lines})
    busy = [
        (change.frame - round(fps * 0.25), change.frame + round(change.seconds * fps) + 1)
        for change in changes
        if change.seconds > 0
    ]
    joins: list[int] = []
    for start, end in zip([0, *cuts], [*cuts, frames], strict=True):
        joins.append(start)
        while end - joins[-1] > 1.25 * LONG_S * fps:
            joins.append(_next_join(joins[-1], end, fps, bars, busy))
    firsts = sorted(set(joins))
    return tuple(
        Segment(index, _lead(first, first in cuts, fps, changes), first, last)
        for index, (first, last) in enumerate(zip(firsts, [*firsts[1:], frames], strict=True))
        if last > first
    )


def _next_join(start: int, end: int, fps: float, bars: list[int], busy: list[tuple[int, int]]) -> int:
    def free(frame: int) -> bool:
        return not any(first <= frame < last for first, last in busy)

    low, high, limit = (start + round(seconds * fps) for seconds in (SHORT_S, LONG_S, LONGEST_S))
    limit = min(limit, end - round(SHORT_S * fps * 0.5))
    quiet = [bar for bar in bars if low <= bar <= limit and free(bar)]
    soon = [bar for bar in quiet if bar <= high]
    if soon:
        return soon[-1]
    if quiet:
        return quiet[0]
    return next((frame for frame in range(high, limit) if free(frame)), high)


def _lead(first: int, cut: bool, fps: float, changes: Sequence[Change]) -> int:
    """Where painting begins for a segment that begins at `first`: never in the middle of a transition."""
    lead = first - round((CUT_LEAD_S if cut else LEAD_S) * fps)
    for change in sorted(changes, key=lambda change: change.frame, reverse=True):
        if change.frame < first and change.frame <= lead < change.frame + round(change.seconds * fps) + 1:
            lead = change.frame - round(_BEFORE_CHANGE_S * fps)
    return max(0, lead)
