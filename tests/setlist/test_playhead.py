"""When the show goes on to the next scene."""

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.setlist.change_rules import Rule
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
        Setlist("evening", (Song("song", (Scene("a", advance=Rule("bars", 4)), Scene("b"))),)), start=0.7
    )
    assert head.next_change(HEARD) == pytest.approx(8.0)


def test_a_change_of_tempo_leaves_a_scene_its_bars_and_its_end_on_the_bar():
    head = playhead(("bars", 16), ("operator", 0))
    # 8 bars at 120 bpm, then the band plays at 150: 16 s and 8 bars of 1.6 s.
    slow = BeatClock(period=0.5, confidence=0.9)
    fast = BeatClock(period=0.4, anchor=16.0, number=32, confidence=0.9)
    changed_at = None
    for frame in range(40 * 30):
        now = frame / 30
        clock = slow if now < 16.0 else fast
        due = head.next_change(clock)
        if head.update(clock, now):
            changed_at = due
            break
    assert changed_at == pytest.approx(28.8)


def test_a_beat_that_moves_a_little_at_the_bar_line_does_not_cost_a_bar():
    head = playhead(("bars", 4), ("operator", 0))
    assert not head.update(HEARD, 7.999)
    earlier = BeatClock(period=0.5, anchor=9.998, number=20, confidence=0.9)
    assert head.update(earlier, 8.001)


def test_a_tempo_that_another_leader_counts_from_another_beat_is_still_counted():
    head = playhead(("bars", 8), ("operator", 0))
    head.update(HEARD, 4.0)
    link = BeatClock(period=0.5, anchor=4.0, number=40_000, confidence=1.0)
    head.update(link, 4.5)
    assert head.next_change(link) == pytest.approx(16.0)


def test_a_scene_that_was_held_goes_on_at_the_next_bar_line():
    head = playhead(("bars", 4), ("operator", 0))
    head.auto = False
    head.update(HEARD, 20.3)
    head.auto = True
    assert head.next_change(HEARD) == pytest.approx(22.0)


def test_a_cue_keeps_its_bar_line_while_the_tempo_moves():
    head = playhead(("operator", 0), ("operator", 0))
    head.update(HEARD, 10.0)
    head.step(1, HEARD, 10.0, bars=4)  # in three bars: beat 32
    head.update(HEARD, 12.0)  # beat 24
    fast = BeatClock(period=0.4, anchor=12.0, number=24, confidence=0.9)
    assert head.next_change(fast) == pytest.approx(15.2)


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


def evening(**songs: str) -> Setlist:
    """A setlist of songs, whose scenes are named by one letter each."""
    return Setlist("evening", tuple(Song(name, tuple(map(Scene, scenes))) for name, scenes in songs.items()))


@pytest.mark.parametrize(
    ("before", "index", "after", "expected"),
    [
        ({"x": "abc"}, 1, {"x": "abc"}, ("b", 1)),
        ({"x": "abc"}, 1, {"x": "zabc"}, ("b", 2)),
        ({"x": "abc"}, 1, {"x": "zaBc"}, ("B", 2)),  # renamed
        ({"x": "abc"}, 1, {"x": "ac"}, ("c", 1)),  # deleted
        ({"x": "abc"}, 2, {"x": "ab"}, ("b", 1)),
        ({"x": "abc"}, 0, {"x": "yAbc"}, ("A", 1)),
        ({"x": "abc"}, 2, {"x": "y"}, ("y", 0)),
        ({"x": "ab", "y": "ab"}, 3, {"x": "ab", "y": "ab"}, ("b", 3)),  # names are unique in a song only
    ],
)
def test_another_reading_goes_on_in_the_same_scene_or_in_the_one_that_took_its_place(
    before, index, after, expected
):
    head = Playhead(evening(**before))
    head.cue(index, HEARD, 10.0)
    head.update(HEARD, 10.0)
    head.replace(evening(**after))
    assert (head.scene.name, head.index) == expected
    assert head.update(HEARD, 10.1), "who maps is told"
    assert not head.update(HEARD, 10.2)


def test_a_cue_goes_with_its_scene_to_another_reading():
    head = Playhead(evening(x="abc"))
    head.cue(2, HEARD, 10.3, bars=1)
    head.replace(evening(x="zabc"))
    assert head.upcoming == Scene("c") and head.next_change(HEARD) == pytest.approx(12.0)
    head.replace(evening(x="zab"))
    assert not head.cued


def test_two_steps_at_once_are_two_and_a_cue_can_be_cancelled():
    head = playhead(*[("operator", 0)] * 4)
    head.step(1, HEARD, 10.3, bars=1)
    head.step(1, HEARD, 10.3, bars=1)
    assert head.upcoming.name == "scene 2"
    assert head.cancel() and not head.cancel()
    assert head.next_change(HEARD) is None
