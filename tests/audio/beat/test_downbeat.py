"""Bars: how long they are, where "one" is, and that it stays there."""

from itertools import pairwise

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.bar_features import COLUMNS, HALF, HARMONY, THIRD, TWO_THIRDS
from realtime.audio.beat.downbeat import Downbeat
from realtime.audio.beat.live_clock import LiveClock
from realtime.audio.io.block import Block
from synthetic_music.music import RATE, Score, hat, kick, note, pad, scene, snare


def hear(mono, analyzer=None, clock=None):
    """All beats that were announced, and the last features. clock: called with each block's time."""
    analyzer = analyzer or Analyzer(RATE)
    stereo = np.repeat(np.asarray(mono, dtype=np.float32)[:, None], 2, axis=1)
    beats, features = [], None
    for first in range(0, len(stereo), 512):
        if clock:
            clock(analyzer, first / RATE)
        features = analyzer.feed(Block(stereo[first : first + 512], first / RATE, RATE))
        beats += features.beats
    return beats, features


def share_in_place(music, beats, after):
    """Share of the beats later than `after` s that are right in time and in their place in the bar."""
    right = []
    for beat in beats:
        if beat.time > after:
            nearest = int(np.abs(music.beats - beat.time).argmin())
            close = abs(music.beats[nearest] - beat.time) < 0.07
            right.append(close and music.beat_in_bar[nearest] == beat.beat_in_bar)
    return np.mean(right)


def jumps(beats, after):
    """How often the count of the bar breaks off."""
    places = [beat.beat_in_bar for beat in beats if beat.time > after]
    return sum(now != before + 1 and not (now == 1 and before > 1) for before, now in pairwise(places))


def six_eight_in_eighths(seconds, tempo=158.0):
    """Slow six-eight whose eighths are what one taps to."""
    rng = np.random.default_rng(4)
    score = Score(seconds, rng, tempo)
    low, high, tick = kick(rng), snare(rng), hat(rng)
    for bar in range(0, len(score.beats), 6):
        root = (45, 50, 43, 48)[bar // 6 % 4]
        score.play(bar, low, 0.9, exact=True)
        score.play(bar + 3, high, 0.6)
        score.play(bar, note(root - 12, score.length(bar, 2.8), 0.006, 0.5, 0.8), 0.5)
        score.play(bar, pad([root, root + 4, root + 7], score.length(bar, 6), rng), 0.5)
        for eighth in range(6):
            score.play(bar + eighth, tick, 0.3)
    return score.finish("six_eight_in_eighths", 6, 0.003)


@pytest.mark.parametrize(("name", "length"), [("house", 4), ("waltz", 3), ("six_eight", 2)])
def test_bars_of_four_three_and_six_eight_are_told_apart(name, length):
    music = scene(name, 2, 26.0)
    # BeatNet takes the other of the two dotted beats of this 6/8 for the "one".
    beats, features = hear(music.samples, Analyzer(RATE, beats="own"))
    assert features.clock.beats_per_bar == length
    assert share_in_place(music, beats, 14.0) > 0.85


def test_six_eight_followed_in_eighths_has_six_beats():
    music = six_eight_in_eighths(26.0)
    analyzer = Analyzer(RATE)
    # Left to itself the ear takes the two dotted beats of the bar.
    analyzer.set_range(125.0, 185.0)
    beats, features = hear(music.samples, analyzer)
    assert features.clock.tempo == pytest.approx(158.0, rel=0.03)
    assert features.clock.beats_per_bar == 6
    assert share_in_place(music, beats, 16.0) > 0.85


def test_drum_fills_do_not_move_the_one():
    music = scene("rock", 1, 24.0)
    beats, _ = hear(music.samples)
    assert jumps(beats, 8.0) == 0
    assert share_in_place(music, beats, 8.0) > 0.95


def test_bar_goes_on_where_it_was_when_a_wrong_tempo_is_left_again():
    state = LiveClock()
    state.set(0.0, 0.0, 0.5)
    state.downbeat_number = 0
    for frame in range(1000):
        state.steady_s += 0.01
        state.follow(frame * 0.01, frame * 0.02 % 1.0, 0.5, 0.01)
    assert state.clock().bar_position(10.0) == pytest.approx(0.0, abs=0.01)
    for frame in range(1000, 1300):
        state.steady_s += 0.01
        state.follow(frame * 0.01, frame * 0.01 / 1.5 % 1.0, 1.5, 0.01)
    for frame in range(1300, 1400):
        state.follow(frame * 0.01, frame * 0.02 % 1.0, 0.5, 0.01)
    assert state.clock().bar_position(14.0) == pytest.approx(0.0, abs=0.01)


def test_half_tempo_keeps_the_first_beat_where_it_was():
    state = LiveClock()
    state.set(0.0, 0.0, 0.5)
    state.downbeat_number = 1
    for frame in range(1000):
        state.follow(frame * 0.01, frame * 0.02 % 1.0, 0.5, 0.01)
    for frame in range(1000, 1100):
        state.follow(frame * 0.01, (frame * 0.01 + 0.5) % 1.0, 1.0, 0.01)
    assert state.clock().bar_phase(10.5) in (pytest.approx(0.0, abs=0.01), pytest.approx(0.5, abs=0.01))


def test_midi_clock_that_knows_nothing_of_bars_is_given_the_length_that_is_heard():
    music = scene("waltz", 0, 18.0)
    period = float(np.diff(music.beats).mean())

    def follow(analyzer, now):
        analyzer.external(now, 60.0 / period, (now - music.beats[0]) / period)

    beats, features = hear(music.samples, clock=follow)
    assert features.clock.beats_per_bar == 3
    assert share_in_place(music, beats, 12.0) > 0.9


def _beats_until_right(jumped):
    """How long "one" is wrong where a bar's count was cut short by two beats."""
    rng = np.random.default_rng(2)
    downbeat, wrong = Downbeat(), 0
    for number in range(80):
        place = (number if number < 40 else number + 2) % 4
        row = rng.normal(0.4, 0.1, COLUMNS)
        row[0] += 0.2 * (place == 0)
        row[HARMONY] += 0.3 * (place == 0)
        row[2] += 0.2 * (place % 2)
        downbeat.step(number, row, 120.0, jumped=jumped and number == 40)
        heard = (number - downbeat.downbeat_number) % downbeat.beats_per_bar
        wrong += number >= 40 and heard != place
    return wrong


def test_the_bar_is_found_again_sooner_where_the_beat_has_jumped():
    assert _beats_until_right(jumped=True) <= 0.75 * _beats_until_right(jumped=False) < 30


@pytest.mark.parametrize(("tempo", "bar"), [(60.0, 2), (120.0, 4)])
def test_three_in_a_beat_are_six_eight_where_slow_and_a_shuffle_where_quick(tempo, bar):
    rng = np.random.default_rng(3)
    downbeat = Downbeat()
    for number in range(96):
        row = rng.normal(0.3, 0.05, COLUMNS)
        row[0] += 0.3 * (number % 2 == 0)
        row[2] += 0.3 * (number % 2)
        row[[THIRD, TWO_THIRDS]], row[HALF] = 0.6, 0.05
        downbeat.step(number, row, tempo)
    assert downbeat.beats_per_bar == bar
