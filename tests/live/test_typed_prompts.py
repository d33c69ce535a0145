"""Prompts that are typed: judged elsewhere, newest wins, and in force for as long as they should be."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from realtime import processes
from realtime.live.commands import OperatorCommands
from realtime.live.setlist_reader import Reading
from realtime.live.side_process import InlineWork, SideProcess
from realtime.live.typed_words import BURST_S, LONGEST_BURST_S, judge
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.scene import Setlist, Song
from tests.live.seat import LOAD, SCENES, Seat


def test_a_typed_prompt_ends_with_the_scene_and_is_not_painted_ahead_of_the_next(seat):
    seat.send("prompt", "a lighthouse")
    seat.frame(10.0)
    assert seat.painted == "a lighthouse" and seat.commands.prompt == "a lighthouse"
    assert seat.commands.override(SCENES[1], True).prompt == "a sea"
    seat.send("scene/next")
    seat.frame(10.1)
    assert seat.painted == "a sea" and seat.commands.prompt == ""


def test_an_empty_prompt_gives_the_one_from_the_command_line_back():
    seat = Seat(prompt="a standing stone")
    try:
        assert seat.painted == "a standing stone"
        seat.send("prompt", "a lighthouse")
        seat.frame(10.0)
        assert seat.painted == "a lighthouse"
        seat.send("prompt", "")
        seat.frame(10.1)
        assert seat.painted == "a standing stone"
        seat.send("prompt", "a lighthouse")
        seat.frame(10.2)
        seat.send("scene/next")
        seat.frame(10.3)
        assert seat.painted == "a standing stone", "it stands in every scene"
    finally:
        seat.server.close()


class Later(InlineWork):
    """Gives its verdicts when the test lets it."""

    ready = False

    def answer(self):
        return super().answer() if self.ready else None


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_prompt_counts_for_when_it_was_typed_not_for_when_it_was_judged(cancelled):
    seat = Seat(Later(partial(judge, LOAD)))
    try:
        seat.table.set("scene.bars", 4)
        if cancelled:
            seat.send("scene/go", 3)
        seat.send("prompt", "a lighthouse")
        seat.frame(10.3)
        seat.send("scene/cancel" if cancelled else "scene/go", *[] if cancelled else [3])
        seat.frame(10.4)
        seat.judging.ready = True
        seat.frame(10.5)
        assert seat.painted == "a lighthouse"
        seat.table.set("scene.bars", 0)
        seat.send("scene/go", 3)
        seat.frame(16.1)
        assert (seat.playhead.index, seat.painted) == (2, "a moon")
    finally:
        seat.server.close()


def test_the_operator_is_told_that_a_verdict_takes_its_time():
    seat = Seat(Later(partial(judge, LOAD)))
    try:
        seat.send("prompt", "a lighthouse")
        seat.frame(1.0)
        assert seat.commands.notice == ""
        seat.frame(2.0)
        assert "still being judged" in seat.commands.notice and seat.painted != "a lighthouse"
        seat.judging.ready = True
        seat.frame(2.1)
        assert seat.commands.notice == "" and seat.painted == "a lighthouse"
    finally:
        seat.server.close()


def test_signs_that_turn_a_line_round_are_written_out_in_the_log(seat, caplog):
    seat.send("prompt", "a bloody corpse \u202eesroh")
    seat.frame(10.0)
    assert "\u202e" not in caplog.text and "\\u202eesroh" in caplog.text


def test_a_number_for_a_text_is_written_out(seat):
    seat.send("prompt", 7)
    seat.frame(10.0)
    assert seat.painted == "7"


def test_a_refusal_leaves_when_a_good_prompt_follows(seat, caplog):
    seat.send("prompt", "a bloody corpse")
    seat.frame(10.0)
    assert '"gore"' in seat.commands.notice and "corpse" not in seat.commands.notice
    assert "a bloody corpse" in caplog.text and "127.0.0.1" in caplog.text, "the log has text and sender"
    seat.send("prompt", "a lighthouse")
    seat.frame(10.1)
    assert seat.commands.notice == "" and seat.painted == "a lighthouse"


def test_a_negative_prompt_is_never_refused():
    seat = Seat(InlineWork(partial(judge, LOAD)))
    try:
        seat.send("prompt/negative", "nsfw, nude, gore")
        seat.frame(10.0)
        seat.send("prompt", "a lamp")
        seat.frame(10.1)
        scene = seat.commands.override(seat.playhead.scene, False)
        assert (scene.prompt, scene.negative) == ("a lamp", "nsfw, nude, gore")
        seat.send("prompt", "a nude lamp")
        seat.frame(10.2)
        seat.frame(10.2 + BURST_S)
        scene = seat.commands.override(seat.playhead.scene, False)
        assert (scene.prompt, scene.negative) == ("a lamp", "nsfw, nude, gore")
        assert '"sexual"' in seat.commands.notice
    finally:
        seat.server.close()


def test_of_a_burst_the_first_prompt_is_painted_at_once_and_then_the_newest(seat):
    """A field that sends with each key: words that are half typed are no pictures."""
    typed = "a lighthouse in fog"
    painted = []
    for number in range(1, len(typed) + 1):
        seat.clock.set(10.0 + 0.1 * number)
        seat.send("prompt", typed[:number])
        seat.frame()
        painted.append(seat.painted)
    assert set(painted) == {"a"}
    seat.frame(seat.clock.now() + BURST_S)
    assert seat.painted == typed


def test_in_a_flood_of_prompts_the_newest_is_painted_from_time_to_time(seat):
    painted = []
    for number in range(round(2.5 * LONGEST_BURST_S * 10)):
        seat.clock.set(10.0 + 0.1 * number)
        seat.table.set("prompt", f"a lighthouse {number}", "a flood")
        seat.frame()
        painted.append(seat.painted)
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


def _slow(work, words):
    if "slow" in words.prompt.text:
        time.sleep(60.0)
    return work(words)


def _slow_judge():
    # Loaded before the first job, or a busy machine would take its time for that of a text.
    return partial(_slow, judge(LOAD))


def _until(seat: Seat, holds) -> None:
    end = time.monotonic() + 60.0
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        seat.frame(seat.clock.now() + 0.05)
        time.sleep(0.005)


def test_a_flood_of_prompts_is_judged_elsewhere_and_queues_stay_short(tmp_path, monkeypatch):
    pid = tmp_path / "pid"
    seat = Seat(SideProcess("judge", Counting(pid), 10.0))
    monkeypatch.setattr(Blocklist, "check", lambda *_: pytest.fail("judged in the loop's process"))
    try:
        longest = "a-b-1-" * 166
        for number in range(4000):
            seat.client.send_message("/anacrusis/prompt", f"{longest}{number}")
            seat.client.send_message("/anacrusis/scene/reload", [])
            if number % 50 == 0:
                seat.frame()
                assert len(seat.table.commands()) <= 2, "of each kind the newest"
                assert seat.judging.queued <= 5
        seat.flush()
        seat.send("prompt", "a lighthouse")
        _until(seat, lambda: seat.painted == "a lighthouse")
        assert int(pid.read_text()) != os.getpid()
    finally:
        seat.server.close()
        seat.judging.close()


def test_a_text_that_takes_too_long_is_refused_and_the_next_one_is_judged():
    seat = Seat(SideProcess("judge", _slow_judge, 4.0))
    try:
        seat.send("prompt", "a slow boat")
        _until(seat, lambda: "given up after 4 s" in seat.commands.notice)
        seat.send("prompt", "a lighthouse")
        _until(seat, lambda: seat.painted == "a lighthouse")
    finally:
        seat.server.close()
        seat.judging.close()


@pytest.mark.parametrize(
    ("computes", "given_up"), [(True, [False, False, False, True]), (False, [False, True, True, True])]
)
def test_who_waits_for_a_processor_has_longer(monkeypatch, computes, given_up):
    monkeypatch.setattr(processes, "waits_for_processor", lambda pid: computes)
    judging = SideProcess("judge", _slow_judge, 2.0)
    judging._process = SimpleNamespace(pid=1)
    assert [judging._too_long(seconds, 2.0) for seconds in (1.9, 2.1, 7.9, 8.1)] == given_up
    judging._process = None
    judging.close()


def test_a_judge_that_hangs_does_not_delay_the_end():
    judging = SideProcess("judge", _slow_judge, 600.0)
    seat = Seat(judging)
    try:
        seat.send("prompt", "a slow boat")
        seat.frame()
        _until(seat, lambda: judging._pipe is not None and not judging.queued)
    finally:
        seat.server.close()
        judging.close()
    assert not judging._thread.is_alive() and judging._process is None


def test_without_a_blocklist_nothing_that_is_typed_is_painted():
    seat = Seat(SideProcess("judge", partial(judge, partial(Blocklist.load, "/nowhere.toml")), 10.0))
    try:
        seat.send("prompt", "a lighthouse")
        _until(seat, lambda: "could not be judged" in seat.commands.notice)
        assert seat.painted == "a tree"
    finally:
        seat.server.close()
        seat.judging.close()


def test_what_became_of_typed_texts_is_remembered_with_who_typed_them(seat):
    for text in ("a lighthouse", "a bloody corpse"):
        seat.table.set("prompt", text, "panel 1")
        seat.frame()
        seat.clock.set(seat.clock.now() + BURST_S)
    fit, refused = seat.commands.rulings
    assert (fit.count, fit.name, fit.typed.text, fit.typed.sender) == (1, "prompt", "a lighthouse", "panel 1")
    assert fit.refusal is None and seat.commands.prompt == "a lighthouse"
    assert refused.count == 2 and refused.refusal is not None and '"gore"' in refused.refusal.text
    assert "bloody" in refused.refusal.details and "bloody" not in refused.refusal.text
    for number in range(40):
        seat.table.set("prompt.negative", f"fog {number}", "panel 2")
        seat.frame()
        seat.clock.set(seat.clock.now() + BURST_S)
    assert [one.count for one in seat.commands.rulings] == list(range(27, 43)), "the last ones"
    assert seat.commands.negative == "fog 39"


def test_the_operator_is_told_that_a_large_setlist_is_still_being_read(tmp_path):
    seat = Seat()
    try:
        reading = Later(lambda: lambda job: Reading(Setlist("evening", (Song("song", SCENES[:1]),))))
        seat.commands = OperatorCommands(
            seat.table, seat.playhead, seat.tempo, seat.judging, reading, tmp_path / "evening.toml"
        )
        seat.send("scene/reload")
        seat.frame(1.0)
        seat.frame(2.0)
        assert seat.commands.notice == ""
        seat.frame(3.5)
        assert "still being read" in seat.commands.notice and seat.playhead.scene_count == 3
        reading.ready = True
        seat.frame(4.0)
        assert "was read again" in seat.commands.notice and seat.playhead.scene_count == 1
    finally:
        seat.server.close()
