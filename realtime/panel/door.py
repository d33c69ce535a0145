"""Before each connection to the panel: nobody may hold more of them than is fair, or be slow to ask."""

from __future__ import annotations

import asyncio
import ipaddress
from weakref import WeakSet

from aiohttp import web

MOST_CONNECTIONS = 256
MOST_FROM_ONE = 64
"""From one address of the network: some telephones share one."""
ASKS_WITHIN_S = 8.0


class Doors:
    """Makes the protocol of each new connection to `server`.

    asks_within_s: one that has not sent a whole request by then is closed: no slow one stays for free.
    """

    def __init__(self, server: web.Server, asks_within_s: float = ASKS_WITHIN_S) -> None:
        self._server = server
        self._asks_within_s = asks_within_s
        self._asked: WeakSet[asyncio.BaseTransport] = WeakSet()

    def __call__(self) -> asyncio.Protocol:
        return _Door(self)

    def asked(self, request: web.Request) -> None:
        """A whole request has come."""
        if request.transport is not None:
            self._asked.add(request.transport)

    def enter(self, transport: asyncio.Transport) -> None:
        """Give the new connection to the server, or close it."""
        others = [_peer(handler.transport) for handler in self._server.connections]
        peer = _peer(transport)
        if len(others) >= MOST_CONNECTIONS or (not _is_near(peer) and others.count(peer) >= MOST_FROM_ONE):
            transport.abort()
            return
        handler = self._server()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        asyncio.get_running_loop().call_later(self._asks_within_s, self._close_silent, transport)

    def _close_silent(self, transport: asyncio.Transport) -> None:
        if transport not in self._asked:
            transport.abort()


class _Door(asyncio.Protocol):
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._doors.enter(transport)


def _peer(transport: asyncio.BaseTransport | None) -> str:
    name = transport.get_extra_info("peername") if transport is not None else None
    return str(name[0]) if name else ""


def _is_near(peer: str) -> bool:
    return bool(peer) and ipaddress.ip_address(peer.partition("%")[0]).is_loopback
