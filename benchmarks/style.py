"""The style painter, step by step: the network alone, each step of a frame, whole frames, and its calm.

python -m benchmarks.style [--seconds 4]
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from operator import attrgetter

import numpy as np

from realtime.camera import Motion, Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.canvas import MARGIN
from realtime.paint.style.engine import StylePainter
from realtime.paint.style.network import open_network
from realtime.scenery.generators import Generators

Row = dict[str, object]
CANVAS = (384, 216)
PADDED = (CANVAS[0] + 2 * MARGIN, CANVAS[1] + 2 * MARGIN)
# (steps as the table names them, the painter's part, its method)
_STEPS = (
    ("source", "_scenery.sources", "render"),
    ("compose", "_canvas", "compose"),
    ("network", "_canvas", "repaint"),
    ("colour match, strokes", "_canvas", "grade"),
    ("finish, bake, read", "_canvas", "finish"),
)


def run(seconds: float = 4.0) -> list[Row]:
    """Rows of four tables: networks, steps of a frame, whole frames per source, calm."""
    return [*_networks(seconds / 4), *_steps(seconds), *_calm()]


def _runtimes() -> list[str]:
    return ["onnxruntime"] + (["openvino"] if importlib.util.find_spec("openvino") else [])


def _networks(seconds: float) -> list[Row]:
    rows = []
    for runtime in _runtimes():
        for threads in (1, 2):
            network = open_network(PADDED, threads, runtime)
            network.image[:] = np.random.default_rng(0).random(network.image.shape, np.float32)
            times = _repeat(network.run, seconds)
            rows.append(
                {
                    "network": network.name,
                    "picture": f"{PADDED[0]}×{PADDED[1]}",
                    "threads": threads,
                    "p50 ms": _ms(times, 50),
                    "p95 ms": _ms(times, 95),
                    "a second": round(1.0 / np.median(times), 1),
                }
            )
    return rows


def _steps(seconds: float) -> list[Row]:
    steps, frames = [], []
    for runtime in _runtimes():
        painter = StylePainter(canvas=CANVAS, threads=1, runtime=runtime)
        spent: dict[str, list[float]] = {name: [] for name, _, _ in _STEPS}
        for name, part, method in _STEPS:
            owner = attrgetter(part)(painter)
            setattr(owner, method, _timed(getattr(owner, method), painter, spent[name]))
        names = Generators().names
        share = seconds / len(names)
        for source in names:
            times = _repeat(_frames_of(painter, source), share)
            frames.append(
                {
                    "engine": painter.name,
                    "source": source,
                    "p50 ms": _ms(times, 50),
                    "p95 ms": _ms(times, 95),
                    "frames/s": round(1.0 / np.median(times), 1),
                }
            )
        steps += [
            {"engine": painter.name, "step": name, "p50 ms": _ms(times, 50), "p95 ms": _ms(times, 95)}
            for name, times in spent.items()
        ]
        painter.close()
    return steps + frames


def _calm() -> list[Row]:
    """How much a picture changes from frame to frame, in levels: in all, and to and fro (flicker)."""
    painter = StylePainter(canvas=CANVAS, threads=1)
    rows = []
    for speed in (0.0, 0.5, 1.0):
        for strength in (0.35, 0.5, 1.0):
            changes, flickers = [], []
            for source in ("tunnel", "horizon", "ink"):
                subject = Subject(source=source, palette="neon", generation=len(rows), cut=True)
                last: list[np.ndarray] = []
                for i in range(12):
                    asked = FrameRequest(i, i / 8, subject, strength=strength, source_time=20 + i / 8 * speed)
                    last = [*last[-2:], painter.paint(asked)[..., :3].astype(np.float32)]
                    if i >= 6:
                        changes.append(np.abs(last[2] - last[1]).mean())
                        flickers.append(np.abs(last[2] - 2 * last[1] + last[0]).mean() / 2)
            rows.append(
                {
                    "source speed": speed,
                    "strength": strength,
                    "change": round(float(np.mean(changes)), 2),
                    "flicker": round(float(np.mean(flickers)), 2),
                }
            )
    painter.close()
    return rows


def _frames_of(painter: StylePainter, source: str) -> Callable[[], object]:
    subject = Subject(source=source, palette="neon", cut=True)
    motion, state = Motion(zoom=0.1, rotation=3.0), {"i": 0, "pose": Pose()}

    def paint() -> object:
        i = state["i"] = state["i"] + 1
        state["pose"] = state["pose"].moved(motion, 0.125)
        return painter.paint(FrameRequest(i, i / 8, subject, state["pose"], source_time=i / 16))

    return paint


def _timed(call: Callable[..., object], painter: StylePainter, times: list[float]) -> Callable[..., object]:
    def measured(*arguments: object) -> object:
        begin = time.perf_counter()
        result = call(*arguments)
        painter._context.finish()  # GL works behind our back; wait, or the next step pays
        times.append(time.perf_counter() - begin)
        return result

    return measured


def _repeat(call: Callable[[], object], seconds: float) -> list[float]:
    for _ in range(2):
        call()
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return times


def _ms(times: list[float], percent: float) -> float:
    return round(float(np.percentile(times, percent)) * 1e3, 1) if times else 0.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    for row in run(parser.parse_args().seconds):
        print("  ".join(f"{key}: {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
