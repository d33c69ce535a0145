"""Datagrams with the moment at which they came, as the system noted it, many in one call.

A busy machine wakes a thread tens of milliseconds after a packet has come; a tap would count as late as that.
And each call to the network gives Python's lock away and takes it again: of 20,000 packets a second, each
taken by a call of its own, the display loop had as many fights for it. Linux gives many in one call,
recvmmsg(2), for which Python has no name; elsewhere they are taken one by one. Most of a flood is void before
it is read, which is found out for a whole batch at once.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import socket
import sys
import time
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import numpy as np

Datagram = tuple[bytes, tuple[Any, ...], float]
"""(bytes, address of the sender, the wall clock's seconds when it came: 0 where the system does not tell)."""
Replaceable = Callable[[bytes], bool]
"""Does a later datagram of the same sender that begins alike make one void? Takes an address with what stands
behind its end, up to the type of one argument: the beginning of an OSC message, padded with zeros."""
Room = Callable[[tuple[Any, ...]], int]
"""How many that no later one makes void may come now from an address? More of them are dropped."""
Key = TypeVar("Key", bound=Hashable)
Sender = TypeVar("Sender", bound=Hashable)

# Linux notes when a packet came, by the wall clock; Python has no name for that.
_SO_TIMESTAMPNS = 35
# One that seems older came before the wall clock was set.
_OLDEST_S = 1.0
_AT_ONCE = 512
_ADDRESS_BYTES = 28
# A longer packet does not go through a network in one piece.
_BEGIN_BYTES = 1536
_KNOWN_ADDRESSES = 256
# An OSC address that is longer is not looked at.
_HEAD_BYTES = 64
_TYPE_BYTES = 4
# For each length of a head: 1 where it is, 0 behind it.
_SHOWN = np.tril(np.ones((_HEAD_BYTES + 1, _HEAD_BYTES), np.uint8), -1)


class _Piece(ctypes.Structure):
    """struct iovec; pointers are written as the numbers that they are."""

    _fields_ = (("base", ctypes.c_size_t), ("length", ctypes.c_size_t))


class _Note(ctypes.Structure):
    """struct cmsghdr, with a struct timespec behind it."""

    _fields_ = (
        ("length", ctypes.c_size_t),
        ("level", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("seconds", ctypes.c_long),
        ("nanoseconds", ctypes.c_long),
    )


class _Message(ctypes.Structure):
    """struct msghdr"""

    _fields_ = (
        ("name", ctypes.c_size_t),
        ("name_length", ctypes.c_uint32),
        ("pieces", ctypes.c_size_t),
        ("piece_count", ctypes.c_size_t),
        ("notes", ctypes.c_size_t),
        ("notes_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Header(ctypes.Structure):
    """struct mmsghdr"""

    _fields_ = (("message", _Message), ("received", ctypes.c_uint))


def age_s(came: float) -> float:
    """Seconds since a datagram has come; 0 where that is not known, or the wall clock was set meanwhile."""
    age = time.time() - came
    return age if 0.0 < age < _OLDEST_S else 0.0


class Taker(Protocol):
    """Takes datagrams that have come."""

    came: int
    """How many the last call took, with those that were void or dropped."""
    dropped: int
    """For how many of these there was no room."""

    def take(self, most: int) -> list[Datagram]:
        """What has come, of so many at most. Raises OSError as sockets do, but not where nothing has come."""
        ...


def taker(
    udp: socket.socket,
    largest_bytes: int,
    replaceable: Replaceable = lambda head: False,
    room: Room = lambda address: _AT_ONCE,
) -> Taker:
    """What takes datagrams from `udp`, which must not block, into buffers that are reused; longer ones than
    `largest_bytes` are cut off. replaceable: of these only the last of a batch need be given; room: for
    others."""
    if sys.platform == "linux":
        receive = getattr(ctypes.CDLL(None, use_errno=True), "recvmmsg", None)
        if receive is not None:
            pointer = ctypes.c_void_p
            receive.argtypes = (ctypes.c_int, pointer, ctypes.c_uint, ctypes.c_int, pointer)
            # A sandbox may refuse it.
            if receive(udp.fileno(), None, 0, socket.MSG_DONTWAIT, None) == 0:
                return _Batches(udp, largest_bytes, receive, replaceable, room)
    return _Single(udp, largest_bytes, replaceable, room)


class _Single:
    """One datagram a call."""

    def __init__(self, udp: socket.socket, largest_bytes: int, replaceable: Replaceable, room: Room) -> None:
        self._socket, self._replaceable, self._room = udp, replaceable, room
        self._buffer = memoryview(bytearray(largest_bytes))
        self.came = self.dropped = 0

    def take(self, most: int) -> list[Datagram]:
        found: list[Datagram] = []
        while len(found) < most:
            try:
                size, address = self._socket.recvfrom_into(self._buffer)
            except BlockingIOError:
                break
            except OSError:  # it is raised again by the next call that finds nothing before it
                if found:
                    break
                raise
            found.append((bytes(self._buffer[:size]), address, 0.0))
        self.came = len(found)
        alike = [(head(packet), address) for packet, address, _ in found]
        kept, self.dropped = _kept(
            alike, lambda key: self._replaceable(key[0]), lambda key: key[1], self._room
        )
        return [found[i] for i in kept]


class _Batches:
    """Many datagrams a call, with the times that Linux notes. receive: recvmmsg(2).

    Each is laid into two pieces: the short beginnings stand side by side, where the processor's cache holds
    them, and the long ends apart.
    """

    def __init__(
        self,
        udp: socket.socket,
        largest_bytes: int,
        receive: Callable[..., int],
        replaceable: Replaceable,
        room: Room,
    ) -> None:
        self._socket, self._receive = udp, receive
        self._replaceable, self._room = replaceable, room
        self.came = self.dropped = 0
        with contextlib.suppress(OSError):  # then no times are noted
            udp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._end_bytes = max(largest_bytes - _BEGIN_BYTES, 0)
        self._begins, begins_at = _reserved(_AT_ONCE * _BEGIN_BYTES)
        self._ends, ends_at = _reserved(_AT_ONCE * self._end_bytes + 1)
        self._names, names_at = _reserved(_AT_ONCE * _ADDRESS_BYTES)
        self._pieces = (_Piece * (2 * _AT_ONCE))()
        self._notes = (_Note * _AT_ONCE)()
        self._headers = (_Header * _AT_ONCE)()
        for i in range(_AT_ONCE):
            self._pieces[2 * i] = _Piece(begins_at + i * _BEGIN_BYTES, min(_BEGIN_BYTES, largest_bytes))
            self._pieces[2 * i + 1] = _Piece(ends_at + i * self._end_bytes, self._end_bytes)
            message = self._headers[i].message
            message.name, message.name_length = names_at + i * _ADDRESS_BYTES, _ADDRESS_BYTES
            message.pieces, message.piece_count = ctypes.addressof(self._pieces[2 * i]), 2
            message.notes, message.notes_length = ctypes.addressof(self._notes[i]), ctypes.sizeof(_Note)
        self._at = ctypes.addressof(self._headers)
        self._sizes = _column(self._headers, "I", _Header.received.offset)
        self._notes_lengths = _column(self._headers, "L", _Message.notes_length.offset)
        self._seconds = _column(self._notes, "l", _Note.seconds.offset)
        self._nanoseconds = _column(self._notes, "l", _Note.nanoseconds.offset)
        rows = np.frombuffer(self._begins, np.uint8).reshape(_AT_ONCE, _BEGIN_BYTES)
        self._heads = rows[:, :_HEAD_BYTES]
        self._senders = np.frombuffer(self._names, np.uint8).reshape(_AT_ONCE, _ADDRESS_BYTES)
        self._keys = np.zeros((_AT_ONCE, _HEAD_BYTES + _ADDRESS_BYTES), np.uint8)

    def take(self, most: int) -> list[Datagram]:
        most = min(most, _AT_ONCE)
        self._notes_lengths[:] = ctypes.sizeof(_Note)
        count = self._receive(self._socket.fileno(), self._at, most, socket.MSG_DONTWAIT, None)
        self.came, self.dropped = max(count, 0), 0
        if count < 0:
            if (error := ctypes.get_errno()) in (errno.EAGAIN, errno.EINTR):
                return []
            raise OSError(error, os.strerror(error))
        sizes, found = self._sizes[:count].tolist(), []
        kept, self.dropped = _kept(
            self._alike(self._sizes[:count]),
            lambda key: self._replaceable(key[:_HEAD_BYTES]),
            lambda key: key[_HEAD_BYTES:],
            lambda name: self._room(_address(name)),
        )
        for i in kept:
            size, begin, name = sizes[i], i * _BEGIN_BYTES, i * _ADDRESS_BYTES
            packet = self._begins[begin : begin + min(size, _BEGIN_BYTES)].tobytes()
            if size > _BEGIN_BYTES:
                end = i * self._end_bytes
                packet += self._ends[end : end + size - _BEGIN_BYTES].tobytes()
            sender = _address(self._names[name : name + _ADDRESS_BYTES].tobytes())
            found.append((packet, sender, self._noted(i)))
        return found

    def _alike(self, sizes: np.ndarray) -> list[bytes]:
        """The head of each, as `head` gives it, and its sender behind that."""
        count = len(sizes)
        heads, keys = self._heads[:count], self._keys[:count]
        ends = (heads == 0).argmax(1)
        # Behind the padding of the address: the types, up to the first one.
        ends = np.minimum(ends + (4 + _TYPE_BYTES) - (ends & 3), sizes)
        np.multiply(heads, _SHOWN.take(ends, 0, mode="clip"), out=keys[:, :_HEAD_BYTES])
        keys[:, _HEAD_BYTES:] = self._senders[:count]
        # Texts are the fastest to take out; they lose the zeros at their ends.
        return [key.ljust(keys.shape[1], b"\0") for key in keys.view(f"S{keys.shape[1]}").ravel().tolist()]

    def _noted(self, i: int) -> float:
        """When it came, by the wall clock. Others than the notes that were asked for do not come."""
        if self._notes_lengths[i] < ctypes.sizeof(_Note):
            return 0.0
        return float(self._seconds[i] + 1e-9 * self._nanoseconds[i])


def head(packet: bytes) -> bytes:
    """An OSC address with its types, up to the first one, padded with zeros; of what has no address, eight
    bytes."""
    end = max(packet.find(b"\0", 0, _HEAD_BYTES), 0)
    return packet[: end + 4 - end % 4 + _TYPE_BYTES][:_HEAD_BYTES].ljust(_HEAD_BYTES, b"\0")


def _kept(
    alike: Sequence[Key],
    replaceable: Callable[[Key], bool],
    sender: Callable[[Key], Sender],
    room: Callable[[Sender], int],
) -> tuple[list[int], int]:
    """(which are not made void by a later one and find room, how many found none)

    alike: of each, the same for two of one sender and head.
    """
    last = {key: i for i, key in enumerate(alike)}
    only_newest = {key for key in last if replaceable(key)}
    left: dict[Sender, int] = {}
    kept, dropped = [], 0
    for i, key in enumerate(alike):
        if key in only_newest:
            if last[key] == i:
                kept.append(i)
            continue
        whose = sender(key)
        if whose not in left:
            left[whose] = room(whose)
        if left[whose] > 0:
            left[whose] -= 1
            kept.append(i)
        else:
            dropped += 1
    return kept, dropped


def _reserved(size: int) -> tuple[memoryview, int]:
    """(so many bytes, where they lie)"""
    given = bytearray(size)
    return memoryview(given), ctypes.addressof(ctypes.c_char.from_buffer(given))


def _column(rows: ctypes.Array[Any], kind: str, offset: int) -> np.ndarray:
    """One field of each row. kind: as numpy names it; offset: bytes from the beginning of a row."""
    return np.ndarray(len(rows), kind, memoryview(rows), offset, (ctypes.sizeof(rows) // len(rows),))


@lru_cache(_KNOWN_ADDRESSES)
def _address(name: bytes) -> tuple[Any, ...]:
    """What sockets of Python call the address of a struct sockaddr_in or sockaddr_in6."""
    family, port = int.from_bytes(name[:2], sys.byteorder), int.from_bytes(name[2:4], "big")
    if family == socket.AF_INET:
        return socket.inet_ntop(family, name[4:8]), port
    flow, scope = int.from_bytes(name[4:8], "big"), int.from_bytes(name[24:28], sys.byteorder)
    host = socket.inet_ntop(socket.AF_INET6, name[8:24])
    with contextlib.suppress(OSError):  # an interface that is gone
        host += f"%{socket.if_indextoname(scope)}" if scope else ""
    return host, port, flow, scope
