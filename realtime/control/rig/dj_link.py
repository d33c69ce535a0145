"""Pro DJ Link: the beats of CDJs and XDJs, which they broadcast; nothing is sent, no deck knows of it.

The packets are as https://djl-analysis.deepsymmetry.org/djl-analysis/beats.html and mixer_integration.html
beside it describe them ("Beat packet", "Channels on Air").
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

from realtime.clock import Clock
from realtime.control.rig.beat_count import BeatCount
from realtime.control.tempo_lead import OnTempo
from realtime.errors import UserError

PORT = 50001
MAGIC = b"Qspt1WmJOL"
BEAT, ON_AIR = 0x28, 0x03
BEAT_BYTES = 0x60
FIRST_MIXER = 0x21
"""Numbers of decks are below. A mixer counts on while nothing plays, and knows no bars."""
BEATS_A_BAR = 4
SILENT_S = 2.0
_KIND_AT, _DEVICE_AT, _FLAGS_AT, _PITCH_AT, _BPM_AT, _BEAT_AT = 0x0A, 0x21, 0x24, 0x54, 0x5A, 0x5C
_NORMAL_PITCH = 0x100000
_CHANNELS = 4
_TICK_S = 0.25


@dataclass(frozen=True, slots=True)
class DeckBeat:
    """device: number of the deck; tempo: bpm as it plays, the pitch fader counted in; in_bar: from 1."""

    device: int
    tempo: float
    in_bar: int


def read_beat(packet: bytes) -> DeckBeat | None:
    """The beat that a packet announces, None where it is another kind or damaged."""
    if len(packet) < BEAT_BYTES or not packet.startswith(MAGIC) or packet[_KIND_AT] != BEAT:
        return None
    (pitch,) = struct.unpack_from(">I", packet, _PITCH_AT)
    (hundredths,) = struct.unpack_from(">H", packet, _BPM_AT)
    in_bar = packet[_BEAT_AT]
    if not 1 <= in_bar <= BEATS_A_BAR:
        return None
    return DeckBeat(packet[_DEVICE_AT], hundredths / 100.0 * pitch / _NORMAL_PITCH, in_bar)


def read_on_air(packet: bytes) -> frozenset[int] | None:
    """Numbers of the channels that are heard, None where the packet does not tell."""
    whole = len(packet) >= _FLAGS_AT + _CHANNELS
    if not whole or not packet.startswith(MAGIC) or packet[_KIND_AT] != ON_AIR:
        return None
    return frozenset(n + 1 for n in range(_CHANNELS) if packet[_FLAGS_AT + n])


class Decks:
    """Which deck leads: the one that began, until it is silent, or off the air while another one is on it."""

    def __init__(self, on_tempo: OnTempo) -> None:
        self._count = BeatCount(on_tempo, BEATS_A_BAR)
        self._on_air: frozenset[int] = frozenset()
        self._spoke = float("-inf")
        self.leader: int | None = None

    def take(self, packet: bytes, time: float) -> None:
        """One packet that came at `time` (s)."""
        if (on_air := read_on_air(packet)) is not None:
            self._on_air = on_air
        beat = read_beat(packet)
        if beat is None or beat.device >= FIRST_MIXER:
            return
        faded_over = beat.device in self._on_air and self.leader not in self._on_air
        if beat.device == self.leader or time - self._spoke > SILENT_S or faded_over:
            self.leader, self._spoke = beat.device, time
            self._count.beat(time, beat.tempo, beat.in_bar)


class DjLink:
    """Hears the decks of the network in a thread of its own.

    follow: gives what beats are reported to, for a name and what more there is to say of who leads; clock:
    the audio clock. Raises UserError where another program keeps the port for itself.
    """

    def __init__(
        self, follow: Callable[[str, Callable[[], str]], OnTempo], clock: Clock, port: int = PORT
    ) -> None:
        self.name = "Pro DJ Link"
        self._decks = Decks(follow(self.name, lambda: f" (deck {self._decks.leader})"))
        self._clock = clock
        self._socket = _shared(port)
        self.port = int(self._socket.getsockname()[1])
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="dj-link", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                packet = self._socket.recv(2048)
            except TimeoutError:
                continue
            self._decks.take(packet, self._clock.now())


def _shared(port: int) -> socket.socket:
    """A socket that hears broadcasts beside other programs of this machine that do."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    udp.settimeout(_TICK_S)
    try:
        udp.bind(("", port))
    except OSError as error:
        udp.close()
        raise UserError(
            f"Pro DJ Link cannot be heard at port {port}: {error}. Close rekordbox, or what else has it."
        ) from error
    return udp
