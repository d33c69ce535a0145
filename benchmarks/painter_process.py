"""Painter processes as a show sees them: frames/s, request → frame, memory, and time outside the painting.

python -m benchmarks.painter_process [--seconds 5] [--model FOLDER] [ENGINE ...]
python -m benchmarks.painter_process --switch            (does the picture jump from engine to engine?)
python -m benchmarks.painter_process --display           (display p50, p99 with and without painting)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from realtime.audio.features import Features
from realtime.camera import Motion, Pose
from realtime.isf.library import ShaderLibrary
from realtime.options import ShowOptions
from realtime.paint.engines import ENGINES, plan_engines
from realtime.paint.frame import FeedbackPainter, Frame, FrameRequest, Subject
from realtime.paint.run.engine_crossfade import FADE_S, EngineCrossfade
from realtime.paint.run.spec import EngineSpec, build
from realtime.paint.run.supervisor import ProcessPaintLoop
from realtime.show import build as build_show
from realtime.stage.stage import Stage
from realtime.stage.view import View
from realtime.stage.window import open_window

START_S = 600.0
_SUBJECT = Subject(prompt="a violet sea under two moons", seed=1)
_MOTION = Motion(zoom=0.1, rotation=3.0)


def run(
    engines: tuple[str, ...] = ("style", "shader", "plain"),
    sizes: tuple[tuple[int, int] | None, ...] = (None,),
    seconds: float = 5.0,
    model: str | None = None,
) -> list[dict[str, object]]:
    """One row per engine and size (None: its own): engine, size, frames_per_s, p50_ms, p95_ms, p99_ms
    (request → frame at hand, polled at 1 kHz), outside_ms (median of that less the painting itself),
    memory_mb (the process's resident set), submit_us and newest_us (p99 of what the show's thread pays)."""
    rows = []
    for name in engines:
        for size in sizes:
            spec = plan_engines(name, model, size).ladder[0]
            loop = ProcessPaintLoop([replace(spec, start_s=START_S)])
            try:
                rows.append({"engine": name, **_measure(loop, seconds)})
            finally:
                loop.close()
    return rows


def _measure(loop: ProcessPaintLoop, seconds: float) -> dict[str, object]:
    while not loop.ready:
        time.sleep(0.01)
    frame, asked, number, waits, outside, submits, polls = None, 0.0, 0, [], [], [], []
    start = time.perf_counter()
    begun = None  # the first frames compile shaders and allocate
    while begun is None or time.perf_counter() - begun < seconds:
        now = time.perf_counter() - start
        if loop.ready:
            number += 1
            request = FrameRequest(number, now, _SUBJECT, Pose().moved(_MOTION, now), source_time=now)
            asked = time.perf_counter()
            loop.submit(request)
            submits.append(time.perf_counter() - asked)
        time.sleep(0.001)
        polled = time.perf_counter()
        came = loop.newest(now)
        polls.append(time.perf_counter() - polled)
        if came is None:
            continue
        frame = came
        if begun is None and number >= 4:
            begun = time.perf_counter()
        elif begun is not None:
            waits.append(polled - asked)
            outside.append(polled - asked - came.paint_s)
    p50, p95, p99 = 1000 * np.quantile(waits, (0.5, 0.95, 0.99))
    return {
        "size": f"{frame.pixels.shape[1]}x{frame.pixels.shape[0]}",
        "detail": frame.engine,
        "frames_per_s": round(len(waits) / (time.perf_counter() - begun), 2),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "p99_ms": round(float(p99), 1),
        "outside_ms": round(1000 * float(np.median(outside)), 2),
        "memory_mb": _resident_mb(next(iter(loop.pids.values()))),
        "submit_us": round(1e6 * float(np.quantile(submits, 0.99))),
        "newest_us": round(1e6 * float(np.quantile(polls, 0.99))),
    }


def _resident_mb(pid: int) -> int | None:
    """Resident set of a process in MB, None where there is no /proc."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def switches(
    pairs: Sequence[tuple[str, str]] = (("shader", "style"), ("style", "shader"), ("shader", "plain")),
    paint_fps: float = 8.0,
    fps: float = 30.0,
    seconds: float = 4.0,
) -> list[dict[str, object]]:
    """From one engine to the next in mid-show, on the virtual clock.

    Mean absolute change from frame to frame in levels of 255, painted: of the engines' frames, shown: of the
    stage's; medians and largest before and after, the largest within the fade. painted bare: the largest
    of the painted ones when nothing fades.
    """
    return [_switch(first, second, paint_fps, fps, seconds) for first, second in pairs]


def _switch(first: str, second: str, paint_fps: float, fps: float, seconds: float) -> dict[str, object]:
    size = (640, 360)
    each = round(seconds * paint_fps)
    requests = [_request(i, i / paint_fps) for i in range(2 * each)]
    pictures = _painted(ENGINES[first], size, requests[:each])
    last = pictures[-1], requests[each - 1].pose
    bare = _painted(ENGINES[second], size, requests[each:], last)
    over = EngineCrossfade(size)
    over.begin(*last)
    blended = [over.blend(*pair).copy() for pair in zip(requests[each:], bare, strict=True)]
    shown = _shown(requests, pictures + blended, fps)
    settled = each + round(FADE_S * paint_fps)
    return {
        "switch": f"{first} → {second}",
        "painted": _changes(pictures + blended, each, settled),
        "painted bare": round(max(_steps(pictures[-1:] + bare[:8])), 2),
        "shown": _changes(shown, round(each / paint_fps * fps), round(settled / paint_fps * fps)),
    }


def _request(number: int, at: float) -> FrameRequest:
    pose = Pose().moved(_MOTION, at)
    return FrameRequest(number, at, _SUBJECT, pose, strength=0.4, source_time=at)


def _painted(
    spec: EngineSpec,
    size: tuple[int, int],
    requests: Sequence[FrameRequest],
    adopted: tuple[np.ndarray, Pose] | None = None,
) -> list[np.ndarray]:
    """The frames of an engine, in a thread of its own: its GL context must not get between others."""

    def paint() -> list[np.ndarray]:
        painter = build(replace(spec, size=size))
        if adopted is not None and isinstance(painter, FeedbackPainter):
            painter.adopt(*adopted)
        frames = [painter.paint(request).copy() for request in requests]
        painter.close()
        return frames

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(paint).result()


def _shown(requests: Sequence[FrameRequest], pictures: Sequence[np.ndarray], fps: float) -> list[np.ndarray]:
    """What the stage makes of painted frames that come at their requests' times."""
    window = open_window("off-screen", (640, 360))
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    out, frames, due = np.zeros((360, 640, 4), np.uint8), [], list(zip(requests, pictures, strict=True))
    for index in range(round(requests[-1].time * fps)):
        now = index / fps
        while due and due[0][0].time <= now + 1e-9:
            request, pixels = due.pop(0)
            stage.show_frame(Frame(pixels, request.id, request.time, request.pose, 0, 0.1, "any"))
        pose = Pose().moved(_MOTION, now)
        stage.render(View(now, 1 / fps, index, pose, features=Features(time=now)))
        frames.append(stage.read_frame(out).copy())
    stage.release()
    window.close()
    return frames


def _steps(pictures: Sequence[np.ndarray]) -> list[float]:
    """Mean absolute change of each picture from the one before."""
    return [float(np.abs(a[..., :3].astype(np.int16) - b[..., :3]).mean()) for a, b in pairwise(pictures)]


def _changes(pictures: Sequence[np.ndarray], switch: int, settled: int) -> dict[str, float]:
    steps = _steps(pictures)
    before, during, after = steps[switch // 2 : switch - 1], steps[switch - 1 : settled], steps[settled:]
    figures = {
        "before": np.median(before),
        "before max": max(before),
        "switch max": max(during),
        "after": np.median(after),
        "after max": max(after),
    }
    return {name: round(float(value), 2) for name, value in figures.items()}


def displays(
    painters: Sequence[str] = ("none", "plain", "shader", "style"),
    seconds: float = 10.0,
    rates: Sequence[float] = (24.0, 30.0),
) -> list[dict[str, object]]:
    """The display loop at 1280×720, at each rate, beside each painter and without any: shown_per_s,
    painted_per_s, p50_ms, p99_ms from displayed frame to displayed frame."""
    return [_display(painter, seconds, fps) for fps in rates for painter in painters]


def _display(painter: str, seconds: float, fps: float) -> dict[str, object]:
    options = ShowOptions(
        painter="plain" if painter == "none" else painter,
        headless=True,
        fps=fps,
        osc_in=None,
        osc_out=(),
        output="none",
        size=(1280, 720),
    )
    times: list[float] = []
    painted: set[int] = set()
    with ExitStack() as stack:
        show = build_show(options, lambda line: None, stack)
        step = show.step

        def timed(now: float) -> None:
            step(now)
            times.append(time.perf_counter())
            painted.update([show.newest.id] if show.newest is not None else [])

        show.step = timed
        begin = 6.0
        show.run(begin)  # engines load, shaders compile
        if painter == "none":
            show.painter.close()  # its last frame is shown for ever
        times.clear()
        painted.clear()
        show.run(begin + seconds)
    gaps = 1000 * np.diff(times)
    return {
        "display beside": painter,
        "at": fps,
        "shown_per_s": round(1000 / float(gaps.mean()), 1),
        "painted_per_s": round(len(painted) / seconds, 1) if painter != "none" else 0.0,
        "p50_ms": round(float(np.median(gaps)), 1),
        "p99_ms": round(float(np.quantile(gaps, 0.99)), 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=", ".join(ENGINES))
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--model")
    parser.add_argument("--switch", action="store_true", help="measure the switch from engine to engine")
    parser.add_argument("--display", action="store_true", help="measure the display beside painters")
    arguments = parser.parse_args()
    if arguments.switch:
        rows = switches()
    elif arguments.display:
        rows = displays(arguments.engines or ("none", "plain", "shader", "style"), arguments.seconds)
    else:
        engines = tuple(arguments.engines or ("style", "shader", "plain"))
        rows = run(engines, seconds=arguments.seconds, model=arguments.model)
    for row in rows:
        print(row)
