"""SIGTERM and SIGHUP end a run as cleanly as Ctrl-C does."""

from __future__ import annotations

import atexit
import math
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 5.0


@contextmanager
def terminate_as_interrupt() -> Iterator[None]:
    """Within it, SIGTERM, and SIGHUP where it is not ignored (as under nohup), raise KeyboardInterrupt in the
    main thread, as Ctrl-C does. Only the first does: what is closed then, such as a recording, is not cut off
    by an impatient second one; after PATIENCE_S the next one counts again."""
    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return

    last = -math.inf

    def stop(*_: object) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < PATIENCE_S:
            return
        last = now
        raise KeyboardInterrupt

    ends = [signal.SIGTERM]
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        ends.append(signal.SIGINT)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ends.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in ends}
    try:
        yield
    finally:
        if last == -math.inf:
            for number, handler in before.items():
                signal.signal(number, handler)
        else:
            # After an interrupt the program ends, and a late second one must not cut off its last words: a
            # handler in Python would be taken off while the interpreter ends.
            atexit.register(_ignore, ends)


def _ignore(numbers: list[signal.Signals]) -> None:
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)


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


def end_with_parent() -> None:
    """For a thread of a process that another started: ends it at once when that one is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(0)
