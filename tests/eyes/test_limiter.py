"""People in the room: no flashing that harms, and a beat that is still seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.iris import Iris
from realtime.eyes.limiter import FlashLimiter, held_back
from realtime.eyes.rules import AREA, COLUMNS, LIGHT, RED, ROWS
from realtime.eyes.transitions import Transitions, share_of_field, with_means

ALL = (slice(None), slice(None))


class Room:
    """Shows pictures through a limiter, and judges what is shown by the rules themselves."""

    def __init__(self) -> None:
        self._limiter, self._asked, self._shown = FlashLimiter(), Transitions(), Transitions()
        self.harm_asked = self.harm_shown = 0.0

    def show(self, time: float, signals: np.ndarray) -> np.ndarray:
        gains = self._limiter.limit(time, signals)
        shown = signals if gains is None else held_back(signals, gains)
        assert np.all(shown <= signals)
        self.harm_asked = max(self.harm_asked, _harm(self._asked, time, signals))
        self.harm_shown = max(self.harm_shown, _harm(self._shown, time, shown))
        return shown


def _harm(transitions: Transitions, time: float, signals: np.ndarray) -> float:
    transitions.add(time, with_means(signals))
    return max(map(float, (*share_of_field(transitions.too_many), *share_of_field(transitions.too_long))))


def play(
    level: Callable[[float], float], seconds: float = 7.0, fps: int = 60, signal: int = LIGHT, place=ALL
) -> tuple[Room, np.ndarray]:
    """A picture that is grey but for `place`: what the room was shown there."""
    room, levels = Room(), []
    for index in range(round(seconds * fps)):
        signals = np.zeros((2, ROWS, COLUMNS), np.float32)
        signals[LIGHT] = 0.1
        signals[signal][place] = level(index / fps)
        levels.append(room.show(index / fps, signals)[signal][place].mean())
    return room, np.array(levels)


def strobe(hz: float, bright: float = 0.9, dark: float = 0.05) -> Callable[[float], float]:
    return lambda time: bright if (time * hz) % 1.0 < 0.5 else dark


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([24, 60]))
@example(52, 60)  # small parts that change the mean of the whole
def test_nothing_that_is_asked_for_becomes_harmful(seed: int, fps: int) -> None:
    lot, room = np.random.default_rng(seed), Room()
    signals = np.zeros((2, ROWS, COLUMNS), np.float32)
    changes_a_second = lot.choice([3.0, 6.0, 12.0, 40.0])
    for index in range(4 * fps):
        if lot.random() < changes_a_second / fps:
            top, left = lot.integers(0, ROWS - 2), lot.integers(0, COLUMNS - 2)
            place = slice(top, top + lot.integers(2, ROWS)), slice(left, left + lot.integers(2, COLUMNS))
            signals[LIGHT][place] = lot.random()
            signals[RED][place] = 320.0 * lot.random() * (lot.random() < 0.5)
        room.show(index / fps, signals)
    assert room.harm_shown < AREA


@pytest.mark.parametrize("signal, scale", [(LIGHT, 1.0), (RED, 300.0)])
@pytest.mark.parametrize("hz", [2.2, 5.0, 11.0])
def test_a_strobe_is_softened_and_still_seen(signal: int, scale: float, hz: float) -> None:
    room, shown = play(strobe(hz, 0.9 * scale, 0.05 * scale), signal=signal)
    assert room.harm_asked == 1.0 and room.harm_shown == 0.0
    assert np.ptp(shown[:60]) > 0.8 * scale, "the first flashes are let through"
    if signal == LIGHT:
        assert np.ptp(shown[-60:]) > 0.05, "the last ones still pulse"
    else:
        assert shown[-60:].max() <= 0.05 * scale, "what pulses is no saturated red"


def test_what_flashes_seldom_is_left_alone() -> None:
    for level in (strobe(1.2), lambda time: min(0.2 * time, 0.9), lambda time: 0.3 + 0.03 * (time * 9 % 1)):
        room, shown = play(level)
        assert room.harm_asked == 0.0
        assert shown == pytest.approx([level(index / 60) for index in range(len(shown))], abs=1e-6)


def test_darkness_comes_at_once_and_light_returns() -> None:
    _, shown = play(lambda time: strobe(10.0)(time) if time < 2.0 else 0.0 if time < 4.0 else 0.8)
    assert shown[121:239].max() == 0.0
    assert shown[-60:].min() == pytest.approx(0.8, abs=1e-6)


def test_a_part_that_flashes_is_held_and_the_rest_is_not_touched() -> None:
    window = (slice(2, 8), slice(4, 12))
    room, _ = play(strobe(6.0), place=window)
    assert room.harm_asked >= AREA > room.harm_shown
    limiter = FlashLimiter()
    for index in range(120):
        signals = np.zeros((2, ROWS, COLUMNS), np.float32)
        signals[LIGHT] = 0.1
        signals[LIGHT][window] = strobe(6.0)(index / 60)
        gains = limiter.limit(index / 60, signals)
        if gains is not None:
            gains[:, : 8 + 4, : 12 + 4] = 1.0
            assert gains.min() > 0.9999


def test_red_that_is_held_back_darkens_nothing() -> None:
    """A pink picture with a red that flashes in half of it: no part is darker than what was asked for."""
    limiter = FlashLimiter()
    for index in range(180):
        signals = np.zeros((2, ROWS, COLUMNS), np.float32)
        signals[LIGHT] = 0.3
        signals[RED][:, ::2] = strobe(4.0, 60.0, 0.0)(index / 60)
        gains = limiter.limit(index / 60, signals)
        assert gains is None or gains[LIGHT].min() > 0.9999
    assert gains is None or gains[RED].min() < 0.1


@pytest.mark.parametrize("signal, scale", [(LIGHT, 1.0), (RED, 300.0)])
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([24, 30]), st.sampled_from(["waves", "pulses", "noise"]))
@example(4177, 24, "waves")  # rests for one frame in a rise
def test_no_field_flashes_to_a_judge_of_means_either(
    signal: int, scale: float, seed: int, fps: int, kind: str
) -> None:
    """What swells and dips in fields of their own, with ripples: IRIS counts a rise that pauses twice."""
    lot, limiter, judge = np.random.default_rng(seed), FlashLimiter(), Iris(fps)
    hz, late, height = lot.uniform(0.5, 8.0), lot.random((6, 8)), lot.random((6, 8))
    signals = np.zeros((2, ROWS, COLUMNS), np.float32)
    for index in range(6 * fps):
        turn = hz * index / fps + late
        level = {
            "waves": 0.5 + 0.5 * np.sin(2.0 * np.pi * turn),
            "pulses": height * np.exp(-4.0 * (turn % 1.0)),
            "noise": lot.random((6, 8)),
        }[kind]
        level = np.clip(level + 0.04 * lot.standard_normal((6, 8)), 0.0, 1.0)
        signals[signal] = scale * np.kron(level, np.ones((3, 4)))
        gains = limiter.limit(index / fps, signals)
        judge.add_values(
            "red" if signal else "luminance",
            (signals if gains is None else held_back(signals, gains))[signal],
        )
    assert not any(judge.failures.values())


def test_what_is_held_back_has_no_edges() -> None:
    limiter = FlashLimiter()
    steepest = 0.0
    for index in range(180):
        signals = np.zeros((2, ROWS, COLUMNS), np.float32)
        signals[LIGHT] = 0.3 * strobe(6.0)(index / 60)
        signals[LIGHT][4:14, 8:24] = strobe(6.0)(index / 60)
        gains = limiter.limit(index / 60, signals)
        if gains is not None:
            steepest = max(steepest, np.abs(np.diff(gains[LIGHT], axis=1)).max())
    assert 0.0 < steepest < 0.5


def test_a_small_light_may_blink() -> None:
    room, shown = play(strobe(6.0), place=(slice(2, 5), slice(4, 7)))
    assert room.harm_asked < AREA
    assert np.ptp(shown[-60:]) > 0.8


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    limiter = FlashLimiter()
    signals = np.full((2, ROWS, COLUMNS), 0.1, np.float32)
    assert limiter.limit(100.0, signals) is None
    assert limiter.limit(3.0, signals * 8) is None
    assert limiter.limit(3.1, signals) is None
