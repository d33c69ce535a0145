"""Threads that drew with GL and end: EGL's data of a thread must be released in that thread."""

from __future__ import annotations

import ctypes
import ctypes.util


def leave_gl() -> None:
    """Release EGL's data of the calling thread, once its contexts are released.

    A context stays alive while it is current in a thread, even in one that has ended: without this, each
    painter's thread leaves a few megabytes behind.
    """
    library = ctypes.util.find_library("EGL")
    if library is not None:
        ctypes.CDLL(library).eglReleaseThread()
