"""The display loop on this machine: its own cost a frame, its rate beside painters, click to pixels.

Run by `live.py bench show`.
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.sync import write_song
from realtime.audio.analyzer import Analyzer
from realtime.audio.demo.demo import DemoSource
from realtime.audio.io.block import Block
from realtime.audio.io.source import NO_LOSSES
from realtime.live.loop import Show
from realtime.options import ShowOptions
from realtime.paint.frame import FrameRequest
from realtime.paint.run.spec import EngineSpec
from realtime.paint.run.supervisor import ProcessPaintLoop
from realtime.show import build

# What of a frame is our own Python, and not GL or waiting for it.
_OWN = ("hear", "map", "paint")


class SleepyPainter:
    """Takes `paint_s` for a frame of one colour."""

    name = "sleepy"
    note = ""

    def __init__(self, size: tuple[int, int], paint_s: float) -> None:
        self.size = size
        self._paint_s = paint_s
        self._frame = np.full((size[1], size[0], 4), 128, np.uint8)

    def paint(self, request: FrameRequest) -> np.ndarray:
        time.sleep(self._paint_s)
        self._frame[..., 0] = request.id % 256
        return self._frame

    def close(self) -> None:
        pass


def run(seconds: float = 12.0) -> list[dict[str, object]]:
    """Rows: analysis, then the loop beside each painter at 1280×720, then click to pixels."""
    rows = [_analysis()]
    for painter in ("style", "shader", "sleepy 500 ms"):
        rows.append(_loop(painter, seconds))
    rows.append(_click())
    return rows


def _analysis() -> dict[str, object]:
    source, analyzer = DemoSource(loop=False), Analyzer()
    blocks = [source.read() for _ in range(int(30 * 44100 / 256))]
    began = time.process_time()
    for block in blocks:
        analyzer.feed(block)
    spent = time.process_time() - began
    return {"what": "analysis, share of one core", "percent": 100 * spent / (len(blocks) * 256 / 44100)}


def _loop(painter: str, seconds: float) -> dict[str, object]:
    """The display loop beside a painter: rates, its own cost, and the most that one frame allocates."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        song = Path(folder) / "song.wav"
        write_song(song, seconds + 12.0)
        options = ShowOptions(
            source=str(song),
            painter=painter if " " not in painter else "plain",
            headless=True,
            osc_in=None,
            osc_out=(),
            output="none",
            size=(1280, 720),
        )
        show = build(options, lambda line: None, stack)
        if " " in painter:
            slow = EngineSpec(
                "sleepy", "benchmarks.show:SleepyPainter", (512, 288), {"paint_s": 0.5}, frame_s=5.0
            )
            show.painter = show.anacrusis.loop = ProcessPaintLoop((slow,))
            stack.callback(show.painter.close)
        watch = _Watch(show)
        show.run(6.0)  # the painter starts
        watch.begin(allocations=True)
        show.run(8.0)
        allocated = max(watch.allocated)
        watch.begin()
        began = time.perf_counter()
        show.run(8.0 + seconds)
        lasted = time.perf_counter() - began
    gaps = 1000 * np.diff(watch.times)
    return {
        "what": f"loop beside {painter}, 1280×720",
        "shown/s": len(watch.times) / lasted,
        "painted/s": len(watch.painted) / lasted,
        "own ms p50": float(np.percentile(watch.own, 50)),
        "own ms p95": float(np.percentile(watch.own, 95)),
        "frame ms p50": float(np.percentile(gaps, 50)),
        "frame ms p99": float(np.percentile(gaps, 99)),
        "most KiB a frame": allocated / 1024,
    }


class _Watch:
    """Notes what each frame of a show took; `allocated` in bytes, of all threads."""

    def __init__(self, show: Show) -> None:
        self._show, self._step = show, show.step
        show.step = self._watched
        self.begin()

    def begin(self, allocations: bool = False) -> None:
        """Forget everything; look at memory too, which costs time, or not."""
        (tracemalloc.start if allocations else tracemalloc.stop)()
        self._allocations = allocations
        self.times: list[float] = []
        self.own: list[float] = []
        self.painted: set[int] = set()
        self.allocated: list[int] = [0]

    def _watched(self, now: float) -> None:
        if self._allocations:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
        self._step(now)
        if self._allocations:
            self.allocated.append(tracemalloc.get_traced_memory()[1] - before)
        self.times.append(time.perf_counter())
        self.own.append(1000 * sum(self._show.spent[name] for name in _OWN))
        if self._show.newest is not None:
            self.painted.add(self._show.newest.id)


class _Clicks:
    """A live source of silence with a click every half second, by the wall clock."""

    name, rate, live, ended = "clicks", 44100, True, False
    losses, fault = NO_LOSSES, ""

    def __init__(self, block: int = 256) -> None:
        self._block = block
        self._sent = 0
        self._start = time.perf_counter()
        self.clicked: list[float] = []

    def now(self) -> float:
        return time.perf_counter() - self._start

    @property
    def clock(self) -> _Clicks:
        return self

    def read(self) -> Block | None:
        begin = self._sent / self.rate
        if self.now() < begin + self._block / self.rate:
            return None
        samples = np.zeros((self._block, 2), np.float32)
        if int(begin * 2) != int((begin + self._block / self.rate) * 2):
            samples[:64] = 0.9
            self.clicked.append(begin)
        self._sent += self._block
        return Block(samples, begin, self.rate)

    def close(self) -> None:
        pass


def _click() -> dict[str, object]:
    """Wall-clock time from a click in the input to changed pixels, read back from the stage."""
    from realtime.audio.ear import LiveEar
    from realtime.live.frame_pacing import TimedPace
    from realtime.mapping.mapper import Mapper
    from realtime.mapping.route import Route
    from realtime.setlist.scene import Scene

    options = ShowOptions(
        painter="plain", headless=True, fps=60.0, osc_in=None, osc_out=(), output="none", size=(320, 180)
    )
    scene = Scene("flash", routes=(Route("level", "post.flash", range=(0.0, 1.0), release=0.05),))
    with ExitStack() as stack:
        show = build(options, lambda line: None, stack)
        show.ear.close()
        clicks = _Clicks()
        show.ear = LiveEar(clicks, Analyzer())
        stack.callback(show.ear.close)
        show.pace = TimedPace(clicks, 60.0)
        show.mapper = Mapper(scene)
        picture = np.zeros((180, 320, 4), np.uint8)
        seen: list[tuple[float, float]] = []
        step = show.step

        def watch(now: float) -> None:
            step(now)
            show.stage.read_frame(picture)
            seen.append((clicks.now(), float(picture[..., :3].mean())))

        show.step = watch
        show.run(12.0)
    times = np.array([at for at, _ in seen])
    light = np.array([level for _, level in seen])
    delays = []
    for at in clicks.clicked:
        if at < 4.0:
            continue
        before = light[(times < at) & (times > at - 0.1)]
        after = np.flatnonzero((times > at) & (light > before.mean() + 3.0))
        if len(before) and len(after):
            delays.append(1000 * (times[after[0]] - at))
    return {
        "what": "click to pixels, 60 frames/s",
        "clicks": len(delays),
        "ms p50": float(np.percentile(delays, 50)),
        "ms p95": float(np.percentile(delays, 95)),
    }
