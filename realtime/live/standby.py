"""What is on the wall while the show is not: a picture for the night, a card where no frame can be drawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Protocol

import moderngl

from realtime.options import ShowOptions
from realtime.stage.no_screen import ScreenLost
from realtime.stage.standing import Standing, card, fitted
from realtime.stage.window import Window

CARD_AFTER_S = 3.0
"""Of frames that fail."""
GIVEN_UP_S = 20.0
"""Of cards that cannot be drawn either: the screen is of no use then."""
_COMES_S, _GOES_S = 30.0, 3.0


class Stands(Protocol):
    """A picture that can be drawn over a framebuffer, by an amount of 0..1."""

    def draw(self, target: moderngl.Framebuffer, amount: float) -> None: ...


class Standby:
    """night: seen while the house is closed; card: seen where frames fail. None: black, or the last frame.
    target: where the window is drawn into now."""

    def __init__(
        self,
        night: Stands | None = None,
        card: Stands | None = None,
        target: Callable[[], moderngl.Framebuffer | None] = lambda: None,
    ) -> None:
        self._night, self._card, self._target = night, card, target
        self._amount: float | None = None
        self._before = 0.0
        self._failing_since: float | None = None

    def over(self, now: float, light: float) -> None:
        """Draw over a finished frame; light: 0..1, of the show; now: audio-clock seconds."""
        self._failing_since = None
        if self._night is None:
            return
        closed = light <= 0.0
        if self._amount is None:
            self._amount = float(closed)
        lasted, self._before = min(max(now - self._before, 0.0), 1.0), now
        change = lasted / _COMES_S if closed else -lasted / _GOES_S
        self._amount = min(max(self._amount + change, 0.0), 1.0)
        if (target := self._target()) is not None:
            self._night.draw(target, self._amount)

    def failed(self, at: float) -> bool:
        """A frame could not be drawn, at `at` seconds; True when the card was drawn instead.

        Raises ScreenLost where for long not even that can be.
        """
        if self._failing_since is None:
            self._failing_since = at
        lasted = at - self._failing_since
        target = self._target()
        if self._card is None or target is None or lasted < CARD_AFTER_S:
            return False
        try:
            self._card.draw(target, 1.0)
        except Exception as error:
            if lasted >= GIVEN_UP_S:
                raise ScreenLost(str(error)) from error
            return False
        return True


def open_standby(options: ShowOptions, window: Window, stack: ExitStack) -> Standby:
    """What stands in for a show in `window`; `stack` gives it back. Raises UserError."""
    text = options.card.replace("\\n", "\n")
    shown = Standing(window.context, card(text, window.size)) if text.strip() else None
    night = Standing(window.context, fitted(options.night, window.size)) if options.night else None
    for picture in (shown, night):
        if picture is not None:
            stack.callback(picture.release)
    return Standby(night, shown, lambda: window.framebuffer)
