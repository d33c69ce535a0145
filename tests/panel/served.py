"""A panel on a free port, and programs that talk to it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp

from realtime.control.osc import OscAt
from realtime.control.table import ParameterTable
from realtime.control.turned import Turned
from realtime.panel.access import Tokens
from realtime.panel.panel import Panel
from tests.panel.states import state_of

TOKENS = Tokens("operator-token-of-the-test", "guard-token-of-the-test")
PATIENCE_S = 60.0


class Served:
    """A table with a panel before it."""

    def __init__(self, **settings: Any) -> None:
        self.table = ParameterTable()
        self.hand_s = 0.0
        """The time by which hands rest; stands still."""
        self.osc = OscAt(("127.0.0.1", 7700), turned=Turned(lambda: self.hand_s))
        self.panel = Panel(self.table, "127.0.0.1", 0, self.osc, **settings)
        self.url = f"http://127.0.0.1:{self.panel.port}"

    def tell(self, **changes: object) -> None:
        self.panel.tell(state_of(self.table, **changes))


@contextmanager
def opened(**settings: Any) -> Iterator[Served]:
    served = Served(**settings)
    try:
        yield served
    finally:
        served.panel.close()


def in_session(url: str, work: Callable[[aiohttp.ClientSession], Any]) -> Any:
    """What `work` gives, as a coroutine over an HTTP client."""

    async def run() -> Any:
        async with aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(PATIENCE_S)) as session:
            return await work(session)

    return asyncio.run(run())


async def heard(socket: aiohttp.ClientWebSocketResponse, kind: str, fits: Any = lambda detail: True) -> Any:
    """The next message of a kind, or the next that fits."""
    async with asyncio.timeout(PATIENCE_S):
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                found = json.loads(message.data)
                if kind in found and fits(found[kind]):
                    return found[kind]
    raise AssertionError(f"the socket was closed before {kind} came: {socket.close_code}")


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
