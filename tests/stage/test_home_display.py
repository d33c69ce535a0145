"""A projector that was unplugged has its picture again when it is back."""

from __future__ import annotations

from realtime.stage.displays import Display
from realtime.stage.home_display import HomeDisplay

DESK = Display("eDP-1", 0, 0, 1440, 900)
WALL = Display("HDMI-1", 1440, 0, 1920, 1080)
SMALL_WALL = Display("HDMI-1", 1440, 0, 1280, 720)


class Desktop:
    """Its displays come and go; a window manager puts windows of one that is gone onto the first."""

    def __init__(self, *displays: Display) -> None:
        self.displays = list(displays)
        self.window = displays[-1]
        self.moves: list[Display] = []
        self.obeys = True

    def move(self, place: Display, attempt: int) -> None:
        self.moves.append(place)
        if self.obeys:
            self.window = place

    def plugged(self, *displays: Display) -> None:
        self.displays = list(displays)
        if not any(display.same_as(self.window) for display in displays):
            self.window = displays[0]

    def home(self, wanted: str, name: str) -> HomeDisplay:
        return HomeDisplay(wanted, name, lambda: self.displays, lambda: self.window, self.move)


def test_the_window_goes_back_by_the_name_of_the_plug(caplog):
    desktop = Desktop(DESK, WALL)
    home = desktop.home("1", "HDMI-1")
    assert not home.look(0.0)
    desktop.plugged(DESK)
    assert not home.look(2.0) and desktop.window == DESK
    # Plugged in again, and counted first now, with another size.
    desktop.plugged(SMALL_WALL, DESK)
    assert home.look(4.0) and desktop.window == SMALL_WALL
    assert not home.look(6.0), "there it stays"
    assert desktop.moves == [SMALL_WALL]
    assert "HDMI-1 is gone" in caplog.text and "on display HDMI-1" in caplog.text


def test_a_display_that_moves_on_the_desktop_takes_the_window_along():
    desktop = Desktop(DESK, WALL)
    home = desktop.home("1", "HDMI-1")
    home.look(0.0)
    desktop.displays = [DESK, Display("HDMI-1", 0, 900, 1920, 1080)]
    assert home.look(2.0) and desktop.window.y == 900


def test_a_window_over_two_displays_is_brought_back_when_both_are_there():
    left, right = Display("DP-1", 0, 0, 1920, 1080), Display("DP-2", 1920, 0, 1920, 1080)
    desktop = Desktop(left, right)
    both = desktop.window = Display("DP-1+DP-2", 0, 0, 3840, 1080)
    home = desktop.home("0+1", "DP-1+DP-2")
    assert not home.look(0.0)
    desktop.plugged(left)
    desktop.window = left
    assert not home.look(2.0) and desktop.window == left
    desktop.displays = [Display("eDP-1", 0, 0, 800, 600), left]
    assert not home.look(4.0), "eDP-1 is another one"
    desktop.displays = [left, right]
    assert home.look(6.0) and desktop.window == both


def test_one_that_was_not_there_at_the_start_gets_the_window_when_it_comes():
    desktop = Desktop(DESK)
    home = desktop.home("1", "")
    assert not home.look(0.0) and not home.look(2.0)
    desktop.displays = [DESK, WALL]
    assert home.look(4.0) and desktop.window == WALL


def test_a_window_manager_with_its_own_will_is_not_fought_for_ever():
    desktop = Desktop(DESK, WALL)
    desktop.obeys, desktop.window = False, DESK
    home = desktop.home("1", "HDMI-1")
    for second in range(60):
        home.look(float(second))
    assert 1 <= len(desktop.moves) <= 5
    desktop.plugged(DESK)
    home.look(100.0)
    desktop.obeys = True
    desktop.plugged(DESK, WALL)
    assert home.look(102.0) and desktop.window == WALL, "a new chance with each change of displays"


def test_it_asks_once_a_second():
    asked = []
    home = HomeDisplay(
        "0", "eDP-1", lambda: asked.append(0) or [DESK], lambda: DESK, lambda place, attempt: None
    )
    for frame in range(240):
        home.look(frame / 60)
    assert len(asked) == 4
