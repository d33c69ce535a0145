"""Raw PCM on standard input, from any program that can write samples."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from typing import BinaryIO

import numpy as np

from realtime.arrays import Floats
from realtime.audio.io.block import Block
from realtime.audio.io.ring import SampleRing
from realtime.audio.io.source import Losses
from realtime.audio.io.stereo import to_stereo
from realtime.audio.io.stream_clock import StreamClock
from realtime.command_name import typed
from realtime.errors import UserError
from realtime.notice import Notice

FORMATS: dict[str, np.dtype[np.int16] | np.dtype[np.float32]] = {
    "s16le": np.dtype("<i2"),
    "f32le": np.dtype("<f4"),
}

_RING_S = 2.0
# The writer is made to wait beyond this: sound from a file must not be stale when it is shown.
_AHEAD_S = 0.25
_READ_BYTES = 4096
_WAIT_S = 0.002


class StdinSource:
    """Interleaved PCM from a pipe as a live source, at the pace of its samples.

    A writer that is faster than real time is held back; one that pauses is waited for, and the
    clock runs on. `format`: "s16le" or "f32le". `pipe`: what to read instead of standard input.
    Raises UserError for an unknown format, and where standard input is a terminal.
    """

    live = True
    note: str | None = None

    def __init__(
        self,
        rate: int = 44100,
        channels: int = 2,
        format: str = "s16le",
        block: int = 256,
        pipe: BinaryIO | None = None,
    ) -> None:
        if format not in FORMATS:
            raise UserError(f"unknown sample format “{format}”; use s16le or f32le")
        if rate <= 0 or channels <= 0:
            raise UserError(f"raw sound needs a rate and channels above 0, not {rate} Hz and {channels}")
        if pipe is None and sys.stdin is None:
            raise UserError("standard input is closed; pipe raw sound into it, or choose another source")
        pipe = sys.stdin.buffer if pipe is None else pipe
        if pipe.isatty():
            raise UserError(
                "nothing is piped into standard input; pipe raw sound into it, such as "
                f"`ffmpeg -re -i song.mp3 -f {format} -ar {rate} -ac {channels} - | {typed('show')} -`"
            )
        self.name = "standard input"
        self.rate = rate
        self.clock = StreamClock()
        self.fault: str | None = None
        self._block = block
        self._channels = channels
        self._type = FORMATS[format]
        self._ring = SampleRing(max(int(rate * _RING_S), 4 * block))
        self._base = 0.0
        self._read_frames = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._pump, args=(pipe,), name="read stdin", daemon=True)
        self._thread.start()

    def read(self) -> Block | None:
        """The next block when its time has come, or None."""
        count = self._block
        if self._done.is_set():
            count = min(count, self._ring.available)  # the last block may be shorter
        if not count or self._ring.available < count:
            return None
        now = self.clock.now()
        end = self._base + (self._read_frames + count) / self.rate
        if not self.clock.running:
            self.clock.start(0.0)
            return None
        if now < end:
            return None
        taken = self._ring.read(count)
        if taken is None:
            return None
        position, samples = taken
        if now - end > _AHEAD_S:
            self._base += now - end  # the writer had paused: sound and clock meet again
        block = Block(samples, self._base + position / self.rate, self.rate)
        self._read_frames = position + count
        return block

    @property
    def losses(self) -> Losses:
        return {Notice("samples heard too late"): self._ring.lost}

    @property
    def ended(self) -> bool:
        return self._done.is_set() and not self._ring.available

    def close(self) -> None:
        """Stop; a pipe that nobody writes to is left to its daemon thread."""
        self._done.set()
        self._ring.read(self._ring.available)

    def _pump(self, pipe: BinaryIO) -> None:
        """Bytes into the ring until the pipe ends."""
        frame_bytes = self._type.itemsize * self._channels
        ahead = max(int(self.rate * _AHEAD_S), 2 * self._block)
        rest = b""
        while not self._done.is_set():
            if self._ring.available > ahead:
                time.sleep(_WAIT_S)
                continue
            try:
                data = _read_some(pipe)
            except (OSError, ValueError) as error:
                self.fault = f"standard input cannot be read: {error}"
                break
            if not data:
                break
            data = rest + data
            whole = len(data) - len(data) % frame_bytes
            rest = data[whole:]
            if whole:
                self._ring.write(self._samples(data[:whole]))
        self._done.set()

    def _samples(self, data: bytes) -> Floats:
        samples = np.frombuffer(data, dtype=self._type).reshape(-1, self._channels)
        if self._type.kind == "i":
            return to_stereo(samples.astype(np.float32) / 32768.0)
        return to_stereo(samples)


def _read_some(pipe: BinaryIO) -> bytes:
    """What is there now, at least one byte; empty at the end."""
    try:
        return os.read(pipe.fileno(), _READ_BYTES)
    except io.UnsupportedOperation:
        return pipe.read(_READ_BYTES)
