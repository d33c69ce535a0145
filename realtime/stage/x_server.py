"""Losing the X server, for which Xlib ends the process on the spot: here is the moment before."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

LOST_SCREEN = 3
"""The exit code of a show whose screen is gone, for whoever starts it again."""
_PATIENCE_S = 15.0
_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
# Xlib keeps the address only: Python must not throw the functions away.
_kept: list[object] = []


def before_the_end(close: Callable[[], object]) -> None:
    """Have `close` called when the X server is gone; the process then ends with LOST_SCREEN. Nothing happens
    on systems without Xlib.

    `close` is called from within Xlib, so it must not touch the window or GL.
    """
    name = ctypes.util.find_library("X11")
    if name is None:
        return
    try:
        xlib = ctypes.CDLL(name)
    except OSError:
        return  # named, but not there: then nobody here uses it

    def lost(display: int | None) -> int:
        timer = threading.Timer(_PATIENCE_S, os._exit, (LOST_SCREEN,))
        timer.daemon = True
        timer.start()
        try:
            close()
        except Exception as error:
            log.error("what was under way could not be closed: %s", error, exc_info=error)
        logging.shutdown()
        os._exit(LOST_SCREEN)

    handler = _HANDLER(lost)
    _kept.append(handler)
    xlib.XSetIOErrorHandler(handler)
