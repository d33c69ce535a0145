"""OS2L ("Open Sound to Light"): beats and buttons of VirtualDJ and others, which find this program by mDNS.

https://www.virtualdj.com/wiki/os2l.html: JSON objects one after the other over TCP; of them `{"evt": "beat",
"change": false, "pos": 148, "bpm": 124.5, "strength": 87.0}` and `{"evt": "btn", "name": "blackout", "state":
"on"}` are heard here.
"""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

from realtime.clock import Clock
from realtime.control.announce import announced
from realtime.control.rig.beat_count import BeatCount
from realtime.control.rig.buttons import Buttons
from realtime.control.tcp_server import TcpServer, listening
from realtime.control.tempo_lead import OnTempo
from realtime.errors import UserError

PORT = 9996
SERVICE = "_os2l._tcp.local."
BEATS_A_BAR = 4
_MOST_CONNECTIONS = 8
_LONGEST = 65_536
_FARTHEST_BEAT = 1e9


class JsonStream:
    """Cuts a stream of text into JSON values, with anything between them."""

    def __init__(self) -> None:
        self._decoder = json.JSONDecoder()
        self._rest = ""

    def feed(self, text: str) -> Iterator[Any]:
        """Each value that is whole now; what can never become one is left out."""
        self._rest += text
        while (at := self._rest.find("{")) >= 0:
            try:
                value, end = self._decoder.raw_decode(self._rest, at)
            except (ValueError, RecursionError):
                # It may only be cut off: then more of it comes.
                self._rest = self._rest[at:] if len(self._rest) - at < _LONGEST else ""
                return
            self._rest = self._rest[end:]
            yield value
        self._rest = ""


class Os2l:
    """Listens for DJ programs at `host`:`port` in a thread of its own and announces itself in the network.

    follow: as for `DjLink`; clock: the audio clock; buttons: takes them, None for nobody. Raises UserError
    where the port is taken.
    """

    def __init__(
        self,
        follow: Callable[[str, Callable[[], str]], OnTempo],
        clock: Clock,
        host: str = "0.0.0.0",
        port: int = PORT,
        buttons: Buttons | None = None,
    ) -> None:
        self.name = "OS2L"
        self._clock, self._buttons = clock, buttons
        self._count = BeatCount(follow(self.name, lambda: ""), BEATS_A_BAR)
        try:
            listener = listening(host, port)
        except OSError as error:
            raise UserError(
                f"OS2L cannot listen on {host}:{port}: {error}. Give another port: --follow os2l:9997."
            ) from error
        at, self.port = listener.getsockname()[:2]
        self._server = TcpServer(
            "os2l",
            listener,
            self._talk,
            _MOST_CONNECTIONS,
            lambda: announced("Anacrusis", at, {SERVICE: self.port}),
        )

    def close(self) -> None:
        """Let everybody go; safe to call twice."""
        self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stream, letters = JsonStream(), codecs.getincrementaldecoder("utf-8")("replace")
        host = str(writer.get_extra_info("peername")[0])
        while data := await reader.read(_LONGEST):
            heard = self._clock.now()
            for message in stream.feed(letters.decode(data)):
                self._take(message, heard, host)

    def _take(self, message: Any, heard: float, host: str) -> None:
        event = message.get("evt")
        if event == "btn" and self._buttons is not None and isinstance(name := message.get("name"), str):
            self._buttons.press(name, message.get("state", "on") == "on", self.name, host)
        if event != "beat":
            return
        position, tempo = message.get("pos"), message.get("bpm")
        in_bar = None
        if isinstance(position, (int, float)) and abs(position) < _FARTHEST_BEAT:
            in_bar = round(position) % BEATS_A_BAR + 1
        self._count.beat(heard, float(tempo) if isinstance(tempo, (int, float)) else None, in_bar)
