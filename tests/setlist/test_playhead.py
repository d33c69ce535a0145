"""When the show goes on to the next scene."""

import pytest

from realtime.audio.beats import BeatClock
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song

HEARD = BeatClock(period=0.5, anchor=10.0, number=20, beat_in_bar=1, beats_per_bar=4, confidence=0.9)
UNHEARD = BeatClock(confidence=0.0)


def playhead(*advances, loop=True):
    scenes = tuple(Scene(name=f"scene {n}", advance=advance) for n, advance in enumerate(advances))
    return Playhead(Setlist("evening", (Song("song", scenes),), loop=loop))


def test_bars_end_on_a_bar_line():
    head = playhead(("bars", 4), ("operator", 0))
    # 4 bars of 2 s from 0 s: bar lines lie at even seconds.
    assert head.next_change(HEARD) == pytest.approx(8.0)
    assert not head.update(HEARD, 7.99)
    assert head.update(HEARD, 8.0)
    assert head.index == 1


def test_bars_started_between_lines_end_on_the_nearest_line():
    head = Playhead(
        Setlist("evening", (Song("song", (Scene("a", advance=("bars", 4)), Scene("b"))),)), start=0.7
    )
    assert head.next_change(HEARD) == pytest.approx(8.0)


def test_bars_without_a_beat_go_on_by_nominal_time():
    assert playhead(("bars", 8), ("operator", 0)).next_change(UNHEARD) == pytest.approx(16.0)


def test_seconds():
    head = playhead(("seconds", 30), ("seconds", 10))
    assert head.update(UNHEARD, 30.0)
    assert head.next_change(UNHEARD) == pytest.approx(40.0)


def test_operator_scenes_wait():
    head = playhead(("operator", 0), ("operator", 0))
    assert head.next_change(HEARD) is None
    assert not head.update(HEARD, 1e6)


def test_the_last_scene_stays_unless_the_setlist_loops():
    stays = playhead(("seconds", 1), ("seconds", 1), loop=False)
    assert stays.update(UNHEARD, 1.0)
    assert not stays.update(UNHEARD, 100.0)
    loops = playhead(("seconds", 1), ("seconds", 1))
    assert loops.update(UNHEARD, 1.0)
    assert loops.update(UNHEARD, 2.0)
    assert loops.index == 0


def test_operator_steps_around_the_ends():
    head = playhead(("operator", 0), ("operator", 0), ("operator", 0))
    head.step(-1, HEARD, 1.0)
    assert head.update(HEARD, 1.0)
    assert head.index == 2


def test_a_quantised_cue_waits_for_its_bar_line():
    head = playhead(("operator", 0), ("operator", 0))
    head.step(1, HEARD, 10.3, bars=1)
    assert head.next_change(HEARD) == pytest.approx(12.0)
    head.step(1, HEARD, 10.3, bars=4)  # bar number 5 begins at 10 s: lines of four at 16 s
    assert head.next_change(HEARD) == pytest.approx(16.0)
    assert not head.update(HEARD, 15.9)
    assert head.update(HEARD, 16.0)


def test_a_scene_that_does_not_exist_is_refused():
    head = playhead(("operator", 0))
    assert not head.cue(5, HEARD, 0.0)
    assert head.next_change(HEARD) is None


def test_auto_off_holds_the_scene():
    head = playhead(("seconds", 1), ("seconds", 1))
    head.auto = False
    assert not head.update(UNHEARD, 5.0)
