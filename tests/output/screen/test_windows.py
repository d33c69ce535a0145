"""Windows on several real displays of an X server: found by name, and again after they were unplugged."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import ImageGrab

from benchmarks.dummy_screens import DummyScreens
from benchmarks.dummy_screens import missing as lacking_programs
from realtime.errors import UserError
from realtime.output.output import Shown, Wanted
from realtime.output.screen.window_output import WindowOutput
from realtime.output.screen.window_process import WindowSpec
from realtime.stage.displays import find_display, list_displays
from realtime.stage.screen_map import ScreenMap
from tests.missing import missing

SIDE = (320, 180)
MODE = "640x360"
RED, GREEN = (230, 20, 10), (20, 210, 30)


@pytest.fixture(scope="module")
def screens(tmp_path_factory) -> Iterator[DummyScreens]:
    """An X server with displays DUMMY0 and DUMMY1."""
    if lacking := lacking_programs():
        missing(f"{lacking}: xserver-xorg-core, xserver-xorg-video-dummy, x11-xserver-utils, xdotool")
    try:
        server = DummyScreens(tmp_path_factory.mktemp("xorg"), MODE, MODE)
    except UserError as error:
        missing(str(error))
    server.add_wall()
    yield server
    server.close()


@pytest.fixture
def display(screens, monkeypatch) -> Callable[[bool], None]:
    """Plugs the second monitor in (True) or pulls it."""
    monkeypatch.setenv("DISPLAY", screens.name)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)

    def plug(into: bool) -> None:
        (screens.plug_in if into else screens.pull_out)()

    plug(True)
    return plug


def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(1200):  # not by the clock: the whole machine may stand still meanwhile
        if true():
            return
        time.sleep(0.05)
    pytest.fail(what)


def seen(x: int, y: int) -> tuple[int, ...]:
    """The colour on the desktop there."""
    return ImageGrab.grab(bbox=(x, y, x + 1, y + 1), xdisplay=os.environ["DISPLAY"]).getpixel((0, 0))[:3]


def flat(*rgb: int) -> np.ndarray:
    picture = np.full((SIDE[1], SIDE[0], 4), 255, np.uint8)
    picture[..., :3] = rgb
    return picture


def like(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(one - two) for one, two in zip(colour, wanted, strict=True)) < 12


def test_displays_are_listed_and_found_by_name(display) -> None:
    displays = list_displays()
    assert [(one.name, one.x, one.width) for one in displays] == [("DUMMY0", 0, 640), ("DUMMY1", 640, 640)]
    assert find_display(displays, "dummy1") is displays[1] and find_display(displays, "1") is displays[1]
    assert find_display(displays, "HDMI") is None and find_display(displays, "2") is None


def test_a_further_screen_goes_dark_with_its_display_and_comes_back_with_it(display) -> None:
    mapping = ScreenMap(corners=((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)))
    screen = WindowOutput(
        "screen right", WindowSpec("right", "DUMMY1"), Wanted(SIDE, stretched=True), 1000.0, mapping
    )

    def shows(*rgb: int) -> bool:
        if screen.wants(Shown(time=time.monotonic())):
            screen.take(flat(*rgb), Shown())
        return like(seen(640 + 80, 180), rgb)

    try:
        until(lambda: shows(*RED), f"the picture is not on the second display: {screen.error}")
        assert like(seen(640 + 560, 180), (0, 0, 0)), "the map holds"
        screen.follow(ScreenMap())
        until(lambda: shows(*GREEN) and like(seen(640 + 560, 180), GREEN), "another map is followed")
        display(False)
        until(lambda: "there is no display DUMMY1" in screen.error, "that it is gone is told")
        assert not screen.wants(Shown(time=time.monotonic()))
        display(True)
        until(lambda: shows(*RED), f"it is not back: {screen.error}")
        assert not screen.error
    finally:
        screen.close()


def test_one_window_spans_two_displays_and_waits_for_both(display) -> None:
    display(False)
    spec = WindowSpec("both", "DUMMY0+DUMMY1")
    screen = WindowOutput("screen both", spec, Wanted(SIDE, stretched=True), 1000.0)
    picture = flat(*RED)
    picture[:, SIDE[0] // 2 :, :3] = GREEN

    def shows() -> bool:
        if screen.wants(Shown(time=time.monotonic())):
            screen.take(picture, Shown())
        return like(seen(40, 180), RED) and like(seen(640 + 600, 180), GREEN)

    try:
        until(lambda: "there is no display DUMMY0+DUMMY1" in screen.error, "one display is not both")
        display(True)
        until(shows, f"the picture is not on both: {screen.error}")
        assert like(seen(630, 180), RED) and like(seen(650, 180), GREEN), "each has its half"
    finally:
        screen.close()


def test_the_operators_window_shows_words_and_gives_keys(display) -> None:
    window = WindowOutput(
        "operator's window",
        WindowSpec("Operator", "DUMMY0", (320, 180), operator=True),
        Wanted((64, 36)),
        1000.0,
    )
    picture = flat(*GREEN)[:36, :64]
    shown = Shown(lines=("scene 1/2  Rain   next: Sun, in 8 s",), scene=(1, "Rain"), following=(2, "Sun"))

    def lit() -> bool:
        if window.wants(Shown(time=time.monotonic())):
            window.take(picture, shown)
        desktop = np.asarray(ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")).astype(int)
        greens = (np.abs(desktop[:360, :640] - GREEN).max(axis=2) < 12).sum()
        amber = (np.abs(desktop[:360, :640] - (255, 214, 140)).max(axis=2) < 60).sum()
        return greens > 1000 and amber > 20

    try:
        until(lit, f"no picture and no words: {window.error}")
        pressed: list[str] = []

        def heard() -> bool:
            # Without a window manager keys go where the pointer is.
            subprocess.run(["xdotool", "mousemove", "320", "180", "key", "b"], timeout=30, check=True)
            pressed.extend(window.pressed())
            return "b" in pressed

        until(heard, "keys do not come back")
    finally:
        window.close()
