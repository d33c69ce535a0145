"""Displays by the names of their plugs, and the place of the window on them: by SDL, and X11 where that is.

pygame gives displays numbers only, and these change when one is unplugged. SDL's own list of X11 keeps an
output that was only switched off, so on X11 the server itself is asked.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from realtime.stage.home_display import Place

_FULLSCREEN_DESKTOP, _WINDOWED = 0x1001, 0
_X11 = 2
"""SDL_SYSWM_X11"""


class Desktop:
    """Of the window with the current GL context. Raises OSError where SDL cannot be asked."""

    def __init__(self, pygame: ModuleType) -> None:
        self._sdl = _sdl(pygame)
        self._sdl.SDL_GetDisplayName.restype = ctypes.c_char_p
        self._sdl.SDL_GL_GetCurrentWindow.restype = ctypes.c_void_p
        self._window = ctypes.c_void_p(self._sdl.SDL_GL_GetCurrentWindow())
        if not self._window:
            raise OSError("SDL has no window")
        self._x = _x_monitors(self._sdl, self._window)

    def displays(self) -> Sequence[Place]:
        """All that there are now, the first one first."""
        if self._x is not None:
            return self._x.monitors()
        numbers = range(self._sdl.SDL_GetNumVideoDisplays())
        return [place for number in numbers if (place := self._of_sdl(number)) is not None]

    def name_of(self, number: int) -> str:
        """Of a display that SDL counts; "" where there is no such one."""
        counted = self._of_sdl(number)
        if counted is None:
            return ""
        return next((place.name for place in self.displays() if place.same_as(counted)), "")

    def _of_sdl(self, number: int) -> Place | None:
        bounds = (ctypes.c_int * 4)()
        if self._sdl.SDL_GetDisplayBounds(number, bounds) != 0:
            return None
        name = (self._sdl.SDL_GetDisplayName(number) or b"").decode(errors="replace")
        return Place(f"{name} ({number})", *bounds)

    def window(self) -> Place:
        """Where the window is."""
        x, y, width, height = (ctypes.c_int() for _ in range(4))
        self._sdl.SDL_GetWindowPosition(self._window, ctypes.byref(x), ctypes.byref(y))
        self._sdl.SDL_GetWindowSize(self._window, ctypes.byref(width), ctypes.byref(height))
        return Place("", x.value, y.value, width.value, height.value)

    def move(self, place: Place, attempt: int) -> None:
        """Fill this display with the window, which keeps its GL context. attempt: every second one does so
        without full screen, for which SDL may go by a display as it was."""
        sdl, window = self._sdl, self._window
        sdl.SDL_SetWindowFullscreen(window, _WINDOWED)
        sdl.SDL_SetWindowBordered(window, 0)
        sdl.SDL_SetWindowSize(window, place.width, place.height)
        sdl.SDL_SetWindowPosition(window, place.x, place.y)
        if attempt % 2:
            sdl.SDL_SetWindowFullscreen(window, _FULLSCREEN_DESKTOP)


def _sdl(pygame: ModuleType) -> Any:
    """The very library that pygame uses."""
    package = Path(str(pygame.__file__)).parent
    names = {"win32": "SDL2.dll", "darwin": "libSDL2*.dylib"}
    pattern = names.get(sys.platform, "libSDL2-2*.so*")
    folders = (package, package / ".dylibs", *package.parent.glob("pygame*.libs"))
    for folder in folders:
        for file in sorted(folder.glob(pattern)):
            return ctypes.CDLL(str(file))
    return ctypes.CDLL("libSDL2-2.0.so.0")


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo"""

    _fields_ = [
        ("name", ctypes.c_ulong),
        ("primary", ctypes.c_int),
        ("automatic", ctypes.c_int),
        ("outputs", ctypes.c_int),
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "mm_wide", "mm_high")),
        ("output", ctypes.c_void_p),
    ]


class _WindowInfo(ctypes.Structure):
    """SDL_SysWMinfo of X11."""

    _fields_ = [
        ("version", ctypes.c_uint8 * 3),
        ("subsystem", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("rest", ctypes.c_uint8 * 128),
    ]


class _XMonitors:
    """The monitors of an X server; asking it takes a tenth of a millisecond."""

    def __init__(self, display: int, xlib: Any, xrandr: Any) -> None:
        self._display, self._xlib, self._xrandr = ctypes.c_void_p(display), xlib, xrandr
        xrandr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        xrandr.XRRFreeMonitors.argtypes = [ctypes.POINTER(_Monitor)]
        xlib.XDefaultRootWindow.restype = ctypes.c_ulong
        xlib.XGetAtomName.restype = ctypes.c_void_p
        self._root = ctypes.c_ulong(xlib.XDefaultRootWindow(self._display))
        self._names: dict[int, str] = {}

    def monitors(self) -> list[Place]:
        count = ctypes.c_int()
        found = self._xrandr.XRRGetMonitors(self._display, self._root, 1, ctypes.byref(count))
        if not found:
            return []
        first = sorted(found[: count.value], key=lambda one: not one.primary)  # as SDL counts
        places = [Place(self._name(one.name), one.x, one.y, one.width, one.height) for one in first]
        self._xrandr.XRRFreeMonitors(found)
        return places

    def _name(self, atom: int) -> str:
        if atom not in self._names:
            text = self._xlib.XGetAtomName(self._display, ctypes.c_ulong(atom))
            self._names[atom] = ctypes.string_at(text).decode(errors="replace") if text else str(atom)
            if text:
                self._xlib.XFree(ctypes.c_void_p(text))
        return self._names[atom]


def _x_monitors(sdl: Any, window: ctypes.c_void_p) -> _XMonitors | None:
    """None where the desktop is not X11, or has no RandR 1.5."""
    info = _WindowInfo()
    sdl.SDL_GetVersion(info.version)
    if not sdl.SDL_GetWindowWMInfo(window, ctypes.byref(info)) or info.subsystem != _X11:
        return None
    try:
        xlib, xrandr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        xrandr.XRRGetMonitors  # noqa: B018  (AttributeError where it is older)
    except (OSError, AttributeError):
        return None
    return _XMonitors(info.display, xlib, xrandr)
