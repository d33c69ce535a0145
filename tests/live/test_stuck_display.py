"""A signal ends a show whose main thread hangs."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from realtime.live.stuck_display import STUCK, ended_even_when_stuck

PATIENCE_S = 60.0


@pytest.fixture(autouse=True)
def handler():
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    yield
    signal.signal(signal.SIGTERM, before)


def test_what_is_open_is_closed_from_beside_and_the_process_ends(caplog):
    closed, ended, codes = threading.Event(), threading.Event(), []

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    with ended_even_when_stuck(closed.set, threading.Event(), end):
        os.kill(os.getpid(), signal.SIGTERM)
        assert ended.wait(PATIENCE_S), "the main thread does nothing"
    assert closed.is_set() and codes == [STUCK]
    assert "hangs" in caplog.text


def test_a_show_that_ends_by_itself_is_left_alone():
    closed, codes, taken = threading.Event(), [], threading.Event()
    threads = threading.active_count()
    with ended_even_when_stuck(closed.set, taken, codes.append):
        os.kill(os.getpid(), signal.SIGTERM)
        taken.set()
    for thread in threading.enumerate():
        if thread.name == "stuck display":
            thread.join(PATIENCE_S)
    assert not closed.is_set() and not codes
    assert threading.active_count() <= threads
