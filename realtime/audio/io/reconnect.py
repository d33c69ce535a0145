"""A sound-card stream that stays open: watched, and opened again by name when it dies."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from realtime.audio.io import portaudio
from realtime.errors import UserError
from realtime.notice import Notice

log = logging.getLogger(__name__)

_WATCH_S = 0.1
_STALLED_S = 2.0
# A card that was just opened may take this long before its first callback.
_FIRST_CALLBACK_S = 5.0
_BACK_OFF_S = (0.5, 10.0)


class Heartbeat:
    """What one stream reports; each opening gets its own, for a dead stream may call back again."""

    def __init__(self) -> None:
        self.opened = time.monotonic()
        self.last_callback: float | None = None
        self.over = threading.Event()

    def alive(self) -> None:
        """Called by every callback of the stream."""
        self.last_callback = time.monotonic()

    def finished(self) -> None:
        """Called by PortAudio when the stream has ended, by itself or not."""
        self.over.set()


class ReconnectingStream:
    """Owns one stream and the thread that watches it.

    `open_stream` opens and starts one, and lets it report; it is called again, after PortAudio
    has looked for devices anew, when the stream has died. `fault` says what is wrong and since when, or
    None. `restarts` counts recoveries.
    """

    def __init__(self, name: str, open_stream: Callable[[Heartbeat], Any]) -> None:
        self.name = name
        self.restarts = 0
        self.fault: str | None = None
        self._open = open_stream
        self._closing = threading.Event()
        self._heartbeat = Heartbeat()
        self._stream: Any = None
        self._thread = threading.Thread(target=self._watch, name=f"watch {name}", daemon=True)

    def start(self) -> None:
        """Open the stream (errors of the first opening reach the caller) and begin to watch it."""
        self._reopen()
        self._thread.start()

    def wait_for(self, reason: str) -> None:
        """Begin to watch with no stream yet: it is looked for as one is that has died."""
        self._miss(reason)
        self._thread.start()

    def close(self) -> None:
        if self._closing.is_set():
            return
        self._closing.set()
        self._heartbeat.finished()  # wakes the watcher
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)
        self._drop()

    def _reopen(self) -> None:
        self._heartbeat = Heartbeat()
        self._stream = self._open(self._heartbeat)

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            portaudio.close_stream(stream)

    def _watch(self) -> None:
        while not self._closing.is_set():
            self._heartbeat.over.wait(_WATCH_S)
            if self._closing.is_set():
                return
            reason = self._dead()
            if reason is None:
                if self.fault is not None and self._heartbeat.last_callback is not None:
                    log.info("%s is back", self.name)
                    self.fault = None
                    self.restarts += 1
                continue
            self._miss(reason)
            self._drop()
            self._bring_back()

    def _miss(self, reason: str) -> None:
        if self.fault is None:
            since = time.strftime("%H:%M:%S")
            self.fault = Notice("{name}: {what} (since {time})", name=self.name, what=reason, time=since)
            log.warning("%s; looking for it by name", self.fault)

    def _dead(self) -> str | None:
        heartbeat = self._heartbeat
        if self._stream is None or heartbeat.over.is_set() or not self._stream.active:
            return Notice("the sound card has gone")
        now = time.monotonic()
        if heartbeat.last_callback is None:
            return Notice("gives no sound") if now - heartbeat.opened > _FIRST_CALLBACK_S else None
        return Notice("has stopped") if now - heartbeat.last_callback > _STALLED_S else None

    def _bring_back(self) -> None:
        """Try until a stream is open again, at growing intervals."""
        wait, longest = _BACK_OFF_S
        while not self._closing.wait(wait):
            try:
                portaudio.refresh()
                self._reopen()
                return
            except (UserError, OSError, portaudio.sounddevice().PortAudioError) as error:
                log.debug("%s is not back yet: %s", self.name, error)
            wait = min(wait * 2, longest)
