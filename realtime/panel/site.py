"""What the panel's port answers: pages, their socket, and OSCQuery."""

from __future__ import annotations

import asyncio
import itertools
import mimetypes
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from realtime.control.announce import reachable_host
from realtime.control.osc import OscAt
from realtime.control.table import ParameterTable
from realtime.notice import Notice
from realtime.panel.access import Access, Role, came_from, same_origin
from realtime.panel.client import LONGEST_MESSAGE, Client
from realtime.panel.health import Since, health, metrics
from realtime.panel.hub import MOST_CLIENTS, Hub
from realtime.panel.osc_socket import OscListener
from realtime.panel.oscquery import asked_attribute, find, host_info, tree
from realtime.panel.picture import jpeg
from realtime.resources import PACKAGE

PAGES = {"/": "panel.html", "/guard": "guard.html"}
FOLDER = "/panel/"
PROTOCOL = "anacrusis"
"""Of the pages' socket. A page may offer a second one, `token.` and its token, which no log shows."""
_TOKEN = "token."
MOST_STREAMS = 8
STREAM_FPS = 15.0
_BOUNDARY = "picture"
_ANSWERED_WITHIN_S = 20.0  # a telephone that sleeps is found out so
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Server": "anacrusis",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    kind: str


def _files() -> dict[str, _File]:
    """All that a browser may ever be given, read once: no path of a request is looked for on the disk."""
    found = sorted((PACKAGE / "panel" / "page").iterdir())
    kinds = {".js": "text/javascript", ".svg": "image/svg+xml"}
    return {
        path.name: _File(
            path.read_bytes(),
            kinds.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        )
        for path in found
        if path.is_file()
    }


class Site:
    """name: that of this show, for OSCQuery; osc: where OSC is taken."""

    def __init__(self, table: ParameterTable, hub: Hub, access: Access, name: str, osc: OscAt) -> None:
        self._table, self._hub, self._access, self._name, self._osc = table, hub, access, name, osc
        self._files = _files()
        self._numbers = itertools.count(1)
        self._since = Since()
        self._streams = 0

    def application(self, asked: Callable[[web.Request], None]) -> web.Application:
        """asked: is told of each whole request."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            asked(request)
            if not self._access.knows_host(request.host):
                raise web.HTTPMisdirectedRequest(text="This is not the address of the panel.\n")
            if not same_origin(request.headers.get("Origin"), request.host):
                raise web.HTTPForbidden(text="Another page may not use the panel.\n")
            if self._access.tokens is None and not _sender(request):
                # Without tokens all who reach the port are the operator.
                raise web.HTTPForbidden(text="Behind a proxy start the show with --panel 0.0.0.0:7702.\n")
            if request.can_read_body:
                raise web.HTTPBadRequest(text="Nothing is taken but questions.\n")
            return await handler(request)

        application = web.Application(middlewares=[guarded], client_max_size=1)
        application.on_response_prepare.append(_secure)
        application.router.add_get("/guard", self._page)
        application.router.add_get("/health", self._health)
        application.router.add_get("/metrics", self._metrics)
        application.router.add_get("/snapshot.jpg", self._snapshot)
        application.router.add_get("/stream.mjpeg", self._stream)
        application.router.add_get(f"{FOLDER}access", self._who)
        application.router.add_get(f"{FOLDER}socket", self._socket)
        application.router.add_get(FOLDER + "{name}", self._file)
        application.router.add_get("/{path:.*}", self._root)
        return application

    # Pages

    async def _root(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/" and request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._listen(request)
        wants_page = "text/html" in request.headers.get("Accept", "") and not request.query_string
        if request.path == "/" and wants_page:
            return await self._page(request)
        return self._query(request)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return self._sent(PAGES[request.path])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return self._sent(request.match_info["name"])

    def _sent(self, name: str) -> web.Response:
        file = self._files.get(name)
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.kind, charset="utf-8")

    # For programs that watch the show

    async def _health(self, request: web.Request) -> web.StreamResponse:
        self._check_watcher(request)
        state = await self._hub.fresh_state()
        return web.json_response(health(state, self._since), status=200 if state is not None else 503)

    async def _metrics(self, request: web.Request) -> web.StreamResponse:
        self._check_watcher(request)
        return web.Response(text=metrics(await self._hub.fresh_state(), self._since), charset="utf-8")

    async def _snapshot(self, request: web.Request) -> web.StreamResponse:
        self._check_watcher(request)
        picture = await self._hub.fresh_picture()
        if picture is None:
            raise web.HTTPServiceUnavailable(text="The display loop shows no picture.\n")
        return web.Response(body=await asyncio.to_thread(jpeg, picture), content_type="image/jpeg")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """The picture, small, as browsers and players take a camera's: one JPEG after the other."""
        self._check_watcher(request)
        if self._streams >= MOST_STREAMS:
            raise web.HTTPServiceUnavailable(text="Too many watch already.\n")
        self._streams += 1
        try:
            answer = web.StreamResponse()
            answer.content_type = f"multipart/x-mixed-replace;boundary={_BOUNDARY}"
            await answer.prepare(request)
            while True:
                due = time.monotonic() + 1.0 / STREAM_FPS
                picture = await self._hub.fresh_picture()
                if picture is not None:  # a display that hangs is waited for
                    file = await asyncio.to_thread(jpeg, picture)
                    head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(file)}\r\n\r\n"
                    await answer.write(head.encode() + file + b"\r\n")
                await asyncio.sleep(max(due - time.monotonic(), 0.0))
        except ConnectionError:
            return answer
        finally:
            self._streams -= 1

    def _check_watcher(self, request: web.Request) -> None:
        """This machine, or who has a token."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._access.role(token) is None and not self._access.is_here(_sender(request)):
            raise web.HTTPUnauthorized(text="Give the panel's token: Authorization: Bearer …\n")

    # Their socket

    async def _who(self, request: web.Request) -> web.StreamResponse:
        """Tells a page whose socket was refused whether its token is the reason."""
        role = self._access.role(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if role is None:
            raise web.HTTPUnauthorized
        return web.json_response({"role": role})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        offered = [one.strip() for one in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        token = next((one.removeprefix(_TOKEN) for one in offered if one.startswith(_TOKEN)), None)
        role = self._access.role(token)
        if role is None:
            self._table.rejections.add(Notice("The panel was asked for by somebody without its link."))
            raise web.HTTPUnauthorized
        if len(self._hub.clients) >= MOST_CLIENTS:
            raise web.HTTPServiceUnavailable
        if request.query.get("view") == "guard":
            role = "guard"
        return await self._serve_client(request, role)

    async def _serve_client(self, request: web.Request, role: Role) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            protocols=(PROTOCOL,),
            heartbeat=_ANSWERED_WITHIN_S,
            max_msg_size=LONGEST_MESSAGE,
            compress=False,
        )
        if (transport := await _opened(socket, request)) is None:
            return socket
        name = f"panel {next(self._numbers)} at {request.remote}"
        client = Client(socket, transport, role, name, self._table)
        self._hub.join(client)
        try:
            await client.serve()
        finally:
            self._hub.leave(client)
        return socket

    # OSCQuery

    def _query(self, request: web.Request) -> web.StreamResponse:
        self._check_query(request)
        if request.query_string.partition("=")[0] == "HOST_INFO":
            return web.json_response(self._host_info(request))
        values = self._table.snapshot()
        node = find(tree(self._table.parameters.values(), values, self._hub.scene_count), request.path)
        if node is None:
            raise web.HTTPNotFound
        attribute = asked_attribute(request.query_string)
        if attribute is None:
            raise web.HTTPBadRequest
        if not attribute:
            return web.json_response(node)
        if attribute not in node:
            return web.Response(status=204)
        return web.json_response({attribute: node[attribute]})

    def _check_query(self, request: web.Request) -> None:
        if not self._access.may_query(_sender(request)):
            raise web.HTTPForbidden(
                text="OSCQuery is open to the network where OSC is: see --osc, such as --osc 0.0.0.0:7700.\n"
            )

    def _host_info(self, request: web.Request) -> dict[str, object]:
        own = request.transport.get_extra_info("sockname") if request.transport is not None else None
        host, port = (str(own[0]), int(own[1])) if own else ("127.0.0.1", 0)
        osc = self._osc.at
        if osc is not None and osc[0] in ("0.0.0.0", "::"):
            osc = (host, osc[1])
        return host_info(self._name, osc, (reachable_host(host), port))

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        self._check_query(request)
        if len(self._hub.listeners) >= MOST_CLIENTS:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(
            heartbeat=_ANSWERED_WITHIN_S, max_msg_size=LONGEST_MESSAGE, compress=False
        )
        if (transport := await _opened(socket, request)) is None:
            return socket
        machine = request.remote or ""
        name = f"OSCQuery {next(self._numbers)} at {machine}"
        listener = OscListener(socket, transport, machine, name, self._table, self._osc.turned)
        self._hub.listen(listener)
        try:
            await listener.serve()
        finally:
            self._hub.unlisten(listener)
        return socket


def _sender(request: web.Request) -> str:
    return came_from(request.remote, request.headers)


async def _opened(socket: web.WebSocketResponse, request: web.Request) -> asyncio.Transport | None:
    """The connection, with the socket open over it; None where the other side has gone already."""
    try:
        await socket.prepare(request)
    except ConnectionError:
        return None
    return request.transport


async def _secure(request: web.Request, response: web.StreamResponse) -> None:
    """No page elsewhere may read or frame what is here, and none of ours may load anything else."""
    response.headers.update(_HEADERS)
    # Some browsers do not count a socket to the page's own address as 'self'.
    sockets = f"ws://{request.host} wss://{request.host}"
    response.headers["Content-Security-Policy"] = _POLICY.format(sockets=sockets)
