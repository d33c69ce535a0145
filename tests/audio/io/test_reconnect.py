"""A stream that is kept running, whatever a dying sound system does: with scripted streams."""

import threading
import time

import pytest

from realtime.audio.io import portaudio, reconnect
from realtime.audio.io.reconnect import Heartbeat, ReconnectingStream


class ScriptedStream:
    """Active until it is told otherwise; `lets_go`: closing it waits for this."""

    def __init__(self, heartbeat: Heartbeat) -> None:
        self.heartbeat = heartbeat
        self.active = True
        self.lets_go = threading.Event()
        self.lets_go.set()

    def close(self, ignore_errors: bool) -> None:
        self.lets_go.wait()


@pytest.fixture
def streams(monkeypatch):
    """(kept stream, all streams that it has opened), quick to lose patience."""
    monkeypatch.setattr(reconnect, "_WATCH_S", 0.02)
    monkeypatch.setattr(reconnect, "_BACK_OFF_S", (0.02, 0.1))
    monkeypatch.setattr(portaudio, "_CLOSE_S", 0.1)
    monkeypatch.setattr(portaudio, "_library", portaudio._Library())  # its count of streams is its own
    monkeypatch.setattr(portaudio, "refresh", lambda: None)
    opened: list[ScriptedStream] = []

    def open_stream(heartbeat: Heartbeat) -> ScriptedStream:
        opened.append(ScriptedStream(heartbeat))
        heartbeat.alive()
        return opened[-1]

    kept = ReconnectingStream("card", open_stream)
    kept.start()
    yield kept, opened
    for stream in opened:
        stream.lets_go.set()
    kept.close()


def _until(condition) -> None:
    end = time.monotonic() + 10.0
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_a_stream_that_cannot_be_closed_is_left_behind_and_another_one_opened(streams):
    kept, opened = streams
    opened[0].lets_go.clear()
    opened[0].active = False
    _until(lambda: kept.restarts == 1)
    assert len(opened) == 2 and kept.fault is None


def test_what_a_dead_stream_still_says_does_not_count(streams):
    kept, opened = streams
    opened[0].active = False
    _until(lambda: kept.restarts == 1)
    opened[0].heartbeat.finished()
    time.sleep(0.2)
    assert len(opened) == 2 and kept.fault is None
