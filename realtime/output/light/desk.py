"""A lighting desk plays the show: Art-Net in, channels to rows of the parameter table."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Mapping, Sequence

from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.output.light.artnet import PORT, read_artdmx

_LOG = logging.getLogger(__name__)
_LARGEST = 2048
_LOOK_S = 0.25
_FULL = 255


class ArtNetDesk:
    """Takes universe `universe` at `host`:`port` (0: any that is free; see `port`); channels: of a row of
    `table` the channel that plays it, from 1; allowed: as `Senders` takes it.

    A row moves when its channel does: a desk that stands still leaves it to other hands. 0..255 is the row's
    whole range; triggers fire and switches are on from the middle up. Raises UserError where it cannot
    listen.
    """

    def __init__(
        self,
        table: ParameterTable,
        universe: int,
        channels: Mapping[str, int],
        host: str = "0.0.0.0",
        port: int = PORT,
        allowed: Sequence[str] = (),
    ) -> None:
        for name in channels:
            if name not in table.parameters:
                raise UserError(f"Art-Net in: there is no control {name!r}; docs/controls.md lists them.")
        self._table, self._universe, self._channels = table, universe, dict(channels)
        self._senders = Senders(allowed)
        self._before: dict[int, int] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise UserError(
                f"Art-Net in cannot listen on {host}:{port}: {error}. Another program may have the port."
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self._socket.settimeout(_LOOK_S)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="Art-Net in", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                packet, sender = self._socket.recvfrom(_LARGEST)
            except TimeoutError:
                continue
            except OSError as error:
                _LOG.warning("Art-Net in: %s", error)
                self._closed.wait(_LOOK_S)
                continue
            found = read_artdmx(packet)
            if found is not None and found[0] == self._universe and self._senders.may(sender[0]):
                self._take(found[1], f"Art-Net {sender[0]}")

    def _take(self, levels: bytes, sender: str) -> None:
        for name, channel in self._channels.items():
            if channel > len(levels):
                continue
            level, before = levels[channel - 1], self._before.get(channel)
            if level != before:
                self._play(name, level, before, sender)
        # Several rows may follow one channel.
        self._before.update({one: levels[one - 1] for one in self._channels.values() if one <= len(levels)})

    def _play(self, name: str, level: int, before: int | None, sender: str) -> None:
        row = self._table.parameters[name]
        if row.kind in ("float", "int"):
            self._table.set_normalised(name, level / _FULL, sender)
        elif row.kind == "index":
            # The value is the number itself, as desks call up cues; 0 is none.
            if level and before is not None:
                self._table.set(name, level, sender)
        else:
            on = level > _FULL // 2
            was = before is not None and before > _FULL // 2
            # How the desk stands when it is first heard is no press.
            if on != was and (before is not None or row.kind == "bool"):
                self._table.set(name, float(on), sender)
