"""The ear of a film claims the song's own beats, and none where there are none."""

import numpy as np
import pytest

from realtime.audio.beat.offline import SongBeats
from realtime.audio.beat.song_clock import SongClock, bar_lines


def song(times):
    times = np.array(times, float)
    return SongBeats(times, np.arange(len(times)) % 4 + 1, 4, np.full(len(times), 120.0))


def test_the_clock_is_exact_between_uneven_beats():
    ear = SongClock(song([1.0, 1.5, 2.1, 2.6]))
    clock = ear.at(1.8)
    assert clock.confidence > 0.9
    assert clock.phase(1.8) == pytest.approx(0.5)
    assert clock.position(2.1) == pytest.approx(2.0)
    assert clock.beat_in_bar == 2


def test_the_next_beat_is_foreseen():
    ear = SongClock(song([1.0, 1.5, 2.1, 2.6]))
    assert [time for time, _ in ear.at(1.6).beats_between(1.6, 2.5)] == pytest.approx([2.1])


def test_no_beat_is_claimed_in_a_gap_or_far_outside():
    ear = SongClock(song([1.0, 1.5, 2.0, 8.0, 8.5]))
    assert ear.at(5.0).confidence == 0.0
    assert ear.at(20.0).confidence == 0.0
    assert ear.at(8.2).confidence > 0.9
    assert SongClock(song([])).at(3.0).confidence == 0.0


def test_bar_lines_go_on_where_there_is_no_beat():
    lines = bar_lines(song([]), 30.0)
    assert lines[0] == 0.0
    assert max(np.diff([*lines, 30.0])) <= 8.0
