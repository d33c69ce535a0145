"""A house opens and closes: its show fades in and out by the clock on the wall."""

from __future__ import annotations

import time

import pytest

from realtime.errors import UserError
from realtime.live.opening_hours import OpeningHours


def share(text: str, day: int, clock: str) -> float:
    """Of the light, on `day` (0: Monday) at `clock`."""
    hour, minute, second = map(int, clock.split(":"))
    local = time.struct_time((2026, 11, 30 + day, hour, minute, second, day, 334, 0))
    return OpeningHours(tuple(text.split(", ")), lambda: local).share()


@pytest.mark.parametrize(
    "text, day, clock, expected",
    [
        ("10:00-18:00", 0, "09:59:59", 0.0),
        ("10:00-18:00", 0, "10:00:15", 0.5),
        ("10:00-18:00", 0, "10:00:30", 1.0),
        ("10:00-18:00", 0, "17:59:45", 0.5),
        ("10:00-18:00", 0, "18:00:00", 0.0),
        ("tue-sun 10:00-18:00", 0, "12:00:00", 0.0),
        ("tue-sun 10:00-18:00", 6, "12:00:00", 1.0),
        ("sat-mon 10:00-18:00", 0, "12:00:00", 1.0),
        ("fri 22:00-4:00", 5, "02:00:00", 1.0),
        ("fri 22:00-4:00", 4, "02:00:00", 0.0),
        ("mon 10:00-12:00, mon 14:00-16:00", 0, "13:00:00", 0.0),
        ("mon 10:00-12:00, mon 14:00-16:00", 0, "15:00:00", 1.0),
        ("00:00-24:00", 3, "12:00:00", 1.0),
    ],
)
def test_hours_as_they_are_written(text: str, day: int, clock: str, expected: float) -> None:
    assert share(text, day, clock) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["10-18", "10:00-25:00", "foo 10:00-18:00", "10:70-12:00", ""])
def test_what_are_no_hours_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError, match=r"10:00-18:00|days are|a day ends"):
        OpeningHours((text,))
