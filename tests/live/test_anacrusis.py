"""Asking early: a painter's frames are on the beat, and the painter never rests."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.control.table import ParameterTable
from realtime.live.anacrusis import Anacrusis
from realtime.live.display_time import DisplayTime
from realtime.paint.frame import Frame, FrameRequest
from realtime.paint.plain_painter import PlainPainter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song

PIXELS = np.zeros((1, 1, 4), np.uint8)


@dataclass
class UnevenPainter:
    """A PaintLoop in simulated time: each frame takes `paint_s`, a tenth more or less by chance."""

    paint_s: float
    now: float = 0.0
    busy: FrameRequest | None = None
    waiting: FrameRequest | None = None
    ends: float = 0.0
    begun: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    done: list[tuple[float, float, FrameRequest]] = field(default_factory=list)
    chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(5))

    def submit(self, request: FrameRequest) -> None:
        self.waiting = request
        self.advance(self.now)

    def advance(self, now: float) -> None:
        while True:
            if self.busy is not None and self.ends <= now:
                self.done.append((self.begun[-1], self.ends, self.busy))
                self.busy = None
            if self.busy is not None or self.waiting is None:
                break
            self.begun.append(max(self.ends, self.now))
            self.ends = self.begun[-1] + self.paint_s * self.chance.uniform(0.9, 1.1)
            self.busy, self.waiting = self.waiting, None
        self.now = now

    def newest(self, now: float) -> Frame | None:
        self.advance(now)
        if not self.done:
            return None
        begun, _, request = self.done.pop()
        self.done.clear()
        self.taken.append(now - begun)
        return Frame(PIXELS, request.id, request.time, request.pose, 0, self.paint_s, "uneven")

    @property
    def ready(self) -> bool:
        return self.free_in == 0.0

    @property
    def free_in(self) -> float:
        if self.waiting is not None:
            return math.inf
        return 0.0 if self.busy is None else max(self.begun[-1] + self.paint_s - self.now, 0.001)

    @property
    def latency(self) -> float:
        return float(np.quantile(self.taken[-64:], 0.95)) if self.taken else 0.1

    status = "simulated"

    def close(self) -> None:
        pass


class Still:
    """A camera that does not move."""

    def at(self, seen: float) -> Pose:
        return Pose()

    def margin(self, pose: Pose, first: float, last: float, aspect: float, painted: float) -> float:
        return 1.0


def play(paint_s: float, tempo: float, fps: float, drawing: float = 0.7, seconds: float = 40.0):
    """(frames begun a second, [(frame's time, when it was put on show)]) of the second half of a show that is
    at its drawing, and asks nothing, for a share of each displayed frame's time."""
    loop, scene = UnevenPainter(paint_s), Scene("one", prompt="the sea")
    anacrusis = Anacrusis(loop, scene, display=DisplayTime(1 / fps, live=True))
    playhead = Playhead(Setlist("songs", (Song("song", (scene,)),)))
    values = ParameterTable().snapshot()
    features = Features(clock=BeatClock(period=60.0 / tempo, anchor=0.1, confidence=0.9))
    shown = []
    for frame in range(round(seconds * fps)):
        now = frame / fps
        arrived = anacrusis.due(now)
        if arrived is not None:
            shown.append((arrived[0].time, now))
        anacrusis.ask(now, features, Still(), playhead, values, ahead_s=1 / fps)
        for at in np.arange(now + drawing / fps, now + 1 / fps, 0.004):
            loop.advance(at)
            anacrusis.ask(at, features, Still(), playhead, values, ahead_s=0.004)
    late = [one for one in shown if one[0] > seconds / 2]
    return sum(begun > seconds / 2 for begun in loop.begun) / (seconds / 2), late


@pytest.mark.parametrize(("paint_s", "fps"), [(0.033, 24.0), (0.02, 30.0), (0.05, 12.0)])
def test_a_painter_that_keeps_up_with_the_display_is_shown_as_it_comes(paint_s, fps):
    _, shown = play(paint_s, 124.0, fps)
    # Nothing fades in, so nothing is put on show before its time: it is seen when the next one is due.
    early = np.array([time - (now + 1 / fps) for time, now in shown])
    assert len(shown) > 0.8 * fps * 20.0
    assert abs(early.mean()) < 0.5 / fps


@pytest.mark.parametrize("tempo", [70.0, 124.0, 174.0])
@pytest.mark.parametrize("paint_s", [0.06, 0.1, 0.13, 0.4])
def test_the_painter_never_rests_and_a_frame_lands_on_each_beat(paint_s, tempo):
    rate, shown = play(paint_s, tempo, 24.0)
    assert rate > 0.93 / paint_s
    period, times = 60.0 / tempo, np.array([time for time, _ in shown])
    beats = 0.1 + period * np.arange(math.ceil(22.0 / period), math.floor(38.0 / period))
    off = np.array([np.abs(times - beat).min() for beat in beats])
    if paint_s < period:
        assert np.mean(off < 0.02) > 0.9
    early = np.array([time - now for time, now in shown])
    assert np.percentile(np.abs(early - np.median(early)), 90) < 1 / 24 + 0.005, "each is shown at its time"
    assert np.all(np.diff(times) > 0.0)


@pytest.mark.parametrize("tempo", [100.0, 124.0, 174.0])
@pytest.mark.parametrize("fps", [2.0, 8.0, 24.0])
def test_a_film_of_few_frames_a_second_is_painted_however_fast_its_music(fps, tempo):
    loop, scene = InlinePaintLoop(PlainPainter((16, 16)), 1.0 / fps, fps), Scene("one", prompt="the sea")
    anacrusis = Anacrusis(loop, scene, asked_every_s=1.0 / fps)
    playhead, values = Playhead(Setlist("songs", (Song("song", (scene,)),))), ParameterTable().snapshot()
    features = Features(clock=BeatClock(period=60.0 / tempo, anchor=0.1, confidence=0.9))
    asked = [0.0]
    for frame in range(round(60.0 * fps)):
        anacrusis.due(frame / fps)
        if anacrusis.ask(frame / fps, features, Still(), playhead, values) is not None:
            asked.append(frame / fps)
    assert max(np.diff(asked)) < 3.5 / fps
