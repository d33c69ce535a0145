"""The window belongs on one display: when that was unplugged and is back, so is the window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# A window manager that has its own will is not fought for ever, nor with a flicker.
_MOST_TRIES = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A display, or where a window is: position and size on the desktop, in pixels. name: of the plug."""

    name: str
    x: int
    y: int
    width: int
    height: int

    def same_as(self, other: Place) -> bool:
        """Whatever they are called."""
        return (self.x, self.y, self.width, self.height) == (other.x, other.y, other.width, other.height)


class HomeDisplay:
    """Looks once a second whether the window fills its display.

    number: of the display that was asked for, from 0; name: of it, "" where it is not there yet; displays:
    those there are now; window: where it is; move: puts it onto a display, and fills that;
    is given which try it is, from 1.
    """

    def __init__(
        self,
        number: int,
        name: str,
        displays: Callable[[], Sequence[Place]],
        window: Callable[[], Place],
        move: Callable[[Place, int], object],
    ) -> None:
        self._number, self._name = number, name
        self._displays, self._window, self._move = displays, window, move
        self._due = 0.0
        self._before: tuple[Place, ...] = ()
        self._tries = 0
        self._away = not name

    def look(self, now: float) -> bool:
        """Bring the window home if it is not there; now: seconds of any clock. True when it was moved."""
        if now < self._due:
            return False
        self._due = now + LOOK_EVERY_S
        displays = tuple(self._displays())
        if displays != self._before:
            self._before, self._tries = displays, 0
        home = self._home(displays)
        if home is None:
            if not self._away:
                log.warning("Display %s is gone; the picture goes back to it when it returns.", self._name)
            self._away = True
            return False
        if self._window().same_as(home):
            if self._away:
                log.warning("The picture is on display %s.", home.name)
            self._away = False
            return False
        if self._tries >= _MOST_TRIES:
            return False
        self._tries += 1
        self._move(home, self._tries)
        return True

    def _home(self, displays: Sequence[Place]) -> Place | None:
        if not self._name:  # it was not there at the start
            if self._number >= len(displays):
                return None
            self._name = displays[self._number].name
        return next((display for display in displays if display.name == self._name), None)
