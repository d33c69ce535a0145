"""The table of the style painter's steps names steps that it has."""

from __future__ import annotations

from benchmarks import style


def test_every_step_of_a_frame_is_timed(monkeypatch):
    monkeypatch.setattr(style, "CANVAS", (64, 40))
    monkeypatch.setattr(style, "_runtimes", lambda: ["onnxruntime"])
    rows = style._steps(0.1)
    steps = {row["step"]: row["p50 ms"] for row in rows if "step" in row}
    assert list(steps) == ["source", "compose", "network", "colour match, strokes", "finish, bake, read"]
    assert all(spent > 0.0 for spent in steps.values())
    assert {row["source"] for row in rows if "source" in row} == set(style.Generators().names)
