"""Where a displayed frame's time goes in GL: each draw call by who makes it, by timer queries.

Part of `live.py bench stage`. Where the processor draws, it is the time of all its cores, which other work
does not lengthen; the sum over all is the frame's.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable

import moderngl

from realtime.isf.quad import Quad
from realtime.isf.software_gl import is_software

FRAMES = 30
# Who asked for a copy matters, not that it was one.
_PASSED_ON = ("Copier.copy", "Quad.draw")


def gl_by_pass(
    context: moderngl.Context, draw: Callable[[], object], frames: int = FRAMES
) -> dict[str, tuple[float, float]]:
    """(milliseconds, draw calls) a frame by the method that draws, over so many; draw: draws one frame."""
    taken: dict[str, float] = defaultdict(float)
    calls: dict[str, int] = defaultdict(int)
    original, software = Quad.draw, is_software(context)

    def timed(quad: Quad) -> None:
        before, query = time.process_time(), context.query(time=True)
        with query:
            original(quad)
        name = _drawer()
        taken[name] += (time.process_time() - before) * 1e3 if software else query.elapsed / 1e6
        calls[name] += 1

    draw()
    Quad.draw = timed
    try:
        for _ in range(frames):
            draw()
    finally:
        Quad.draw = original
    return {name: (taken[name] / frames, calls[name] / frames) for name in taken}


def _drawer() -> str:
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_qualname.endswith(_PASSED_ON):
        frame = frame.f_back
    return frame.f_code.co_qualname
