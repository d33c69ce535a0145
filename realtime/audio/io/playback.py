"""A file or the demo track made live: played on the sound card, or silently at its pace."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Any

import numpy as np

from realtime.arrays import Floats
from realtime.audio.io import portaudio
from realtime.audio.io.block import Block
from realtime.audio.io.reconnect import Heartbeat, ReconnectingStream
from realtime.audio.io.ring import SampleRing
from realtime.audio.io.source import AudioSource, Losses
from realtime.audio.io.stream_clock import StreamClock
from realtime.errors import UserError
from realtime.notice import Notice

log = logging.getLogger(__name__)

_TOO_LATE = Notice("samples heard too late")

# So much sound lies ready, so that decoding or composing never shows.
_AHEAD_S = 1.0
_RING_S = 4.0
_FEED_S = 0.05
_CALLBACK_FRAMES = 256
# Costs nothing, for the clock knows what is heard: enough that a busy machine does not stutter.
_LATENCY_S = 0.1
_PREFILL_S = 0.004
# A card this far behind the clock for this long has stood still.
_LATE_S = 0.1
_LATE_FOR_S = 0.3
# A card that has not asked for sound by then is not waited for.
_FIRST_CALLBACK_S = 3.0
MOST_BEHIND_S = 20.0
"""An ear that is further behind, on a machine that is too slow for it, hears on from here."""


class PacedSource:
    """Runs `source` in real time; `read` gives each block when it has been heard.

    output: "auto" plays on the default sound card where there is one, "none" plays silently, else
    the number or name of a card (UserError where it is unknown or cannot be opened). The clock is
    what is heard now; where a card fails, it runs on, and the sound comes back with the card.
    `note` is a line for people where there is no sound to hear.
    """

    live = True

    def __init__(self, source: AudioSource, output: str | int = "auto") -> None:
        self.source = source
        self.name = source.name
        self.rate = source.rate
        self.clock = StreamClock()
        self.note: str | None = None
        self.output: str | None = None
        self._waiting: deque[Block] = deque()
        self._unheard = 0
        self._ring = SampleRing(int(self.rate * _RING_S))
        self._feed_fault: str | None = None
        self._fed = False
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._stream: ReconnectingStream | None = None
        self._feed(2.0 * _CALLBACK_FRAMES / self.rate)
        if output == "none":
            self.note = "playing silently in real time"
        else:
            self._open_output(None if output == "auto" else output)
        if self._stream is None:
            self.clock.start(0.0)
        self._feeder = threading.Thread(target=self._keep_fed, name=f"feed {self.name}", daemon=True)
        self._feeder.start()

    @property
    def fault(self) -> str | None:
        """What is wrong with the card or the source, or None."""
        if self._feed_fault is not None:
            return self._feed_fault
        if self._stream is not None and self._stream.fault is not None:
            return self._stream.fault
        return self.source.fault

    @property
    def losses(self) -> Losses:
        return {**self.source.losses, _TOO_LATE: self._unheard}

    @property
    def duration(self) -> float | None:
        """Seconds, where the source knows."""
        return getattr(self.source, "duration", None)

    def read(self) -> Block | None:
        """The next block that has been heard to its end, or None."""
        with self._turn:
            if self._waiting and self._waiting[0].end <= self.clock.now():
                return self._waiting.popleft()
        return None

    @property
    def ended(self) -> bool:
        return self._fed and not self._waiting

    def close(self) -> None:
        if self._closing.is_set():
            return
        self._closing.set()
        self._feeder.join(timeout=5.0)
        if self._stream is not None:
            self._stream.close()
        self._fed = True
        self._waiting.clear()
        self.source.close()

    def _open_output(self, wanted: str | int | None) -> None:
        try:
            device = portaudio.find_device(wanted, "out")
        except UserError as error:
            if wanted is not None:
                raise
            self.note = f"playing silently in real time: {error}"
            return
        name = None if wanted is None else device.name
        stream = ReconnectingStream(device.name, lambda heartbeat: self._open(name, heartbeat))
        try:
            stream.start()
        except (portaudio.sounddevice().PortAudioError, ValueError) as error:
            reason = error.args[0] if error.args else error
            label = f"sound card {device.number} “{device.name}” does not play at {self.rate} Hz ({reason})"
            if wanted is not None:
                raise UserError(f"{label}; choose another, or `none` to play silently") from None
            self.note = f"{label}: playing silently in real time"
            return
        self._stream = stream
        self.output = device.name

    def _open(self, name: str | None, heartbeat: Heartbeat) -> Any:
        device = portaudio.find_device(name, "out")
        channels = min(2, device.outputs)
        state = _Playing()
        ring, clock, rate = self._ring, self.clock, self.rate
        mono = np.zeros((_CALLBACK_FRAMES, 2), dtype=np.float32)

        def callback(out: Floats, frames: int, times: Any, _: Any) -> None:
            heartbeat.alive()
            if state.position is None:
                # The first stream begins the song; a later one joins it where it is now.
                state.position = round((clock.now() + state.latency) * rate) if clock.running else 0
            if channels == 1:
                ring.copy_to(state.position, mono[:frames])
                np.mean(mono[:frames], axis=1, keepdims=True, out=out)
            else:
                ring.copy_to(state.position, out)
            delay = (
                times.outputBufferDacTime - times.currentTime if times.outputBufferDacTime else state.latency
            )
            heard = state.position / rate - delay
            state.position += frames
            if not clock.running and heard < _PREFILL_S:
                return  # the card still fills its buffer: nothing is heard yet
            ahead = clock.observe(heard)
            if ahead > -_LATE_S:
                state.late_frames = 0
                return
            state.late_frames += frames
            if state.late_frames > _LATE_FOR_S * rate:
                # The card stood still for a while: it skips to where the song is now.
                state.position -= round(ahead * rate)
                state.late_frames = 0

        stream = portaudio.open_stream(
            "out",
            device=device.number,
            channels=channels,
            samplerate=rate,
            blocksize=_CALLBACK_FRAMES,
            latency=_LATENCY_S,
            callback=callback,
            finished_callback=heartbeat.finished,
        )
        state.latency = stream.latency
        return portaudio.start_stream(stream)

    def _keep_fed(self) -> None:
        waited = 0.0
        while not self._closing.wait(_FEED_S):
            if not self.clock.running:
                waited += _FEED_S
                if waited > _FIRST_CALLBACK_S:
                    self.clock.start(0.0)
            self._feed(self.clock.now() + _AHEAD_S)
            self._drop_before(self.clock.now() - MOST_BEHIND_S)

    def _drop_before(self, time: float) -> None:
        """Let go of what nobody has taken: it would fill the memory."""
        with self._turn:
            while self._waiting and self._waiting[0].end < time:
                self._unheard += len(self._waiting.popleft().samples)

    def _feed(self, until: float) -> None:
        """Read the source up to audio time `until` (s)."""
        while not self._fed and (not self._waiting or self._waiting[-1].end < until):
            try:
                block = self.source.read()
            except Exception as error:  # a source's bug must not end the show
                log.exception("%s failed", self.name)
                self._feed_fault = f"{self.name}: {error}"
                block = None
            if block is None:
                self._fed = True
                return
            self._ring.write(np.clip(block.samples, -1.0, 1.0))
            self._waiting.append(block)


class _Playing:
    """Where the output stream is in the song, in frames, and its latency in s."""

    def __init__(self) -> None:
        self.position: int | None = None
        self.latency = 0.0
        self.late_frames = 0
