"""One painter process, seen from the show's side."""

from __future__ import annotations

import math
import multiprocessing
import signal
import time

import numpy as np

from realtime.camera import Pose
from realtime.interrupts import started_without_interrupts
from realtime.notice import Notice
from realtime.paint.frame import FrameRequest
from realtime.paint.run import worker_main
from realtime.paint.run.shared_memory import Channel
from realtime.paint.run.spec import EngineSpec
from realtime.processes import is_overdue, processor_s

SILENT_S, STARVED_S = 1.0, 4.0
"""Without a sign of life for so long, another painter stands in; it may still come back. One that waits for a
processor is given more time: on a machine that is short of them another painter would make it worse."""
HEARTBEAT_LOST_S, STARVED_LOST_S = 10.0, 60.0
_STARVED = 6.0
"""A frame for which the processor has hardly worked yet has so many times as long."""
_NO_TIME_S = 0.001  # a painter at work is not free, even where it should be by now
_CONTEXT = multiprocessing.get_context("spawn")


class Worker:
    """A process that builds `spec`'s engine and paints. `submit` and `channel` are for the show's thread,
    the rest for the supervisor's; nothing here waits."""

    def __init__(self, spec: EngineSpec, threads: int) -> None:
        self.spec = spec
        self.engine, self.size = spec.name, spec.size
        self.channel = Channel(_CONTEXT, spec.size)
        self.ready = False
        self.given = 0  # number of the last frame that the show has taken
        self.refusal = ""  # why the engine cannot work at all, from a process that ended before it was ready
        self.notes: list[str] = []
        self._started = time.monotonic()
        self._begun = -1, 0.0  # number of the frame at work, and the processor's seconds until then
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=worker_main.run,
            args=(spec, self.channel, theirs, threads),
            name=f"painter-{spec.name}",
            daemon=True,
        )
        with started_without_interrupts():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        if self._process.pid is None:
            raise RuntimeError("a painter process without an id: it was not started")
        return self._process.pid

    @property
    def idle(self) -> bool:
        """True when a request submitted now would be begun at once."""
        control = self.channel.control
        return self.ready and int(control["done"][0]) == int(control["request"][0])

    def free_in(self, now: float) -> float:
        """Seconds from `now` (monotonic) until a request submitted then would be begun, as foreseen."""
        control = self.channel.control
        if not self.ready or control["taken"][0] < control["request"][0]:
            return math.inf
        if control["done"][0] == control["taken"][0]:
            return 0.0
        usual = float(control["usual_s"][0])
        return max(float(control["taken_at"][0]) + usual - now, _NO_TIME_S) if usual else math.inf

    def silent(self, now: float) -> bool:
        """Has it, which could paint, given no sign of life? Stopped, swapped out, or starved."""
        silent_s = now - float(self.channel.control["heartbeat"][0])
        return self.ready and is_overdue(self.pid, silent_s, SILENT_S, STARVED_S)

    @property
    def wait_on(self) -> list:
        """What the supervisor sleeps on."""
        return [self._pipe, self._process.sentinel]

    def submit(self, request: FrameRequest) -> None:
        """Make `request` the newest. There is at most one wake-up in the pipe, so it never fills."""
        self.channel.put_request(request, time.monotonic())
        if self.channel.control["waiting"][0]:
            self.channel.control["waiting"] = 0
            self._send(worker_main.WAKE)

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Let the painter grow its first frame out of `pixels`, uint8 (H, W, 4)."""
        if pixels.size <= self.spec.size[0] * self.spec.size[1] * 4:
            self.channel.put_adopted(pixels, pose)
            self._send(worker_main.ADOPT)

    def check(self) -> str:
        """Read the process's messages; returns why it is of no use any more, or ""."""
        try:
            while self._pipe.poll():
                self._receive(self._pipe.recv())
        except (EOFError, OSError):
            self._process.join(1.0)
        if self.refusal:
            return self.refusal
        if not self._process.is_alive():
            return _how_it_ended(self._process.exitcode)
        return self._stuck(time.monotonic())

    def _receive(self, message: tuple) -> None:
        kind, text = message[0], message[1]
        if kind == "ready":
            self.ready, self.engine, self.size = True, text, message[2]
        elif kind == "failed":
            self.refusal = text
        else:
            self.notes.append(text)

    def _stuck(self, now: float) -> str:
        control = self.channel.control
        if not self.ready:
            return (
                f"did not start in {self.spec.start_s:g} s" if now - self._started > self.spec.start_s else ""
            )
        if int(control["taken"][0]) != self._begun[0]:
            self._begun = int(control["taken"][0]), processor_s(self.pid)
        if control["taken"][0] > control["done"][0] and self._hangs(now - float(control["taken_at"][0])):
            return Notice("hung for {seconds} s on one frame", seconds=f"{self.spec.frame_s:g}")
        if is_overdue(self.pid, now - float(control["heartbeat"][0]), HEARTBEAT_LOST_S, STARVED_LOST_S):
            return Notice("no sign of life for {seconds} s", seconds=f"{HEARTBEAT_LOST_S:g}")
        return ""

    def _hangs(self, taken_s: float) -> bool:
        """Has it been at a frame for too long? Not where it was hardly given a processor meanwhile."""
        limit_s = self.spec.frame_s
        starved = processor_s(self.pid) - self._begun[1] < limit_s / 2.0
        return is_overdue(self.pid, taken_s, limit_s, (_STARVED if starved else 1.0) * limit_s)

    def ask_to_end(self) -> None:
        """Tell the process to end; it is of no use from now on."""
        self.ready = False
        self._send(worker_main.QUIT)

    def kill(self) -> None:
        """End the process in any state; one that hangs in the kernel is left to it."""
        self.ready = False
        self._process.kill()

    @property
    def ended(self) -> bool:
        """Is the process gone?"""
        return not self._process.is_alive()

    def release(self) -> None:
        """Close the way to the process."""
        self._pipe.close()

    def _send(self, command: bytes) -> bool:
        """False when the process is gone, which `check` reports."""
        try:
            self._pipe.send_bytes(command)
        except OSError:
            return False
        return True


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return Notice("killed by {signal}", signal=signal.Signals(-code).name)
    return Notice("ended with code {code}", code=code)
