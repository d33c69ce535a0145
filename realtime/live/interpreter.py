"""What a show that is played in real time asks of the Python interpreter."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN_S = 5e-4
"""A thread that computes gives Python's lock away after this long, where another one waits for it.

Python's own 5 ms are waited for after each draw that let the lock go: with a flood of OSC messages a frame
took twice as long."""


@contextmanager
def short_turns() -> Iterator[None]:
    """While this is open no thread waits long for another one's Python code."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_s)


@contextmanager
def nothing_collected_of_before() -> Iterator[None]:
    """What lives when this is opened is taken to live until it is closed: the collector leaves it out."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
