"""Sound from a sound card, found by name or number and found again when it comes back."""

from __future__ import annotations

from typing import Any

import numpy as np

from realtime.arrays import Floats
from realtime.audio.io import portaudio
from realtime.audio.io.block import Block
from realtime.audio.io.reconnect import Heartbeat, ReconnectingStream
from realtime.audio.io.ring import SampleRing
from realtime.audio.io.source import Losses
from realtime.audio.io.stereo import clean, to_stereo
from realtime.audio.io.stream_clock import StreamClock
from realtime.errors import UserError
from realtime.notice import Notice

_RING_S = 2.0
_USUAL_RATE = 48000  # until the card is there that is waited for
# Silence that stands in for a lost card comes this long after its time.
_GAP_MARGIN_S = 0.05
# A stream this long behind the clock for this long has lost samples; its times are set right.
_LATE_S = 0.1
_LATE_FOR_S = 0.5


class _Session:
    """One opened stream: its ring, and the audio time `base` of its first frame."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.ring = SampleRing(int(rate * _RING_S))
        self.base: float | None = None
        self.late_frames = 0


class DeviceSource:
    """A sound card as a live source. Audio time 0 is when it was made, and never stops.

    device: number, name or part of it, None for the default. rate, channels: None for the card's
    own rate and for its first two channels. While the card is away `fault` says so, silence takes
    its place, and it is looked for by name. `losses` counts the times that the system
    dropped samples, and the samples that nobody read in time; `latency_s` is what the card reports.
    waits: a card that is not there yet is waited for, as one that was lost. Raises UserError where the device
    is unknown or cannot be opened, unless it waits, or PortAudio is missing.
    """

    live = True

    def __init__(
        self,
        device: str | int | None = None,
        block: int = 256,
        rate: int | None = None,
        channels: int | None = None,
        waits: bool = False,
    ) -> None:
        portaudio.sounddevice()
        self.clock = StreamClock()
        self.note: str | None = None
        self._overruns = 0
        self._unread = 0  # samples, of streams before this one
        self.latency_s = 0.0
        self._block = block
        self._channels = channels
        self._closed = False
        self._end = 0.0  # audio time up to which blocks were given
        self._default = device is None
        try:
            found = portaudio.find_device(device, "in")
        except UserError as error:
            if not waits:
                raise
            self.name, self.rate, self.note = str(device or "the sound card"), rate or _USUAL_RATE, str(error)
            self._begin()
            self._kept.wait_for("not there yet")
            return
        self.name = found.name
        self.rate = rate or found.rate
        if channels is not None and not 1 <= channels <= found.inputs:
            raise UserError(
                f"sound card {found.number} “{found.name}” cannot give {channels} channels; "
                f"it has {found.inputs}"
            )
        self._begin()
        try:
            self._kept.start()
        except (portaudio.sounddevice().PortAudioError, ValueError) as error:
            reason = _why_not(found, self.rate, error)
            if not waits:
                raise UserError(reason) from None
            self.note = reason
            self._kept.wait_for(reason)

    def _begin(self) -> None:
        self._session = _Session(self.rate)
        self._kept = ReconnectingStream(self.name, self._open)
        self.clock.start(0.0)

    @property
    def fault(self) -> str | None:
        """What is wrong with the card and since when, or None."""
        return self._kept.fault

    @property
    def restarts(self) -> int:
        """How often the card has come back."""
        return self._kept.restarts

    @property
    def losses(self) -> Losses:
        return {
            Notice("dropouts of the sound card"): self._overruns,
            Notice("samples heard too late"): self._unread + self._session.ring.lost,
            Notice("outages of the sound card"): self.restarts,
        }

    def read(self) -> Block | None:
        """The next block, or None if it has not come yet."""
        if self._closed:
            return None
        session = self._session
        if session.base is not None:
            taken = session.ring.read(self._block)
            if taken is not None:
                position, samples = taken
                time = max(session.base + position / session.rate, self._end)
                return self._give(Block(clean(samples), time, session.rate))
        if self.fault is not None and self._end + self._block / self.rate < self.clock.now() - _GAP_MARGIN_S:
            silence = np.zeros((self._block, 2), dtype=np.float32)
            return self._give(Block(silence, self._end, self.rate))
        return None

    @property
    def ended(self) -> bool:
        """True after `close` only: a lost card may come back."""
        return self._closed

    def close(self) -> None:
        self._closed = True
        self._kept.close()

    def _give(self, block: Block) -> Block:
        self._end = block.end
        return block

    def _open(self, heartbeat: Heartbeat) -> Any:
        device = portaudio.find_device(None if self._default else self.name, "in")
        session = self._new_session()
        try:
            return self._open_at(device, session, heartbeat)
        except portaudio.sounddevice().PortAudioError:
            first = self.fault is None
            if first or device.rate == self.rate:
                raise
        # It came back with another rate; blocks carry theirs.
        self.rate = device.rate
        session = self._new_session()
        return self._open_at(device, session, heartbeat)

    def _new_session(self) -> _Session:
        self._unread += self._session.ring.lost
        self._session = _Session(self.rate)
        return self._session

    def _open_at(self, device: portaudio.Device, session: _Session, heartbeat: Heartbeat) -> Any:
        channels = min(self._channels or 2, device.inputs)
        stream = portaudio.open_stream(
            "in",
            device=device.number,
            channels=channels,
            samplerate=session.rate,
            blocksize=self._block,
            latency="low",
            callback=self._callback(session, channels, heartbeat),
            finished_callback=heartbeat.finished,
        )
        self.latency_s = stream.latency
        return portaudio.start_stream(stream)

    def _callback(self, session: _Session, channels: int, heartbeat: Heartbeat) -> Any:
        """The audio callback: copies into the ring, informs the clock, returns."""
        ring, clock, rate = session.ring, self.clock, session.rate

        def callback(samples: Floats, frames: int, _: object, status: Any) -> None:
            heartbeat.alive()
            if status.input_overflow:
                self._overruns += 1
            if session.base is None:
                session.base = max(0.0, clock.now() - self.latency_s - frames / rate, self._end)
            ring.write(samples if channels <= 2 else to_stereo(samples))
            ahead = clock.observe(session.base + ring.written / rate + self.latency_s)
            if ahead > -_LATE_S:
                session.late_frames = 0
                return
            session.late_frames += frames
            if session.late_frames > _LATE_FOR_S * rate:
                session.base -= ahead
                session.late_frames = 0

        return callback


def _why_not(device: portaudio.Device, rate: int, error: Exception) -> str:
    reason = str(error.args[0]) if error.args else str(error)
    label = f"sound card {device.number} “{device.name}” cannot be opened"
    if "sample rate" in reason.lower():
        return f"{label} at {rate} Hz; its own rate is {device.rate} Hz"
    return f"{label} ({reason}); it may be in use by another program: close that, or choose another card"
