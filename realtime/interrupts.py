"""SIGTERM and SIGHUP end a run as cleanly as Ctrl-C does."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def terminate_as_interrupt() -> Iterator[None]:
    """Within it, SIGTERM, and SIGHUP where it is not ignored (as under nohup), raise KeyboardInterrupt in the
    main thread."""
    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    ends = [signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ends.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def started_without_interrupts() -> Iterator[None]:
    """Within it a new process inherits a blocked SIGINT: Ctrl-C in a terminal goes to all its processes, and
    one that is still loading its modules would answer with a traceback. (Windows has no such mask.)"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
