"""The painter in line: exact on the virtual clock."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import moderngl
import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.isf.passes import open_context
from realtime.paint.engines import ENGINES, make_painter, plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.plain_painter import PlainPainter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread


class Grey:
    """Each frame in one grey: its request's id."""

    name, note, size = "grey", "", (16, 8)

    def paint(self, request):
        return np.full((8, 16, 4), request.id, np.uint8)

    def close(self):
        """Nothing to give back."""


def ask(number: int, generation: int = 0) -> FrameRequest:
    return FrameRequest(number, number / 60, Subject(generation=generation))


def test_frame_comes_exactly_its_latency_after_the_request():
    loop = InlinePaintLoop(Grey(), 0.1)
    arrivals = []
    for tick in range(61):
        now = tick / 60
        frame = loop.newest(now)
        if frame is not None:
            arrivals.append((tick, frame.id))
        if loop.ready:
            loop.submit(ask(tick))
    assert arrivals == [(tick, tick - 6) for tick in range(6, 61, 6)]
    assert loop.latency == 0.1


def test_frames_overlap_when_more_are_begun_than_the_latency_allows_one_by_one():
    loop = InlinePaintLoop(Grey(), 0.4, fps=10)
    shown = []
    for tick in range(120):
        frame = loop.newest(tick / 60)
        shown += [frame] if frame is not None else []
        if loop.ready:
            loop.submit(ask(tick))
        for earlier in shown[-2:]:
            assert np.all(earlier.pixels == earlier.id), "a frame on show was painted over"
    assert [frame.id for frame in shown] == [6 * i for i in range(len(shown))]
    assert len(shown) == 16


def test_waiting_request_is_replaced_by_a_newer_one():
    loop = InlinePaintLoop(Grey(), 0.1)
    loop.newest(0.0)
    for number in (1, 2, 3):
        loop.submit(ask(number))
    assert loop.newest(0.1).id == 1
    assert loop.newest(0.2).id == 3
    assert loop.newest(0.4) is None


def test_frame_of_an_older_subject_is_dropped():
    loop = InlinePaintLoop(Grey(), 0.1)
    loop.newest(0.0)
    loop.submit(ask(1, generation=1))
    loop.submit(ask(2, generation=2))
    assert loop.newest(0.1) is None
    assert loop.newest(0.2).id == 2


def test_plain_painter_is_never_black_and_moves():
    painter = PlainPainter((96, 54))
    first = painter.paint(FrameRequest(0, 0.0, Subject(seed=4), source_time=0.0)).copy()
    for i in range(1, 20):
        last = painter.paint(FrameRequest(i, i / 10, Subject(seed=4), source_time=i / 5))
    assert first.shape == (54, 96, 4)
    assert first[..., :3].mean() > 20
    assert last[..., :3].std() > 15
    assert np.abs(last.astype(int) - first).mean() > 3


def test_auto_takes_the_best_that_works_and_says_why():
    plan = plan_engines("auto")
    assert plan.name == "style"
    assert "no model was given" in plan.why
    assert [spec.name for spec in plan.ladder] == ["style", "shader", "plain"]
    assert plan_engines("shader", size=(320, 180)).ladder[0].size == (320, 180)


def test_unknown_engine_is_refused_with_the_nearest_name():
    with pytest.raises(UserError, match="did you mean 'shader'"):
        plan_engines("shade")
    with pytest.raises(UserError, match="--model"):
        plan_engines("diffusion")


def test_painter_in_a_thread_leaves_the_show_s_gl_context_alone():
    context = moderngl.create_standalone_context(backend="egl")
    screen = context.framebuffer([context.texture((4, 4), 4)])
    painter = PainterThread(lambda: make_painter(plan_engines("shader", size=(64, 36)).ladder[0]))
    try:
        painter.paint(ask(1))
        screen.use()
        context.clear(0.0, 0.0, 1.0, 1.0)
        assert screen.read(components=4)[:4] == b"\x00\x00\xff\xff"
    finally:
        painter.close()
        context.release()


class Drawing(Grey):
    """Draws with GL in a context of its own."""

    def __init__(self) -> None:
        self._context = open_context()
        self._picture = self._context.framebuffer([self._context.texture((960, 540), 4)])
        self._picture.clear(1.0, 0.0, 0.0, 1.0)
        self._picture.read()

    def close(self) -> None:
        self._context.release()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_painters_whose_threads_have_ended_leave_no_gl_memory_behind():
    def opened_and_closed(times):
        for _ in range(times):
            PainterThread(Drawing).close()
        return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024

    before = opened_and_closed(2)
    # A dozen kept contexts would be 60 MB.
    assert opened_and_closed(12) - before < 25


def test_engines_are_listed_from_best_to_the_one_that_needs_nothing():
    assert list(ENGINES) == ["diffusion", "diffusers", "style", "shader", "plain"]


class Growing(Grey):
    """Goes half of the way to its strength's grey with each frame, as a picture that feeds on itself does."""

    def __init__(self) -> None:
        self.level, self.painted = 0.0, 0

    def paint(self, request):
        self.level += (200.0 * request.strength - self.level) / 2
        self.painted += 1
        return np.full((8, 16, 4), round(self.level), np.uint8)


def play(painter, seconds: float, request) -> tuple[list, InlinePaintLoop]:
    """Frames given in `seconds` of a show at 20 frames/s that asks for `request(time)`."""
    loop, frames = InlinePaintLoop(painter, 0.05), []
    for tick in range(round(20 * seconds)):
        frame = loop.newest(tick / 20)
        frames += [frame] if frame is not None else []
        loop.submit(request(tick / 20))
    return frames, loop


def still(time: float, **changed) -> FrameRequest:
    return FrameRequest(round(20 * time), time, changed.pop("subject", Subject(source="clouds")), **changed)


def test_a_picture_that_has_come_to_rest_is_not_painted_again():
    painter = Growing()
    frames, loop = play(painter, 10.0, still)
    assert frames[-1].pixels[0, 0, 0] == 100, "it was stopped before it was what it was going to be"
    assert 3.0 < frames[-1].time < 5.0
    assert f"skipped {200 - painter.painted}" in loop.status
    assert loop.ready


@pytest.mark.parametrize(
    "moving",
    [
        lambda t: still(t, source_time=t / 50),
        lambda t: still(t, pose=Pose().moved(Motion(zoom=0.002), t)),
        lambda t: still(t, strength=0.5 + 0.3 * (t % 1)),
        lambda t: still(t, inputs={"glow": t % 1}),
        lambda t: still(t, prompt_mix=t / 10),
        lambda t: still(t, subject=Subject(source="webcam:0")),
    ],
    ids=["source", "camera", "strength", "input", "prompt", "webcam"],
)
def test_whatever_moves_is_painted(moving):
    frames, loop = play(Growing(), 10.0, moving)
    assert "skipped" not in loop.status
    assert len(frames) >= 190


def test_slow_movement_adds_up_and_is_not_lost():
    painter = Growing()
    frames, loop = play(painter, 60.0, lambda t: still(t, pose=Pose().moved(Motion(pan_x=1e-5), t)))
    assert "skipped" in loop.status
    assert max(later.time - one.time for one, later in pairwise(frames)) < 11.0


def test_strength_nought_shows_nothing_of_a_moving_source_and_a_change_is_painted_at_once():
    def request(time: float) -> FrameRequest:
        return still(time, strength=0.0 if time < 8.0 else 0.8, source_time=time)

    frames, loop = play(Growing(), 10.0, request)
    times = [frame.time for frame in frames]
    assert "skipped" in loop.status
    assert max(t for t in times if t < 8.0) < 5.0
    assert 8.0 in times
    assert frames[-1].pixels[0, 0, 0] == 160
