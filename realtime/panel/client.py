"""One page that is open somewhere: what it sends, and what it is sent, the newest first."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web

from realtime.control.pace import Pace
from realtime.control.table import ParameterTable
from realtime.notice import Notice
from realtime.panel import messages
from realtime.panel.access import Role
from realtime.panel.messages import Message

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 16_384
"""Bytes; a prompt of 2000 letters has its place in it."""
SLOWEST_S = 5.0
"""A page that takes nothing for so long is shut out: it comes back when it can."""
_MESSAGES_PER_S, _BURST = 150.0, 300.0
_MOST_AT_ONCE = 64
_FASTEST_LOOK: dict[Role, float] = {"operator": 12.0, "guard": 1.0}

PREVIEW, THUMB = 0, 1
"""First byte of a binary message: the picture of now, or that of a scene, whose number is the next two."""


class Client:
    """Nothing here waits for the page but its own two tasks; what it has not taken is replaced by what is
    newer. name: who sends, for the table and the log; transport: that of the socket; look: pictures a second
    that it wants."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.BaseTransport,
        role: Role,
        name: str,
        table: ParameterTable,
    ) -> None:
        self.role, self.name = role, name
        self.look = 0.0
        self._socket, self._transport, self._table = socket, transport, table
        self._wake = asyncio.Event()
        self._values: dict[str, Any] = {}
        self._newest: dict[str, str] = {}
        self._rulings: list[str] = []
        self._picture: bytes | None = None
        self._picture_due = 0.0
        self._picture_seen = True
        self._thumbs: dict[int, bytes] = {}
        self._pace = Pace(_MESSAGES_PER_S, _BURST)

    # For the hub: none of these waits

    def values(self, changed: Mapping[str, Any]) -> None:
        mine = messages.values(self.role, changed)["values"]
        if mine:
            self._values.update(mine)
            self._wake.set()

    def newest(self, kind: str, text: str) -> None:
        """`text` takes the place of what has not been sent of this kind."""
        self._newest[kind] = text
        self._wake.set()

    def ruling(self, message: Message) -> None:
        self._rulings = [*self._rulings[-_MOST_AT_ONCE:], json.dumps(message)]
        self._wake.set()

    def picture(self, file: bytes, now: float) -> None:
        """The picture of now, if this page wants one and has seen the last."""
        if self.look and self._picture_seen and now >= self._picture_due:
            self._picture, self._picture_seen = file, False
            # A little early, or every second one would be missed by a hair.
            self._picture_due = now + 0.9 / self.look
            self._wake.set()

    def thumb(self, scene: int, file: bytes) -> None:
        if self.role == "operator":
            self._thumbs[scene] = file
            self._wake.set()

    # Its two tasks

    async def serve(self) -> None:
        """Until the page goes, or is shut out."""
        writing = asyncio.create_task(self._write())
        try:
            await self._read()
        finally:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writing

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                for part in self._taken():
                    async with asyncio.timeout(SLOWEST_S):
                        if isinstance(part, str):
                            await self._socket.send_str(part)
                        else:
                            await self._socket.send_bytes(part)
        except TimeoutError:
            log.info("panel: %s takes nothing and is let go", self.name)
            self.drop()
        except (ConnectionError, RuntimeError):  # it has gone: aiohttp raises either
            self.drop()

    def _taken(self) -> list[str | bytes]:
        parts: list[str | bytes] = [self._newest.pop(kind) for kind in list(self._newest)]
        if self._values:
            parts.append(json.dumps({"values": self._values}))
            self._values = {}
        parts += self._rulings
        self._rulings = []
        if self._picture is not None:
            parts.append(bytes((PREVIEW, 0, 0)) + self._picture)
            self._picture = None
        if self._thumbs:
            scene, file = self._thumbs.popitem()
            parts.append(bytes((THUMB, *scene.to_bytes(2))) + file)
            if self._thumbs:
                self._wake.set()
        return parts

    def drop(self) -> None:
        """End the connection without asking the other side."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        async for message in self._socket:
            if message.type is WSMsgType.ERROR:
                return  # it has gone without a word, as telephones that sleep do
            if message.type is WSMsgType.TEXT:
                self._read_command(message.data)
            else:
                self._refuse(Notice("The panel got bytes."))
            if (rest_s := self._pace.wait_s(loop.time())) > 0.0:
                # Not read, it fills the sender's own buffers.
                await asyncio.sleep(rest_s)

    def _read_command(self, text: str) -> None:
        try:
            order = json.loads(text)
        except (ValueError, RecursionError):
            return self._refuse(Notice("The panel got a message that is no JSON."))
        if not isinstance(order, dict):
            return self._refuse(Notice("The panel got a message that is no object."))
        settings = order.get("set", {})
        if isinstance(settings, dict):
            for name, value in list(settings.items())[:_MOST_AT_ONCE]:
                self._set(name, value)
        if "seen" in order:
            self._picture_seen = True
        look = order.get("look")
        if isinstance(look, (int, float)) and look >= 0.0:
            self.look, self._picture_seen = min(float(look), _FASTEST_LOOK[self.role]), True
        if isinstance(echo := order.get("ping"), (int, float)):
            self.newest("pong", json.dumps({"pong": echo, "now": self._table.now}))

    def _set(self, name: str, value: object) -> None:
        if not messages.may(self.role, name):
            self._refuse(Notice("The panel's {role} may not use that control.", role=self.role))
        elif not self._table.set(name, value, self.name) and name in self._table.parameters:
            self.newest(f"refused {name}", json.dumps({"refused": name}))

    def _refuse(self, reason: str) -> None:
        self._table.rejections.add(reason, f"by {self.name}")
