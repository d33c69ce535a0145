"""OSC over TCP: as over UDP, for networks that lose packets; each connection is answered and sent values."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from realtime.control.osc_dispatch import OscDispatch, Take
from realtime.control.osc_feedback import Heard, OscFeedback
from realtime.control.osc_message import Message, packets
from realtime.control.osc_packet import OscError, decode
from realtime.control.osc_stream import FramingError, OscStream, framed
from realtime.control.pace import Pace
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.control.tcp_server import TcpServer, listening
from realtime.notice import Notice

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 32
_MESSAGES_PER_S, _BURST = 2000.0, 2000.0
# One that takes nothing is let go rather than remembered for.
_MOST_UNSENT_BYTES = 1 << 18
_READ_BYTES = 1 << 14


class OscTcpServer:
    """Receives OSC over TCP in a thread of its own. host, port: where, port 0 takes a free one; the rest
    as in `OscServer`. Raises OSError where the port is taken."""

    def __init__(
        self,
        table: ParameterTable,
        host: str,
        port: int,
        *,
        senders: Senders | None = None,
        feedback: OscFeedback | None = None,
        others: Mapping[str, Take] | None = None,
    ) -> None:
        self._table, self._feedback = table, feedback
        self._senders = senders or Senders()
        self._dispatch = OscDispatch(table, others)
        self._server = TcpServer("osc-tcp", listening(host, port), self._talk, MOST_CONNECTIONS)
        self.port = self._server.port

    def close(self) -> None:
        """Let everybody go and free the port; safe to call twice."""
        self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("peername")
        if address is None or not self._senders.may(address[0]):
            reason = Notice("OSC: a sender is not among those of --osc-allow.")
            self._table.rejections.add(reason, f"from {address}")
            return
        program = _Program(asyncio.get_running_loop(), writer, address)
        try:
            await self._read(reader, program)
        finally:
            if self._feedback is not None:
                self._feedback.leave(program)

    async def _read(self, reader: asyncio.StreamReader, program: _Program) -> None:
        speaker = Heard(program, self._feedback)
        pace = Pace(_MESSAGES_PER_S, _BURST)
        rejections = self._table.rejections

        def refuse(error: OscError) -> None:
            rejections.add(Notice("OSC: a message over TCP cannot be read."), str(error))

        while data := await reader.read(_READ_BYTES):
            heard, came = self._table.now, list[bytes]()
            try:
                program.stream.feed(data, came.append)
            except FramingError as error:
                rejections.add(Notice("OSC: a connection over TCP is no OSC and was closed."), str(error))
                return
            for packet in came:
                for _, message, arguments in decode(packet, refuse):
                    self._dispatch.carry_out(message, arguments, speaker, heard)
                if (rest_s := pace.wait_s(asyncio.get_running_loop().time())) > 0.0:
                    await asyncio.sleep(rest_s)  # what is not read fills the sender's own buffers


class _Program:
    """Who is at the other end of a connection; see `osc_feedback.Receiver`. Answered in the framing
    that it uses itself."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, writer: asyncio.StreamWriter, address: tuple[Any, ...]
    ) -> None:
        self._loop, self._writer = loop, writer
        self.stream = OscStream()
        self.machine = str(address[0])
        self.name = f"{address[0]}:{address[1]} over TCP"

    def tell(self, messages: Sequence[Message]) -> None:
        """Callable from any thread."""
        data = b"".join(framed(packet, self.stream.framing or "slip") for packet in packets(messages))
        with contextlib.suppress(RuntimeError):  # the show ends
            self._loop.call_soon_threadsafe(self._send, data)

    def _send(self, data: bytes) -> None:
        transport = self._writer.transport
        if transport.get_write_buffer_size() > _MOST_UNSENT_BYTES:
            log.info("OSC: %s takes nothing and is let go", self.name)
            transport.abort()
        elif not transport.is_closing():
            transport.write(data)
