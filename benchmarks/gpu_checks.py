"""The checks of `live.py bench gpu`: `python -m benchmarks.gpu_checks NAME` prints one's rows as JSON.

Each leaves off, with what it has, before its time is over.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.painter_models import feeds_of, parts_of
from realtime.camera import Motion, Pose, relative

Row = dict[str, object]
SIZES = ((512, 288), (512, 512), (768, 432), (1024, 576))
_FPS = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """tiny: small networks and pictures; model: a folder instead of random weights; until: when to leave off,
    of time.monotonic()."""

    tiny: bool
    model: str | None
    until: float

    @property
    def parts(self):
        """(UNet, autoencoder, text width), float32."""
        return parts_of(self.model, "tiny" if self.tiny else "sd-turbo")

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        return ((128, 64),) if self.tiny else SIZES

    def has(self, seconds: float) -> bool:
        """Are there so many left?"""
        return time.monotonic() + seconds < self.until


def sees(settings: Settings) -> list[Row]:
    """What doctor finds."""
    from realtime.doctor.run import run_checks

    return [{"what": each.name, "ok": each.ok, "found": each.found} for each in run_checks(port=0)]


def precision(settings: Settings) -> list[Row]:
    """A frame in each precision on the card, against float32 on the processor: levels of 255."""
    from realtime.paint.diffusion.torch_runner import TorchRunner

    unet, autoencoder, width = settings.parts
    spec = _spec(settings.sizes[0], width)
    wanted = _frame(TorchRunner(*_copies(unet, autoencoder), spec, "fp32", "cpu"), spec)
    rows: list[Row] = []
    for name in ("fp32", "fp16", "bf16"):
        runner = TorchRunner(*_copies(unet, autoencoder), spec, name)
        apart = np.abs(_frame(runner, spec) - wanted)
        rows.append(
            {"precision": name, "mean": float(apart.mean()), "max": int(apart.max()), "on": runner.note}
        )
        runner.close()
    return rows


def warp(settings: Settings) -> list[Row]:
    """Where the camera's warp takes a pixel, in float32 on the card against float64: pixels."""
    import torch

    from realtime.paint.diffusion.torch_runner import best_device
    from realtime.paint.diffusion.warp import Warp

    rows: list[Row] = []
    for width, height in settings.sizes:
        back = relative(Pose(), Pose().moved(Motion(zoom=0.3, rotation=7, tilt=5, pan_x=0.1), 1.0))
        columns = torch.arange(width, dtype=torch.float64).expand(height, width)
        lines = torch.arange(height, dtype=torch.float64)[:, None].expand(height, width)
        places = torch.stack([columns, lines])[None]
        exact = Warp(width, height).double()(places, torch.from_numpy(back))
        device = best_device()
        found = Warp(width, height).to(device)(
            places.float().to(device), torch.from_numpy(back).float().to(device)
        )
        apart = (found.double().cpu() - exact).abs()
        rows.append(
            {"size": f"{width}x{height}", "mean px": float(apart.mean()), "max px": float(apart.max())}
        )
    return rows


def speed(settings: Settings) -> list[Row]:
    """Milliseconds a frame and memory, by size, launched kernel by kernel and as a captured graph."""
    from realtime.paint.diffusion.torch_runner import TorchRunner

    unet, autoencoder, width = settings.parts
    rows: list[Row] = []
    for size in settings.sizes:
        for way, captured in (("eager", False), ("CUDA graph", True)):
            if settings.has(15):
                spec = _spec(size, width)
                runner = TorchRunner(*_copies(unet, autoencoder), spec, captured=captured)
                rows.append(_timed(way if _cuda() else "eager", runner, spec, settings))
                runner.close()
    return rows


def compiled(settings: Settings) -> list[Row]:
    """The same by torch.compile, at the size that is the default; its own time to compile is in it."""
    import torch

    from realtime.paint.diffusion.torch_runner import TorchRunner

    unet, autoencoder, width = settings.parts
    spec = _spec(settings.sizes[min(2, len(settings.sizes) - 1)], width)
    runner = TorchRunner(unet, autoencoder, spec, captured=False)
    runner._step = torch.compile(runner._step)
    begun = time.perf_counter()
    runner.run()
    spent = round(time.perf_counter() - begun, 1)
    return [_timed("torch.compile", runner, spec, settings) | {"compile s": spent}]


def tensorrt(settings: Settings) -> list[Row]:
    """The same by what ONNX Runtime has for the card, where it has something."""
    from realtime.doctor.trial import refusal
    from realtime.paint.diffusion import cache
    from realtime.paint.diffusion.export import export_step, set_precision
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.provider import Options
    from realtime.paint.diffusion.session import open_session

    reasons = {name: refusal(name) for name in ("tensorrt-rtx", "tensorrt", "cuda")}
    rows: list[Row] = [{"way": name, "refused": reason} for name, reason in reasons.items() if reason]
    unet, autoencoder, width = settings.parts if len(rows) < len(reasons) else (None, None, 0)
    for name in (name for name, reason in reasons.items() if reason is None):
        spec = _spec(settings.sizes[min(2, len(settings.sizes) - 1)], width)
        with tempfile.TemporaryDirectory() as folder:
            graph = Path(folder) / cache.STEP
            export_step(set_precision(FrameStep(unet, autoencoder, spec).eval(), "fp16"), graph)
            options = Options(cache=Path(folder), order=(name,))
            begun = time.perf_counter()
            session = open_session(graph, spec.inputs, spec.outputs, {"picture": "frame"}, options)
            built = round(time.perf_counter() - begun, 1)
            rows.append(_timed(name, session, spec, settings) | {"build s": built})
            session.close()
    return rows


def steady(settings: Settings) -> list[Row]:
    """500 frames: memory at the 100th and the last, and the share of a frame that is not the network's."""
    painter, runner = _painter(settings)
    frames, outside, total = (60 if settings.tiny else 500), 0.0, 0.0
    run, spent = runner.run, [0.0]

    def timed_run():
        begun = time.perf_counter()
        found = run()
        spent[0] += time.perf_counter() - begun
        return found

    runner.run = timed_run
    early: dict[str, float] = {}
    for i in range(frames):
        begun, before = time.perf_counter(), spent[0]
        painter.paint(_request(i))
        if i >= frames // 5:
            total += time.perf_counter() - begun
            outside += time.perf_counter() - begun - (spent[0] - before)
        elif i == frames // 5 - 1:
            early = _memory()
        if not settings.has(5):
            frames = i + 1
            break
    late = _memory()
    painter.close()
    growth = {f"{name} grew": round(late[name] - early.get(name, late[name]), 1) for name in late}
    return [{"frames": frames, **growth, "outside the network %": round(100 * outside / max(total, 1e-9), 2)}]


def drift(settings: Settings) -> list[Row]:
    """1,000 frames fed back under a moving camera: mean, deviation and sharpness along the way."""
    painter, _ = _painter(settings)
    frames, rows = (100 if settings.tiny else 1000), []
    for i in range(frames):
        picture = painter.paint(_request(i))
        if i % (frames // 5) == frames // 5 - 1:
            luma = picture[..., :3].astype(float).mean(axis=2)
            sharp = np.abs(np.diff(luma, axis=0)).mean() + np.abs(np.diff(luma, axis=1)).mean()
            found = {"mean": luma.mean(), "deviation": luma.std(), "sharpness": sharp}
            rows.append({"frame": i + 1, **{name: round(float(value), 2) for name, value in found.items()}})
        if not settings.has(3):
            break
    painter.close()
    return rows


def shows(settings: Settings) -> list[Row]:
    """A show with the embedded painter and GL as it is here: displayed frames a second."""
    rows: list[Row] = []
    sizes, seconds = (
        ((320, 180),) if settings.tiny else ((1920, 1080), (3840, 2160)),
        2 if settings.tiny else 8,
    )
    for width, height in sizes:
        with tempfile.TemporaryDirectory() as folder:
            trace = Path(folder) / "trace.jsonl"
            command = ["live.py", "show", "demo", "--fresh", "--headless", "--output", "none", "--osc", "off"]
            command += ["--seconds", str(seconds), "--size", f"{width}x{height}", "--trace", str(trace)]
            subprocess.run([sys.executable, *command], check=True, capture_output=True, timeout=60)
            frames = sum(1 for _ in trace.open())
        rows.append({"size": f"{width}x{height}", "frames/s": round(frames / seconds, 1)})
    return rows


# Name → (check, seconds that it may take): 8 minutes in all.
CHECKS: dict[str, tuple[Callable[[Settings], list[Row]], int]] = {
    "sees": (sees, 30),
    "precision": (precision, 60),
    "warp": (warp, 20),
    "speed": (speed, 80),
    "compiled": (compiled, 90),
    "tensorrt": (tensorrt, 80),
    "steady": (steady, 40),
    "drift": (drift, 40),
    "shows": (shows, 40),
}


def _spec(size: tuple[int, int], width: int):
    from realtime.paint.diffusion.step_spec import StepSpec

    return StepSpec(*size, steps=1, text_width=width)


def _copies(unet: Any, autoencoder: Any) -> tuple[Any, Any]:
    """A runner types the weights that it is given."""
    return copy.deepcopy(unet), copy.deepcopy(autoencoder)


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()


def _frame(runner, spec) -> np.ndarray:
    for name, value in feeds_of(spec).items():
        runner.write(name, value)
    return runner.run()["picture"][..., :3].astype(int)


def _timed(way: str, runner, spec, settings: Settings) -> Row:
    """Median and 95th percentile of a frame with its inputs written, as a show has it; memory of the card."""
    if _cuda():
        import torch

        torch.cuda.reset_peak_memory_stats()
    feeds = feeds_of(spec)
    times: list[float] = []
    begun = time.monotonic()
    for i in range(3 if settings.tiny else 120):
        at = time.perf_counter()
        for name in ("noise", "homography", "amounts", "timestep", "alpha"):
            runner.write(name, feeds[name])
        runner.run()
        if i:
            times.append(1000 * (time.perf_counter() - at))
        if time.monotonic() - begun > 8 and len(times) > 1:
            break
    return {
        "way": way,
        "size": f"{spec.width}x{spec.height}",
        "p50 ms": round(float(np.percentile(times, 50)), 2),
        "p95 ms": round(float(np.percentile(times, 95)), 2),
        **_memory(),
    }


def _memory() -> dict[str, float]:
    """MB: of the process, and of the card as torch counts it, at the most."""
    found: dict[str, float] = {}
    if sys.platform.startswith("linux"):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        found["process MB"] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    if _cuda():
        import torch

        found["card MB"] = torch.cuda.max_memory_allocated() / 1e6
    return {name: round(value, 1) for name, value in found.items()}


def _painter(settings: Settings):
    """(painter with random weights, its runner)."""
    from realtime.paint.diffusion.prompts import PromptBook
    from realtime.paint.diffusion.schedule import Schedule
    from realtime.paint.diffusion.step_painter import StepModel, StepPainter
    from realtime.paint.diffusion.torch_runner import TorchRunner

    unet, autoencoder, width = settings.parts
    spec = _spec(settings.sizes[0], width)
    random = np.random.default_rng(0)
    page = random.standard_normal(spec.embedding).astype(np.float32)
    runner = TorchRunner(unet, autoencoder, spec)
    book = PromptBook(lambda text: page, wait=True)
    return StepPainter(StepModel(spec, Schedule()), runner, book, "bench"), runner


def _request(number: int):
    from realtime.paint.frame import FrameRequest, Subject

    pose = Pose().moved(Motion(zoom=0.15, rotation=6.0), number / _FPS)
    return FrameRequest(number, number / _FPS, Subject(prompt="gold in ink"), pose, strength=0.5)


def main() -> None:
    """Run one check; its rows are the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=tuple(CHECKS))
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--model")
    asked = parser.parse_args()
    from realtime.paint.diffusion.gpu import take_gpu

    take_gpu()
    check, budget_s = CHECKS[asked.name]
    rows = check(Settings(asked.tiny, asked.model, time.monotonic() + 0.85 * budget_s))
    print(json.dumps(rows, default=str))


if __name__ == "__main__":
    main()
