"""Which level of the music is the beat: judged from what the network says, and kept once it is judged."""

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.bar_features import COLUMNS
from realtime.audio.beat.octave_judge import LOW, OctaveJudge
from realtime.audio.beat.stepped_net import Activation
from realtime.audio.io.block import Block
from synthetic_music.score import RATE
from synthetic_music.situations import situation

STEPS_PER_SECOND = 50
CHORD = np.array((1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0), dtype=np.float32) + 0.02


def turn(
    tempo,
    observed,
    seconds=16.0,
    chord=lambda beat: 0,
    kicks_every=0.0,
    one=lambda beat: -4.0,
    settled=False,
    low=lambda beat: 0.0,
):
    """What the judge turns to while `tempo` is followed; observed, one: position → logit of a beat there, and
    of a bar's first; chord: position → pitch class of what sounds; kicks_every: so many beats; settled: was
    the tempo followed for long? low: beat → low accent on it."""
    judge, turned, kicks = OctaveJudge(), None, 0
    for step in range(int(seconds * STEPS_PER_SECOND)):
        position = step / STEPS_PER_SECOND * tempo / 60.0
        told = Activation(observed(position), one(position))
        judge.hear(position, told, np.roll(CHORD, chord(position)))
        while kicks_every and kicks * kicks_every <= position:
            judge.hear_kick(kicks * kicks_every)
            kicks += 1
        if turned is None and position % 1.0 < tempo / 60.0 / STEPS_PER_SECOND:
            row = np.zeros(COLUMNS)
            row[LOW] = low(int(position))
            judge.hear_beat(int(position), row)
            turned = judge.judge(tempo, 40.0, 220.0, settled)
    return turned


def near(position, every, first=0.0):
    """Is this at one of the places `first` + n × `every`?"""
    return abs((position - first + every / 2) % every - every / 2) < 0.06


def test_eighths_that_are_no_beats_are_not_counted():
    assert turn(150.0, lambda p: 1.9 if near(p, 2.0) else -2.8 if near(p, 1.0) else -4.0) == (0.5, 0.0)


def test_half_beats_that_are_the_beats_are_left_to_those_that_judge_them():
    assert turn(120.0, lambda p: 2.0 if near(p, 1.0, 0.5) else -3.0) is None


@pytest.mark.parametrize("logit", [2.0, 0.2, -0.6])
def test_even_beats_stay_however_sure_the_network_is(logit):
    assert turn(170.0, lambda p: logit if near(p, 1.0) else -3.5) is None


def test_a_network_that_hears_nothing_decides_nothing():
    assert turn(190.0, lambda p: -3.0 if near(p, 2.0) else -4.0) is None


def test_three_beats_that_were_counted_as_two_are_found():
    assert turn(64.0, lambda p: 1.8 if near(p, 2.0 / 3.0) else -3.5) == (1.5, 0.0)


def test_a_kick_on_every_half_beat_says_that_the_beat_is_the_double():
    heard = lambda p: 2.4 if near(p, 1.0) else -0.5 if near(p, 0.5) else -5.0  # noqa: E731
    assert turn(100.0, heard) is None
    assert turn(100.0, heard, kicks_every=1.0) is None
    assert turn(100.0, heard, kicks_every=0.5) == (2.0, 0.0)


def test_chords_that_change_where_a_bar_of_the_half_would_begin_tell_of_it():
    heard = lambda p: 0.9 if near(p, 2.0) else 0.7 if near(p, 1.0) else -4.0  # noqa: E731
    melody = (0, 3, 0, 8, 1, 6, 2, 9)
    assert turn(140.0, heard, 30.0, chord=lambda p: melody[int(p) % 8] if p % 1.0 < 0.5 else 0) is None
    assert turn(140.0, heard, 30.0, chord=lambda p: 5 * int(p / 8.0) + int(p) % 2) == (0.5, 0.0)


def test_bars_that_begin_every_eighth_beat_tell_of_the_half():
    heard = lambda p: 0.9 if near(p, 2.0) else -0.6 if near(p, 1.0) else -4.0  # noqa: E731
    assert turn(140.0, heard, 30.0) is None
    assert turn(140.0, heard, 30.0, one=lambda p: 0.0 if near(p, 4.0) else -4.0) is None
    assert turn(140.0, heard, 30.0, one=lambda p: 2.0 if near(p, 8.0) else -4.0) == (0.5, 0.0)


def test_half_a_bar_of_three_is_no_beat():
    heard = lambda p: 1.2 if near(p, 2.0) else -0.6 if near(p, 1.0) else -4.0  # noqa: E731
    bars = {"one": lambda p: 2.0 if near(p, 8.0) else -4.0, "seconds": 30.0}
    for every, then in ((3, None), (2, (0.5, 0.0)), (4, (0.5, 0.0)), (6, (0.5, 0.0)), (1, (0.5, 0.0))):
        assert turn(140.0, heard, low=lambda beat, n=every: float(beat % n == 0), **bars) == then, every


@pytest.mark.parametrize(("between", "then"), [(-2.4, None), (-4.0, (0.5, 0.0))])
def test_what_was_followed_for_long_is_left_only_for_what_is_surely_better(between, then):
    heard = lambda p: 1.9 if near(p, 2.0) else between if near(p, 1.0) else -4.0  # noqa: E731
    assert turn(150.0, heard) == (0.5, 0.0)
    assert turn(150.0, heard, settled=True) == then


def test_nobody_counts_slower_than_a_slow_song():
    assert turn(95.0, lambda p: 2.0 if near(p, 2.0) else -4.0) is None


def test_a_slow_beat_is_kept_once_it_was_judged():
    music, analyzer = situation("loud eighths 64", 7, 24.0), Analyzer(RATE)
    stereo = np.repeat(music.samples[:, None], 2, axis=1)
    tempos = []
    for first in range(0, len(stereo), 512):
        features = analyzer.feed(Block(stereo[first : first + 512], first / RATE, RATE))
        if features.time > 14.0:
            tempos.append(features.clock.tempo)
    assert np.mean(np.abs(np.array(tempos) / 64.0 - 1.0) < 0.06) > 0.9
