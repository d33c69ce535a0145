"""Connections over TCP, served from a thread and an event loop of their own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext

log = logging.getLogger(__name__)

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises OSError where that cannot be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OverflowError, UnicodeError) as error:
        raise OSError(str(error)) from error


class TcpServer:
    """Gives each connection to `talk` until that returns or the other side goes.

    name: of the thread; most: connections at once, further ones are closed; around: is entered while it
    serves.
    """

    def __init__(
        self,
        name: str,
        listener: socket.socket,
        talk: Talk,
        most: int,
        around: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    ) -> None:
        self.host, self.port = listener.getsockname()[:2]
        self.loop = asyncio.new_event_loop()
        self._listener, self._talk, self._most, self._around = listener, talk, most, around
        self._open: set[asyncio.StreamWriter] = set()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let everybody go and free the port; safe to call twice."""
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # it has just ended
                self.loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _run(self) -> None:
        try:
            self.loop.run_until_complete(self._serve())
        except Exception:  # nothing here may end the show
            log.exception("%s has ended; the show goes on without it", self._thread.name)
        finally:
            self._listener.close()
            self.loop.close()

    async def _serve(self) -> None:
        async with self._around():
            server = await asyncio.start_server(self._welcome, sock=self._listener)
            await self._stop.wait()
            server.close()
            for writer in list(self._open):
                writer.transport.abort()
            await server.wait_closed()
            talks = asyncio.all_tasks() - {asyncio.current_task()}
            for talk in talks:
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) < self._most:
            self._open.add(writer)
            try:
                await self._talk(reader, writer)
            except (ConnectionError, TimeoutError) as error:
                log.debug("%s: a program has gone: %s", self._thread.name, error)
            finally:
                self._open.discard(writer)
        writer.transport.abort()
