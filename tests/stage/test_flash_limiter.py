"""People in the room: never more than three flashes in any second."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from realtime.stage.flash_limiter import STEP, FlashLimiter


def rises(levels: list[float], times: list[float]) -> list[float]:
    """When the luminance rose by STEP or more from a trough: one per flash."""
    begun, trough, peak, rising = [], levels[0], levels[0], True
    for time, level in zip(times, levels, strict=True):
        if rising:
            peak = max(peak, level)
            if peak - level >= STEP:
                rising, trough = False, level
        else:
            trough = min(trough, level)
            if level - trough >= STEP:
                begun.append(time)
                rising, peak = True, level
    return begun


def limited(limiter: FlashLimiter, time: float, level: float) -> float:
    """What is shown of a picture that is equally light all over."""
    return level * limiter.limit(time, np.full((9, 16), level, np.float32))


@given(st.lists(st.floats(0, 1), min_size=2, max_size=300), st.sampled_from([24, 30, 60, 144]))
def test_never_more_than_three_in_a_second_whatever_is_asked(asked: list[float], fps: int) -> None:
    limiter = FlashLimiter()
    times = [index / fps for index in range(len(asked))]
    shown = [limited(limiter, time, level) for time, level in zip(times, asked, strict=True)]
    assert all(a <= b for a, b in zip(shown, asked, strict=True))
    begun = rises(shown, times)
    assert all(later - first > 1.0 for first, later in zip(begun, begun[3:], strict=False))


def test_a_strobe_is_cut_to_three_a_second_and_a_slow_pulse_is_left_alone() -> None:
    times = [index / 60 for index in range(600)]
    for per_second, expected in ((12, 3), (2, 2)):
        limiter = FlashLimiter()
        asked = [0.9 if (time * per_second) % 1.0 < 0.5 else 0.1 for time in times]
        shown = [limited(limiter, time, level) for time, level in zip(times, asked, strict=True)]
        assert abs(len(rises(shown, times)) / 10 - expected) <= 0.3
        if per_second == 2:
            assert shown == asked


def test_darkness_comes_at_once_and_light_returns() -> None:
    limiter = FlashLimiter()
    for index in range(12):
        limited(limiter, index / 60, float(index % 2))
    assert limited(limiter, 0.3, 0.0) == 0.0
    assert limited(limiter, 1.5, 0.8) == 0.8


def test_a_strobing_blackout_is_limited_in_the_window(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(230, 230, 230))
    times = [index / 30 for index in range(60)]
    levels = [
        shot(stage, plain, time=time, blackout=index % 4 >= 2).mean() for index, time in enumerate(times)
    ]
    luminance = list((np.array(levels) / 255) ** 2.2)
    assert len(rises(luminance, times)) <= 6
