"""A recording that never ends comes in pieces, by their length or size."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from realtime.record.movie import plays_to
from realtime.record.pieces import OPENING, Pieces, unused
from realtime.record.recorder import Recorder
from tests.record.test_recorder import SIZE
from tests.record.test_recorder import _block as block
from tests.record.test_recorder import _picture as picture
from tests.record.test_recorder import _pictures as pictures


def take(pieces: Pieces, rgba: np.ndarray, time_s: float) -> None:
    """As a display that waits for its recording: the machine may be busy with all else."""
    while not pieces.frame(rgba, time_s):
        time.sleep(0.01)
    for thread in threading.enumerate():
        if thread.name == OPENING:
            thread.join()


def test_nothing_that_was_recorded_is_overwritten(tmp_path):
    first = unused(tmp_path / "show.mp4")
    first.write_text("the first show")
    second = unused(tmp_path / "show.mp4")
    second.write_text("the second")
    assert (first.name, second.name, unused(tmp_path / "show.mp4").name) == (
        "show.mp4",
        "show-2.mp4",
        "show-3.mp4",
    )


def test_a_long_recording_comes_in_pieces_and_the_newest_are_kept(tmp_path):
    opened: list[Path] = []

    def open_recorder(path: Path, start: float) -> Recorder:
        opened.append(path)
        return Recorder(path, SIZE, 20, 44100, start=start)

    pieces = Pieces(tmp_path / "show.mp4", open_recorder, every_s=2.0, keep=2)
    for number in range(170):
        time_s = number / 20
        pieces.sound(block(np.full(2205, 0.1), time_s))
        take(pieces, picture(number), time_s)
    pieces.close()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(opened) >= 4 and opened[0].name not in kept
    assert 2 <= len(kept) <= 3
    shown = pictures(pieces.path)
    assert shown[0][0] == pytest.approx(0.0, abs=0.06), "each piece begins with itself"
    whole = next(path for path in opened if path.name in kept)
    assert plays_to(whole) == pytest.approx(2.0, abs=0.5)


def test_a_recording_goes_on_in_another_file_when_one_is_large(tmp_path):
    most = 500_000
    opened: list[Path] = []

    def open_recorder(path: Path, start: float) -> Recorder:
        opened.append(path)
        return Recorder(path, SIZE, 20, start=start)

    pieces = Pieces(tmp_path / "show.mp4", open_recorder, most_bytes=most)
    noise = np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 4), np.uint8)
    for number in range(600):
        take(pieces, np.roll(noise, 7 * number, axis=1), number / 20)
    pieces.close()
    whole = opened[: opened.index(pieces.path)]
    assert len(whole) >= 2
    assert all(0.4 * most < path.stat().st_size < 2.0 * most for path in whole)
    lasted = sum(plays_to(path) for path in [*whole, pieces.path])
    assert lasted == pytest.approx(30.0, abs=0.5), "nothing is lost between two files"
