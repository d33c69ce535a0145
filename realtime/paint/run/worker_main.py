"""What runs in the painter process. Imports nothing heavy before the thread limits are set."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from realtime.errors import UserError

if TYPE_CHECKING:
    import numpy as np

    from realtime.paint.frame import FrameRequest, Painter
    from realtime.paint.run.engine_crossfade import EngineCrossfade
    from realtime.paint.run.shared_memory import Channel
    from realtime.paint.run.similarity import SimilarityFilter
    from realtime.paint.run.spec import EngineSpec

HEARTBEAT_S = 0.2
# The display loop goes first, and the ear: with 5 a flood of messages made them wait for painted frames.
NICE = 10
FAILURES_IN_A_ROW = 8
_FOLLOW = 0.2  # share of each new painting time in what is usual
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LP_NUM_THREADS")

WAKE, ADOPT, QUIT = b"w", b"a", b"q"


def run(spec: EngineSpec, channel: Channel, pipe: Connection, threads: int) -> None:
    """Build the engine, report through `pipe`, then paint the newest request until QUIT arrives.

    Sends ("ready", name, size), ("failed", text) or ("note", text).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the show's; it closes us
    for variable in THREAD_VARIABLES:
        os.environ.setdefault(variable, str(threads))
    if hasattr(os, "nice"):
        os.nice(NICE)
    threading.Thread(target=_beat, args=(channel,), name="heartbeat", daemon=True).start()
    try:
        from realtime.paint.run.spec import build

        painter = build(spec, threads)
        if painter.size[0] * painter.size[1] > channel.size[0] * channel.size[1]:
            raise UserError(
                f"{painter.name} paints {painter.size}, more than the {channel.size} it was given"
            )
    except UserError as error:
        pipe.send(("failed", str(error)))
        return
    except Exception as error:  # any exception of a driver or package is a reason to use another engine
        pipe.send(("failed", f"{type(error).__name__}: {error}".splitlines()[0]))
        return
    pipe.send(("ready", painter.name, painter.size))
    try:
        _paint(painter, channel, pipe)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the show is gone
    finally:
        painter.close()


def _beat(channel: Channel) -> None:
    """Show that the process lives; end it at once when the show's process has ended."""
    show = multiprocessing.parent_process()
    if show is None:
        raise RuntimeError("the painter runs in a process of its own, started by the show")
    while True:
        channel.control["heartbeat"] = time.monotonic()
        if multiprocessing.connection.wait([show.sentinel], HEARTBEAT_S):
            os._exit(0)


def _paint(painter: Painter, channel: Channel, pipe: Connection) -> None:
    from realtime.paint.run.engine_crossfade import EngineCrossfade
    from realtime.paint.run.similarity import SimilarityFilter

    control, number, failures, note = channel.control, 0, 0, ""
    similar, engine_crossfade = SimilarityFilter(), EngineCrossfade(painter.size)
    free_since = 0.0
    while True:
        control["waiting"] = 1
        taken = channel.take_request(number)
        # Without a request, sleep; the time-out is for a wake-up that crossed our check.
        while pipe.poll(0.05 if taken is None else 0):
            command = pipe.recv_bytes()
            if command == QUIT:
                return
            if command == ADOPT:
                _adopt(painter, channel, engine_crossfade)
                similar.restart()
            if taken is None:
                taken = channel.take_request(number)
        if taken is None:
            continue
        control["waiting"] = 0
        number, submitted, request = taken
        # What is asked for while the last frame is painted could not be begun before.
        asked = max(submitted, free_since)
        taken_at = control["taken_at"] = time.monotonic()
        control["taken"] = number
        if similar.skip(request):
            control["skipped"] = similar.skipped
        else:
            failures = (
                0 if _one(painter, channel, pipe, request, asked, similar, engine_crossfade) else failures + 1
            )
            spent, usual = time.monotonic() - taken_at, float(control["usual_s"][0])
            control["usual_s"] = usual + (spent - usual) * _FOLLOW if usual else spent
        free_since = time.monotonic()
        control["done"] = number
        if (news := painter.note) != note:
            note = news
            if note:
                pipe.send(("note", note))
        if failures >= FAILURES_IN_A_ROW:
            pipe.send(("failed", f"{failures} frames in a row failed"))
            return


def _one(
    painter: Painter,
    channel: Channel,
    pipe: Connection,
    request: FrameRequest,
    asked: float,
    similar: SimilarityFilter,
    engine_crossfade: EngineCrossfade,
) -> bool:
    """Paint one frame and publish it; False when it failed. asked: since when it could be painted."""
    from realtime.paint.run.spec import BadFrame

    start = time.perf_counter()
    try:
        pixels = engine_crossfade.blend(request, checked(painter.paint(request), painter.size))
    except BadFrame as bad:
        similar.restart()
        channel.control["bad"] += 1
        pipe.send(("note", str(bad)))
        return False
    except Exception as error:  # the audience goes on seeing the last frame
        similar.restart()
        channel.control["failed"] += 1
        pipe.send(("note", f"{type(error).__name__}: {error}".splitlines()[0]))
        return False
    channel.put_frame(request, asked, pixels, time.perf_counter() - start)
    similar.painted(pixels)
    return True


def checked(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """`pixels` if it is a frame of `size`; raises BadFrame."""
    import numpy as np

    from realtime.paint.run.spec import BadFrame

    if pixels.dtype.kind == "f" and not np.isfinite(pixels).all():
        raise BadFrame("a frame was not finite")
    if pixels.dtype != np.uint8 or pixels.shape != (size[1], size[0], 4):
        raise BadFrame(f"a frame was {pixels.dtype} {pixels.shape}, not uint8 {(size[1], size[0], 4)}")
    return pixels


def _adopt(painter: Painter, channel: Channel, engine_crossfade: EngineCrossfade) -> None:
    """Give the painter another engine's last frame as its previous one, if it has a use for it, and fade."""
    from realtime.paint.frame import FeedbackPainter

    adopted = channel.take_adopted()
    if adopted is None:
        return
    engine_crossfade.begin(*adopted)
    if isinstance(painter, FeedbackPainter):
        with contextlib.suppress(ValueError):  # of another size: it starts from its own
            painter.adopt(*adopted)
