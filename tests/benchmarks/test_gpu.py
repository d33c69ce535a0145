"""The measurements of a graphics card run anywhere, with small networks; each check by itself."""

from __future__ import annotations

import time

import torch

from benchmarks import gpu, gpu_checks
from benchmarks.gpu_checks import CHECKS, Settings

torch.set_num_threads(1)


def test_checks_give_their_figures_on_any_machine():
    settings = Settings(tiny=True, model=None, until=time.monotonic() + 600)
    assert gpu_checks.warp(settings)[0]["max px"] < 0.01
    exact = {row["precision"]: row["max"] for row in gpu_checks.precision(settings)}
    assert exact["fp32"] <= 1 and set(exact) == {"fp32", "fp16", "bf16"}
    assert all(row["p50 ms"] > 0 for row in gpu_checks.speed(settings))
    (steady,) = gpu_checks.steady(settings)
    assert steady["frames"] == 60 and steady["outside the network %"] > 0
    assert len(gpu_checks.drift(settings)) == 5


def test_a_check_that_fails_or_takes_too_long_is_a_row_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr(gpu, "CHECKS", {"nothing of that name": (None, 600), "drift": (None, 0.01)})
    rows = {row["check"]: row["failed"] for row in gpu.run(tiny=True)}
    assert "nothing of that name" in rows["nothing of that name"]
    assert rows["drift"] == "it took more than its 0.03 s"


def test_all_of_it_takes_at_most_eight_minutes():
    assert sum(budget for _, budget in CHECKS.values()) <= 480
