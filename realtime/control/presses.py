"""Which of the values that a sender repeats is a press of its own."""

from __future__ import annotations

from collections import OrderedDict

REPEAT_S = 0.15
"""A value that comes again within this time of the last is the same press, held."""
RELEASED_REPEAT_S = 1.0
"""As long from a sender that is known to send releases: it need not be fast to be one that only repeats."""
_MOST_KNOWN = 512


class Presses:
    """Tells presses from what TouchDesigner and others send with every frame while a button is held.

    A control fires as its value changes from 0 to above 0, and where it repeats a value after a pause, as
    senders do that never send a release. Remembers the last 512 pairs of sender and control.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], tuple[float | str, float, bool]] = OrderedDict()

    def fires(self, sender: str, name: str, value: float | str, time: float) -> bool:
        """Is `value` that `sender` sends to control `name` at `time` (s) the beginning of a press? A text is
        pressed as a number above 0 is."""
        key = sender, name
        level, before, releases = self._last.pop(key, (0.0, time, False))
        let_go = not isinstance(value, str) and value <= 0.0
        self._last[key] = value, time, releases or let_go
        if len(self._last) > _MOST_KNOWN:
            self._last.popitem(last=False)
        if let_go:
            return False
        return value != level or time - before > (RELEASED_REPEAT_S if releases else REPEAT_S)
