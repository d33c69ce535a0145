"""Displays by the names of their plugs, and the place of the window on them: by SDL, and X11 where that is.

pygame gives displays numbers only, and these change when one is unplugged. SDL's own list of X11 keeps an
output that was only switched off, so on X11 the server itself is asked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from realtime.stage.displays import Display, XMonitors, list_displays, sdl

_FULLSCREEN_DESKTOP, _WINDOWED = 0x1001, 0
_X11 = 2
"""SDL_SYSWM_X11"""


class Desktop:
    """Of the window with the current GL context. Raises OSError where SDL cannot be asked."""

    def __init__(self) -> None:
        library = sdl()
        if library is None:
            raise OSError("SDL's library is not where pygame has it")
        self._sdl: Any = library
        self._sdl.SDL_GL_GetCurrentWindow.restype = ctypes.c_void_p
        self._window = ctypes.c_void_p(self._sdl.SDL_GL_GetCurrentWindow())
        if not self._window:
            raise OSError("SDL has no window")
        self._x = _x_monitors(self._sdl, self._window)

    def displays(self) -> Sequence[Display]:
        """All that there are now, the first one first."""
        return self._x.displays() if self._x is not None else list_displays()

    def window(self) -> Display:
        """Where the window is."""
        x, y, width, height = (ctypes.c_int() for _ in range(4))
        self._sdl.SDL_GetWindowPosition(self._window, ctypes.byref(x), ctypes.byref(y))
        self._sdl.SDL_GetWindowSize(self._window, ctypes.byref(width), ctypes.byref(height))
        return Display("", x.value, y.value, width.value, height.value)

    def move(self, place: Display, attempt: int) -> None:
        """Fill this display with the window, which keeps its GL context. attempt: every second one does so
        without full screen, for which SDL may go by a display as it was."""
        sdl, window = self._sdl, self._window
        sdl.SDL_SetWindowFullscreen(window, _WINDOWED)
        sdl.SDL_SetWindowBordered(window, 0)
        sdl.SDL_SetWindowSize(window, place.width, place.height)
        sdl.SDL_SetWindowPosition(window, place.x, place.y)
        if attempt % 2 and not place.spans:
            sdl.SDL_SetWindowFullscreen(window, _FULLSCREEN_DESKTOP)


class _WindowInfo(ctypes.Structure):
    """SDL_SysWMinfo of X11."""

    _fields_ = [
        ("version", ctypes.c_uint8 * 3),
        ("subsystem", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("rest", ctypes.c_uint8 * 128),
    ]


def _x_monitors(library: Any, window: ctypes.c_void_p) -> XMonitors | None:
    """None where the desktop is not X11, or has no RandR 1.5."""
    info = _WindowInfo()
    library.SDL_GetVersion(info.version)
    if not library.SDL_GetWindowWMInfo(window, ctypes.byref(info)) or info.subsystem != _X11:
        return None
    try:
        return XMonitors(info.display)
    except (OSError, AttributeError):  # older, or not there
        return None
