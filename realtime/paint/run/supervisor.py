"""The painter in a process of its own, restarted when it dies: the show goes on without it.

A ladder of engines, best first. The best that can be had paints; while it loads, or comes back after
it died, the best quick one paints in its place, at worst the last rung (which needs nothing). An
engine that cannot start at all, or that died `MAX_DEATHS` times in `DEATHS_WITHIN_S`, gives way to the
next rung; the dead one is tried again when its deaths are that long past. One that gives no sign of life is
stood in for at once, and given up later: it may only have been starved.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable, Collection, Sequence
from multiprocessing.connection import wait

import numpy as np

from realtime.notice import Notice, listed
from realtime.paint.frame import Frame, FrameRequest
from realtime.paint.run.latency import Latency
from realtime.paint.run.retired import Retired
from realtime.paint.run.shared_memory import pose_of
from realtime.paint.run.spec import EngineSpec
from realtime.paint.run.worker import Worker

MAX_DEATHS = 5
DEATHS_WITHIN_S = 600.0
BACK_OFF_S = (0.0, 1.0, 3.0, 10.0, 30.0)
_LAST_BACK_OFF_S = 1.0  # of the last rung: there is nothing else
# Frames that stay valid once handed out: two on the stage, three held for their time; and the next.
RING = 6
_TICK_S = 0.1
_RETRY_S = 2.0
# Who asks for new painters again and again would never see one paint.
_RENEWED_EVERY_S = 5.0

log = logging.getLogger(__name__)


class ProcessPaintLoop:
    """PaintLoop over painter processes. ladder: engines, best first; threads: CPU threads for painting,
    None leaves one core to the display loop; clock_text: wall-clock text for the status line; begins: no
    process is started before it says so."""

    def __init__(
        self,
        ladder: Sequence[EngineSpec],
        threads: int | None = None,
        clock_text: Callable[[], str] = lambda: time.strftime("%H:%M:%S"),
        begins: Callable[[], bool] = lambda: True,
    ) -> None:
        self._ladder, self._begins = tuple(ladder), begins
        self._threads = threads or max(1, (os.cpu_count() or 2) - 1)
        self._clock_text = clock_text
        largest = max(spec.size[0] * spec.size[1] * 4 for spec in self._ladder)
        self._ring = [np.zeros(largest, np.uint8) for _ in range(RING)]
        self._handed_out = 0
        self._latency = Latency()
        self._waiting: FrameRequest | None = None  # came while there was no painter
        self._last: Frame | None = None
        self._generation = 0
        self._current: Worker | None = None
        self._stale = 0
        # The supervisor's own
        self._workers: dict[int, Worker] = {}
        self._retired = Retired()
        self._refused: dict[int, str] = {}
        self._deaths: dict[int, list[float]] = {level: [] for level in range(len(self._ladder))}
        self._restarts = 0
        self._bad = 0
        self._news = ""
        self._anew = threading.Event()
        self._renewed = -math.inf
        self._closing = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="painter-supervisor", daemon=True)
        self._supervisor.start()

    # The show's thread

    def submit(self, request: FrameRequest) -> None:
        """Ask for a frame; replaces a request that has not been begun. UserError if its text is too long."""
        self._generation = max(self._generation, request.subject.generation)
        if (worker := self._current) is None:
            self._waiting = request
        else:
            worker.submit(request)

    def newest(self, now: float) -> Frame | None:
        """The newest finished frame that has not been given yet; its pixels stay valid for RING − 1 more."""
        if (worker := self._current) is None:
            return None
        buffer = self._ring[self._handed_out % RING]
        taken = worker.channel.take_frame(worker.given, buffer)
        if taken is None:
            return None
        worker.given, header = taken
        self._latency.add(time.monotonic() - float(header["submitted"]))
        if header["generation"] < self._generation:
            self._stale += 1
            return None
        self._handed_out += 1
        width, height = int(header["width"]), int(header["height"])
        self._last = Frame(
            pixels=buffer[: width * height * 4].reshape(height, width, 4),
            id=int(header["id"]),
            time=float(header["time"]),
            pose=pose_of(header),
            generation=int(header["generation"]),
            paint_s=float(header["paint_s"]),
            engine=worker.engine,
        )
        return self._last

    @property
    def ready(self) -> bool:
        worker = self._current
        return worker is not None and worker.idle

    @property
    def free_in(self) -> float:
        worker = self._current
        return worker.free_in(time.monotonic()) if worker is not None else math.inf

    @property
    def latency(self) -> float:
        return self._latency.p95

    @property
    def restarts(self) -> int:
        """Painters that died and were replaced."""
        return self._restarts

    @property
    def skipped(self) -> int:
        """Requests that the present painter skipped, because nothing would have changed."""
        worker = self._current
        return int(worker.channel.control["skipped"][0]) if worker is not None else 0

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of the painters that run, by engine name."""
        return {worker.spec.name: worker.pid for worker in list(self._workers.values())}

    @property
    def status(self) -> str:
        worker = self._current
        parts: list[str] = [Notice("painter starting")]
        if worker is not None:
            parts = [f"{worker.engine} {worker.size[0]}×{worker.size[1]}"]
            parts.append(Notice("latency {ms} ms", ms=f"{1000 * self._latency.p95:.0f}"))
        bad = self._bad + (int(worker.channel.control["bad"][0]) if worker is not None else 0)
        parts += [Notice("restarts {count}", count=self._restarts)] if self._restarts else []
        parts += [Notice("bad frames {count}", count=bad)] if bad else []
        parts += [Notice("stale frames {count}", count=self._stale)] if self._stale else []
        parts += [Notice("skipped {count}", count=self.skipped)] if self.skipped else []
        parts += [self._news] if self._news else []
        return listed(parts)

    def restart(self) -> None:
        """Replace all painters, and try those again that were given up; at most once in five seconds."""
        self._anew.set()

    def close(self) -> None:
        """End all painter processes; takes a second at most."""
        self._closing.set()
        self._supervisor.join()

    # The supervisor's thread

    def _supervise(self) -> None:
        try:
            while not self._begins() and not self._closing.wait(_TICK_S):
                pass
            while not self._closing.is_set():
                try:
                    self._tend(time.monotonic())
                except Exception:
                    # A machine out of processes or memory may have some again later; the stage goes on.
                    log.exception("the painters could not be looked after; trying again")
                    self._closing.wait(_RETRY_S)
                    continue
                sleepers = [thing for worker in self._workers.values() for thing in worker.wait_on]
                if sleepers:
                    wait(sleepers, _TICK_S)
                else:
                    self._closing.wait(_TICK_S)
        finally:
            self._current = None
            self._retired.end_with(self._workers.values())

    def _tend(self, now: float) -> None:
        if self._anew.is_set():
            self._anew.clear()
            if now - self._renewed >= _RENEWED_EVERY_S:
                self._renewed = now
                self._end_all()
        self._retired.tend()
        for level, worker in list(self._workers.items()):
            self._look_after(level, worker, now)
        self._start_missing(now)
        self._choose(now)

    def _end_all(self) -> None:
        self._current = None
        for level, worker in self._workers.items():
            self._retired.add(level, worker, grace_s=0.0)
        self._workers.clear()
        self._refused.clear()
        for deaths in self._deaths.values():
            deaths.clear()
        self._announce(Notice("painter replaced by hand"))

    def _look_after(self, level: int, worker: Worker, now: float) -> None:
        trouble = worker.check()
        for note in worker.notes:
            self._announce(Notice("{name}: {what}", name=worker.engine, what=note))
        worker.notes.clear()
        if not trouble:
            return
        del self._workers[level]
        if self._current is worker:
            self._current = None
        self._bad += int(worker.channel.control["bad"][0])
        started = worker.ready
        self._retired.add(level, worker, grace_s=0.0)
        if worker.refusal and not started:
            self._refused[level] = trouble
            self._deaths[level].append(now)
            self._announce(Notice("{name} cannot paint: {why}", name=worker.spec.name, why=trouble))
            return
        self._deaths[level].append(now)
        self._restarts += 1
        fields = {"name": worker.spec.name, "what": trouble, "count": self._restarts}
        self._announce(Notice("{name} {what}, restart {count}", **fields))

    def _start_missing(self, now: float) -> None:
        wanted = {self._best(now)}
        silent = {level for level, worker in self._workers.items() if worker.silent(now)}
        if not any(worker.ready and level not in silent for level, worker in self._workers.items()):
            wanted.add(self._best(now, quick=True, without=silent))
        for level in sorted(wanted - set(self._workers), reverse=True):
            if now >= self._not_before(level, now) and not self._retired.holds(level):
                if silent and self._current is not None and self._current.silent(now):
                    name = self._current.engine
                    self._announce(Notice("{name} gives no sign of life; another one is started", name=name))
                self._workers[level] = Worker(self._ladder[level], self._threads)

    def _best(self, now: float, quick: bool = False, without: Collection[int] = ()) -> int:
        """The best rung that can be had now; quick: of those that start at once; without: but for these."""
        last = len(self._ladder) - 1
        for level, spec in enumerate(self._ladder[:last]):
            unwanted = level in without or (quick and not spec.quick)
            if (
                not unwanted
                and level not in self._refused
                and len(self._recent_deaths(level, now)) < MAX_DEATHS
            ):
                return level
        return last

    def _not_before(self, level: int, now: float) -> float:
        """When this rung may be started (again)."""
        deaths = self._recent_deaths(level, now)
        if not deaths:
            return now
        wait = BACK_OFF_S[min(len(deaths), len(BACK_OFF_S)) - 1]
        return deaths[-1] + (min(wait, _LAST_BACK_OFF_S) if level == len(self._ladder) - 1 else wait)

    def _recent_deaths(self, level: int, now: float) -> list[float]:
        self._deaths[level] = [t for t in self._deaths[level] if now - t < DEATHS_WITHIN_S]
        return self._deaths[level]

    def _choose(self, now: float) -> None:
        """Let the best ready painter paint, out of the last frame; then end those it replaced."""
        ready = [level for level, worker in self._workers.items() if worker.ready]
        # A silent one is stood in for, but stays: it may come back.
        ready = [level for level in ready if not self._workers[level].silent(now)] or ready
        if not ready:
            return
        best = self._workers[min(ready)]
        if best is not self._current:
            if (before := self._current) is not None and before.silent(now):
                fields = {"name": before.engine, "other": best.engine}
                self._announce(Notice("{name} gives no sign of life; {other} stands in", **fields))
            self._crossfade_to(best)
        elif best.given and not best.silent(now):
            for level in [level for level in self._workers if level > min(ready)]:
                self._retired.add(level, self._workers.pop(level))

    def _crossfade_to(self, worker: Worker) -> None:
        if (last := self._last) is not None:
            worker.adopt(last.pixels, last.pose)
        self._latency.reset()
        # Only what no painter has had yet: a request that killed one must not kill the next.
        if (waiting := self._waiting) is not None:
            self._waiting = None
            worker.submit(waiting)
        self._current = worker
        log.info("painting with %s", worker.engine)

    def _announce(self, text: str) -> None:
        self._news = Notice("{what} ({time})", what=text, time=self._clock_text())
        log.warning("painter: %s", text)
