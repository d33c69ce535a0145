"""Which of the values that a sender repeats is a press of its own."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

REPEAT_S = 0.15
"""A value that comes again within this time of the last is the same press, held."""
RELEASED_REPEAT_S = 1.0
"""As long from a sender that is known to send releases: it need not be fast to be one that only repeats."""
_MOST_KNOWN = 512


@dataclass(frozen=True, slots=True)
class _Sent:
    """value, time (s): what was sent last; releases: a 0 was among what was sent; count: of values."""

    value: float | str
    time: float
    releases: bool = False
    count: int = 0

    def fires(self, value: float | str, time: float) -> bool:
        if not isinstance(value, str) and value <= 0.0:
            return False
        return value != self.value or time - self.time > (RELEASED_REPEAT_S if self.releases else REPEAT_S)


class Presses:
    """Tells presses from what TouchDesigner and others send with every frame while a button is held.

    A control fires as its value changes from 0 to above 0, and where it repeats a value after a pause, as
    senders do that never send a release. A sender is a host and its port; one that takes a new port for every
    packet is known by its host. Remembers the last 512 pairs of sender or host and control.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], _Sent] = OrderedDict()

    def fires(self, sender: str, name: str, value: float | str, time: float) -> bool:
        """Is `value` that `sender` sends to control `name` at `time` (s) the beginning of a press? A text is
        pressed as a number above 0 is."""
        host = sender.rsplit(":", 1)[0]
        of_host = self._note((host, name), value, time, _Sent(0.0, time))
        own = of_host if host == sender else self._note((sender, name), value, time, of_host)
        # A port that was heard once only may have come back by chance: its host must agree.
        return own.fires(value, time) and (own.count > 1 or of_host.fires(value, time))

    def _note(self, key: tuple[str, str], value: float | str, time: float, unknown: _Sent) -> _Sent:
        """What `key` sent before, `unknown` where nothing was."""
        before = self._last.pop(key, None)
        let_go = not isinstance(value, str) and value <= 0.0
        sent = before or _Sent(unknown.value, unknown.time, unknown.releases)
        self._last[key] = _Sent(value, time, sent.releases or let_go, sent.count + 1)
        if len(self._last) > _MOST_KNOWN:
            self._last.popitem(last=False)
        return sent
