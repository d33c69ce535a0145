"""Rates that the operator is shown: of the last seconds, and falling when nothing comes."""

from __future__ import annotations

import pytest

from realtime.live.frame_rates import FrameRates


def played(fps: float, seconds: float, begin: float = 0.0, rates: FrameRates | None = None) -> FrameRates:
    rates = rates or FrameRates()
    for number in range(int(fps * seconds)):
        rates.shown(begin + number / fps)
        if number % 4 == 0:
            rates.painted(begin + number / fps)
    return rates


def test_nothing_yet_is_zero():
    rates = FrameRates().rates(5.0)
    assert (rates.shown, rates.p99_ms, rates.painted) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("fps", [4.0, 24.0, 60.0, 144.0])
def test_even_frames_have_their_rate_and_no_slow_ones(fps):
    rates = played(fps, 30.0).rates(30.0)
    assert rates.shown == pytest.approx(fps, rel=0.05)
    assert rates.painted == pytest.approx(fps / 4, rel=0.2)
    assert rates.p99_ms == pytest.approx(1000 / fps, rel=0.01)


def test_a_halt_is_seen_in_the_slowest_frames_and_forgotten_after_ten_seconds():
    rates = played(60.0, 5.0)
    for at in range(10):
        played(60.0, 0.2, 5.5 + at * 0.7, rates)
    assert rates.rates(12.2).p99_ms > 400
    played(60.0, 11.0, 13.0, rates)
    assert rates.rates(24.0).p99_ms < 20


def test_where_nothing_comes_any_more_the_rate_falls():
    rates = played(60.0, 10.0)
    assert rates.rates(14.0).painted < 15 and rates.rates(21.0).shown == 0.0
