"""OSC in: every row of the parameter table has an address, in its own unit and normalised.

`/anacrusis/strength/gain 1.5` sets `strength.gain`; `/anacrusis/norm/strength/gain 0.75` sets
the same control to three quarters of its range, which is what faders and MIDI bridges send.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import logging
import selectors
import socket
import threading
import time
from collections import OrderedDict
from typing import Any

from realtime.control.osc_packet import OscError, decode
from realtime.control.osc_pattern import SPECIAL, OscPattern
from realtime.control.parameters import Parameter
from realtime.control.table import ParameterTable
from realtime.errors import UserError

log = logging.getLogger(__name__)

PREFIX = "/anacrusis"
NORMALISED = f"{PREFIX}/norm"
RECEIVE_BUFFER_BYTES = 1 << 20
# A tag farther ahead comes from a machine whose clock is wrong: waiting for it would lose the control.
FARTHEST_TIME_TAG_S = 0.5
_MOST_WAITING = 4096
_LARGEST_PACKET = 65535
_TICK_S = 0.25
# A rest follows each batch of so many packets: Python's lock is the display loop's, too.
_FLOOD, _REST_S = 32, 0.004
_LARGEST_BATCH = 256
_KNOWN_PATTERNS = 256
_KNOWN_SENDERS = 256

_Packet = tuple[bytes, tuple[Any, ...], float]
"""(bytes, address of the sender, audio-clock seconds at which it came)."""


def osc_addresses(parameters: tuple[Parameter, ...]) -> dict[str, tuple[str, bool]]:
    """OSC address → (name of the control, True if the value is 0..1 of its range)."""
    addresses = {f"{PREFIX}/{row.address}": (row.name, False) for row in parameters}
    addresses |= {f"{NORMALISED}/{row.address}": (row.name, True) for row in parameters}
    return addresses


class OscServer:
    """Receives OSC over UDP in a thread of its own and writes the parameter table.

    host: loopback unless an address is given; port 0 takes a free one (see `port`). Bundles whose time tag
    lies ahead, by half a second at most, are carried out when they are due, and stamped with that time.
    Anything that cannot be read is counted with the table's rejections and never raises. Raises UserError if
    the port is taken.
    """

    def __init__(self, table: ParameterTable, host: str = "127.0.0.1", port: int = 9000) -> None:
        self._table = table
        self._addresses = osc_addresses(tuple(table.parameters.values()))
        # Of texts only the newest counts: a flood of them need not be read.
        self._texts = {
            address.encode()
            for address, (name, _) in self._addresses.items()
            if table.parameters[name].kind == "text"
        }
        self._rejections = table.rejections
        self._waiting: list[tuple[float, int, str, list[object], str]] = []
        self._order = itertools.count()
        self._patterns: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._wrong_clocks: OrderedDict[str, None] = OrderedDict()
        self._socket = _bound(host, port)
        self._socket.setblocking(False)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._socket, selectors.EVENT_READ)
        self._buffer = memoryview(bytearray(_LARGEST_PACKET))
        self.host, self.port = self._socket.getsockname()[:2]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="osc-in", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and free the port; safe to call twice."""
        self._stop.set()
        if self._thread.is_alive():
            # An empty packet to ourselves ends the wait at once.
            with contextlib.suppress(OSError):
                self._socket.sendto(b"", _reachable(self._socket.getsockname()))
            self._thread.join()
        self._ready.close()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            packets = self._batch()
            for packet, address, heard in self._newest(packets):
                self._take(packet, f"{address[0]}:{address[1]}", heard)
            self._carry_out_due()
            if len(packets) >= _FLOOD:
                time.sleep(_REST_S)

    def _batch(self) -> list[_Packet]:
        """What has come, after waiting for something to come or to be due."""
        packets: list[_Packet] = []
        self._ready.select(self._until_next())
        heard = self._table.now
        while len(packets) < _LARGEST_BATCH:
            try:
                size, address = self._socket.recvfrom_into(self._buffer)
            except BlockingIOError:
                break
            except OSError as error:  # e.g. a remote host's ICMP answer; the next packet may be fine
                self._rejections.add(f"OSC: the network refused a packet: {error}.")
                break
            if size:
                packets.append((bytes(self._buffer[:size]), address, heard))
        return packets

    def _newest(self, packets: list[_Packet]) -> list[_Packet]:
        """Without texts that a later one of the same sender makes void."""
        kept: list[_Packet] = []
        later: set[tuple[bytes, tuple[Any, ...]]] = set()
        for packet in reversed(packets):
            address = packet[0][: packet[0].find(b"\0")]
            if address in self._texts:
                if (address, packet[1]) in later:
                    continue
                later.add((address, packet[1]))
            kept.append(packet)
        kept.reverse()
        return kept

    def _until_next(self) -> float:
        if not self._waiting:
            return _TICK_S
        return min(max(self._waiting[0][0] - time.time(), 0.001), _TICK_S)

    def _take(self, packet: bytes, sender: str, heard: float) -> None:
        def refuse(error: OscError) -> None:
            self._rejections.add(f"OSC: a message ({len(packet)} bytes) cannot be read.", str(error))

        now = time.time()
        for due, address, arguments in decode(packet, refuse):
            if due is not None and due > now + FARTHEST_TIME_TAG_S:
                self._note_wrong_clock(sender, due - now)
            if due is None or not now < due <= now + FARTHEST_TIME_TAG_S:
                self._carry_out(address, arguments, sender, heard)
            elif len(self._waiting) >= _MOST_WAITING:
                self._rejections.add("OSC: too many timed messages wait; one was dropped.", repr(address))
            else:
                heapq.heappush(self._waiting, (due, next(self._order), address, arguments, sender))

    def _note_wrong_clock(self, sender: str, ahead_s: float) -> None:
        host = sender.rpartition(":")[0]
        if host in self._wrong_clocks:
            return
        self._wrong_clocks[host] = None
        if len(self._wrong_clocks) > _KNOWN_SENDERS:
            self._wrong_clocks.popitem(last=False)
        log.warning(
            "OSC: the clock of %s is %.3g s ahead; what it sends is carried out at once",
            host,
            ahead_s,
        )

    def _carry_out_due(self) -> None:
        while self._waiting and self._waiting[0][0] <= (now := time.time()):
            due, _, address, arguments, sender = heapq.heappop(self._waiting)
            self._carry_out(address, arguments, sender, self._table.now - (now - due))

    def _carry_out(self, address: str, arguments: list[object], sender: str, at: float) -> None:
        for one in self._meant(address):
            name, normalised = self._addresses[one]
            write = self._table.set_normalised if normalised else self._table.set
            names = [name]
            while len(names) < len(arguments) and (second := self._table.parameters[names[-1]].second):
                names.append(second)
            if len(arguments) > len(names):
                takes = "one value" if len(names) == 1 else f"up to {len(names)} values"
                self._rejections.add(f"OSC: control {name!r} takes {takes}.", f"{len(arguments)} values")
                continue
            for row, value in zip(names, arguments or [None], strict=True):
                write(row, value, sender, at)

    def _meant(self, address: str) -> tuple[str, ...]:
        """The addresses that a message is for: its own, or all that its pattern matches."""
        if address in self._addresses:
            return (address,)
        if (known := self._patterns.get(address)) is not None:
            self._patterns.move_to_end(address)
            return known
        try:
            meant = OscPattern(address).among(self._addresses) if SPECIAL.intersection(address) else ()
        except ValueError as error:
            self._rejections.add(f"OSC: {error}.", repr(address))
            return ()
        if not meant:
            self._rejections.add("OSC: there is no control at such an address.", repr(address))
            return ()
        self._patterns[address] = meant
        if len(self._patterns) > _KNOWN_PATTERNS:
            self._patterns.popitem(last=False)
        return meant


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        udp = socket.socket(family, kind, protocol)
    except (OSError, OverflowError, UnicodeError) as error:
        raise UserError(f"OSC cannot listen on {host}:{port}: {error}. Give another address.") from error
    try:
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        udp.bind(address)
    except (OSError, OverflowError) as error:
        udp.close()
        raise UserError(
            f"OSC cannot listen on {host}:{port}: {error}. Close the program that uses the port, "
            "or choose another one."
        ) from error
    return udp


def _reachable(address: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The address under which a socket bound to `address` reaches itself."""
    host, *rest = address
    if host == "0.0.0.0":
        host = "127.0.0.1"
    elif host == "::":
        host = "::1"
    return (host, *rest)
