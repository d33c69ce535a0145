"""The ear of a film claims the song's own beats, and none where there are none."""

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.offline import SongBeats
from realtime.audio.beat.song_clock import SongAnalyzer, SongClock, bar_lines
from realtime.audio.features import Features
from realtime.audio.io.block import Block


class Deaf:
    def feed(self, block):
        return Features(time=block.end, level=0.5)


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


def test_each_beat_is_announced_once_and_levels_pass():
    ear = SongAnalyzer(Deaf(), song([0.5, 1.0, 1.5]))
    announced = []
    for number in range(40):
        features = ear.feed(Block(np.zeros((2205, 2), np.float32), number * 0.05, 44100))
        assert features.level == 0.5
        announced += [beat.time for beat in features.beats]
    assert announced == [0.5, 1.0, 1.5]


def test_bar_lines_go_on_where_there_is_no_beat():
    lines = bar_lines(song([]), 30.0)
    assert lines[0] == 0.0
    assert max(np.diff([*lines, 30.0])) <= 8.0


def test_where_the_beats_are_known_all_else_is_heard_as_ever():
    noise = 0.3 * np.random.default_rng(2).standard_normal((44100, 2)).astype(np.float32)
    times = song(np.arange(0.0, 2.0, 0.5))
    heard = []
    for clock in (None, SongClock(times).at):
        ear = SongAnalyzer(Analyzer(44100, 441, clock=clock), times)
        for number in range(100):
            features = ear.feed(Block(noise[441 * number : 441 * number + 441], number * 0.01, 44100))
        heard.append(features)
    guessed, known = heard
    for name in ("level", "bass", "treble", "brightness", "attack", "last_onset", "clock", "beats"):
        assert getattr(guessed, name) == getattr(known, name), name
