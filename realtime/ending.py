"""The end of a show: all its parts are asked to end at once, and waited for together until one deadline.

One after the other, a painter that hangs, a judge that hangs and a file on a hung share would each take its
own patience. Here nothing that waits makes another wait: after the deadline what is left is killed, or left
behind where it is no process.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

log = logging.getLogger(__name__)

ENDING_S = 1.5
"""Until which the parts of a show must have ended, together."""
RECORDING_S = 4.0
"""For what waits to be encoded; then the recording is closed without the rest."""
_KILLED_S = 0.3
_WRITTEN_S = 6.0
"""What is being written may take so much longer on a machine that is busy: a recording is not cut off."""
_OF = "end of "
# A thread that is left behind and holds the interpreter: then the process ends without it.
_HELD_S = 20.0


class Ending:
    """Takes the parts as they are opened; `close` ends them, safe to call twice.

    within_s: for all together; None: one after the other, the newest first, however long it takes, as films
    want it. monotonic: seconds; killed: ends the processes that are left; held: called once where something
    was left behind, with seconds: the process must end then, by force.
    """

    def __init__(
        self,
        within_s: float | None = ENDING_S,
        monotonic: Callable[[], float] = time.monotonic,
        killed: Callable[[], object] = lambda: _kill_children(),
        held: Callable[[float], object] = lambda seconds: _end_for_certain(seconds),
    ) -> None:
        self._within_s, self._monotonic, self._killed, self._held = within_s, monotonic, killed, held
        self._parts: dict[str, ExitStack] = {}
        self._writing: set[str] = set()

    def part(self, name: str, writes: bool = False) -> ExitStack:
        """The stack of what must be closed in its order; name: of the part, for messages; writes: a file,
        which is waited for longer."""
        if writes:
            self._writing.add(name)
        return self._parts.setdefault(name, ExitStack())

    def close(self) -> None:
        parts, self._parts = self._parts, {}
        if self._within_s is None:
            with ExitStack() as stack:
                for part in parts.values():
                    stack.push(part)
            return
        end = self._monotonic() + self._within_s
        threads = [
            threading.Thread(target=_closed, args=(name, part), name=_OF + name, daemon=True)
            for name, part in parts.items()
        ]
        for thread in threads:
            thread.start()
        self._wait(threads, end)
        if any(thread.is_alive() for thread in threads):
            self._killed()
            self._wait(threads, self._monotonic() + _KILLED_S)
            writing = [thread for thread in threads if thread.name.removeprefix(_OF) in self._writing]
            self._wait(writing, self._monotonic() + _WRITTEN_S)
        left = [thread.name.removeprefix(_OF) for thread in threads if thread.is_alive()]
        if left:
            log.warning("did not end in %.1f s and is left behind: %s", self._within_s, ", ".join(left))
            self._held(_HELD_S)

    def _wait(self, threads: list[threading.Thread], end: float) -> None:
        for thread in threads:
            thread.join(max(end - self._monotonic(), 0.0))


def _closed(name: str, part: ExitStack) -> None:
    began = time.monotonic()
    try:
        part.close()
    except Exception as error:  # the others end all the same
        log.error("%s could not be closed: %s", name, error, exc_info=error)
    log.debug("%s ended in %.2f s", name, time.monotonic() - began)


def _kill_children() -> None:
    for process in multiprocessing.active_children():
        process.kill()


def _end_for_certain(seconds: float) -> None:
    def end() -> None:
        logging.shutdown()
        os._exit(0)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
