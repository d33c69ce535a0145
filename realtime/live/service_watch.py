"""Tells systemd that the show runs, and that it still does: a display loop that hangs is started anew.

The protocol of sd_notify(3): datagrams to the socket that $NOTIFY_SOCKET names, READY=1 once and WATCHDOG=1
within the time that $WATCHDOG_USEC gives.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack

_OFTEN = 4.0
"""Within the time that systemd waits."""


class ServiceWatch:
    """Fed by the display loop, with each frame that was shown; it never waits."""

    def __init__(
        self, address: str, within_s: float | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        # "@" stands for the abstract namespace.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._every_s = within_s / _OFTEN if within_s else None
        self._monotonic = monotonic
        self._due: float | None = None
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def shown(self) -> None:
        """A frame is on the screen."""
        now = self._monotonic()
        if self._due is None:
            self._tell("READY=1")
            self._due = now
        if self._every_s is not None and now >= self._due:
            self._due = now + self._every_s
            self._tell("WATCHDOG=1")

    def close(self) -> None:
        """The show ends by itself."""
        self._tell("STOPPING=1")
        self._socket.close()

    def _tell(self, message: str) -> None:
        with contextlib.suppress(OSError):  # a full queue: the next frame tells again
            self._socket.sendto(message.encode(), self._address)


def service_watch(stack: ExitStack, environment: Mapping[str, str] = os.environ) -> ServiceWatch | None:
    """None where no service manager has started the show; stack: closes it."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return None
    usual = environment.get("WATCHDOG_USEC", "")
    watch = ServiceWatch(address, int(usual) / 1e6 if usual.isdecimal() else None)
    stack.callback(watch.close)
    return watch
