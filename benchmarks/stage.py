"""What a displayed frame costs: the default chain, every filter and transition, and our own Python.

Run by `live.py bench stage`. Milliseconds are of finished frames (the driver is waited for); "python" is
the render call on a window so small that GL has next to nothing to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from benchmarks.stage_passes import FRAMES, gl_by_pass
from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Motion, Pose
from realtime.isf.library import ShaderLibrary
from realtime.isf.software_gl import is_software
from realtime.paint.frame import Frame
from realtime.stage.egl_window import EglWindow
from realtime.stage.stage import Stage
from realtime.stage.view import View

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
PAINTED = (960, 540)
FPS = 60.0
# Painted frames a displayed frame: 8 a second, so that two are always being crossfaded.
_EVERY = 7
# Frames whose passes are timed where a processor draws: at 2160p each takes most of a second.
_FEW = 8
_MOTION = Motion(zoom=0.1, rotation=4.0, tilt=1.0)
_HIT = {"post.flash": 0.3, "post.wave": 0.5, "post.chroma": 1.0, "post.sparkle": 0.5}


def run(seconds: float = 1.0) -> list[dict[str, object]]:
    """Rows: each chain at 720p, 1080p and, on a graphics card, 2160p in ms a frame, then read-back, upload
    and Python's share."""
    library = ShaderLibrary()
    cases: dict[str, View] = {"default": View(), "all of the finish": View(inputs=_HIT)}
    cases |= {f"filter {name}": View(filters=(name,)) for name in library.names("filter")}
    rows: list[dict[str, object]] = [{"what": name} for name in cases]
    transitions = library.names("transition")
    rows += [{"what": f"transition {name}"} for name in transitions]
    more = [{"what": what} for what in ("default, half inner size", "read-back for recording")]
    for size in _sizes():
        column = f"ms at {size[0]}×{size[1]}"
        with _stage(size, library) as (window, stage):
            for row, view in zip(rows, cases.values(), strict=False):
                row[column] = _ms(window, _Player(stage, view), seconds)
            for row, name in zip(rows[len(cases) :], transitions, strict=True):
                row[column] = _ms(window, _Player(stage, View(transition=name), crossing=True), seconds)
            out = np.empty((size[1], size[0], 4), np.uint8)
            more[1][column] = _ms(window, lambda stage=stage, out=out: stage.read_frame(out), seconds / 2)
        with _stage(size, library, scale=0.5) as (window, stage):
            more[0][column] = _ms(window, _Player(stage, View()), seconds)
    return [*rows, *more, *_passes(library), *_python(library, seconds)]


def _sizes() -> tuple[tuple[int, int], ...]:
    """SIZES; where a processor draws, not the largest, which it would take minutes for."""
    window = EglWindow((16, 16))
    try:
        return SIZES[:-1] if is_software(window.context) else SIZES
    finally:
        window.close()


def _passes(library: ShaderLibrary) -> list[dict[str, object]]:
    """GL's own time and draw calls of a frame, of all sizes but the smallest, and the upload of a painted
    one."""
    rows: list[dict[str, object]] = []
    for size in SIZES[1:]:
        with _stage(size, library) as (window, stage):
            frames = _FEW if is_software(window.context) else FRAMES
            for name, view in (("default", View()), ("all of the finish", View(inputs=_HIT))):
                found = gl_by_pass(window.context, _Player(stage, view), frames)
                for what, (ms, calls) in found.items():
                    shown = f"GL, {name}, {what} at {size[0]}×{size[1]}"
                    rows.append({"what": shown, "ms": ms, "draw calls": calls})
    with _stage(PAINTED, library) as (window, _):
        texture, pixels = window.context.texture(PAINTED, 4), bytes(PAINTED[0] * PAINTED[1] * 4)
        ms = _ms(window, lambda: texture.write(pixels), 0.5)
        rows.append({"what": f"upload of a painted frame of {PAINTED[0]}×{PAINTED[1]}", "ms": ms})
    return rows


@contextmanager
def _stage(
    size: tuple[int, int], library: ShaderLibrary, scale: float = 1.0
) -> Iterator[tuple[EglWindow, Stage]]:
    window = EglWindow(size)
    stage = Stage(window.context, window.framebuffer, library, scale=scale)
    stage.prepare(library.names("filter"), library.names("transition"))
    try:
        yield window, stage
    finally:
        stage.release()
        window.close()


class _Player:
    """Shows the next frame of a moving picture each time it is called."""

    generation = 0

    def __init__(
        self, stage: Stage, view: View, crossing: bool = False, painted: tuple[int, int] = PAINTED
    ) -> None:
        self._stage, self._index, self._pose = stage, 0, Pose()
        slow = BeatClock(period=1e6 if crossing else 0.5, confidence=1.0)
        heard = {"bass": 0.7, "treble": 0.5, "level": 0.6}
        features = Features(clock=slow, **heard)
        self._view = replace(view, features=features, dt=1 / FPS)
        random = np.random.default_rng(1)
        self._pixels = random.integers(0, 255, (painted[1], painted[0], 4), dtype=np.uint8)
        # A cut takes the filters of this view up at once; a crossing then begins and hardly moves on.
        self._show(replace(self._view, transition_beats=0.0))
        if crossing:
            self._show(self._view)

    def _show(self, view: View) -> None:
        _Player.generation += 1
        self._stage.show_frame(self._frame())
        self._stage.render(view)

    def _frame(self) -> Frame:
        return Frame(self._pixels, self._index, 0.0, self._pose, _Player.generation, 0.1, "bench")

    def __call__(self) -> None:
        self._index += 1
        self._pose = self._pose.moved(_MOTION, 1 / FPS)
        if self._index % _EVERY == 0:
            self._stage.show_frame(self._frame())
        now = self._index / FPS
        self._stage.render(replace(self._view, time=now, pose=self._pose, frame_index=self._index))


def _ms(window: EglWindow, draw: Callable[[], object], seconds: float) -> float:
    """Median milliseconds of one finished call."""
    taken: list[float] = []
    draw()
    window.context.finish()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(taken) < 5:
        before = time.perf_counter()
        draw()
        window.context.finish()
        taken.append(time.perf_counter() - before)
    return float(np.median(taken)) * 1e3


def _python(library: ShaderLibrary, seconds: float) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with _stage((32, 18), library) as (window, stage):
        for name, view in (("default", View(inputs=_HIT)), ("one filter", View(filters=("kaleido",)))):
            player, taken = _Player(stage, view, painted=(32, 18)), []
            for _ in range(round(300 * max(seconds, 1.0))):
                before = time.thread_time()
                player()
                taken.append(time.thread_time() - before)
                window.context.finish()
            p50, p95 = (float(np.percentile(taken, share)) * 1e3 for share in (50, 95))
            rows.append({"what": f"python, {name}", "ms p50": p50, "ms p95": p95})
    return rows
