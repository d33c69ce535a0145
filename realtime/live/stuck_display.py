"""A show whose display loop hangs, in a driver or a screen that takes no picture, ends when asked to.

Python handles a signal in its main thread, which is then somewhere in a driver and may never come back. The
signal itself arrives all the same, and wakes a thread that waits for nothing else.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

STUCK = 3
"""The exit code of such a show: as of one whose screen is gone."""
# A machine that is very busy is no display that hangs.
_TAKEN_S, _ENDED_S = 10.0, 20.0
_ENDS = frozenset(
    int(getattr(signal, name)) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def ended_even_when_stuck(
    close: Callable[[], object],
    taken: threading.Event,
    ended: Callable[[int], object] = lambda code: _end_now(code),
) -> Iterator[None]:
    """Within it, a signal that ends the show is also heard while its main thread hangs.

    taken: set by the main thread when it ends the show; close: what is called where it does not, from a
    thread, after which `ended` ends the process. Outside of the main thread nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    over = threading.Event()

    def watch() -> None:
        while True:
            try:
                heard = ours.recv(64)
            except OSError:
                return
            if not heard:
                return
            if not _ENDS.isdisjoint(heard):
                break
        if not taken.wait(_TAKEN_S):
            log.error("The display hangs: the show ends without it; what was recorded can be played.")
            close()
            ended(STUCK)
        elif not over.wait(_ENDED_S):
            log.error("The screen does not close; the show ends without it.")
            ended(0)

    threading.Thread(target=watch, name="stuck display", daemon=True).start()
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        over.set()
        taken.set()
        signal.set_wakeup_fd(before)
        theirs.close()
        ours.close()


def _end_now(code: int) -> None:
    logging.shutdown()
    os._exit(code)
