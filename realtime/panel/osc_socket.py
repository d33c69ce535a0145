"""OSCQuery's WebSocket: values as OSC packets to who listens to them, and OSC packets taken as over UDP."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web
from pythonosc.osc_message_builder import OscMessageBuilder

from realtime.control.osc_in import osc_addresses
from realtime.control.osc_packet import OscError, decode
from realtime.control.table import ParameterTable
from realtime.panel.client import SLOWEST_S
from realtime.panel.oscquery import address_of
from realtime.panel.pace import Pace

_MESSAGES_PER_S, _BURST = 300.0, 600.0


class OscListener:
    """One program at the other end. name: who sends, for the table and the log; transport: that of the
    socket."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.BaseTransport,
        name: str,
        table: ParameterTable,
    ) -> None:
        self._socket, self._transport, self._name, self._table = socket, transport, name, table
        rows = table.parameters.values()
        self._addresses = {row.name: address_of(row) for row in rows if not row.is_command}
        self._names = osc_addresses(tuple(rows))
        self._listened: set[str] = set()
        self._news: dict[str, Any] = {}
        self._wake = asyncio.Event()
        self._pace = Pace(_MESSAGES_PER_S, _BURST)

    def values(self, changed: Mapping[str, Any]) -> None:
        """These have changed; the newest of each is sent."""
        mine = {name: value for name, value in changed.items() if name in self._listened}
        if mine:
            self._news.update(mine)
            self._wake.set()

    async def serve(self) -> None:
        """Until it goes, or takes nothing."""
        writing = asyncio.create_task(self._write())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait((writing, reading), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (writing, reading):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, ConnectionError, RuntimeError, TimeoutError):
                    await task

    def drop(self) -> None:
        """End the connection without asking the other side."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            news, self._news = self._news, {}
            for name, value in news.items():
                async with asyncio.timeout(SLOWEST_S):
                    await self._socket.send_bytes(_packet(self._addresses[name], value))

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                self._read_command(message.data)
            elif message.type is WSMsgType.BINARY:
                self._take(message.data)
            if (rest_s := self._pace.wait_s(loop.time())) > 0.0:
                await asyncio.sleep(rest_s)

    def _read_command(self, text: str) -> None:
        try:
            order = json.loads(text)
            command, address = order["COMMAND"], order["DATA"]
        except (ValueError, RecursionError, TypeError, KeyError):
            return self._table.rejections.add("OSCQuery: a message is no command.", f"by {self._name}")
        name, normalised = self._names.get(address, ("", False)) if isinstance(address, str) else ("", False)
        if name not in self._addresses or normalised:
            return  # a command has no value that could change
        if command == "LISTEN":
            self._listened.add(name)
            self.values({name: self._table.get(name)})
        elif command == "IGNORE":
            self._listened.discard(name)

    def _take(self, packet: bytes) -> None:
        def refuse(error: OscError) -> None:
            self._table.rejections.add("OSCQuery: a packet cannot be read.", str(error))

        for _, address, arguments in decode(packet, refuse):
            name, normalised = self._names.get(address, ("", False))
            if not name or len(arguments) > 1:
                self._table.rejections.add("OSCQuery: there is no such control.", repr(address))
                continue
            write = self._table.set_normalised if normalised else self._table.set
            write(name, arguments[0] if arguments else None, self._name)


def _packet(address: str, value: float | int | bool) -> bytes:
    builder = OscMessageBuilder(address)
    builder.add_arg(value)
    return builder.build().dgram
