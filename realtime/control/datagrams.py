"""Datagrams with the moment at which they came, as the system noted it.

A busy machine wakes a thread tens of milliseconds after a packet has come; a tap would count as late as that.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import time
from typing import Any

# Linux notes when a packet came, in seconds and nanoseconds of the wall clock; Python has no name for that.
_SO_TIMESTAMPNS = 35
_TIMESPEC = struct.Struct("@ll")
_SPACE = socket.CMSG_SPACE(_TIMESPEC.size) if sys.platform == "linux" else 0
# One that seems older came before the wall clock was set.
_OLDEST_S = 1.0


class Datagrams:
    """Reads `udp`, into a buffer that is reused."""

    def __init__(self, udp: socket.socket, largest_bytes: int) -> None:
        self._socket = udp
        self._buffer = memoryview(bytearray(largest_bytes))
        self._noted = False
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                udp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
                self._noted = True

    def take(self) -> tuple[bytes, tuple[Any, ...], float]:
        """(bytes, address of the sender, seconds since it came: 0 where the system does not tell).

        Raises OSError as sockets do.
        """
        if not self._noted:
            size, address = self._socket.recvfrom_into(self._buffer)
            return bytes(self._buffer[:size]), address, 0.0
        size, notes, _, address = self._socket.recvmsg_into([self._buffer], _SPACE)
        return bytes(self._buffer[:size]), address, _age_s(notes)


def _age_s(notes: list[tuple[int, int, bytes]]) -> float:
    for level, kind, data in notes:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(data)
            age = time.time() - seconds - 1e-9 * nanoseconds
            return age if 0.0 < age < _OLDEST_S else 0.0
    return 0.0
