"""A plain scene asks little of the driver: each call costs the display loop time, on every machine."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

MOST = 30


def test_every_plain_frame_takes_at_most_thirty_calls(stage, plain, shot, flat) -> None:
    view = replace(plain, inputs={})  # with bloom, grain and vignette as they are at rest
    for number in range(5):  # until there is a texture for every painting that is shown at a time
        stage.show_frame(flat(10, 20, 30))
        shot(stage, view, time=number / 60)
    calls: Counter[str] = Counter()

    def count(frame, event, called) -> None:
        owner = type(getattr(called, "__self__", None))
        if event == "c_call" and owner.__module__ in ("_moderngl", "mgl", "moderngl.mgl"):
            calls[f"{owner.__name__}.{called.__name__}"] += 1

    for number in range(20):
        if number % 5 == 0:  # a painting to take up
            stage.show_frame(flat(200 + number, 20, 30))
        calls.clear()
        sys.setprofile(count)
        try:
            stage.render(replace(view, time=1.0 + number / 60))
        finally:
            sys.setprofile(None)
        assert calls["VertexArray.render"] > 0, "calls are counted"
        assert calls.total() <= MOST, calls
