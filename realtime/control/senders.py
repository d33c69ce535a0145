"""From where messages are taken."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

from realtime.errors import UserError

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Senders:
    """Machines that may send: addresses (`192.168.1.20`), networks (`192.168.1.0/24`) or names; none: all
    may.

    This machine always may. Raises UserError for one that is none of these.
    """

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        self._networks = [network for one in allowed for network in _networks(one)]
        self.may = lru_cache(512)(self._may)

    def _may(self, host: str) -> bool:
        """May the machine at the address `host` send?"""
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if not self._networks or address.is_loopback:
            return True
        return any(address in network for network in self._networks)


def _networks(text: str) -> list[_Network]:
    with suppress(ValueError):  # else it is a name
        return [ipaddress.ip_network(text, strict=False)]
    try:
        found = socket.getaddrinfo(text, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        raise UserError(
            f"{text!r} is no address: give one such as 192.168.1.20, or a network such as 192.168.1.0/24."
        ) from error
    return [ipaddress.ip_network(address[0]) for *_, address in found]
