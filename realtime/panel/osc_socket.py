"""OSCQuery's WebSocket: values as OSC packets to who listens to them, and OSC packets taken as over UDP."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import WSMsgType, web

from realtime.control.osc_dispatch import OscDispatch, method_addresses
from realtime.control.osc_message import Message, packet, packets
from realtime.control.osc_packet import OscError, decode
from realtime.control.pace import Pace
from realtime.control.parameters import Parameter, Value
from realtime.control.table import ParameterTable
from realtime.control.turned import REST_S, Turned
from realtime.notice import Notice
from realtime.panel.client import SLOWEST_S

_MESSAGES_PER_S, _BURST = 300.0, 600.0
_MOST_ANSWERS = 64
_MOST_CHANGES = 1024


class OscListener:
    """One program at the other end. machine: the address of where it runs; name: who sends, for the table
    and the log; transport: that of the socket; turned: what hands turn, over OSC, too."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.BaseTransport,
        machine: str,
        name: str,
        table: ParameterTable,
        turned: Turned,
    ) -> None:
        self._socket, self._transport, self.name, self._table = socket, transport, name, table
        self._machine, self._turned = machine, turned
        self._dispatch = OscDispatch(table)
        self._rows: Mapping[str, Parameter] = {}
        self._addresses: dict[str, str] = {}
        self._listened: set[str] = set()
        self._news: dict[str, Any] = {}
        self._answers: list[bytes] = []
        self._changes: list[str] = []
        self._wake = asyncio.Event()
        self._resting: asyncio.TimerHandle | None = None
        self._pace = Pace(_MESSAGES_PER_S, _BURST)

    def values(self, changed: Mapping[str, Any]) -> None:
        """These have changed; the newest of each is sent."""
        mine = {name: value for name, value in changed.items() if name in self._listened}
        if mine:
            self._news.update(mine)
            self._wake.set()

    def tree_changed(self, changes: Sequence[str]) -> None:
        """Commands that say which paths have come, gone or changed."""
        self._changes = [*self._changes, *changes][-_MOST_CHANGES:]
        self._wake.set()

    # See osc_dispatch.Speaker

    def answer(self, messages: Sequence[Message]) -> None:
        """Send these back; what asks faster than it takes is answered in part."""
        self._answers = [*self._answers, *packets(messages)][-_MOST_ANSWERS:]
        self._wake.set()

    def spoke(self, name: str, shown: Value | None) -> None:
        """It is sent what it listens to, whoever has set it; but not while it turns the knob itself."""
        if shown is not None:
            self._turned.note(self._machine, name)

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
            changes, self._changes = self._changes, []
            news = self._rested_news()
            answers, self._answers = self._answers, []
            self._follow_rows()
            addresses = self._addresses
            changed = [packet(addresses[name], value) for name, value in news.items() if name in addresses]
            async with asyncio.timeout(SLOWEST_S):
                for change in changes:
                    await self._socket.send_str(change)
                for one in (*answers, *changed):
                    await self._socket.send_bytes(one)

    def _follow_rows(self) -> None:
        if self._rows is not self._table.parameters:
            self._rows = self._table.parameters
            self._addresses = method_addresses(self._rows.values())

    def _rested_news(self) -> Mapping[str, Any]:
        """What is new, without what a hand on that machine still turns: that comes later."""
        held = {name for machine, name in self._turned.held() if machine == self._machine}
        news, self._news = self._news, {name: value for name, value in self._news.items() if name in held}
        if self._news and self._resting is None:
            self._resting = asyncio.get_running_loop().call_later(REST_S, self._rested)
        return {name: value for name, value in news.items() if name not in held}

    def _rested(self) -> None:
        self._resting = None
        self._wake.set()

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
            received = json.loads(text)
            command, address = received["COMMAND"], received["DATA"]
        except (ValueError, RecursionError, TypeError, KeyError):
            reason = Notice("OSCQuery: a message is no command.")
            return self._table.rejections.add(reason, f"by {self.name}")
        self._follow_rows()
        name = next((name for name, at in self._addresses.items() if at == address), "")
        if not name or self._rows[name].is_command:
            return  # a command has no value that could change
        if command == "LISTEN":
            self._listened.add(name)
            self.values({name: self._table.get(name)})
        elif command == "IGNORE":
            self._listened.discard(name)

    def _take(self, came: bytes) -> None:
        def refuse(error: OscError) -> None:
            self._table.rejections.add(Notice("OSCQuery: a packet cannot be read."), str(error))

        for _, address, arguments in decode(came, refuse):
            self._dispatch.carry_out(address, arguments, self, self._table.now)
