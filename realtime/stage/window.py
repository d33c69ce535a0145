"""What the show needs of a window, on a screen or off-screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import moderngl

from realtime.errors import UserError
from realtime.say import Say
from realtime.stage.no_screen import NoScreen
from realtime.stage.screen_map import UNMAPPED, ScreenMap

_LOOK_EVERY_S = 2.0
_FIRST = "0"
_OTHER_DISPLAY_AFTER_S = 20.0


class Window(Protocol):
    """A surface with a GL context. kind: "screen" or "off-screen"; size: (width, height) of the picture in
    pixels; framebuffer: where to render it; aim: called with another one when that changes; closing: the show
    cannot go on in it."""

    kind: str
    size: tuple[int, int]
    context: moderngl.Context
    framebuffer: moderngl.Framebuffer
    aim: Callable[[moderngl.Framebuffer], object]
    closing: bool

    def poll(self) -> list[str]:
        """Keys pressed since the last call, by the names pygame gives them on a Latin keyboard (`space`, `b`,
        `left`)."""
        ...

    def present(self) -> None:
        """Show what was rendered; waits for the screen's next refresh where there is one."""
        ...

    def close(self) -> None: ...


def open_window(
    kind: str,
    size: tuple[int, int],
    display: str = "0",
    fullscreen: bool = True,
    title: str = "Anacrusis",
    mapping: ScreenMap = UNMAPPED,
    picture: tuple[int, int] | None = None,
    home: str | None = None,
) -> Window:
    """A window of `kind` "screen" or "off-screen"; fullscreen takes the display's own size, else `size`.

    display: its number or name; mapping: how a screen shows the picture; picture: the size of that, None for
    what suits the screen and its mapping; home: the display to which a full screen goes as soon as that is
    there, where it is another one.

    Raises UserError when there is none here: the show then goes on off-screen, with a message.
    """
    if kind == "screen":
        from realtime.stage.pygame_window import PygameWindow

        return PygameWindow(size, display, fullscreen, title, mapping, picture, home)
    if kind == "off-screen":
        from realtime.stage.egl_window import EglWindow

        return EglWindow(size)
    raise UserError(f'There is no window of kind "{kind}"; it is "screen" or "off-screen".')


def wait_for_screen(
    size: tuple[int, int],
    display: str,
    fullscreen: bool,
    say: Say,
    mapping: ScreenMap = UNMAPPED,
    picture: tuple[int, int] | None = None,
) -> Window:
    """A window on the screen, as soon as there is one: after a power cut the machine is often up before it.

    Where only that display is missing, the first one is taken after a while: a picture on the wrong wall is
    better than none, and it goes to the right one when that comes. Raises UserError where a screen cannot
    draw at all.
    """
    began, message = time.monotonic(), ""
    home: str | None = None
    while True:
        try:
            return open_window(
                "screen", size, display, fullscreen, mapping=mapping, picture=picture, home=home
            )
        except NoScreen as error:
            if str(error) != message:
                message = str(error)
                say(f"{error} Waiting for it; --headless draws without one.")
            if display != _FIRST and error.others and time.monotonic() - began > _OTHER_DISPLAY_AFTER_S:
                say(f"taking display 0 until display {display} is there")
                display, home = _FIRST, display
        time.sleep(_LOOK_EVERY_S)
