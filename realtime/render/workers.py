"""Worker processes on this machine: each renders one segment at a time; one that dies is replaced."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait

from realtime.errors import UserError
from realtime.interrupts import started_without_interrupts
from realtime.render.segment import Job, render

_LOG = logging.getLogger(__name__)
ATTEMPTS = 3
Report = Callable[[int], None]


class _Worker:
    """A process and what it is busy with."""

    def __init__(self, context: multiprocessing.context.SpawnContext) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), name="film worker", daemon=True)
        with started_without_interrupts():
            self.process.start()
        theirs.close()
        self.ends: tuple[Connection, int] = (self.connection, self.process.sentinel)
        """Ready where it has a message or has ended."""
        self.job: Job | None = None
        self.drawn = 0

    def give(self, job: Job) -> None:
        self.job, self.drawn = job, 0
        self.connection.send(job)

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(5.0)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def run_here(jobs: Sequence[Job], workers: int, report: Report) -> None:
    """Render all `jobs` in `workers` processes; `report` gets frames drawn (negative when some are lost).

    A segment whose worker dies is given to another, ATTEMPTS times in all. Raises UserError.
    """
    context = multiprocessing.get_context("spawn")
    waiting = deque(jobs)
    failures: dict[int, int] = {}
    pool: list[_Worker] = []
    try:
        while waiting or any(worker.job for worker in pool):
            while waiting and len(pool) < workers:
                pool.append(_Worker(context))
            for worker in pool:
                if worker.job is None and waiting:
                    worker.give(waiting.popleft())
            ready = wait([end for worker in pool for end in worker.ends])
            for worker in [one for one in pool if any(end in ready for end in one.ends)]:
                lost = _listen(worker, report)
                if lost is None:
                    continue
                pool.remove(worker)
                worker.end()
                if worker.job is not None:
                    report(-worker.drawn)
                    _count_failure(failures, worker.job, lost)
                    waiting.appendleft(worker.job)
    finally:
        for worker in pool:
            worker.end()


def _listen(worker: _Worker, report: Report) -> str | None:
    """Read a worker's messages; gives why it is lost if it is."""
    try:
        while worker.connection.poll():
            kind, value = worker.connection.recv()
            if kind == "drawn":
                worker.drawn += value
                report(value)
            elif kind == "done":
                worker.job = None
            elif kind == "refused":
                raise UserError(value)
            else:
                _LOG.error("a film worker failed:\n%s", value)
                return value.strip().splitlines()[-1]
    except (EOFError, ConnectionError):
        worker.process.join(5.0)
        return f"its process ended with code {worker.process.exitcode}"
    return None if worker.process.is_alive() else f"its process ended with code {worker.process.exitcode}"


def _count_failure(failures: dict[int, int], job: Job, why: str) -> None:
    index = job.segment.index
    failures[index] = failures.get(index, 0) + 1
    if failures[index] >= ATTEMPTS:
        raise UserError(f"Segment {index + 1} of the film failed {ATTEMPTS} times: {why}.")
    _LOG.warning("segment %d is rendered again: %s", index + 1, why)


def _work(connection: Connection) -> None:
    """The worker process: renders what it is given until the film's process goes away."""
    # Ctrl-C in the terminal reaches every process; the film's own ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            job = connection.recv()
            try:
                render(job, lambda frames: connection.send(("drawn", frames)))
            except UserError as error:
                connection.send(("refused", str(error)))
            except (EOFError, ConnectionError):
                raise
            except Exception:
                connection.send(("failed", traceback.format_exc()))
            else:
                connection.send(("done", None))
    except (EOFError, ConnectionError, OSError):
        return
