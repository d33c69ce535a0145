"""When frames are drawn: on their grid, and at once where a hand moves something."""

from __future__ import annotations

import itertools

import pytest

from realtime.live.frame_pacing import EARLY_BURST, EARLY_PER_S, TimedPace

DRAWN_S = 0.006


class Time:
    """Seconds that pass only when somebody lets them."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0.0
        self.now += seconds + 1e-6


class Hand:
    """Moves something at each of the times `at`; `seen_at` of each frame that a move is in."""

    def __init__(self, time: Time, at: list[float]) -> None:
        self._time, self._at = time, at
        self.delays: list[float] = []

    def moves_within(self, seconds: float) -> bool:
        if self._at and self._at[0] <= self._time.now + seconds:
            self._time.now = max(self._time.now, self._at[0])
            return True
        self._time.sleep(seconds)
        return False

    def drawn(self, began: float) -> None:
        while self._at and self._at[0] <= began:
            self.delays.append(began + DRAWN_S - self._at.pop(0))


class _Clock:
    def now(self) -> float:
        return 0.0


def starts(seconds: float, fps: float, moves: list[float]) -> tuple[list[float], Hand]:
    """When frames begin that take DRAWN_S to draw, while a hand moves at `moves`."""
    time = Time()
    hand = Hand(time, [10.0 + at for at in moves])
    pace = TimedPace(_Clock(), fps, time, time.sleep)
    begun = []
    while time.now < 10.0 + seconds:
        pace.wait(lambda now: None, hand.moves_within)
        begun.append(time.now)
        time.now += DRAWN_S
        hand.drawn(begun[-1])
    return begun, hand


def gaps(begun: list[float]) -> list[float]:
    return [after - before for before, after in itertools.pairwise(begun)]


def test_without_hands_frames_are_even():
    begun, _ = starts(2.0, 30.0, [])
    assert gaps(begun) == pytest.approx([1 / 30] * (len(begun) - 1), abs=1e-4)


def test_what_a_hand_moves_is_seen_long_before_the_next_frame_was_due():
    moves = [0.31 * number + 0.0013 * number**2 for number in range(1, 12)]
    begun, hand = starts(5.0, 30.0, moves)
    assert len(hand.delays) == len(moves)
    assert max(hand.delays) < 0.5 / 30 + 2 * DRAWN_S
    assert max(gaps(begun)) < 1 / 30 + 1e-4  # no frame comes later for it


def test_a_frame_that_came_early_has_another_time_to_itself_before_the_next():
    begun, _ = starts(1.0, 30.0, [0.2 + 0.002 * number for number in range(100)])
    assert min(gaps(begun)) > 0.45 / 30


def test_what_sends_for_ever_takes_a_bounded_share_of_the_drawing():
    seconds = 30.0
    begun, _ = starts(seconds, 30.0, [0.003 * number for number in range(10_000)])
    assert len(begun) <= seconds * (30.0 + EARLY_PER_S) + EARLY_BURST
