"""A plain scene asks little of the driver: each call costs the display loop time, on every machine."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

MOST = 30


def test_a_plain_frame_takes_at_most_thirty_calls(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(10, 20, 30))
    view = replace(plain, inputs={})  # with bloom, grain and vignette as they are at rest
    for number in range(3):
        shot(stage, view, time=number / 60)
    calls: Counter[str] = Counter()

    def count(frame, event, called) -> None:
        owner = type(getattr(called, "__self__", None))
        if event == "c_call" and owner.__module__ in ("_moderngl", "mgl", "moderngl.mgl"):
            calls[f"{owner.__name__}.{called.__name__}"] += 1

    sys.setprofile(count)
    try:
        for number in range(10):
            stage.render(replace(view, time=1.0 + number / 60))
    finally:
        sys.setprofile(None)
    assert calls["VertexArray.render"] > 0, "calls are counted"
    assert calls.total() <= 10 * MOST, calls
