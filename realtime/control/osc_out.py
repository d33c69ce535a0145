"""OSC out: sends beat, levels and scene to TouchDesigner, Resolume and others."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Sequence

from realtime.audio.features import Features
from realtime.clock import Clock
from realtime.control.osc_feed import OscFeed
from realtime.control.osc_message import Message, packets
from realtime.control.rejections import Rejections
from realtime.errors import UserError

_LOG = logging.getLogger(__name__)
# The beat is watched for in steps no longer than this, so that a new tempo is heeded soon.
_LONGEST_WAIT_S = 0.01
_SHORTEST_WAIT_S = 0.0005


def parse_address(text: str) -> tuple[str, int]:
    """("host", port) of `host:port`, `[ipv6]:port` or `port` on this machine. Raises UserError."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise UserError(
            f"{text!r} is no address: give a port, or host:port such as 192.168.1.20:7000; "
            "ports go from 1 to 65535."
        )
    return host.strip("[]") or "127.0.0.1", int(port)


class Target:
    """A program that listens at an address which was given; see `osc_feedback.Receiver`."""

    def __init__(self, host: str, port: int, failures: Rejections) -> None:
        self._udp, self._failures = _connected(host, port), failures
        self.machine, listens = (str(part) for part in self._udp.getpeername()[:2])
        self.name = f"{self.machine}:{listens}"

    def tell(self, messages: Sequence[Message]) -> None:
        for packet in packets(messages):
            try:
                self._udp.send(packet)
            except ConnectionRefusedError:
                # No program listens there yet; the refusal is of the packet before, so send again.
                with contextlib.suppress(OSError):
                    self._udp.send(packet)
            except OSError as error:
                self._failures.add(f"OSC out to {self.machine} failed: {error}.")

    def close(self) -> None:
        self._udp.close()


class OscOut:
    """Sends the feed to every target from a thread of its own, beats on the beat.

    The show calls `publish` once a display frame, which costs nothing; timing is this thread's,
    by `clock`. Messages that are due together travel in one bundle. Raises UserError for a host
    that does not exist; a listener that is away is counted in `failed` and tried again.
    """

    def __init__(self, targets: Sequence[tuple[str, int]], clock: Clock) -> None:
        self._failures = Rejections(_LOG)
        self.targets = [Target(host, port, self._failures) for host, port in targets]
        self._clock = clock
        self._feed = OscFeed()
        self._state: tuple[Features, tuple[int, str]] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="osc-out", daemon=True)
        self._thread.start()

    @property
    def failed(self) -> int:
        """Packets that could not be sent."""
        return self._failures.count

    def publish(self, features: Features, scene_number: int, scene_name: str) -> None:
        """The newest state; scene_number counts from 1."""
        self._state = (features, (scene_number, scene_name))

    def close(self) -> None:
        """Stop sending; safe to call twice."""
        self._stop.set()
        self._thread.join()
        for target in self.targets:
            target.close()

    def _run(self) -> None:
        wait = _LONGEST_WAIT_S
        while not self._stop.wait(wait):
            try:
                wait = self._tell()
            # Any fault here must not keep the next beat from the other programs.
            except Exception as error:
                self._failures.add(f"OSC out failed: {type(error).__name__}: {error}.")
                wait = _LONGEST_WAIT_S

    def _tell(self) -> float:
        """Send what is due; gives the seconds until it is worth looking again."""
        if self._state is None:
            return _LONGEST_WAIT_S
        features, scene = self._state
        now = self._clock.now()
        messages = self._feed.messages(now, features, scene)
        for target in self.targets if messages else ():
            target.tell(messages)
        ahead = self._feed.next_due(now, features) - self._clock.now()
        return min(max(ahead, _SHORTEST_WAIT_S), _LONGEST_WAIT_S)


def _connected(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        udp = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise UserError(f"OSC cannot send to {host}:{port}: {error}. Check the address.") from error
    udp.setblocking(False)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    try:
        udp.connect(address)
    except OSError as error:
        udp.close()
        raise UserError(f"OSC cannot send to {host}:{port}: {error}. Check the address.") from error
    return udp
