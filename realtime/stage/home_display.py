"""The window belongs on one display: when that was unplugged and is back, so is the window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from realtime.stage.displays import Display, display_named, find_display

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# A window manager that has its own will is not fought for ever, nor with a flicker.
_MOST_TRIES = 4


class HomeDisplay:
    """Looks once a second whether the window fills its display.

    wanted: the display that was asked for, a number or a name; name: of it, "" where it is not there yet;
    displays: those there are now; window: where it is; move: puts it onto a display, and fills that; is given
    which try it is, from 1.
    """

    def __init__(
        self,
        wanted: str,
        name: str,
        displays: Callable[[], Sequence[Display]],
        window: Callable[[], Display],
        move: Callable[[Display, int], object],
    ) -> None:
        self._wanted, self._name = wanted, name
        self._displays, self._window, self._move = displays, window, move
        self._due = 0.0
        self._before: tuple[Display, ...] = ()
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

    def _home(self, displays: Sequence[Display]) -> Display | None:
        if not self._name:  # it was not there at the start
            found = find_display(displays, self._wanted)
            if found is None:
                return None
            self._name = found.name
        return display_named(displays, self._name)
