"""OSC in over UDP: packets are taken as they come or are due, and what they mean is carried out."""

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
from collections.abc import Mapping, Sequence
from typing import Any

from realtime.control.backlog import Backlog
from realtime.control.datagrams import Datagram, age_s, taker
from realtime.control.osc_dispatch import OscDispatch, Speaker, Take, osc_addresses
from realtime.control.osc_feedback import Heard, OscFeedback
from realtime.control.osc_message import Message, packets
from realtime.control.osc_packet import OscError, decode
from realtime.control.pace import Pace
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.notice import Notice

log = logging.getLogger(__name__)

RECEIVE_BUFFER_BYTES = 1 << 20
# A tag farther ahead comes from a machine whose clock is wrong: waiting for it would lose the control.
FARTHEST_TIME_TAG_S = 0.5
_MOST_WAITING = 4096
_LARGEST_PACKET = 65535
_TICK_S = 0.25
# A rest follows each batch of so many packets: Python's lock is the display loop's, too. It is shorter where
# the system grants a smaller buffer, which would flow over.
_FLOOD, _REST_S = 32, 0.012
# Of a processor's time, what carrying out may take while it goes on, and seconds of it at once: a thousand
# messages. A flood of what must each be read, as rubbish and presses, takes a half without an end to it.
_SHARE, _AT_ONCE_S = 0.06, 0.02
_LARGEST_BATCH = 512
_KNOWN_SENDERS = 256
_ONE_NUMBER = frozenset({b",f\0\0", b",i\0\0", b",d\0\0"})


class _Program:
    """The program at one address of the network; it is answered from the port to which it sent."""

    def __init__(self, udp: socket.socket, address: tuple[Any, ...]) -> None:
        self._udp, self._address = udp, address
        self.machine = str(address[0])
        self.name = f"{address[0]}:{address[1]}"

    def tell(self, messages: Sequence[Message]) -> None:
        """What cannot be sent at once is lost."""
        for packet in packets(messages):
            with contextlib.suppress(OSError):
                self._udp.sendto(packet, self._address)


class OscServer:
    """Receives OSC over UDP in a thread of its own and writes the parameter table.

    host: loopback unless an address is given; port 0 takes a free one (see `port`). Bundles whose time tag
    lies ahead, by half a second at most, are carried out when they are due, and stamped with that time.
    senders: who is listened to; feedback: tells values back; others: see `OscDispatch`.
    Anything that cannot be read is counted with the table's rejections and never raises. Raises UserError if
    the port is taken.
    """

    def __init__(
        self,
        table: ParameterTable,
        host: str = "127.0.0.1",
        port: int = 9000,
        *,
        senders: Senders | None = None,
        feedback: OscFeedback | None = None,
        others: Mapping[str, Take] | None = None,
    ) -> None:
        self._table = table
        self._dispatch = OscDispatch(table, others)
        self._senders = senders or Senders()
        self._feedback = feedback
        self._follow_rows()
        self._rejections = table.rejections
        self._waiting: list[tuple[float, int, str, list[object], Speaker]] = []
        self._order = itertools.count()
        self._speakers: OrderedDict[tuple[Any, ...], Speaker] = OrderedDict()
        self._wrong_clocks: OrderedDict[str, None] = OrderedDict()
        self._socket = _bound(host, port)
        self._socket.setblocking(False)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._socket, selectors.EVENT_READ)
        self._backlog, self._work = Backlog(self._is_replaceable), Pace(_SHARE, _AT_ONCE_S)
        self._taker = taker(self._socket, _LARGEST_PACKET, self._is_replaceable, self._backlog.room)
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

    def _follow_rows(self) -> None:
        self._rows = self._table.parameters
        # Of these only the newest counts: a flood of them need not be read.
        kinds = {
            address.encode(): self._rows[name].kind
            for address, (name, form) in osc_addresses(self._rows.values()).items()
            if form in ("set", "norm")
        }
        self._texts = {address for address, kind in kinds.items() if kind == "text"}
        self._numbers = {address for address, kind in kinds.items() if kind in ("float", "int")}

    def _serve(self) -> None:
        granted = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        rest_s = _REST_S * min(granted / RECEIVE_BUFFER_BYTES, 1.0)
        while not self._stop.is_set():
            came = self._batch()
            if self._table.parameters is not self._rows:
                self._follow_rows()
            added = [self._backlog.add(one) for one in came if self._is_wanted(one)]
            if dropped := self._taker.dropped + added.count(False):
                why = Notice("OSC: more comes than can be carried out; some was dropped.")
                self._rejections.add(why, times=dropped)
            self._carry_out()
            self._carry_out_due()
            if self._taker.came >= _FLOOD:
                time.sleep(rest_s)

    def _batch(self) -> list[Datagram]:
        """What has come, after waiting for something to come or to be due."""
        came: list[Datagram] = []
        self._ready.select(self._until_next())
        try:
            came = self._taker.take(_LARGEST_BATCH)
        except OSError as error:  # e.g. a remote host's ICMP answer; the next packet may be fine
            self._rejections.add(Notice("OSC: the network refused a packet: {why}.", why=error))
        return came

    def _is_wanted(self, one: Datagram) -> bool:
        packet, address, _ = one
        if packet and not self._senders.may(address[0]):
            self._rejections.add(Notice("OSC: a sender is not among those of --osc-allow."), address[0])
            return False
        return bool(packet)

    def _is_replaceable(self, head: bytes) -> bool:
        """Does the next message with such a beginning make this one void? So it is with texts and numbers."""
        end = head.find(b"\0")
        address, types = head[:end], end + 4 - end % 4
        return address in self._texts or (address in self._numbers and head[types : types + 4] in _ONE_NUMBER)

    def _carry_out(self) -> None:
        """What waits, as long as it may take this thread."""
        while self._backlog and not self._owed_s():
            began = time.thread_time()
            packet, address, at = self._backlog.next()
            self._take(packet, self._speaker(address), self._table.ago(age_s(at)))
            self._owed_s(time.thread_time() - began)

    def _owed_s(self, worked_s: float = 0.0) -> float:
        """Note what carrying out took; how long it must rest now, 0 where it may go on."""
        return self._work.wait_s(time.monotonic(), worked_s)

    def _until_next(self) -> float:
        due = self._waiting[0][0] - time.monotonic() if self._waiting else _TICK_S
        return min(max(min(due, self._owed_s() if self._backlog else due), 0.001), _TICK_S)

    def _take(self, packet: bytes, speaker: Speaker, heard: float) -> None:
        def refuse(error: OscError) -> None:
            size = len(packet)
            self._rejections.add(
                Notice("OSC: a message ({size} bytes) cannot be read.", size=size), str(error)
            )

        now = time.time()
        for due, address, arguments in decode(packet, refuse):
            if due is not None and due > now + FARTHEST_TIME_TAG_S:
                self._note_wrong_clock(speaker.name.rpartition(":")[0], due - now)
            if due is None or not now < due <= now + FARTHEST_TIME_TAG_S:
                self._dispatch.carry_out(address, arguments, speaker, heard)
            elif len(self._waiting) >= _MOST_WAITING:
                self._rejections.add(
                    Notice("OSC: too many timed messages wait; one was dropped."), repr(address)
                )
            else:
                # A wall clock that is set meanwhile changes nothing.
                at = time.monotonic() + due - now
                heapq.heappush(self._waiting, (at, next(self._order), address, arguments, speaker))

    def _note_wrong_clock(self, host: str, ahead_s: float) -> None:
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
        while self._waiting and self._waiting[0][0] <= (now := time.monotonic()):
            due, _, address, arguments, speaker = heapq.heappop(self._waiting)
            self._dispatch.carry_out(address, arguments, speaker, self._table.now - (now - due))

    def _speaker(self, address: tuple[Any, ...]) -> Speaker:
        speaker = self._speakers.get(address)
        if speaker is None:
            speaker = self._speakers[address] = Heard(_Program(self._socket, address), self._feedback)
            if len(self._speakers) > _KNOWN_SENDERS:
                self._speakers.popitem(last=False)
        return speaker


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
