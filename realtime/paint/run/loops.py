"""Which loop drives the painters: in a process, on another machine, or in a thread on the virtual clock."""

from __future__ import annotations

import math
import time

from realtime.options import ShowOptions
from realtime.paint.engines import Plan, make_painter
from realtime.paint.frame import PaintLoop
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.paint.run.ray_loop import SCHEME, RayPaintLoop, check_address, remote_engine
from realtime.paint.run.supervisor import ProcessPaintLoop

_ALONE_S = 15.0
"""A second painter waits no longer than this for the first one."""


def paints_elsewhere(options: ShowOptions) -> bool:
    """True when the painter is on another machine, whose address was given."""
    return options.painter.startswith(SCHEME)


def paint_loop(options: ShowOptions, plan: Plan, after: PaintLoop | None = None) -> PaintLoop:
    """A new one for `plan`; after: one that has the machine to itself until it can paint. Raises
    UserError."""
    if options.realtime and paints_elsewhere(options):
        address = check_address(options.painter)
        return RayPaintLoop(address, remote_engine(plan.ladder), lambda: ProcessPaintLoop(plan.ladder))
    if options.realtime:
        return ProcessPaintLoop(plan.ladder) if after is None else _later(plan, after)
    painter = PainterThread(lambda: make_painter(plan.ladder[0]))
    return InlinePaintLoop(painter, options.paint_latency, options.paint_fps)


def _later(plan: Plan, first: PaintLoop) -> PaintLoop:
    latest = time.monotonic() + _ALONE_S
    return ProcessPaintLoop(
        plan.ladder, begins=lambda: math.isfinite(first.free_in) or time.monotonic() > latest
    )
