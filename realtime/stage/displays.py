"""Which displays there are now, by their names and places."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

_AND = "+"


@dataclass(frozen=True, slots=True)
class Display:
    """name: of the connector (`HDMI-1`) or of the monitor, as the system has it; x, y, width, height: its
    place on the desktop, pixels; primary: the desktop's first."""

    name: str
    x: int
    y: int
    width: int
    height: int
    primary: bool = False

    def same_as(self, other: Display) -> bool:
        """Is it at the same place, by any name?"""
        return (self.x, self.y, self.width, self.height) == (other.x, other.y, other.width, other.height)

    @property
    def spans(self) -> bool:
        """Is it several, side by side?"""
        return _AND in self.name

    @property
    def words(self) -> str:
        return f"{self.name} {self.width}×{self.height} at {self.x},{self.y}"


def counted(displays: Sequence[Display]) -> str:
    """What there is, in words, with the numbers that stand for them."""
    return ", ".join(f"{number} {one.words}" for number, one in enumerate(displays)) or "none"


def find_display(displays: Sequence[Display], wanted: str) -> Display | None:
    """The display of this number, from 0, or with this name or part of it, upper and lower case being one.

    Of "HDMI-1+HDMI-2" what they cover together, once both are there.
    """
    if _AND in wanted:
        return _spanning([find_display(displays, one.strip()) for one in wanted.split(_AND)])
    if wanted.isdecimal():
        return displays[int(wanted)] if int(wanted) < len(displays) else None
    folded = wanted.casefold()
    exact = [one for one in displays if one.name.casefold() == folded]
    return next(iter(exact or [one for one in displays if folded in one.name.casefold()]), None)


def _spanning(parts: Sequence[Display | None]) -> Display | None:
    found = [one for one in parts if one is not None]
    if len(found) < len(parts):
        return None
    x, y = min(one.x for one in found), min(one.y for one in found)
    right, below = max(one.x + one.width for one in found), max(one.y + one.height for one in found)
    return Display(_AND.join(one.name for one in found), x, y, right - x, below - y)


def display_named(displays: Sequence[Display], name: str) -> Display | None:
    """The display, or those together, with that very name."""
    if _AND in name:
        return _spanning([display_named(displays, one) for one in name.split(_AND)])
    return next((one for one in displays if one.name == name), None)


def list_displays() -> list[Display]:
    """Those that show something now, the primary one first, then from the left; none where there is no
    screen.

    Needs no window; takes a millisecond or so.
    """
    found = _of_x11() if sys.platform.startswith("linux") and not _wayland() else None
    return sorted(_of_sdl() if found is None else found, key=_rank)


def _wayland() -> bool:
    return os.environ.get("SDL_VIDEODRIVER", "") == "wayland" or "DISPLAY" not in os.environ


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo."""

    _fields_ = (
        ("name", ctypes.c_ulong),
        ("primary", ctypes.c_int),
        ("automatic", ctypes.c_int),
        ("outputs", ctypes.c_int),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("mwidth", ctypes.c_int),
        ("mheight", ctypes.c_int),
        ("output", ctypes.c_void_p),
    )


class XMonitors:
    """The monitors of an X server, by RandR 1.5, which knows connectors, and what changes while a program
    runs. connection: Xlib's `Display *`. Raises OSError or AttributeError where it is not there."""

    def __init__(self, connection: int) -> None:
        self._connection, self._names = ctypes.c_void_p(connection), dict[int, str]()
        self._xlib, self._randr = xlib(), ctypes.CDLL(ctypes.util.find_library("Xrandr") or "libXrandr.so.2")
        self._randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        self._randr.XRRFreeMonitors.argtypes = [ctypes.POINTER(_Monitor)]
        self._root = ctypes.c_ulong(self._xlib.XDefaultRootWindow(self._connection))

    def displays(self) -> list[Display]:
        """Those that show something, the primary one first; takes a tenth of a millisecond."""
        count = ctypes.c_int()
        found = self._randr.XRRGetMonitors(self._connection, self._root, 1, ctypes.byref(count))
        if not found:
            return []
        displays = [
            Display(self._name(one.name), one.x, one.y, one.width, one.height, bool(one.primary))
            for one in found[: count.value]
        ]
        self._randr.XRRFreeMonitors(found)
        return sorted(displays, key=_rank)

    def _name(self, atom: int) -> str:
        if atom not in self._names:
            text = self._xlib.XGetAtomName(self._connection, ctypes.c_ulong(atom))
            self._names[atom] = ctypes.string_at(text).decode(errors="replace") if text else str(atom)
            if text:
                self._xlib.XFree(ctypes.c_void_p(text))
        return self._names[atom]


def xlib() -> ctypes.CDLL:
    """Raises OSError where there is none."""
    library = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    library.XOpenDisplay.restype = library.XGetAtomName.restype = ctypes.c_void_p
    library.XOpenDisplay.argtypes = [ctypes.c_char_p]
    library.XDefaultRootWindow.restype = ctypes.c_ulong
    return library


def _of_x11() -> list[Display] | None:
    """By a connection of its own; None without X11 and RandR."""
    try:
        library = xlib()
        connection = library.XOpenDisplay(None)
        if not connection:
            return None
        try:
            return XMonitors(connection).displays()
        finally:
            library.XCloseDisplay(ctypes.c_void_p(connection))
    except (OSError, AttributeError):
        return None


def _rank(display: Display) -> tuple[bool, int, int]:
    return not display.primary, display.x, display.y


def _of_sdl() -> list[Display]:
    """By the library that pygame brings, on systems that have no RandR."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    if not pygame.display.get_init():
        return []
    sizes = pygame.display.get_desktop_sizes()
    library = sdl()
    if library is None:
        return [Display(str(number), 0, 0, *size, number == 0) for number, size in enumerate(sizes)]
    library.SDL_GetDisplayName.restype = ctypes.c_char_p
    displays = []
    for number in range(library.SDL_GetNumVideoDisplays()):
        place = (ctypes.c_int * 4)()
        library.SDL_GetDisplayBounds(number, place)
        name = library.SDL_GetDisplayName(number)
        written = name.decode(errors="replace") if name else str(number)
        displays.append(Display(written, place[0], place[1], place[2], place[3], number == 0))
    return displays


def sdl() -> ctypes.CDLL | None:
    """The very library that pygame has loaded."""
    from pathlib import Path

    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    package = Path(pygame.__file__).parent
    for folder in (package, package.parent / "pygame_ce.libs", package / ".dylibs"):
        for file in sorted(folder.glob("*SDL2*")):
            if (
                "SDL2_" not in file.name and file.suffix in (".dll", ".dylib", ".so")
            ) or "SDL2-2" in file.name:
                try:
                    return ctypes.CDLL(str(file))
                except OSError:
                    continue
    return None
