"""Attack and release are seconds, whatever the frame rate."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.mapping.envelope import follow

UNIT = st.floats(0.0, 1.0)
TIME = st.just(0.0) | st.floats(1e-4, 10.0)


def test_after_one_time_constant_63_percent_are_done():
    assert follow(0.0, 1.0, 0.2, attack_s=0.2, release_s=5.0) == pytest.approx(1 - math.exp(-1))
    assert follow(1.0, 0.0, 0.5, attack_s=9.0, release_s=0.5) == pytest.approx(math.exp(-1))


def test_zero_attack_arrives_at_once():
    assert follow(0.1, 0.9, 1e-4, attack_s=0.0, release_s=1.0) == 0.9


@given(UNIT, UNIT, TIME, TIME, TIME, st.integers(2, 60))
def test_many_small_steps_end_where_one_large_step_does(value, target, dt, attack, release, steps):
    walked = value
    for _ in range(steps):
        walked = follow(walked, target, dt / steps, attack, release)
    assert walked == pytest.approx(follow(value, target, dt, attack, release), abs=1e-9)


@given(UNIT, UNIT, TIME, TIME, TIME)
def test_it_never_overshoots(value, target, dt, attack, release):
    after = follow(value, target, dt, attack, release)
    assert min(value, target) - 1e-12 <= after <= max(value, target) + 1e-12


def test_30_and_144_frames_a_second_agree_on_a_step():
    def after_a_second(rate):
        value = 0.0
        for frame in range(rate):
            value = follow(value, 1.0 if frame < rate // 2 else 0.0, 1 / rate, 0.1, 0.3)
        return value

    assert after_a_second(30) == pytest.approx(after_a_second(144), abs=1e-9)
