"""Sends the levels of a universe: one protocol a class."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from typing import Protocol

from realtime.errors import UserError
from realtime.output.light.artnet import PORT as ARTNET_PORT
from realtime.output.light.artnet import artdmx

SACN_PORT = 5568
_NAME = "Anacrusis"
_HOPS = 16
# Some may be lost (E1.31, 6.2.6).
_FAREWELLS = 3


class LevelSender(Protocol):
    """Sends levels of one universe."""

    def send(self, levels: bytes) -> None:
        """Levels of channels from 1 on, at most 512. Raises OSError where they cannot be sent."""
        ...

    def close(self) -> None: ...


class ArtNet:
    """To a node at `host`; to all in a network where that is its broadcast address."""

    def __init__(self, universe: int, host: str, port: int = ARTNET_PORT) -> None:
        self._universe, self._to, self._sequence = universe, (host, port), 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self._socket.setblocking(False)

    def send(self, levels: bytes) -> None:
        self._sequence = self._sequence % 255 + 1
        self._socket.sendto(artdmx(self._universe, levels, self._sequence), self._to)

    def close(self) -> None:
        self._socket.close()


class Sacn:
    """To `host`, or where that is "" to the universe's own multicast group; priority: 0..200, the highest
    that a fixture hears wins. Raises UserError without the extra."""

    def __init__(self, universe: int, host: str = "", port: int = SACN_PORT, priority: int = 100) -> None:
        try:
            from sacn.messages.data_packet import DataPacket, calculate_multicast_addr
        except ImportError as error:
            raise UserError(
                f"sACN needs an extra ({error}): pip install 'anacrusis[lights]', or in a checkout "
                ".venv/bin/python -m pip install sacn."
            ) from error
        self._packet = DataPacket(
            cid=tuple(secrets.token_bytes(16)), sourceName=_NAME, universe=universe, priority=priority
        )
        self._to = (host or calculate_multicast_addr(universe), port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, _HOPS)
        self._socket.setblocking(False)

    def send(self, levels: bytes) -> None:
        self._packet.dmxData = tuple(levels)
        self._socket.sendto(bytes(self._packet.getBytes()), self._to)
        self._packet.sequence_increase()

    def close(self) -> None:
        """Tell receivers that no more comes, so that they need not wait for it."""
        self._packet.option_StreamTerminated = True
        with suppress(OSError):  # nobody can be reached any more
            for _ in range(_FAREWELLS):
                self._socket.sendto(bytes(self._packet.getBytes()), self._to)
        self._socket.close()
