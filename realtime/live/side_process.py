"""Work that the display loop must not wait for: one job at a time, and of those that wait the newest.

A thread would share Python's lock with the loop, and cannot be ended while it hangs on a file or on a text
that takes forever: so the jobs are done in a process.
"""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, Protocol, TypeVar

from realtime.errors import UserError
from realtime.interrupts import end_with_parent, started_without_interrupts
from realtime.live.interpreter import nothing_collected_of_before
from realtime.processes import is_overdue

log = logging.getLogger(__name__)

Job = TypeVar("Job")
Result = TypeVar("Result")

_CONTEXT = multiprocessing.get_context("spawn")
# Loading Python and what the job needs takes seconds, and minutes where the machine is busy with all else:
# what was ended for that would begin anew for ever.
_START_S = 180.0
# A process that has just been started is not replaced sooner than this.
_RESTART_S = 1.0
_TICK_S = 0.1
# One that still computes, or would if it were given a processor, has so many times as long: where display and
# painter take all there is, half a second of work lasts for several.
_STARVED = 4.0
_END_S = 0.5
# A flood of jobs gets an eighth of a processor: so many times what a job took is rested after it.
_REST = 7.0
_LONGEST_REST_S = 1.5
_MOST_ANSWERS = 4
_NICE = 10  # display and painter go first


@dataclass(frozen=True, slots=True)
class Answer(Generic[Job, Result]):
    """What became of a job. result: None where it was not done, then `fault` says why."""

    job: Job
    result: Result | None
    fault: str = ""


class SideWork(Protocol[Job, Result]):
    """Does jobs beside the loop; no method waits."""

    def submit(self, job: Job) -> None:
        """Do this next, in place of what has not been begun."""
        ...

    def answer(self) -> Answer[Job, Result] | None:
        """What became of the next job that is done, once; None while there is nothing new."""
        ...

    def close(self) -> None: ...


class InlineWork(Generic[Job, Result]):
    """Does each job at once, in the caller's thread: for the virtual clock, where nothing is late."""

    def __init__(self, make: Callable[[], Callable[[Job], Result]]) -> None:
        self._work = make()
        self._answers: deque[Answer[Job, Result]] = deque(maxlen=_MOST_ANSWERS)

    def submit(self, job: Job) -> None:
        try:
            self._answers.append(Answer(job, self._work(job)))
        except UserError as error:
            self._answers.append(Answer(job, None, str(error)))

    def answer(self) -> Answer[Job, Result] | None:
        return self._answers.popleft() if self._answers else None

    def close(self) -> None:
        """Nothing is open."""


class SideProcess(Generic[Job, Result]):
    """Does jobs in a process of its own, which is replaced when it dies or a job takes longer than `limit_s`.

    name: of the process; make: called there once, gives the function that does a job (both must be
    picklable, as jobs and results must be); starts_in_s: seconds until the process is started without a job,
    too, None: it waits for the first one; pause_s: least rest between two jobs, which grows with what the
    first one took, so that a flood leaves the processor to others. `submit`, `answer` are for the loop's
    thread. Holds one job that waits and a few answers, however many are submitted.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], Callable[[Job], Result]],
        limit_s: float,
        starts_in_s: float | None = None,
        pause_s: float = 0.0,
    ) -> None:
        self._name, self._make, self._limit_s, self._pause_s = name, make, limit_s, pause_s
        self._waiting: deque[Job] = deque(maxlen=1)
        self._answers: deque[Answer[Job, Result]] = deque(maxlen=_MOST_ANSWERS)
        self._awake = threading.Event()
        self._closing = threading.Event()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._started = -_RESTART_S
        self._starts_in_s = starts_in_s
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def queued(self) -> int:
        """Jobs and answers that wait: a handful at most."""
        return len(self._waiting) + len(self._answers)

    def submit(self, job: Job) -> None:
        self._waiting.append(job)
        self._awake.set()

    def answer(self) -> Answer[Job, Result] | None:
        return self._answers.popleft() if self._answers else None

    def close(self) -> None:
        """End the process in any state; takes a second at most. Safe to call twice."""
        self._closing.set()
        self._awake.set()
        self._thread.join(2 * _END_S)

    def _run(self) -> None:
        wait_s = self._starts_in_s
        try:
            while True:
                self._awake.wait(wait_s)
                self._awake.clear()
                wait_s = None
                if self._closing.is_set():
                    return
                self._ready()
                while self._waiting and not self._closing.is_set():
                    job = self._waiting.popleft()
                    fault = self._ready()
                    began = time.monotonic()
                    self._answers.append(self._done(job, fault))
                    rest = min(_REST * (time.monotonic() - began), _LONGEST_REST_S)
                    self._closing.wait(max(self._pause_s, rest))
        finally:
            self._end()

    def _ready(self) -> str:
        """Have a process that can work; why there is none, or ""."""
        if self._pipe is not None and self._process.is_alive():
            return ""
        self._end()
        self._closing.wait(max(self._started + _RESTART_S - time.monotonic(), 0.0))
        self._started = time.monotonic()
        try:
            self._pipe, theirs = _CONTEXT.Pipe()
            self._process = _CONTEXT.Process(
                target=_serve, args=(self._make, theirs), name=self._name, daemon=True
            )
            with started_without_interrupts():
                self._process.start()
            theirs.close()
        except OSError as error:
            self._pipe = self._process = None
            return f"no process can be started: {error}"
        return self._heard(_START_S)[1]

    def _done(self, job: Job, fault: str) -> Answer[Job, Result]:
        if fault or self._pipe is None:
            return Answer(job, None, fault)
        try:
            self._pipe.send(job)
        except OSError as error:
            self._end()
            return Answer(job, None, f"the {self._name} process has ended: {error}")
        return Answer(job, *self._heard(self._limit_s))

    def _heard(self, limit_s: float) -> tuple[Any, str]:
        """(result, fault) that the process sends; without it, the process is ended."""
        begun = time.monotonic()
        try:
            while self._pipe is not None and not self._pipe.poll(_TICK_S):
                if self._closing.is_set():
                    return None, "the show ends"
                if self._too_long(time.monotonic() - begun, limit_s):
                    self._end()
                    return None, f"given up after {limit_s:g} s"
            if self._pipe is not None:
                return self._pipe.recv()
        except (EOFError, OSError):
            self._end()
        return None, f"the {self._name} process has ended"

    def _too_long(self, taken_s: float, limit_s: float) -> bool:
        if self._process is None or self._process.pid is None:
            return taken_s > limit_s
        return is_overdue(self._process.pid, taken_s, limit_s, _STARVED * limit_s)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            # One that hangs in the kernel is left to it.
            self._process.join(_END_S)
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(make: Callable[[], Callable[[Any], Any]], pipe: Connection) -> None:
    """In the process: sends (None, fault) when it is ready to work, then (result, fault) for each job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the show's; it ends us
    if hasattr(os, "nice"):
        os.nice(_NICE)
    threading.Thread(target=end_with_parent, name="show", daemon=True).start()
    try:
        work = make()
    except UserError as error:
        pipe.send((None, str(error)))
        return
    # What was made lives as long as the process: looked through again and again it would hold jobs up.
    with nothing_collected_of_before():
        pipe.send((None, ""))
        while True:
            try:
                job = pipe.recv()
            except EOFError:
                return
            pipe.send(_answered(work, job))


def _answered(work: Callable[[Any], Any], job: Any) -> tuple[Any, str]:
    try:
        return work(job), ""
    except UserError as error:
        return None, str(error)
    except Exception as error:  # the job's fault is the answer; the process can do the next one
        return None, f"{type(error).__name__}: {error}"
