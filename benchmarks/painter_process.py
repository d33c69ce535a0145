"""Painter processes as a show sees them: frames/s, request → frame, memory, and time outside the painting.

python -m benchmarks.painter_process [--seconds 5] [--model FOLDER] [ENGINE ...]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.camera import Motion, Pose
from realtime.paint.engines import ENGINES, plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.process import ProcessPaintLoop

START_S = 600.0


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
    subject = Subject(prompt="a violet sea under two moons", seed=1)
    motion = Motion(zoom=0.1, rotation=3.0)
    while not loop.ready:
        time.sleep(0.01)
    frame, asked, number, waits, outside, submits, polls = None, 0.0, 0, [], [], [], []
    start = time.perf_counter()
    begun = None  # the first frames compile shaders and allocate
    while begun is None or time.perf_counter() - begun < seconds:
        now = time.perf_counter() - start
        if loop.ready:
            number += 1
            request = FrameRequest(number, now, subject, Pose().moved(motion, now), source_time=now)
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=", ".join(ENGINES))
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--model")
    arguments = parser.parse_args()
    for row in run(
        tuple(arguments.engines or ("style", "shader", "plain")),
        seconds=arguments.seconds,
        model=arguments.model,
    ):
        print(row)
