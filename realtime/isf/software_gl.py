"""OpenGL that the processor computes itself: how to know it, and how to wait for it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import moderngl

_NAMES = ("llvmpipe", "softpipe", "swiftshader", "basic render")
_LIBRARY = "libGL.so.1"


def is_software(context: moderngl.Context) -> bool:
    """True when the picture is computed by the processor: every texture sample is dear then."""
    return any(name in context.info["GL_RENDERER"].lower() for name in _NAMES)


def finisher(context: moderngl.Context) -> Callable[[], object]:
    """Call it after each draw: waits until that is drawn, where the processor draws; else does nothing.

    Whoever used the picture next would wait just as long, but inside moderngl, which holds Python's lock
    meanwhile: the ear and the recorder would stand still. ctypes lets them go on.
    """
    if is_software(context):
        try:
            return ctypes.CDLL(_LIBRARY).glFinish
        except (OSError, AttributeError):  # another system's GL: draws as it always did
            return _nothing
    return _nothing


def _nothing() -> None:
    """A GPU draws by itself."""
