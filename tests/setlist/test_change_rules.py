"""Scenes that go on by themselves: at a drop, as it grows quiet, at a time of the song or of the day."""

from dataclasses import replace

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.setlist.change_rules import Rule
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song

FPS = 30
CLOCK = BeatClock(period=0.5, confidence=0.9)  # bar lines at even seconds


def playhead(*rules: tuple[Rule, ...], day_s=None) -> Playhead:
    scenes = [Scene(f"scene {n}", advance=own[0], sooner=own[1:]) for n, own in enumerate(rules)]
    return Playhead(Setlist("evening", (Song("song", tuple(scenes)),)), day_s=day_s)


def played(head: Playhead, music, until: float, clock: BeatClock = CLOCK) -> list[float]:
    """When scenes changed (s). music: time → features' levels."""
    changes = []
    for frame in range(round(until * FPS)):
        now = frame / FPS
        head.hear(Features(clock=clock, silent=False, **music(now)), now)
        if head.update(clock, now):
            changes.append(now)
    return changes


def drop_at(*times: float):
    return lambda now: {"drop": max((0.8 ** (10 * (now - t)) for t in times if now >= t), default=0.0)}


HAND = (Rule("operator", 0.0),)


def test_a_drop_changes_the_scene_at_once_and_only_once() -> None:
    head = playhead((Rule("drop", 0),), (Rule("drop", 0),), HAND)
    assert played(head, drop_at(9.3), 20.0) == pytest.approx([9.3], abs=1.5 / FPS)
    assert head.index == 1 and head.waits_for == "drop"


def test_a_drop_that_comes_before_its_bars_is_let_pass() -> None:
    head = playhead((Rule("drop", 8),), HAND)
    assert played(head, drop_at(9.3, 21.1), 30.0) == pytest.approx([21.1], abs=1.5 / FPS)


def test_the_rule_that_comes_first_counts() -> None:
    rules = (Rule("bars", 8), Rule("drop", 0))
    assert played(playhead(rules, HAND), drop_at(9.3), 30.0) == pytest.approx([9.3], abs=1.5 / FPS)
    assert played(playhead(rules, HAND), drop_at(), 30.0) == pytest.approx([16.0], abs=1.5 / FPS)


def test_quiet_waits_for_the_bar_line_and_for_music_that_was_loud() -> None:
    head = playhead((Rule("quiet", 0),), HAND)
    # What gets louder is no change; quiet again from 10.5 s on: told at 11.5, changed at 12.
    music = lambda now: {"presence": 0.5 if 5.0 <= now < 10.5 else 0.25}  # noqa: E731
    assert played(head, music, 20.0) == pytest.approx([12.0], abs=1.5 / FPS)


def test_music_that_is_hardly_louder_for_a_moment_is_no_second_build_up() -> None:
    head = playhead((Rule("build", 0),), (Rule("build", 0),), HAND)
    music = lambda now: {"build": 0.0 if now < 4.0 else 0.55 + 0.2 * (round(now * 3) % 2) - 0.1}  # noqa: E731
    assert len(played(head, music, 30.0)) == 1


def test_without_a_beat_quiet_changes_the_scene_at_once() -> None:
    head = playhead((Rule("quiet", 0),), HAND)
    music = lambda now: {"presence": 0.7 if now < 10.2 else 0.05}  # noqa: E731
    unheard = BeatClock(confidence=0.0)
    assert played(head, music, 20.0, unheard) == pytest.approx([11.2], abs=2 / FPS)


def test_scenes_by_hand_only_stay_whatever_the_music_does() -> None:
    head = playhead((Rule("drop", 0), Rule("song", 4.0)), HAND)
    head.auto = False
    assert played(head, drop_at(3.0), 10.0) == []


def test_an_operator_cancels_what_the_music_has_called() -> None:
    head = playhead((Rule("build", 0),), HAND)
    for now in (8.0, 8.2):
        head.hear(Features(clock=CLOCK, build=0.0), now)
        assert not head.update(CLOCK, now)
    for now in (8.3, 8.9):
        head.hear(Features(clock=CLOCK, build=0.9), now)
        assert not head.update(CLOCK, now)
    assert head.next_change(CLOCK) == pytest.approx(10.0)
    assert head.cancel() and head.next_change(CLOCK) is None and not head.cancel()


def test_a_time_of_the_song_is_foreseen_and_one_that_has_passed_is_not_waited_for() -> None:
    head = playhead((Rule("song", 4.5),), (Rule("song", 3.0), Rule("seconds", 6.0)), HAND)
    assert head.next_change(CLOCK) == pytest.approx(4.5)
    assert played(head, drop_at(), 12.0) == pytest.approx([4.5, 10.5], abs=1.5 / FPS)


def test_a_time_code_moves_the_times_of_the_song() -> None:
    head = playhead((Rule("song", 60.0),), (Rule("song", 120.0),), HAND)
    head.locate(70.0, CLOCK, 5.0)
    assert head.index == 1
    head.update(CLOCK, 5.0)
    assert head.next_change(CLOCK) == pytest.approx(55.0)


def test_a_time_of_the_day_comes_each_day() -> None:
    wall, now, changes = 23 * 3600.0 - 5.0, 0.0, []
    head = playhead(
        (Rule("clock", 23 * 3600.0),), (Rule("clock", 10.0),), day_s=lambda: (wall + now) % 86400.0
    )
    # Two days and a half of a clock that is asked now and then, and often when it matters.
    while now < 2.5 * 86400.0:
        head.hear(Features(), now)
        if head.update(BeatClock(), now):
            changes.append(now)
        due = head.next_change(BeatClock())
        now += 0.1 if due is None else min(max(due - now - 0.5, 0.1), 600.0)
    assert changes == pytest.approx([5.0, 3615.0, 86405.0, 90015.0, 172805.0, 176415.0], abs=0.3)


def test_without_a_clock_on_the_wall_a_time_of_the_day_never_comes() -> None:
    assert played(playhead((Rule("clock", 1.0),), HAND), drop_at(), 5.0) == []


def test_another_reading_of_the_setlist_forgets_what_was_called() -> None:
    head = playhead((Rule("drop", 0),), HAND)
    head.hear(Features(clock=CLOCK), 0.0)
    head.update(CLOCK, 0.0)
    head.hear(replace(Features(clock=CLOCK), drop=1.0), 0.1)
    head.replace(Setlist("evening", (Song("song", (Scene("scene 0"), Scene("scene 1"))),)))
    head.update(CLOCK, 0.1)
    assert head.index == 0
