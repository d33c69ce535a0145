"""Which loop drives the painters: in a process, on another machine, or in a thread on the virtual clock."""

from __future__ import annotations

from realtime.options import ShowOptions
from realtime.paint.engines import Plan, make_painter
from realtime.paint.frame import PaintLoop
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.paint.run.ray_loop import SCHEME, RayPaintLoop, check_address, remote_engine
from realtime.paint.run.supervisor import ProcessPaintLoop


def paints_elsewhere(options: ShowOptions) -> bool:
    """True when the painter is on another machine, whose address was given."""
    return options.painter.startswith(SCHEME)


def paint_loop(options: ShowOptions, plan: Plan) -> PaintLoop:
    """A new one for `plan`. Raises UserError."""
    if options.realtime and paints_elsewhere(options):
        address = check_address(options.painter)
        return RayPaintLoop(address, remote_engine(plan.ladder), lambda: ProcessPaintLoop(plan.ladder))
    if options.realtime:
        return ProcessPaintLoop(plan.ladder)
    painter = PainterThread(lambda: make_painter(plan.ladder[0]))
    return InlinePaintLoop(painter, options.paint_latency, options.paint_fps)
