"""A window in a process of its own, as an output."""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import pickle
import threading
from collections import deque
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from realtime.interrupts import started_without_interrupts
from realtime.notice import Notice
from realtime.output.output import Shown, Turns, Wanted
from realtime.output.screen.operator_view import Words
from realtime.output.screen.picture_slot import MOST_WORDS, PictureSlot
from realtime.output.screen.window_process import WindowSpec, serve
from realtime.stage.screen_map import UNMAPPED, ScreenMap

log = logging.getLogger(__name__)

_CONTEXT = multiprocessing.get_context("spawn")
_AGAIN_S = 3.0
_END_S = 0.7
_MOST_KEYS = 64


class WindowOutput:
    """A window as `spec` says, which shows pictures of `wanted` at `fps` at most.

    The process is replaced when it dies; it waits for its display itself. mapping: how it shows the picture.
    """

    def __init__(
        self, name: str, spec: WindowSpec, wanted: Wanted, fps: float, mapping: ScreenMap = UNMAPPED
    ) -> None:
        self.name, self.wanted, self.dropped, self.error = name, wanted, 0, ""
        self.wants_words = spec.operator
        self._spec, self._turns, self._mapping = spec, Turns(fps), mapping
        self._slot = PictureSlot(_CONTEXT, wanted.size)
        self._keys: deque[str] = deque(maxlen=_MOST_KEYS)
        self.open = False
        """Can it be seen now?"""
        self._maps: deque[ScreenMap] = deque(maxlen=1)
        self._awake, self._wake = _CONTEXT.Pipe(duplex=False)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def pressed(self) -> list[str]:
        """Keys that were pressed in it since the last call."""
        return [self._keys.popleft() for _ in range(len(self._keys))]

    def follow(self, mapping: ScreenMap) -> None:
        """Show the picture by another map."""
        if mapping != self._mapping:
            self._mapping = mapping
            self._maps.append(mapping)
            self._wake.send_bytes(b"m")

    def wants(self, shown: Shown) -> bool:
        return self.open and self._turns.due(shown.time)

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        words = Words(shown.time, shown.lines, shown.scene, shown.following) if self.wants_words else None
        pickled = pickle.dumps(words)
        if len(pickled) > MOST_WORDS:
            pickled = pickle.dumps(None)
        if not self._slot.put(picture, pickled):
            self.dropped += 1

    def close(self) -> None:
        if not self._closed.is_set():
            self._closed.set()
            self._wake.send_bytes(b"c")
        self._thread.join(2.0 * _END_S)

    def _run(self) -> None:
        while not self._closed.is_set():
            pipe, theirs = _CONTEXT.Pipe()
            process: Any = _CONTEXT.Process(
                target=serve,
                args=(self._slot, theirs, self._spec, self._mapping),
                name=self.name,
                daemon=True,
            )
            try:
                with started_without_interrupts():
                    process.start()
                theirs.close()
                self._follow(process, pipe)
            except (OSError, EOFError) as error:
                self._tell(Notice("its process has ended ({why}), and is started again", why=error))
            finally:
                self.open = False
                self._end(process, pipe)
            self._closed.wait(_AGAIN_S)

    def _follow(self, process: Any, pipe: Connection) -> None:
        """Until the process ends or the show does."""
        while not self._closed.is_set():
            ready = multiprocessing.connection.wait([pipe, process.sentinel, self._awake])
            if self._awake in ready:
                self._awake.recv_bytes()
                while self._maps:
                    pipe.send(self._maps.popleft())
            if pipe in ready:
                self._hear(*pipe.recv())
            elif process.sentinel in ready:
                raise EOFError(f"exit code {process.exitcode}")

    def _hear(self, kind: str, text: str) -> None:
        if kind == "key":
            self._keys.append(text)
        elif kind == "open":
            log.info("%s: %s", self.name, text)
            self.open, self.error = True, ""
        else:
            self.open = self.open and kind != "gone"
            self._tell(text)

    def _tell(self, text: str) -> None:
        self.error = Notice("{name}: {what}", name=self.name, what=text) if text else ""
        if text:
            log.warning("%s", self.error)

    def _end(self, process: Any, pipe: Connection) -> None:
        try:
            pipe.send(None)
        except OSError:
            log.debug("%s had ended already", self.name)
        if process.pid is not None:
            process.join(_END_S)
            process.kill()
            process.join(_END_S)
        pipe.close()
