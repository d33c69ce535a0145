"""The painter process, for real: spawned, killed, hung, replaced."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import math
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.spec import EngineSpec
from realtime.paint.run.supervisor import RING, ProcessPaintLoop

ROOT = Path(__file__).resolve().parents[3]
SIZE = (64, 36)
PATIENCE_S = 60.0  # for a busy machine; nothing here measures speed


def spec(painter: str = "GreyPainter", name: str = "grey", **options) -> EngineSpec:
    return EngineSpec(name, f"tests.paint.run.odd_painters:{painter}", SIZE, options, frame_s=1.5)


def request(number: int, generation: int = 0, pose: Pose | None = None, **inputs: float) -> FrameRequest:
    """A request of a show whose source moves."""
    time = number / 10
    subject = Subject(generation=generation)
    return FrameRequest(number, time, subject, pose=pose or Pose(), source_time=time, inputs=inputs)


def until(condition, what: str):
    """The first true value of `condition()`."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.002)
    pytest.fail(f"{what} did not happen in {PATIENCE_S} s")


def frame_of(loop: ProcessPaintLoop, wanted: FrameRequest):
    """Ask for `wanted` and wait for its frame."""

    def come():
        frame = loop.newest(0.0)
        return frame if frame is not None and frame.id == wanted.id else None

    until(lambda: loop.ready, "a free painter")
    loop.submit(wanted)
    return until(come, f"frame {wanted.id}")


@pytest.fixture(scope="module")
def shared_loop():
    """One process for all tests that leave it alive."""
    loop = ProcessPaintLoop([spec()])
    yield loop
    loop.close()


def test_a_painter_that_is_to_wait_is_not_started_before():
    may = threading.Event()
    loop = ProcessPaintLoop([spec()], begins=may.is_set)
    try:
        loop.submit(request(3))
        time.sleep(0.3)
        assert not loop._workers and not math.isfinite(loop.free_in)
        may.set()
        assert until(lambda: loop.newest(0.0), "its first frame").id == 3
    finally:
        loop.close()
    waiting = ProcessPaintLoop([spec()], begins=lambda: False)
    waiting.close()
    assert not waiting._supervisor.is_alive(), "it ends though it never began"


def test_frame_carries_what_it_was_asked_with(shared_loop):
    pose = Pose().moved(Motion(zoom=0.3, rotation=20, tilt=5), 1.0)
    frame = frame_of(shared_loop, request(11, pose=pose))
    assert (frame.id, frame.time, frame.engine) == (11, 1.1, "grey")
    np.testing.assert_array_equal(frame.pose.matrix, pose.matrix)
    assert frame.pixels.shape == (36, 64, 4)
    assert np.all(frame.pixels == 11)
    assert shared_loop.newest(0.0) is None, "a frame is given once"


def test_handed_out_frames_stay_as_they_are_while_newer_ones_come(shared_loop):
    frames = [frame_of(shared_loop, request(number)) for number in range(20, 20 + RING)]
    assert [int(frame.pixels[0, 0, 0]) for frame in frames] == list(range(20, 20 + RING))


def test_newest_request_wins_and_none_queue_behind_a_slow_painter(shared_loop):
    until(lambda: shared_loop.ready, "a free painter")
    shared_loop.submit(request(40, sleep=0.5))
    for number in range(41, 141):
        shared_loop.submit(request(number))  # returns at once: the painter is asleep
        shared_loop.newest(0.0)
    seen = []

    def last_came():
        frame = shared_loop.newest(0.0)
        seen.extend([frame.id] if frame is not None else [])
        return 140 in seen

    until(last_came, "the last request's frame")
    assert len(seen) <= 4, "requests that were replaced were painted all the same"


def test_frames_of_an_older_subject_are_not_shown(shared_loop):
    until(lambda: shared_loop.ready, "a free painter")
    stale = stale_frames(shared_loop)
    shared_loop.submit(request(150, generation=1, sleep=0.3))
    until(lambda: not shared_loop.ready, "the painter at work")
    time.sleep(0.1)
    shared_loop.submit(request(151, generation=2))
    frame = until(lambda: shared_loop.newest(0.0), "a frame")
    assert (frame.id, frame.generation) == (151, 2)
    assert stale_frames(shared_loop) in (stale, stale + 1)


def stale_frames(loop: ProcessPaintLoop) -> int:
    """How many the operator is shown."""
    found = re.search(r"stale frames (\d+)", loop.status)
    return int(found[1]) if found else 0


def test_bad_frames_are_dropped_counted_and_survived(shared_loop):
    for number, odd in ((160, "nan"), (161, "small"), (162, "raise")):
        until(lambda: shared_loop.ready, "a free painter")
        shared_loop.submit(request(number, 2, **{odd: 1.0}))
    frame = frame_of(shared_loop, request(163, 2))
    assert frame.id == 163
    assert "bad frames 2" in shared_loop.status
    until(lambda: "the network choked" in shared_loop.status, "the reason in the status line")


def test_prompt_beyond_the_slot_is_refused_with_a_reason(shared_loop):
    with pytest.raises(UserError, match="shorten the prompt"):
        shared_loop.submit(FrameRequest(170, 0.0, Subject(prompt="별" * 40_000, generation=2)))


def test_latency_is_measured(shared_loop):
    for number in range(180, 190):
        frame_of(shared_loop, request(number, 2, sleep=0.06))
    assert shared_loop.latency >= 0.06


def test_when_the_painter_will_be_free_is_foreseen_and_one_request_may_wait_for_it():
    loop = ProcessPaintLoop([spec()])
    assert loop.free_in == math.inf, "there is no painter yet"
    for number in range(4):
        frame_of(loop, request(number, sleep=0.1))
    assert loop.free_in == 0.0
    loop.submit(request(4, sleep=0.1))
    until(lambda: 0.0 < loop.free_in < math.inf, "the painter at work")
    loop.submit(request(5, sleep=0.1))
    assert loop.free_in == math.inf, "one waits already"
    until(lambda: (frame := loop.newest(0.0)) is not None and frame.id == 5, "both frames")
    loop.close()


def test_what_would_change_nothing_is_not_painted_again_and_counted(shared_loop):
    def asked(time: float, **changed) -> FrameRequest:
        # The grey painter paints the number: one that differs shows that it was painted.
        return FrameRequest(200 + round(time), time, Subject(generation=2), **changed)

    for second in range(30):
        until(lambda: shared_loop.ready, "a free painter")
        shared_loop.submit(asked(second))
    until(lambda: shared_loop.ready, "a free painter")
    assert shared_loop.skipped >= 17
    assert f"skipped {shared_loop.skipped}" in shared_loop.status
    shared_loop.newest(0.0)
    skipped = shared_loop.skipped
    assert frame_of(shared_loop, asked(31.0, source_time=1.0)).id == 231
    assert shared_loop.skipped == skipped


def test_killed_and_hung_painters_are_replaced():
    loop = ProcessPaintLoop([spec()])
    try:
        frame_of(loop, request(1))
        first = loop.pids["grey"]
        os.kill(first, signal.SIGKILL)
        until(lambda: loop.restarts == 1, "the restart")
        assert np.all(frame_of(loop, request(2)).pixels[..., :3] == 1), "it goes on from the last picture"
        second = loop.pids["grey"]
        assert second != first
        assert "killed by SIGKILL" in loop.status

        until(lambda: loop.ready, "a free painter")
        loop.submit(request(3, hang=1.0))
        until(lambda: loop.restarts == 2, "the restart of a hung painter")
        # The request that hung it is not asked for again for ever: a newer one takes its place.
        loop.submit(request(4))
        until(lambda: (frame := loop.newest(0.0)) is not None and frame.id == 4, "frame 4")
        assert "hung" in loop.status
        loop.submit(request(5, spin=1.0))
        until(lambda: loop.restarts == 3, "the restart of one that computes for ever")
        assert not _alive(first)
        assert not _alive(second)
    finally:
        loop.close()


def test_a_painter_that_is_stopped_is_stood_in_for_and_comes_back():
    simple = EngineSpec("simple", "tests.paint.run.odd_painters:GreyPainter", SIZE, quick=True)
    best = dataclasses.replace(spec(), frame_s=PATIENCE_S)  # stopped within a frame, it is no hung one
    loop, numbers = ProcessPaintLoop([best, simple]), itertools.count()

    def painted() -> bool:
        if loop.ready:
            loop.submit(request(next(numbers)))
        return loop.newest(0.0) is not None

    try:
        until(lambda: painted() and set(loop.pids) == {"grey"}, "the best painter alone")
        stopped = loop.pids["grey"]
        os.kill(stopped, signal.SIGSTOP)
        until(lambda: "stands in" in loop.status, "the simpler painter")
        until(painted, "its frame")
        with contextlib.suppress(ProcessLookupError):  # given up meanwhile, on a busy machine
            os.kill(stopped, signal.SIGCONT)
        until(lambda: painted() and set(loop.pids) == {"grey"}, "the painter that was stopped")
    finally:
        loop.close()


def test_a_painter_is_replaced_when_the_operator_asks_once_however_often():
    loop = ProcessPaintLoop([spec()])
    try:
        frame_of(loop, request(1))
        first = loop.pids["grey"]
        for _ in range(50):
            loop.restart()
        until(lambda: loop.pids.get("grey", first) != first, "another process")
        second = loop.pids["grey"]
        loop.restart()
        assert np.all(frame_of(loop, request(2)).pixels[..., :3] == 1), "it goes on from the last picture"
        assert loop.pids["grey"] == second, "too soon to be replaced again"
        assert "replaced by hand" in loop.status and loop.restarts == 0
        assert not _alive(first)
    finally:
        loop.close()


def test_ladder_falls_to_what_works_and_says_why():
    loop = ProcessPaintLoop(
        [spec(name="best", refuse="there are no weights in /nowhere"), spec("DyingPainter", "dying"), spec()]
    )
    try:
        number, frames = 7, []

        def fallen():
            nonlocal number
            number += 1
            if loop.ready:
                loop.submit(request(number))
            if (frame := loop.newest(0.0)) is not None:
                frames.append(frame.engine)
            return loop.restarts >= 2 and frames

        until(fallen, "two deaths of the second engine")
        assert "dying killed by SIGKILL" in loop.status
        assert set(frames) == {"grey"}
        # Between two lives of the dying one, the last rung paints.
        until(lambda: "grey" in loop.pids, "the stand-in")
    finally:
        loop.close()


def test_better_engine_takes_over_from_the_last_picture():
    loop = ProcessPaintLoop([spec(name="better", echo=True), spec(name="quick")])
    try:
        until(lambda: "better" in loop.pids and "quick" in loop.pids, "both processes")
        os.kill(loop.pids["better"], signal.SIGSTOP)  # it takes long to load
        assert np.all(frame_of(loop, request(77)).pixels == 77)
        os.kill(loop.pids["better"], signal.SIGCONT)

        levels, number = [], 77

        def taken_over():
            nonlocal number
            if loop.ready:
                number += 1
                # The stand-in paints 77 whatever the time.
                loop.submit(FrameRequest(77, number / 10, Subject(), source_time=number))
            frame = loop.newest(0.0)
            levels.extend([int(frame.pixels[18, 32, 0])] if frame is not None else [])
            return levels[-1:] == [177]

        until(taken_over, "the better engine's picture")
        assert levels[0] == 77
        steps = np.diff(levels)
        assert 0 < steps.max() <= 16, "the picture jumped"
        until(lambda: list(loop.pids) == ["better"], "the end of the stand-in")
        assert loop.restarts == 0
    finally:
        loop.close()


def test_engine_takes_no_more_threads_than_the_show_leaves_it():
    loop = ProcessPaintLoop([spec("ThreadedPainter", "threaded")], threads=3)
    try:
        assert np.all(frame_of(loop, request(1)).pixels == 3)
    finally:
        loop.close()


def test_painter_ends_with_its_show():
    show = subprocess.Popen(
        [sys.executable, "-c", _SHOW], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    painter = int(show.stdout.readline())
    assert _alive(painter)
    show.kill()
    show.wait()
    until(lambda: not _alive(painter), "the end of an orphaned painter")


_SHOW = """
import threading
import time
from tests.paint.run.test_supervisor import spec
from realtime.paint.run.supervisor import ProcessPaintLoop
loop = ProcessPaintLoop([spec()])
while not loop.ready:
    time.sleep(0.01)
print(loop.pids["grey"], flush=True)
time.sleep(600)
"""


def _alive(pid: int) -> bool:
    """True while the process runs; an orphan that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
