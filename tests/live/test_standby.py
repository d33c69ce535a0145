"""What is on the wall while the show is not."""

from __future__ import annotations

import itertools

import pytest

from realtime.live.standby import CARD_AFTER_S, GIVEN_UP_S, Standby
from realtime.stage.no_screen import ScreenLost


def target() -> object:
    return object()


class Picture:
    def __init__(self) -> None:
        self.amounts: list[float] = []
        self.broken = False

    def draw(self, target, amount: float) -> None:
        if self.broken:
            raise RuntimeError("no context")
        self.amounts.append(amount)


def test_the_night_comes_slowly_after_the_show_and_goes_before_it():
    night = Picture()
    standby = Standby(night, None, target)
    frames = [*(1.0 for _ in range(10)), *(0.0 for _ in range(400)), *(0.5 for _ in range(60))]
    for number, light in enumerate(frames):
        standby.over(number / 10, light)
    amounts = night.amounts
    assert not any(amounts[:10]) and amounts[409] == 1.0 and amounts[-1] == 0.0
    steps = [abs(after - before) for before, after in itertools.pairwise(amounts)]
    assert max(steps) < 0.05, "nothing jumps"


def test_a_show_that_begins_at_night_shows_its_picture_at_once_whatever_the_clock_does():
    night = Picture()
    standby = Standby(night, None, target)
    for now in (500.0, 500.1, 3.0, 3.1):  # the clock of the sound begins anew
        standby.over(now, 0.0)
    assert night.amounts == [1.0] * 4


def test_frames_that_fail_for_long_give_way_to_the_card_until_one_is_drawn():
    shown = Picture()
    standby = Standby(None, shown, target)
    assert not standby.failed(10.0)
    assert not standby.failed(10.0 + CARD_AFTER_S / 2)
    assert standby.failed(10.1 + CARD_AFTER_S) and shown.amounts == [1.0]
    standby.over(0.0, 1.0)
    assert not standby.failed(30.0), "it counts from the next failure on"


def test_a_screen_on_which_not_even_the_card_can_be_drawn_is_given_up():
    shown = Picture()
    shown.broken = True
    standby = Standby(None, shown, target)
    standby.failed(0.0)
    assert not standby.failed(GIVEN_UP_S - 1.0)
    with pytest.raises(ScreenLost):
        standby.failed(GIVEN_UP_S + 1.0)


def test_without_pictures_nothing_is_drawn():
    standby = Standby()
    standby.over(0.0, 0.0)
    assert not standby.failed(0.0) and not standby.failed(100.0)
