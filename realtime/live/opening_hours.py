"""When a show that nobody tends is seen: it fades in when the house opens, and out when it closes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from realtime.errors import UserError
from realtime.smoothstep import smoothstep

FADE_S = 30.0
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_S = 86400.0
_WRITTEN = re.compile(
    r"(?:(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? )?(?P<begin>\d\d?:\d\d)-(?P<end>\d\d?:\d\d)"
)


@dataclass(frozen=True, slots=True)
class _Span:
    """Seconds of the day on these days (0: Monday); an end before its begin is on the next morning."""

    days: frozenset[int]
    begin: float
    end: float

    def inside(self, day: int, second: float) -> float:
        """How long the house has been open, or is still, whichever is less (s); 0 when it is closed."""
        until = self.end if self.end > self.begin else self.end + _DAY_S
        for on, at in ((day, second), ((day - 1) % 7, second + _DAY_S)):
            if on in self.days and self.begin <= at < until:
                return min(at - self.begin, until - at)
        return 0.0


class OpeningHours:
    """texts: such as "10:00-18:00" or "tue-sun 10:00-18:00"; any of them. Raises UserError."""

    def __init__(
        self, texts: tuple[str, ...], local: Callable[[], time.struct_time] = time.localtime
    ) -> None:
        self._spans = tuple(_span(text) for text in texts)
        self._local = local

    def share(self) -> float:
        """Of the light, 0..1, that is shown now by the clock on the wall."""
        now = self._local()
        second = second_of_the_day(now)
        inside = max(span.inside(now.tm_wday, second) for span in self._spans)
        return smoothstep(min(inside / FADE_S, 1.0))


def second_of_the_day(now: time.struct_time | None = None) -> float:
    """Of the local time `now`, or of the moment."""
    now = now or time.localtime()
    return now.tm_hour * 3600.0 + now.tm_min * 60.0 + now.tm_sec


def _span(text: str) -> _Span:
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise UserError(f"Opening hours are written 10:00-18:00 or tue-sun 10:00-18:00, not {text!r}.")
    days = _days(found["first"], found["last"], text)
    return _Span(days, _seconds(found["begin"], text), _seconds(found["end"], text))


def _days(first: str | None, last: str | None, text: str) -> frozenset[int]:
    if first is None:
        return frozenset(range(7))
    for day in (first, last or first):
        if day not in DAYS:
            raise UserError(f"There is no day {day!r} in {text!r}; days are {', '.join(DAYS)}.")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _seconds(clock: str, text: str) -> float:
    hour, _, minute = clock.partition(":")
    if int(hour) > 24 or int(minute) > 59 or (int(hour) == 24 and int(minute)):
        raise UserError(f"There is no time {clock} in {text!r}; a day ends at 24:00.")
    return int(hour) * 3600.0 + int(minute) * 60.0
