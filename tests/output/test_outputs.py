"""Outputs of a show: each gets what it wants, and none holds up the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.output import worker
from realtime.output.output import Shown, Turns, Wanted
from realtime.output.outputs import Outputs
from realtime.output.stills import Stills
from realtime.output.worker import WorkerOutput
from realtime.stage.egl_window import EglWindow

SIZE = (64, 36)


class Drawn:
    """A stage that has finished a picture of one colour."""

    def __init__(self, window: EglWindow) -> None:
        self._window = window
        self.finished = window.framebuffer.color_attachments[0]

    def paint(self, *rgb: float) -> None:
        self._window.framebuffer.clear(*rgb, 1.0)


@pytest.fixture(scope="module")
def window() -> Iterator[EglWindow]:
    window = EglWindow(SIZE)
    yield window
    window.close()


class Kept:
    """An output that keeps what it takes."""

    dropped, error = 0, ""

    def __init__(self, wanted: Wanted, name: str = "kept") -> None:
        self.wanted, self.name = wanted, name
        self.taken: list[tuple[np.ndarray, Shown]] = []

    def wants(self, shown: Shown) -> bool:
        return True

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        self.taken.append((picture.copy(), shown))

    def close(self) -> None: ...


class Broken(Kept):
    def take(self, picture: np.ndarray, shown: Shown) -> None:
        raise RuntimeError("no")


def until(true: Callable[[], bool]) -> None:
    for _ in range(6000):  # not by the clock: the whole machine may stand still meanwhile
        if true():
            return
        time.sleep(0.005)
    pytest.fail("it never came")


@pytest.mark.parametrize("at_once", [True, False])
def test_each_output_gets_its_picture_with_the_moment_that_it_is_of(window, at_once):
    large, small, broken = Kept(Wanted(SIZE)), Kept(Wanted((16, 9))), Broken(Wanted(SIZE), "broken")
    stage = Drawn(window)
    outputs = Outputs(window.context, stage, [broken, large, small], at_once)
    for number in range(3):
        stage.paint(number / 2, 0.0, 0.0)
        outputs.show(Shown(time=float(number)))
    seen = 3 if at_once else 2
    for output in (large, small):
        assert [shown.time for _, shown in output.taken] == [0.0, 1.0, 2.0][:seen]
        assert [int(picture[2, 2, 0]) for picture, _ in output.taken] == [0, 128, 255][:seen]
        width, height = output.wanted.size
        assert output.taken[0][0].shape == (height, width, 4)
    assert outputs.notices == ["broken: no"]
    outputs.close()
    outputs.release()


class Gate:
    """A device that can be held up, and can be missing."""

    def __init__(self) -> None:
        self.go, self.missing = threading.Event(), False
        self.opened, self.sent = 0, []

    def open(self) -> None:
        self.opened += 1
        if self.missing:
            raise UserError("it is not there: plug it in")

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        self.go.wait(30)
        self.sent.append(shown.time)

    def close(self) -> None: ...


def test_a_device_that_hangs_costs_its_own_pictures_only_and_the_newest_waits():
    gate = Gate()
    output = WorkerOutput("gate", gate, Wanted((4, 2)), 1000.0)
    picture = np.zeros((2, 4, 4), np.uint8)
    output.take(picture, Shown(time=0.0))
    until(lambda: output._waiting is None)  # taken, and stuck
    for number in range(1, 6):
        output.take(picture, Shown(time=float(number)))
    gate.go.set()
    until(lambda: len(gate.sent) == 2)
    assert gate.sent == [0.0, 5.0] and output.dropped == 4
    output.close()


def test_a_device_that_is_missing_is_told_of_and_found_again(monkeypatch):
    monkeypatch.setattr(worker, "AGAIN_S", 0.01)
    gate = Gate()
    gate.missing = True
    gate.go.set()
    output = WorkerOutput("gate", gate, Wanted((4, 2)), 1000.0)
    until(lambda: gate.opened >= 2)
    assert output.error == "gate: it is not there: plug it in" and not output.wants(Shown())
    gate.missing = False
    until(lambda: not output.error)
    assert output.wants(Shown())
    output.take(np.zeros((2, 4, 4), np.uint8), Shown(time=7.0))
    until(lambda: gate.sent == [7.0])
    output.close()


@pytest.mark.parametrize(("fps", "shown"), [(30.0, 30), (25.0, 25), (60.0, 60), (240.0, 60)])
def test_turns_come_as_often_as_was_said_whatever_the_displays_rate(fps, shown):
    turns = Turns(fps)
    jitter = np.random.default_rng(1).uniform(-0.002, 0.002, 600)
    taken = sum(turns.due(number / 60 + jitter[number]) for number in range(600))
    assert abs(taken - 10 * shown) <= 10


def test_turns_go_on_after_a_clock_that_jumped():
    turns = Turns(10.0)
    assert turns.due(100.0) and not turns.due(100.01)
    assert turns.due(3.0) and not turns.due(3.01) and turns.due(3.1)


def test_stills_are_written_when_asked_for_and_never_over_each_other(tmp_path):
    from PIL import Image

    stills = Stills(tmp_path / "new", (4, 2), "club")
    assert not stills.wants(Shown())
    picture = np.full((2, 4, 4), 255, np.uint8)
    picture[0, 0, :3] = 10, 20, 30
    for _ in range(2):
        stills.ask()
        assert stills.wants(Shown()) and not stills.wants(Shown())
        stills.take(picture, Shown())
    stills.close()
    files = sorted((tmp_path / "new").iterdir())
    assert len(files) == 2 and all(path.suffix == ".png" for path in files)
    with Image.open(files[0]) as image:
        assert image.size == (4, 2) and image.mode == "RGB" and image.getpixel((0, 0)) == (10, 20, 30)


def test_stills_that_cannot_be_written_are_told_of(tmp_path):
    (tmp_path / "file").write_text("in the way")
    stills = Stills(tmp_path / "file", (4, 2), "club")
    stills.take(np.zeros((2, 4, 4), np.uint8), Shown())
    until(lambda: bool(stills.error))
    assert "takes no picture" in stills.error
    stills.close()
