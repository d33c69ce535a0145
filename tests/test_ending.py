"""The end of a show: nothing that hangs makes another wait."""

from __future__ import annotations

import threading

import pytest

from realtime.ending import Ending

PATIENCE_S = 60.0  # for a busy machine


class Hangs:
    """A part whose closing waits until its process is killed."""

    def __init__(self) -> None:
        self.begun, self.killed, self.ended = threading.Event(), threading.Event(), threading.Event()

    def close(self) -> None:
        self.begun.set()
        if self.killed.wait(PATIENCE_S):
            self.ended.set()


def test_all_are_told_before_one_is_killed_and_all_are_killed_together():
    painter, judge, reader = parts = Hangs(), Hangs(), Hangs()
    kills = []

    def kill() -> None:
        kills.append([part.begun.wait(PATIENCE_S) for part in parts])
        for part in parts:
            part.killed.set()
            assert part.ended.wait(PATIENCE_S)

    ending = Ending(within_s=0.05, killed=kill, held=lambda seconds: None)
    for name, part in zip(("painter", "judge", "reader"), parts, strict=True):
        ending.part(name).callback(part.close)
    ending.close()
    assert kills == [[True, True, True]], "one deadline for all of them"
    assert painter.ended.is_set() and judge.ended.is_set() and reader.ended.is_set()
    ending.close()
    assert len(kills) == 1, "safe to call twice"


def test_what_can_not_be_killed_is_left_behind_and_said_so(caplog):
    hung, other = Hangs(), threading.Event()
    held = []
    ending = Ending(within_s=0.05, killed=lambda: None, held=held.append)
    ending.part("the file on a hung share").callback(hung.close)
    ending.part("the recording").callback(other.set)
    ending.close()
    hung.killed.set()
    assert other.wait(PATIENCE_S) and len(held) == 1
    assert "the file on a hung share" in caplog.text


def test_no_deadline_is_waited_for_where_nothing_hangs():
    kills, ended = [], []

    def fails() -> None:
        raise OSError("no such port")

    ending = Ending(within_s=PATIENCE_S, killed=lambda: kills.append(True))
    ending.part("OSC").callback(fails)
    ending.part("sound").callback(ended.append, "source")
    ending.part("sound").callback(ended.append, "ear")
    ending.close()
    assert ended == ["ear", "source"] and not kills


def test_a_film_ends_in_order_and_says_what_failed():
    ended = []

    def fails() -> None:
        raise OSError("the disk is full")

    ending = Ending(within_s=None)
    ending.part("painter").callback(ended.append, "painter")
    ending.part("recording").callback(fails)
    ending.part("trace").callback(ended.append, "trace")
    with pytest.raises(OSError, match="disk is full"):
        ending.close()
    assert ended == ["trace", "painter"]


def test_a_file_that_is_being_written_is_waited_for_longer():
    all_killed, written = threading.Event(), []

    def write() -> None:
        assert all_killed.wait(PATIENCE_S)
        written.append("the end of the file")

    ending = Ending(within_s=0.05, killed=all_killed.set, held=lambda seconds: None)
    ending.part("the recording", writes=True).callback(write)
    ending.close()
    assert written, "although it was not done by the deadline"
