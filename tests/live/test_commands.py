"""What the operator sends over real UDP is carried out in order, with its own time, and never in the loop."""

from __future__ import annotations

import time

import pytest
from pythonosc.udp_client import SimpleUDPClient

from realtime.setlist.scene import Scene, scene_named
from tests.live.seat import HEARD, SCENES, bundle


def test_taps_have_the_time_at_which_they_came_in_not_that_of_a_frame(seat):
    for at in (10.013, 10.013 + 60 / 128, 10.013 + 120 / 128):
        seat.clock.set(at)
        seat.send("tempo/tap")
        seat.frame(at + 0.03)
    assert seat.tempo.taps == pytest.approx([10.013, 10.013 + 60 / 128, 10.013 + 120 / 128])


def test_the_range_of_tempos_goes_round(seat):
    for at in range(4):
        seat.clock.set(10.0 + at)
        seat.send("tempo/range")
        seat.frame()
    assert seat.tempo.ranges == [(60.0, 120.0), (90.0, 180.0), (40.0, 220.0), (60.0, 120.0)]
    assert (seat.table.get("tempo.low"), seat.table.get("tempo.high")) == (60.0, 120.0)


def test_a_press_that_is_sent_with_every_frame_changes_one_scene(seat):
    for frame in range(120):
        seat.clock.set(10.0 + frame / 60)
        seat.send("scene/next", 1.0 if 30 <= frame < 48 or 80 <= frame < 98 else 0.0)
        seat.frame()
    assert seat.playhead.index == 2, "two presses of 0.3 s"


def test_a_sender_without_releases_presses_again_after_a_pause(seat):
    for at in (10.0, 10.02, 10.5, 11.0):
        seat.clock.set(at)
        seat.send("tempo/tap", 1)
        seat.frame()
    assert seat.tempo.taps == pytest.approx([10.0, 10.5, 11.0])


def test_two_senders_press_apart(seat):
    other = SimpleUDPClient("127.0.0.1", seat.server.port)
    # Both idle first, as they are known by: a port that was never heard is taken for its host.
    other.send_message("/anacrusis/scene/next", 0)
    other.send_message("/anacrusis/scene/next", 0)
    seat.send("scene/next", 0)
    seat.send("scene/next", 1)
    other.send_message("/anacrusis/scene/next", 1)
    seat.flush()
    time.sleep(0.05)
    seat.flush()
    seat.frame(10.0)
    assert seat.playhead.index == 2


def test_two_nexts_in_one_frame_are_two(seat):
    seat.send("scene/next")
    seat.send("scene/next")
    seat.frame(10.0)
    assert seat.playhead.index == 2


def test_a_scene_and_a_prompt_in_one_bundle_both_happen(seat):
    for at, packet in (
        (10.0, bundle(("scene/go", 2), ("prompt", "a lighthouse"))),
        (12.0, bundle(("prompt", "a lighthouse"), ("scene/go", 2))),
    ):
        seat.playhead.cue(0, HEARD, at)
        seat.frame(at)
        seat.client._sock.sendto(packet, ("127.0.0.1", seat.server.port))
        seat.flush()
        seat.frame()
        seat.frame()
        assert (seat.playhead.index, seat.painted) == (1, "a lighthouse")


def test_a_prompt_that_came_with_a_waiting_cue_is_on_before_and_after_it(seat):
    seat.table.set("scene.bars", 4)
    seat.send("scene/go", 3)
    seat.send("prompt", "a lighthouse")
    seat.frame(10.3)
    assert (seat.playhead.index, seat.painted) == (0, "a lighthouse")
    assert seat.commands.override(seat.playhead.upcoming, True).prompt == "a lighthouse"
    seat.frame(16.1)
    assert (seat.playhead.index, seat.painted) == (2, "a lighthouse")
    seat.send("scene/next")
    seat.frame(16.2)
    seat.frame(24.1)
    assert seat.painted == "a tree"


def test_a_button_for_a_scene_that_is_let_go_is_no_mistake(seat):
    for at, value in ((10.0, 2), (10.05, 2), (10.1, 0), (10.2, 3), (10.3, 0.0)):
        seat.clock.set(at)
        seat.send("scene/go", value)
        seat.frame()
    assert seat.playhead.index == 2 and seat.table.rejections.count == 0


def test_a_scene_is_gone_to_by_name_and_one_that_there_is_not_is_told(seat):
    for name, index in (("scene 2", 2), ("SCENE 1", 1), ("scene 0", 0)):
        seat.send("scene/go", name)
        seat.frame(10.0)
        assert seat.playhead.index == index
    seat.send("scene/go", "scene")  # three begin so
    seat.frame(10.1)
    assert seat.playhead.index == 0 and "no scene of that name; did you mean scene" in seat.commands.notice
    assert scene_named((Scene("Neon rain"), Scene("Dawn")), " neon") == 0


def test_a_waiting_cue_can_be_cancelled(seat):
    seat.table.set("scene.bars", 4)
    seat.send("scene/next")
    seat.frame(10.3)
    assert seat.playhead.cued
    seat.send("scene/cancel")
    seat.frame(10.4)
    seat.frame(16.1)
    assert not seat.playhead.cued and seat.playhead.index == 0


def test_a_prompt_that_came_with_a_cancelled_cue_ends_with_the_scene(seat):
    seat.table.set("scene.bars", 4)
    seat.send("scene/go", 3)
    seat.send("prompt", "a lighthouse")
    seat.frame(10.3)
    seat.send("scene/cancel")
    seat.frame(10.4)
    assert seat.painted == "a lighthouse"
    assert seat.commands.override(SCENES[1], True).prompt == "a sea"
    seat.table.set("scene.bars", 0)
    seat.send("scene/next")
    seat.frame(10.5)
    assert (seat.playhead.index, seat.painted) == (1, "a sea")


def test_the_operator_has_the_painter_replaced(seat):
    asked = []
    seat.commands._restart_painter = lambda: asked.append(True)
    seat.send("painter/restart")
    seat.send("painter/restart")
    seat.frame()
    assert asked == [True], "two at once are one"
