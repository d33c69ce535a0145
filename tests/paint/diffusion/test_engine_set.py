"""A set of engines of one model: compiled in one go, switched while it paints, and nothing jumps."""

from __future__ import annotations

import json
import shutil
import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from realtime.paint.diffusion import cache
from realtime.paint.diffusion.choose import compiled_size, open_diffusion
from realtime.paint.diffusion.compile import compile_set
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.diffusion.engine_set import EngineSet, open_set
from realtime.paint.frame import FrameRequest, Subject

torch.set_num_threads(1)
SIZES = ((128, 64), (192, 96))


@pytest.fixture(scope="module")
def together(compiled, model, tmp_path_factory) -> list[Path]:
    """Two sizes, of which the first was compiled before, as by who adds one later."""
    root = tmp_path_factory.mktemp("set")
    before = shutil.copytree(compiled.folder, root / compiled.folder.name)
    stages: list[tuple[str, float]] = []
    results = compile_set(
        model,
        SIZES,
        report=lambda *stage: stages.append(stage),
        root=root,
        precision="fp32",
        order=("cpu",),
        threads=1,
    )
    shares = [share for _, share in stages]
    assert shares == sorted(shares) and stages[-1] == ("done (2 of 2)", 1.0)
    assert results[0].folder == before and results[1].folder != before
    return [result.folder for result in results]


def request(number: int, engine: float) -> FrameRequest:
    subject = Subject(prompt="gold in ink", seed=3)
    return FrameRequest(number, number / 20, subject, strength=0.3, weights={"engine": engine})


def test_a_set_is_switched_while_it_paints_and_nothing_jumps(together):
    assert compiled_size(together[0]) == SIZES[1]
    painter = open_diffusion(SIZES[0], together[0], wait=True, threads=1)
    assert isinstance(painter, EngineSet) and painter.size == SIZES[1]
    engines = [1.0] * 30 + [0.0] * 40 + [1.0] * 40
    seen, notes = [], []
    for number, engine in enumerate(engines):
        seen.append(painter.paint(request(number, engine))[..., :3].astype(int))
        notes.append(painter.note.split(";")[0])
    painter.close()
    assert {frame.shape for frame in seen} == {(96, 192, 3)}
    assert notes[29] == "engine 2 of 2: 192x96, 1 step" and notes[30] == "engine 1 of 2: 128x64, 1 step"
    steps = [np.abs(later - frame).mean() for frame, later in pairwise(seen)]
    usual = max(steps[15:29])
    assert max(steps[29], steps[69]) < 1.2 * usual  # the frames at which another engine takes over


def test_in_a_show_the_cheapest_paints_while_the_others_are_opened(together):
    may_open = threading.Event()

    def slowly(folder, book):
        if book is not None:  # not the first
            assert may_open.wait(30.0)
        return CompiledPainter(None, folder, threads=1, wait=True, book=book)

    painter = open_set([cache.Compiled.load(folder) for folder in together], slowly, at_once=False)
    assert isinstance(painter, EngineSet) and painter.size == SIZES[1]
    frames = [painter.paint(request(number, 1.0)) for number in range(3)]
    assert {frame.shape for frame in frames} == {(96, 192, 4)}
    assert painter.note.startswith("engine 1 of 1: 128x64, 1 step; more are being opened")
    may_open.set()
    number, end = 3, time.monotonic() + 30.0
    while "more" in painter.note and time.monotonic() < end:
        painter.paint(request(number, 1.0))
        number += 1
    assert painter.note.startswith("engine 2 of 2: 192x96, 1 step")
    painter.close()


def test_an_engine_of_a_set_that_is_gone_is_left_out(together, tmp_path):
    kept, gone = (shutil.copytree(folder, tmp_path / folder.name) for folder in together)
    shutil.rmtree(gone)
    assert compiled_size(kept) == SIZES[0]
    painter = open_diffusion(SIZES[0], kept, wait=True, threads=1)
    assert painter.size == SIZES[0] and painter.paint(request(0, 1.0)).shape == (64, 128, 4)
    painter.close()
    cache.put_together([kept])
    assert json.loads((kept / cache.MANIFEST).read_text())["together"] == []
