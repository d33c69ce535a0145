"""OSC in: every row of the parameter table has an address, in its own unit and normalised.

`/anacrusis/strength/gain 1.5` sets `strength.gain`; `/anacrusis/norm/strength/gain 0.75` sets
the same control to three quarters of its range, which is what faders and MIDI bridges send.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time

from realtime.control.osc_packet import OscError, decode
from realtime.control.parameters import Parameter
from realtime.control.table import ParameterTable
from realtime.errors import UserError

PREFIX = "/anacrusis"
NORMALISED = f"{PREFIX}/norm"
RECEIVE_BUFFER_BYTES = 1 << 20
# A tag farther ahead comes from a machine whose clock is wrong: waiting for it would lose the control.
FARTHEST_TIME_TAG_S = 10.0
_MOST_WAITING = 4096
_LARGEST_PACKET = 65535
_TICK_S = 0.25


def osc_addresses(parameters: tuple[Parameter, ...]) -> dict[str, tuple[str, bool]]:
    """OSC address → (name of the control, True if the value is 0..1 of its range)."""
    addresses = {f"{PREFIX}/{row.address}": (row.name, False) for row in parameters}
    addresses |= {f"{NORMALISED}/{row.address}": (row.name, True) for row in parameters}
    return addresses


class OscServer:
    """Receives OSC over UDP in a thread of its own and writes the parameter table.

    host: loopback unless an address is given; port 0 takes a free one (see `port`). Bundles whose
    time tag lies ahead (by at most ten seconds) are carried out when they are due. Anything that
    cannot be read is counted with the table's rejections and never raises. Raises UserError if the port
    is taken.
    """

    def __init__(self, table: ParameterTable, host: str = "127.0.0.1", port: int = 9000) -> None:
        self._table = table
        self._addresses = osc_addresses(tuple(table.parameters.values()))
        self._rejections = table.rejections
        self._waiting: list[tuple[float, int, str, list[object]]] = []
        self._order = itertools.count()
        self._socket = _bound(host, port)
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
        self._socket.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._socket.settimeout(self._until_next())
            try:
                packet = self._socket.recv(_LARGEST_PACKET)
            except TimeoutError:
                packet = b""
            except OSError as error:  # e.g. a remote host's ICMP answer; the next packet may be fine
                self._rejections.add(f"OSC: the network refused a packet: {error}.")
                packet = b""
            if packet:
                self._receive(packet)
            self._carry_out_due()

    def _until_next(self) -> float:
        if not self._waiting:
            return _TICK_S
        return min(max(self._waiting[0][0] - time.time(), 0.001), _TICK_S)

    def _receive(self, packet: bytes) -> None:
        try:
            messages = decode(packet)
        except OscError as error:
            self._rejections.add(f"OSC: a packet of {len(packet)} bytes could not be read: {error}.")
            return
        now = time.time()
        for due, address, arguments in messages:
            if due is None or not now < due <= now + FARTHEST_TIME_TAG_S:
                self._carry_out(address, arguments)
            elif len(self._waiting) >= _MOST_WAITING:
                self._rejections.add(f"OSC: too many timed messages wait; {address:.200} was dropped.")
            else:
                heapq.heappush(self._waiting, (due, next(self._order), address, arguments))

    def _carry_out_due(self) -> None:
        while self._waiting and self._waiting[0][0] <= time.time():
            _, _, address, arguments = heapq.heappop(self._waiting)
            self._carry_out(address, arguments)

    def _carry_out(self, address: str, arguments: list[object]) -> None:
        known = self._addresses.get(address)
        if known is None:
            self._rejections.add(f"OSC: there is no control at {address!r:.200}.")
            return
        name, normalised = known
        if len(arguments) > 1:
            self._rejections.add(f"OSC: {address} takes one value and got {len(arguments)}.")
            return
        value = arguments[0] if arguments else None
        if normalised:
            self._table.set_normalised(name, value)
        else:
            self._table.set(name, value)


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
