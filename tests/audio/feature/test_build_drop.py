"""Drops come where drums and bass come back after a break, to the beat, and nowhere else."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.demo.demo import DemoSource
from realtime.audio.demo.score import TEMPO
from realtime.audio.feature.build_drop import BuildDrop
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from synthetic_music import beatless
from synthetic_music.music import RATE, scene
from tests.demo_track import demo_sections

STEP_S = 0.01


def kicks(time: float, period: float = 0.5, fall_s: float = 0.09) -> float:
    return math.exp(-(time % period) / fall_s)


def drops(
    bass: Callable[[float], float],
    seconds: float,
    highs: Callable[[float], float] = lambda time: 0.1,
    beat: bool = True,
    quiet: Callable[[float], bool] = lambda time: False,
) -> list[float]:
    """Times of the drops in music of such a bass and such highs."""
    heard, found = BuildDrop(), []
    for step in range(round(seconds / STEP_S)):
        time = step * STEP_S
        heard((bass(time), 0.05, highs(time), highs(time)), 0.5, beat, quiet(time), STEP_S)
        if heard.drop == 1.0:
            found.append(time)
    return found


def broken(start: float, end: float, left: float = 0.02) -> Callable[[float], float]:
    """Kicks that pause from start to end."""
    return lambda time: left if start <= time < end else kicks(time)


def test_it_drops_with_the_very_kick_that_ends_a_break():
    assert drops(broken(20.0, 28.0), 40.0) == pytest.approx([28.0], abs=0.02)


def test_a_bass_line_that_goes_on_softly_does_not_hide_the_break():
    assert drops(broken(20.0, 28.0, left=0.35), 40.0) == pytest.approx([28.0], abs=0.02)


def test_one_bar_without_a_kick_is_a_drop_if_the_highs_rise_in_it_and_else_a_fill():
    def rise(time):
        return 0.1 * math.exp(max(0.0, min(time, 22.0) - 20.0))

    assert drops(broken(20.0, 22.0), 30.0, rise) == pytest.approx([22.0], abs=0.02)
    assert drops(broken(20.0, 22.0, left=0.3), 30.0) == []


def test_a_full_stop_drops_too():
    def stops(time):
        return 0.001 if 20.0 <= time < 22.0 else 0.1

    assert drops(broken(20.0, 22.0, left=0.001), 30.0, stops) == pytest.approx([22.0], abs=0.02)


def test_music_that_always_pauses_so_long_does_not_drop_each_time():
    """Eight bars with and two without a kick, over and over."""
    found = drops(lambda time: 0.02 if time % 20.0 >= 15.0 else kicks(time), 200.0)
    assert len(found) <= 2


def test_bass_that_swells_back_is_no_drop():
    def swell(time):
        return kicks(time) if time < 20.0 else min(1.0, max(0.02, (time - 25.0) / 3.0))

    assert drops(swell, 40.0) == []


def test_without_a_beat_nothing_drops():
    assert drops(broken(20.0, 28.0), 40.0, beat=False) == []


def test_the_next_song_after_silence_is_no_drop():
    assert drops(broken(20.0, 28.0, left=0.0), 40.0, quiet=lambda time: 20.0 <= time < 28.0) == []


def test_a_louder_chorus_without_a_break_is_no_drop():
    def chorus(time):
        return 3.0 * kicks(time) if time > 20.0 else kicks(time)

    assert drops(chorus, 40.0, lambda time: 0.3 if time > 20.0 else 0.1) == []


def test_music_that_begins_builds_nothing_up():
    heard = BuildDrop()
    for step in range(1500):
        heard((kicks(step * STEP_S), 0.05, 0.1, 0.1), 0.5, True, False, STEP_S)
        assert heard.build < 0.1


def test_drums_that_come_in_after_a_quiet_beginning_are_no_build_up():
    heard = BuildDrop()
    for step in range(1500):
        time = step * STEP_S
        bass, highs = (kicks(time), 0.1) if time > 2.0 else (1e-3, 1e-3)
        heard((bass, 0.05 * highs, highs, highs), 0.5 if time > 2.0 else 0.3, True, False, STEP_S)
        assert heard.build < 0.1


def test_the_groove_after_a_drop_is_no_build_up():
    heard, away = BuildDrop(), broken(20.0, 28.0)
    for step in range(4000):
        time = step * STEP_S
        highs = 0.02 if 20.0 <= time < 28.0 else 0.1
        heard((away(time), 0.05, highs, highs), 0.5, True, False, STEP_S)
        if time > 28.1:
            assert heard.build < 0.1


def hear(mono: np.ndarray) -> tuple[float, float]:
    """(highest drop, highest build) in a recording."""
    analyzer, highest = Analyzer(RATE, 512), (0.0, 0.0)
    stereo = np.repeat(np.asarray(mono, np.float32)[:, None], 2, axis=1)
    for first in range(0, len(stereo), 512):
        heard = analyzer.feed(Block(stereo[first : first + 512], first / RATE, RATE))
        highest = max(highest[0], heard.drop), max(highest[1], heard.build)
    return highest


@pytest.mark.parametrize("sound", ["speech", "applause", "chimes"])
def test_sound_without_a_beat_never_drops(sound):
    assert hear(beatless.sound(sound, 0, 16.0))[0] == 0.0


@pytest.mark.parametrize("music", ["house", "piano"])
def test_steady_music_never_drops(music):
    drop, build = hear(scene(music, 0, 16.0).samples)
    assert drop == 0.0
    assert music == "piano" or build < 0.3


@pytest.mark.parametrize("name", ["drop", "drop two"])
def test_the_demo_drops_on_the_one_after_a_build_up(name):
    """Heard from some bars before, as the ear needs them to know the drums."""
    bar_s = 4 * 60.0 / TEMPO
    due = next(time for time, section in demo_sections() if section == name)
    begins = due - (14 if name == "drop two" else 10) * bar_s
    source, analyzer = DemoSource(512, 22050, start=begins + 0.1), Analyzer(22050, 512)
    before, heard, found = 0.0, Features(), []
    while heard.time < due - begins + 2.0:
        last, heard = heard, analyzer.feed(source.read())
        if heard.drop > last.drop:
            found.append(begins + heard.time)
            before = last.build
    assert found == pytest.approx([due], abs=0.06)
    assert before > 0.5
