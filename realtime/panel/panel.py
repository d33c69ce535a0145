"""The panel's server, in a thread and an event loop of its own: the show never waits for it."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from realtime.control.announce import OSC_TYPE, QUERY_TYPE, announced
from realtime.control.osc import OscAt
from realtime.control.rejections import Rejections
from realtime.control.senders import only_here
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.live.show_state import ShowState
from realtime.notice import Notice
from realtime.panel.access import Access, Tokens, kept_tokens
from realtime.panel.door import ASKS_WITHIN_S, Doors
from realtime.panel.hub import Hub
from realtime.panel.links import announcement
from realtime.panel.site import Site
from realtime.panel.tiles import Work
from realtime.resources import user_file
from realtime.say import Say
from realtime.stage.preview import Picture

log = logging.getLogger(__name__)

NAME = "Anacrusis"
TRIED_PORTS = 10
_BACKLOG = 64
_KEPT_S = 15.0
_LONGEST_LINE = 4096
_END_S = 3.0


class NoFreePort(UserError):
    """Other programs have all the ports that were tried."""


def open_panel(
    address: tuple[str, int],
    table: ParameterTable,
    osc: OscAt,
    say: Say,
    stack: ExitStack,
    open_work: Callable[[], Work] | None = None,
) -> Panel | None:
    """The panel at `address`, or near it; None, and a line that says so, where other programs have the ports.

    osc: where OSC is taken, and from whom; stack: closes it; open_work: as of `Tiles`. Raises UserError for
    an address that is not this machine's.
    """
    try:
        panel = Panel(table, *address, osc, open_work=open_work)
    except NoFreePort as error:
        say(f"panel: {error}")
        return None
    stack.callback(panel.close)
    if address[1] not in (0, panel.port):
        say(f"panel: another program has port {address[1]}")
    for line in panel.lines:
        say(line)
    return panel


class Panel:
    """Serves pages and OSCQuery at `host`:`port`, or at the next port that is free; port 0 takes any.

    osc: where OSC is taken, and from whom; where others can reach both, they are announced by mDNS.
    tokens: who may use a port that others can reach; None: those of the user's own file. asks_within_s: see
    `Doors`; open_work: as of `Tiles`. Raises UserError for an address that is not this machine's, NoFreePort
    where none is free.
    """

    def __init__(
        self,
        table: ParameterTable,
        host: str,
        port: int,
        osc: OscAt | None = None,
        *,
        tokens: Tokens | None = None,
        asks_within_s: float = ASKS_WITHIN_S,
        open_work: Callable[[], Work] | None = None,
    ) -> None:
        osc = osc or OscAt()
        self._socket = _bound(host, port)
        self.host, self.port = self._socket.getsockname()[:2]
        self._rejections = table.rejections
        near = only_here(self.host)
        self.tokens = tokens if tokens or near else kept_tokens(user_file("panel.json"))
        self._asks_within_s = asks_within_s
        osc_open = osc.at is not None and not only_here(osc.at[0])
        # Who announces takes packets from the whole network: not for a port that only this machine reaches.
        self._announced_osc = osc.at[1] if osc.at is not None and osc_open and not near else None
        self._hub = Hub(table, open_work)
        self._site = Site(table, self._hub, Access(self.tokens, osc_open, osc.senders), NAME, osc)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="panel", daemon=True)
        self._thread.start()

    @property
    def lines(self) -> list[str]:
        """How to reach it, for the person who started the show."""
        return announcement(self.host, self.port, self.tokens)

    def wants_state(self) -> bool:
        """Is a state due? Costs the display loop next to nothing, as all that follows."""
        return self._hub.wants_state()

    def wants_picture(self) -> bool:
        """Is a picture due, and does somebody look?"""
        return self._hub.wants_picture()

    def tell(self, state: ShowState) -> None:
        """The newest state."""
        self._hub.tell(state)

    def show(self, picture: Picture) -> None:
        """The newest picture."""
        self._hub.show(picture)

    def close(self) -> None:
        """Let everybody go and free the port; safe to call twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(_END_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception:  # nothing here may end the show
            log.exception("the panel has ended; the show goes on without it")
        finally:
            self._socket.close()
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _serve(self) -> None:
        async with AsyncExitStack() as stack:
            doors: Doors | None = None

            def asked(request: web.Request) -> None:
                if doors is not None:
                    doors.asked(request)

            runner = web.AppRunner(
                self._site.application(asked),
                access_log=None,
                logger=_server_log(self._rejections),
                keepalive_timeout=_KEPT_S,
                lingering_time=0.0,
                max_line_size=_LONGEST_LINE,
                max_field_size=_LONGEST_LINE,
                shutdown_timeout=0.5,
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            if runner.server is None:
                raise RuntimeError("aiohttp has made no server")
            doors = Doors(runner.server, self._asks_within_s)
            server = await self._loop.create_server(doors, sock=self._socket, backlog=_BACKLOG)
            stack.callback(server.close)
            hub = self._loop.create_task(self._hub.run())
            stack.callback(self._hub.close)
            stack.callback(hub.cancel)
            if self._announced_osc is not None:
                await stack.enter_async_context(
                    announced(NAME, self.host, {QUERY_TYPE: self.port, OSC_TYPE: self._announced_osc})
                )
            await self._stop.wait()


def _server_log(rejections: Rejections) -> logging.Logger:
    """What the server reports, where requests that are no HTTP are counted instead: anybody may send them."""

    def is_fault(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            return True
        rejections.add(Notice("The panel got a request that is no HTTP."), repr(error.message))
        return False

    server = logging.Logger(f"{__name__}.server")
    server.parent = log
    server.addFilter(is_fault)
    return server


def _bound(host: str, port: int) -> socket.socket:
    """A socket at the first free port from `port` on."""
    refused: OSError | None = None
    for tried in range(port, port + (TRIED_PORTS if port else 1)):
        try:
            family, _, _, _, address = socket.getaddrinfo(host, tried, type=socket.SOCK_STREAM)[0]
            return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
        except (OSError, OverflowError, UnicodeError) as error:
            if not isinstance(error, OSError) or error.errno != errno.EADDRINUSE:
                raise UserError(
                    f"The panel cannot listen on {host}:{tried}: {error}. Give --panel another address, "
                    "or --panel off."
                ) from error
            refused = error
    raise NoFreePort(
        f"the ports from {port} to {port + TRIED_PORTS - 1} are in use ({refused}), so there is none; "
        "--panel takes another one"
    )
