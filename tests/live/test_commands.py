"""What the operator sends over real UDP is carried out in order, with its own time, and never in the loop."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from realtime.audio.beat.clock import BeatClock
from realtime.clock import VirtualClock
from realtime.control.osc_in import OscServer
from realtime.control.table import ParameterTable
from realtime.live.commands import OperatorCommands
from realtime.live.side_process import InlineWork, SideProcess
from realtime.live.typed_words import BURST_S, LONGEST_BURST_S, judge
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song, scene_named

HEARD = BeatClock(period=0.5, anchor=10.0, number=20, beat_in_bar=1, beats_per_bar=4, confidence=0.9)
SCENES = tuple(Scene(f"scene {n}", prompt=f"a {thing}") for n, thing in enumerate(("tree", "sea", "moon")))
LOAD = partial(Blocklist.load, BLOCKLIST)


class Tempo:
    """Notes what the analyzer would be told."""

    def __init__(self) -> None:
        self.taps: list[float] = []
        self.released = 0
        self.ranges: list[tuple[float, float]] = []

    def tap(self, time: float) -> None:
        self.taps.append(time)

    def release(self) -> None:
        self.released += 1

    def resync(self, time: float) -> None: ...
    def half(self) -> None: ...
    def double(self) -> None: ...
    def lock(self, on: bool) -> None: ...
    def set_range(self, low_bpm: float, high_bpm: float) -> None:
        self.ranges.append((low_bpm, high_bpm))

    def nudge(self, seconds: float) -> None: ...


class Desk:
    """A show without picture: server, table, playhead and commands, on a clock that the test moves."""

    def __init__(self, judging=None, prompt: str | None = None) -> None:
        self.clock = VirtualClock()
        self.table = ParameterTable(clock=self.clock)
        self.server = OscServer(self.table, port=0)
        self.client = SimpleUDPClient("127.0.0.1", self.server.port)
        self.playhead = Playhead(Setlist("evening", (Song("song", SCENES),)))
        self.tempo = Tempo()
        self.judging = judging or InlineWork(partial(judge, LOAD))
        self.commands = OperatorCommands(self.table, self.playhead, self.tempo, self.judging, prompt=prompt)

    def send(self, address: str, *values: object) -> None:
        """One message, and wait until it and all before it were received."""
        self.client.send_message(f"/anacrusis/{address}", list(values))
        self.flush()

    def flush(self) -> None:
        # The master fader marks the end of what was sent before it.
        mark = 0.25 if self.table.get("master") != 0.25 else 0.75
        end = time.monotonic() + 60.0
        while self.table.get("master") != mark:
            # Where the socket is full, a packet is lost: the mark is sent until it comes through.
            self.client.send_message("/anacrusis/master", mark)
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.002)

    def frame(self, now: float | None = None) -> None:
        if now is not None:
            self.clock.set(now)
        self.commands.apply(self.clock.now(), HEARD)
        self.playhead.update(HEARD, self.clock.now())

    @property
    def painted(self) -> str:
        return self.commands.override(self.playhead.scene, False).prompt


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.server.close()


def _bundle(*messages: tuple[str, object], due: float = IMMEDIATELY) -> bytes:
    bundle = OscBundleBuilder(due)
    for address, value in messages:
        builder = OscMessageBuilder(f"/anacrusis/{address}")
        if value is not None:
            builder.add_arg(value)
        bundle.add_content(builder.build())
    return bundle.build().dgram


def test_taps_have_the_time_at_which_they_came_in_not_that_of_a_frame(desk):
    for at in (10.013, 10.013 + 60 / 128, 10.013 + 120 / 128):
        desk.clock.set(at)
        desk.send("tempo/tap")
        desk.frame(at + 0.03)
    assert desk.tempo.taps == pytest.approx([10.013, 10.013 + 60 / 128, 10.013 + 120 / 128])


def test_the_range_of_tempos_goes_round(desk):
    for at in range(4):
        desk.clock.set(10.0 + at)
        desk.send("tempo/range")
        desk.frame()
    assert desk.tempo.ranges == [(60.0, 120.0), (90.0, 180.0), (40.0, 220.0), (60.0, 120.0)]
    assert (desk.table.get("tempo.low"), desk.table.get("tempo.high")) == (60.0, 120.0)


def test_a_press_that_is_sent_with_every_frame_changes_one_scene(desk):
    for frame in range(120):
        desk.clock.set(10.0 + frame / 60)
        desk.send("scene/next", 1.0 if 30 <= frame < 48 or 80 <= frame < 98 else 0.0)
        desk.frame()
    assert desk.playhead.index == 2, "two presses of 0.3 s"


def test_a_sender_without_releases_presses_again_after_a_pause(desk):
    for at in (10.0, 10.02, 10.5, 11.0):
        desk.clock.set(at)
        desk.send("tempo/tap", 1)
        desk.frame()
    assert desk.tempo.taps == pytest.approx([10.0, 10.5, 11.0])


def test_two_senders_press_apart(desk):
    other = SimpleUDPClient("127.0.0.1", desk.server.port)
    # Both idle first, as they are known by: a port that was never heard is taken for its host.
    other.send_message("/anacrusis/scene/next", 0)
    other.send_message("/anacrusis/scene/next", 0)
    desk.send("scene/next", 0)
    desk.send("scene/next", 1)
    other.send_message("/anacrusis/scene/next", 1)
    desk.flush()
    time.sleep(0.05)
    desk.flush()
    desk.frame(10.0)
    assert desk.playhead.index == 2


def test_two_nexts_in_one_frame_are_two(desk):
    desk.send("scene/next")
    desk.send("scene/next")
    desk.frame(10.0)
    assert desk.playhead.index == 2


def test_a_scene_and_a_prompt_in_one_bundle_both_happen(desk):
    for at, bundle in (
        (10.0, _bundle(("scene/go", 2), ("prompt", "a lighthouse"))),
        (12.0, _bundle(("prompt", "a lighthouse"), ("scene/go", 2))),
    ):
        desk.playhead.cue(0, HEARD, at)
        desk.frame(at)
        desk.client._sock.sendto(bundle, ("127.0.0.1", desk.server.port))
        desk.flush()
        desk.frame()
        desk.frame()
        assert (desk.playhead.index, desk.painted) == (1, "a lighthouse")


def test_a_prompt_that_came_with_a_waiting_cue_is_on_before_and_after_it(desk):
    desk.table.set("scene.bars", 4)
    desk.send("scene/go", 3)
    desk.send("prompt", "a lighthouse")
    desk.frame(10.3)
    assert (desk.playhead.index, desk.painted) == (0, "a lighthouse")
    assert desk.commands.override(desk.playhead.upcoming, True).prompt == "a lighthouse"
    desk.frame(16.1)
    assert (desk.playhead.index, desk.painted) == (2, "a lighthouse")
    desk.send("scene/next")
    desk.frame(16.2)
    desk.frame(24.1)
    assert desk.painted == "a tree"


def test_a_button_for_a_scene_that_is_let_go_is_no_mistake(desk):
    for at, value in ((10.0, 2), (10.05, 2), (10.1, 0), (10.2, 3), (10.3, 0.0)):
        desk.clock.set(at)
        desk.send("scene/go", value)
        desk.frame()
    assert desk.playhead.index == 2 and desk.table.rejections.count == 0


def test_a_scene_is_gone_to_by_name_and_one_that_there_is_not_is_told(desk):
    for name, index in (("scene 2", 2), ("SCENE 1", 1), ("scene 0", 0)):
        desk.send("scene/go", name)
        desk.frame(10.0)
        assert desk.playhead.index == index
    desk.send("scene/go", "scene")  # three begin so
    desk.frame(10.1)
    assert desk.playhead.index == 0 and "no scene of that name; did you mean scene" in desk.commands.notice
    assert scene_named((Scene("Neon rain"), Scene("Dawn")), " neon") == 0


def test_a_typed_prompt_ends_with_the_scene_and_is_not_painted_ahead_of_the_next(desk):
    desk.send("prompt", "a lighthouse")
    desk.frame(10.0)
    assert desk.painted == "a lighthouse" and desk.commands.prompt == "a lighthouse"
    assert desk.commands.override(SCENES[1], True).prompt == "a sea"
    desk.send("scene/next")
    desk.frame(10.1)
    assert desk.painted == "a sea" and desk.commands.prompt == ""


def test_an_empty_prompt_gives_the_one_from_the_command_line_back():
    desk = Desk(prompt="a standing stone")
    try:
        assert desk.painted == "a standing stone"
        desk.send("prompt", "a lighthouse")
        desk.frame(10.0)
        assert desk.painted == "a lighthouse"
        desk.send("prompt", "")
        desk.frame(10.1)
        assert desk.painted == "a standing stone"
        desk.send("prompt", "a lighthouse")
        desk.frame(10.2)
        desk.send("scene/next")
        desk.frame(10.3)
        assert desk.painted == "a standing stone", "it stands in every scene"
    finally:
        desk.server.close()


def test_a_waiting_cue_can_be_cancelled(desk):
    desk.table.set("scene.bars", 4)
    desk.send("scene/next")
    desk.frame(10.3)
    assert desk.playhead.cued
    desk.send("scene/cancel")
    desk.frame(10.4)
    desk.frame(16.1)
    assert not desk.playhead.cued and desk.playhead.index == 0


def test_a_prompt_that_came_with_a_cancelled_cue_ends_with_the_scene(desk):
    desk.table.set("scene.bars", 4)
    desk.send("scene/go", 3)
    desk.send("prompt", "a lighthouse")
    desk.frame(10.3)
    desk.send("scene/cancel")
    desk.frame(10.4)
    assert desk.painted == "a lighthouse"
    assert desk.commands.override(SCENES[1], True).prompt == "a sea"
    desk.table.set("scene.bars", 0)
    desk.send("scene/next")
    desk.frame(10.5)
    assert (desk.playhead.index, desk.painted) == (1, "a sea")


class Later(InlineWork):
    """Gives its verdicts when the test lets it."""

    ready = False

    def answer(self):
        return super().answer() if self.ready else None


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_prompt_counts_for_when_it_was_typed_not_for_when_it_was_judged(cancelled):
    desk = Desk(Later(partial(judge, LOAD)))
    try:
        desk.table.set("scene.bars", 4)
        if cancelled:
            desk.send("scene/go", 3)
        desk.send("prompt", "a lighthouse")
        desk.frame(10.3)
        desk.send("scene/cancel" if cancelled else "scene/go", *[] if cancelled else [3])
        desk.frame(10.4)
        desk.judging.ready = True
        desk.frame(10.5)
        assert desk.painted == "a lighthouse"
        desk.table.set("scene.bars", 0)
        desk.send("scene/go", 3)
        desk.frame(16.1)
        assert (desk.playhead.index, desk.painted) == (2, "a moon")
    finally:
        desk.server.close()


def test_a_number_for_a_text_is_written_out(desk):
    desk.send("prompt", 7)
    desk.frame(10.0)
    assert desk.painted == "7"


def test_a_refusal_leaves_when_a_good_prompt_follows(desk, caplog):
    desk.send("prompt", "a bloody corpse")
    desk.frame(10.0)
    assert '"gore"' in desk.commands.notice and "corpse" not in desk.commands.notice
    assert "a bloody corpse" in caplog.text and "127.0.0.1" in caplog.text, "the log has text and sender"
    desk.send("prompt", "a lighthouse")
    desk.frame(10.1)
    assert desk.commands.notice == "" and desk.painted == "a lighthouse"


def test_a_negative_prompt_is_never_refused():
    desk = Desk(InlineWork(partial(judge, LOAD)))
    try:
        desk.send("prompt/negative", "nsfw, nude, gore")
        desk.frame(10.0)
        desk.send("prompt", "a lamp")
        desk.frame(10.1)
        scene = desk.commands.override(desk.playhead.scene, False)
        assert (scene.prompt, scene.negative) == ("a lamp", "nsfw, nude, gore")
        desk.send("prompt", "a nude lamp")
        desk.frame(10.2)
        desk.frame(10.2 + BURST_S)
        scene = desk.commands.override(desk.playhead.scene, False)
        assert (scene.prompt, scene.negative) == ("a lamp", "nsfw, nude, gore")
        assert '"sexual"' in desk.commands.notice
    finally:
        desk.server.close()


def test_of_a_burst_the_first_prompt_is_painted_at_once_and_then_the_newest(desk):
    """A field that sends with each key: words that are half typed are no pictures."""
    typed = "a lighthouse in fog"
    painted = []
    for number in range(1, len(typed) + 1):
        desk.clock.set(10.0 + 0.1 * number)
        desk.send("prompt", typed[:number])
        desk.frame()
        painted.append(desk.painted)
    assert set(painted) == {"a"}
    desk.frame(desk.clock.now() + BURST_S)
    assert desk.painted == typed


def test_in_a_flood_of_prompts_the_newest_is_painted_from_time_to_time(desk):
    painted = []
    for number in range(round(2.5 * LONGEST_BURST_S * 10)):
        desk.clock.set(10.0 + 0.1 * number)
        desk.table.set("prompt", f"a lighthouse {number}", "a flood")
        desk.frame()
        painted.append(desk.painted)
    every = round(LONGEST_BURST_S * 10)
    assert sorted(set(painted)) == sorted(f"a lighthouse {number}" for number in (0, every, 2 * every))


class Counting:
    """A judge in another process that notes in a file which process it is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self):
        return partial(_noted, self._path, judge(LOAD))


def _noted(path: Path, work, words):
    path.write_text(str(os.getpid()))
    return work(words)


def _slow(words):
    if "slow" in words.prompt.text:
        time.sleep(60.0)
    return judge(LOAD)(words)


def _slow_judge():
    return _slow


def _until(desk: Desk, holds) -> None:
    end = time.monotonic() + 60.0
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        desk.frame(desk.clock.now() + 0.05)
        time.sleep(0.005)


def test_a_flood_of_prompts_is_judged_elsewhere_and_queues_stay_short(tmp_path, monkeypatch):
    pid = tmp_path / "pid"
    desk = Desk(SideProcess("judge", Counting(pid), 10.0))
    monkeypatch.setattr(Blocklist, "check", lambda *_: pytest.fail("judged in the loop's process"))
    try:
        longest = "a-b-1-" * 166
        for number in range(4000):
            desk.client.send_message("/anacrusis/prompt", f"{longest}{number}")
            desk.client.send_message("/anacrusis/scene/reload", [])
            if number % 50 == 0:
                desk.frame()
                assert len(desk.table.commands()) <= 2, "of each kind the newest"
                assert desk.judging.queued <= 5
        desk.flush()
        desk.send("prompt", "a lighthouse")
        _until(desk, lambda: desk.painted == "a lighthouse")
        assert int(pid.read_text()) != os.getpid()
    finally:
        desk.server.close()
        desk.judging.close()


def test_a_text_that_takes_too_long_is_refused_and_the_next_one_is_judged():
    desk = Desk(SideProcess("judge", _slow_judge, 4.0))
    try:
        desk.send("prompt", "a slow boat")
        _until(desk, lambda: "given up after 4 s" in desk.commands.notice)
        desk.send("prompt", "a lighthouse")
        _until(desk, lambda: desk.painted == "a lighthouse")
    finally:
        desk.server.close()
        desk.judging.close()


def test_a_judge_that_hangs_does_not_delay_the_end():
    judging = SideProcess("judge", _slow_judge, 600.0)
    desk = Desk(judging)
    try:
        desk.send("prompt", "a slow boat")
        desk.frame()
        _until(desk, lambda: judging._pipe is not None and not judging.queued)
    finally:
        desk.server.close()
        judging.close()
    assert not judging._thread.is_alive() and judging._process is None


def test_without_a_blocklist_nothing_that_is_typed_is_painted():
    desk = Desk(SideProcess("judge", partial(judge, partial(Blocklist.load, "/nowhere.toml")), 10.0))
    try:
        desk.send("prompt", "a lighthouse")
        _until(desk, lambda: "could not be judged" in desk.commands.notice)
        assert desk.painted == "a tree"
    finally:
        desk.server.close()
        desk.judging.close()


def test_what_became_of_typed_texts_is_remembered_with_who_typed_them(desk):
    for text in ("a lighthouse", "a bloody corpse"):
        desk.table.set("prompt", text, "panel 1")
        desk.frame()
        desk.clock.set(desk.clock.now() + BURST_S)
    fit, refused = desk.commands.rulings
    assert (fit.count, fit.name, fit.typed.text, fit.typed.sender) == (1, "prompt", "a lighthouse", "panel 1")
    assert fit.refusal is None and desk.commands.prompt == "a lighthouse"
    assert refused.count == 2 and refused.refusal is not None and '"gore"' in refused.refusal.text
    assert "bloody" in refused.refusal.details and "bloody" not in refused.refusal.text
    for number in range(40):
        desk.table.set("prompt.negative", f"fog {number}", "panel 2")
        desk.frame()
        desk.clock.set(desk.clock.now() + BURST_S)
    assert [one.count for one in desk.commands.rulings] == list(range(27, 43)), "the last ones"
    assert desk.commands.negative == "fog 39"


def test_the_operator_has_the_painter_replaced(desk):
    asked = []
    desk.commands._restart_painter = lambda: asked.append(True)
    desk.send("painter/restart")
    desk.send("painter/restart")
    desk.frame()
    assert asked == [True], "two at once are one"
