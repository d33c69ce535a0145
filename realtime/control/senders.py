"""From where messages are taken."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache

from realtime.errors import UserError

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def only_here(host: str) -> bool:
    """Is what listens at `host` reached by this machine only?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Senders:
    """Machines that may send: addresses (`192.168.1.20`), networks (`192.168.1.0/24`) or names; none: all
    may.

    This machine always may. Raises UserError for one that is none of these.
    """

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        self._networks = [network for one in allowed for network in _networks(one)]
        self.may = lru_cache(512)(self._may)

    def command(self, at: tuple[str, int] | None) -> Callable[[str], bool]:
        """Who may command over a port that is open for another reason: this machine, and whomever OSC, taken
        at `at`, listens to."""
        heard = at is not None and not only_here(at[0])
        return lambda host: _is_here(host) or (heard and self.may(host))

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


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


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
