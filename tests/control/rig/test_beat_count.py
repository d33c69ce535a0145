"""Beats one by one become a position that bars can be counted from."""

from __future__ import annotations

import random

import pytest

from realtime.control.rig.beat_count import BeatCount


def _counted(beats, beats_per_bar: int = 4) -> list[tuple]:
    announced: list[tuple] = []
    count = BeatCount(lambda *report: announced.append(report), beats_per_bar)
    for beat in beats:
        count.beat(*beat)
    return announced


def test_beats_that_say_all_are_reported_as_they_come():
    announced = _counted((0.5 * n, 120.0, n % 4 + 1) for n in range(8))
    assert announced == [(0.5 * n, 120.0, float(n), 4) for n in range(8)]


def test_a_song_that_begins_within_a_bar_is_counted_from_there():
    announced = _counted((0.5 * n, 120.0, (n + 2) % 4 + 1) for n in range(5))
    assert [position % 4 for _, _, position, _ in announced] == [2, 3, 0, 1, 2]


def test_lost_beats_are_counted_and_another_grid_is_kept_to():
    announced = _counted([(0.0, 120.0, 1), (1.5, 120.0, 4), (2.0, 120.0, 3), (2.5, 120.0, 4)])
    assert [position % 4 for _, _, position, _ in announced] == [0, 3, 2, 3]
    assert announced[1][2] == 3.0


def test_a_tempo_that_nobody_says_is_learned_through_jitter():
    jitter = random.Random(5)
    period = 60.0 / 128.0
    announced = _counted((n * period + jitter.uniform(-0.01, 0.01),) for n in range(40))
    assert len(announced) == 38, "from the third beat on"
    for time, tempo, position, _ in announced[6:]:
        assert tempo == pytest.approx(128.0, rel=0.02)
        assert time == pytest.approx(position * period, abs=0.01)


def test_a_new_tempo_and_a_pause_are_learned_anew():
    times = [0.5 * n for n in range(10)] + [4.5 + 0.4 * n for n in range(1, 10)] + [20.0, 20.6, 21.2, 21.8]
    announced = _counted((time,) for time in times)
    assert announced[7][1] == pytest.approx(120.0)
    assert announced[-3][1] == pytest.approx(150.0)
    assert announced[-1][1] == pytest.approx(100.0) and announced[-1][2] == 3.0


def test_a_deck_that_is_held_says_nothing():
    assert _counted([(0.0, 0.0, 1), (0.5, float("nan"), 2), (1.0, 1e6, 3)]) == []
