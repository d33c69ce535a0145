"""Painters measured: frames a second, request to frame, time outside the model, memory.

`live.py bench painter` measures the compiled frame step against diffusers' img2img pipeline with the
same weights (TAESD as autoencoder), in turn in one run; then what becomes of a picture that feeds on itself,
`bench temporal` in short. Without --model the full-size SD-Turbo architecture gets random weights: as fast as
the real ones, and nothing is fetched.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import temporal
from benchmarks.painter_models import export, feeds_of, parts_of, spec_of
from benchmarks.painter_rivals import Engine, full_precision, half_precision

Row = dict[str, object]


def run(
    model: str | None = None,
    random_weights: str = "sd-turbo",
    size: int = 256,
    seconds: float = 20.0,
    threads: int = 0,
    bf16: bool = True,
) -> list[Row]:
    """One row an engine, in turn until each had about `seconds`; size: of the square picture. Then the rows
    of `temporal.run` for so many seconds of a show."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    unet, autoencoder, width = parts_of(model, random_weights)
    spec = spec_of(size, width)
    feeds = feeds_of(spec)
    rows, pictures, memory = [], {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "step.onnx"
        export(unet, autoencoder, spec, path)
        # One precision after the other: all of them at once would not fit in a laptop's memory.
        for group in (full_precision, half_precision) if bf16 else (full_precision,):
            engines, before = [], _resident()
            for engine in group(unet, autoencoder, spec, feeds, path, threads):
                engines.append(engine)
                pictures[engine[0]] = engine[1]().copy()  # and warm
                memory[engine[0]] = round((_resident() - before) / 1e6)
                before = _resident()
            rows += _add_speedups(_measure(engines, seconds))
            del engines, engine
            gc.collect()
    reference = pictures[rows[0]["engine"]].astype(int)
    for row in rows:
        row["memory MB"] = memory[row["engine"]]
        difference = np.abs(pictures[row["engine"]] - reference)
        row["difference mean"] = round(float(difference.mean()), 2)
        row["difference max"] = int(difference.max())
    return [*rows, *temporal.run(model, random_weights, max(seconds, temporal.SHORTEST_S))]


def _resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _measure(engines: list[Engine], seconds: float) -> list[Row]:
    """In turn, so that a machine that slows down slows all of them."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in engines}
    outside: dict[str, list[float]] = {name: [] for name, _, _ in engines}
    while sum(map(sum, times.values())) < seconds * len(engines) or len(times[engines[0][0]]) < 3:
        for name, call, spent in engines:
            if isinstance(spent, list):
                spent[0] = 0.0
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
            outside[name].append(times[name][-1] - spent[0] if isinstance(spent, list) else spent)
    rows = []
    for name, _, _ in engines:
        each = np.array(times[name])
        row: Row = {"engine": name, "frames/s": round(1.0 / float(np.median(each)), 2)}
        row |= {f"p{p} ms": round(1000 * float(np.percentile(each, p)), 1) for p in (50, 95, 99)}
        row["outside model ms"] = round(1000 * float(np.median(outside[name])), 1)
        row["outside model %"] = round(100 * float(np.median(np.array(outside[name]) / each)), 2)
        rows.append(row)
    return rows


def _add_speedups(rows: list[Row]) -> list[Row]:
    """Against diffusers, which is the first of each precision."""
    for row in rows:
        row["times diffusers"] = round(rows[0]["p50 ms"] / row["p50 ms"], 2)
    return rows
