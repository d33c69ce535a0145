"""`live.py` whose graphics driver takes the GL context away at SIGUSR1: for `bench faults`.

As after a reset of the card: nothing is drawn any more, and the driver answers each question for errors with
GL_CONTEXT_LOST (KHR_robustness), which moderngl calls an unknown error. Software GL never loses a context.
"""

from __future__ import annotations

import signal
import sys

import moderngl

from realtime.cli import main

GONE = "GL_UNKNOWN_ERROR"


def _lose() -> None:
    def nothing(*arguments: object, **settings: object) -> None:
        """What a lost context draws."""

    for kind, name in ((moderngl.VertexArray, "render"), (moderngl.Context, "copy_framebuffer")):
        setattr(kind, name, nothing)
    moderngl.Context.error = property(lambda context: GONE)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, lambda number, frame: _lose())
    sys.exit(main())
