"""What recording costs the show, and how many frames a second the encoder takes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from realtime.audio.io.block import Block
from realtime.record.recorder import Recorder

SIZES = ((1280, 720), (1920, 1080))
RATE = 44100


def run(seconds: float = 4.0) -> list[dict[str, object]]:
    """Rows: a live recording at 30 frames/s and a film as fast as it goes, of a moving picture with grain."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            pictures = _pictures(size)
            for live in (True, False):
                rows.append(_measured(Path(folder) / "bench.mp4", size, pictures, live, seconds))
    return rows


def _pictures(size: tuple[int, int], count: int = 8) -> list[np.ndarray]:
    """Frames of a drifting colour field with film grain: harder than a still, easier than noise."""
    width, height = size
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / height
    pictures = []
    for step in range(count):
        waves = [np.sin(9 * x + 4 * np.sin(3 * y + 0.2 * step + phase)) for phase in (0.0, 2.1, 4.2)]
        rgba = np.full((height, width, 4), 255, np.uint8)
        grain = random.normal(0.0, 4.0, (height, width, 1))
        rgba[..., :3] = np.clip(np.stack(waves, -1) * 100 + 128 + grain, 0, 255)
        pictures.append(rgba)
    return pictures


def _measured(
    path: Path, size: tuple[int, int], pictures: list[np.ndarray], live: bool, seconds: float
) -> dict[str, object]:
    fps, frames = 30, round(seconds * 30)
    silence = np.zeros((RATE // fps, 2), np.float32)
    recorder = Recorder(path, size, fps, RATE, live=live)
    costs = []
    start = time.perf_counter()
    for number in range(frames):
        if live:
            time.sleep(max(0.0, start + number / fps - time.perf_counter()))
        before = time.perf_counter()
        recorder.frame(pictures[number % len(pictures)], number / fps)
        costs.append(time.perf_counter() - before)
        recorder.sound(Block(silence, number / fps, RATE))
    recorder.close()
    took = time.perf_counter() - start
    row: dict[str, object] = {"size": f"{size[0]}x{size[1]}", "kind": "live 30/s" if live else "film"}
    if live:
        row["call p50 ms"] = float(np.percentile(costs, 50)) * 1e3
        row["call p95 ms"] = float(np.percentile(costs, 95)) * 1e3
    else:
        row["frames/s"] = frames / took
    return row | {"dropped": recorder.dropped, "MB/min": path.stat().st_size / 1e6 / seconds * 60}
