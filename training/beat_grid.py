"""Beats that people play: steady, wandering, breathing, rubato."""

from __future__ import annotations

import numpy as np

CURVES = ("steady", "wandering", "breathing", "rubato")


def grid_of(rng: np.random.Generator, tempo: float, curve: str, seconds: float) -> np.ndarray:
    """curve: one of `CURVES` → seconds of every beat, from just before the piece begins (it may be cut
    into) to after its end."""
    beats = int((seconds + 8.0) * tempo / 60.0 * 1.3) + 8
    number = np.arange(beats)
    if curve == "steady":
        bend = np.zeros(beats)
        if rng.random() < 0.08:
            bend = np.where(number > beats // 3, rng.uniform(-0.25, 0.25), 0.0)
        elif rng.random() < 0.08:
            bend = np.linspace(0.0, rng.uniform(-0.2, 0.2), beats)
    elif curve == "wandering":
        bend = np.cumsum(rng.normal(0.0, rng.uniform(0.002, 0.008), beats))
        bend = np.clip(bend - bend.mean(), -0.08, 0.08)
    elif curve == "breathing":
        phrase = int(rng.choice([4, 8, 16]))
        bend = rng.uniform(0.01, 0.05) * np.sin(2 * np.pi * number / phrase) + np.cumsum(
            rng.normal(0, 0.004, beats)
        ).clip(-0.06, 0.06)
    else:
        phrase = int(rng.choice([8, 16]))
        bend = rng.uniform(0.05, 0.12) * np.sin(2 * np.pi * number / phrase) + rng.normal(0.0, 0.015, beats)
    first = float(rng.uniform(0.05, 1.5)) if rng.random() < 0.6 else -float(rng.uniform(0.0, 3.0))
    grid = first + np.concatenate([[0.0], np.cumsum(60.0 / tempo * np.exp(bend))])
    return grid[: int(np.searchsorted(grid, seconds + 2.0)) + 1]
