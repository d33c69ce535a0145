"""A painter on another machine, as a Ray actor; a lost link falls back to the painter of this one."""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from realtime.command_name import install_hint
from realtime.errors import UserError
from realtime.paint.frame import Frame, FrameRequest, PaintLoop
from realtime.paint.run.latency import Latency
from realtime.paint.run.ray_program import join_ray
from realtime.paint.run.spec import BadFrame, EngineSpec, build
from realtime.paint.run.worker_main import checked

SCHEME = "ray://"
LOCAL = "local"
BACK_OFF_S = (2.0, 5.0, 15.0, 30.0)

log = logging.getLogger(__name__)


class RayPaintLoop:
    """PaintLoop over an actor of the cluster at `address` ("ray://HOST:PORT", or "ray://local" for one here).

    Newest wins: one request is painted at a time, and one waits. `local` makes the painter that paints while
    there is no link; it is closed when the link is back.
    """

    def __init__(
        self,
        address: str,
        engine: EngineSpec,
        local: Callable[[], PaintLoop],
        back_off_s: tuple[float, ...] = BACK_OFF_S,
    ) -> None:
        self._address, self._engine, self._make_local = address, engine, local
        self._back_off_s = back_off_s
        self._latency = Latency()
        self._changed = threading.Condition()
        self._waiting: FrameRequest | None = None
        self._finished: Frame | None = None
        self._generation = 0
        self._busy = False
        self._linked = False
        self._links = self._bad = 0
        self._why = "connecting"
        self._local: PaintLoop | None = local()
        self._closing = threading.Event()
        self._anew = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ray-painter", daemon=True)
        self._thread.start()

    # The show's thread

    def submit(self, request: FrameRequest) -> None:
        """Ask for a frame; replaces a request that has not been begun."""
        self._generation = max(self._generation, request.subject.generation)
        if self._linked:
            with self._changed:
                self._waiting = request
                self._changed.notify()
        elif self._local is not None:
            self._local.submit(request)

    def newest(self, now: float) -> Frame | None:
        """The newest finished frame that has not been returned yet."""
        if self._linked:
            frame, self._finished = self._finished, None
            if frame is not None:
                self._close_local()
                return frame if frame.generation >= self._generation else None
        elif self._local is None:
            self._local = self._make_local()
        return self._local.newest(now) if self._local is not None else None

    @property
    def ready(self) -> bool:
        if self._linked:
            return not self._busy and self._waiting is None
        return self._local is not None and self._local.ready

    @property
    def free_in(self) -> float:
        if self._linked:
            return 0.0 if self.ready else math.inf
        return self._local.free_in if self._local is not None else math.inf

    @property
    def latency(self) -> float:
        if self._linked or self._local is None:
            return self._latency.p95
        return self._local.latency

    @property
    def status(self) -> str:
        if self._linked:
            bad = f", bad frames {self._bad}" if self._bad else ""
            return f"{self._engine.name} at {self._address}, link {self._links}{bad}"
        return f"no link to {self._address} ({self._why}); {self._local.status if self._local else ''}"

    def restart(self) -> None:
        """Replace the painter here, or the actor there by joining anew."""
        self._anew.set()
        if self._local is not None:
            self._local.restart()

    def close(self) -> None:
        self._closing.set()
        with self._changed:
            self._changed.notify()
        self._thread.join(timeout=5.0)
        if self._local is not None:
            self._local.close()

    def _close_local(self) -> None:
        if self._local is not None:
            gone, self._local = self._local, None
            # Ending a process takes a moment, which the display loop does not have.
            threading.Thread(target=gone.close, name="local-painter-closing", daemon=True).start()

    # The link's thread

    def _run(self) -> None:
        attempt = 0
        while not self._closing.is_set():
            try:
                self._paint_over_link()
            except Exception as error:
                # Ray and the network raise many kinds; the show goes on with the local painter.
                self._lose(error)
            if self._links:
                attempt = min(attempt, 1)
            self._closing.wait(self._back_off_s[min(attempt, len(self._back_off_s) - 1)])
            attempt += 1
        self._shut_down()

    def _paint_over_link(self) -> None:
        import ray

        if not ray.is_initialized():
            join_ray(None if self._address == SCHEME + LOCAL else self._address, os.cpu_count() or 1)
        actor = ray.remote(_RemotePainter).remote(self._engine)
        try:
            # Ray's types give an actor the class's own methods, not their remote forms.
            ray.get(actor.alive.remote(), timeout=self._engine.start_s)  # type: ignore[attr-defined]
            self._links += 1
            self._linked, self._why = True, ""
            self._anew.clear()
            while not self._closing.is_set() and not self._anew.is_set():
                request = self._next_request()
                if request is not None:
                    self._paint(ray, actor, request)
        finally:
            self._linked = self._busy = False
            ray.kill(actor)  # type: ignore[arg-type]  # by its types, perhaps a class

    def _next_request(self) -> FrameRequest | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closing.is_set(), timeout=1.0)
            request, self._waiting = self._waiting, None
            self._busy = request is not None
        return request

    def _paint(self, ray, actor, request: FrameRequest) -> None:
        begun = time.monotonic()
        try:
            pixels, name, paint_s = ray.get(actor.paint.remote(request), timeout=self._engine.frame_s)
            self._finished = Frame(
                # A view of shared memory that Ray may reclaim: the show gets a copy.
                pixels=np.array(checked(pixels, (pixels.shape[1], pixels.shape[0]))),
                id=request.id,
                time=request.time,
                pose=request.pose,
                generation=request.subject.generation,
                paint_s=paint_s,
                engine=name,
            )
            self._latency.add(time.monotonic() - begun)
        except BadFrame:
            self._bad += 1
        finally:
            self._busy = False

    def _lose(self, error: Exception) -> None:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        if isinstance(error, ImportError):
            why = f"Ray is not installed: {install_hint('cluster')}"
        if why != self._why:
            log.warning("the painter at %s is not there, painting here: %s", self._address, why)
        self._why = why
        self._finished = None

    def _shut_down(self) -> None:
        import sys

        if "ray" in sys.modules:
            sys.modules["ray"].shutdown()


class _RemotePainter:
    """The actor: an engine on the other machine. Raises UserError where it cannot work."""

    def __init__(self, engine: EngineSpec) -> None:
        self._painter = build(engine)

    def alive(self) -> int:
        """Its process, once the engine is ready."""
        return os.getpid()

    def paint(self, request: FrameRequest) -> tuple[np.ndarray, str, float]:
        """(pixels uint8 (H, W, 4), engine, seconds)."""
        begun = time.perf_counter()
        pixels = np.array(self._painter.paint(request))
        return pixels, self._painter.name, time.perf_counter() - begun


def remote_engine(ladder: tuple[EngineSpec, ...]) -> EngineSpec:
    """What the other machine is to run: the best engine, given time to load there."""
    best = ladder[0]
    return replace(best, start_s=max(best.start_s, 120.0))


def check_address(address: str) -> str:
    """`address`, if it can be one. Raises UserError."""
    host = address.removeprefix(SCHEME)
    name, _, port = host.rpartition(":")
    if host == LOCAL or (name and port.isdecimal()):
        return address
    raise UserError(f"{address!r} is no painter: write ray://HOST:PORT, such as ray://10.0.0.5:10001.")
