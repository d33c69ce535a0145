"""Servers are announced by mDNS, so that other programs offer them in their menus."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)

QUERY_TYPE, OSC_TYPE = "_oscjson._tcp.local.", "_osc._udp.local."
# Reserved for documentation: nothing is sent there, but the way to it is that to all other networks.
_ELSEWHERE = ("192.0.2.1", 9)


def reachable_host(host: str) -> str:
    """An address under which others reach a server that listens on `host`."""
    if host not in ("0.0.0.0", "::"):
        return host
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.connect(_ELSEWHERE)
        return str(udp.getsockname()[0])
    with contextlib.suppress(OSError):
        return socket.gethostbyname(socket.gethostname())
    return "127.0.0.1"


@asynccontextmanager
async def announced(name: str, host: str, ports: Mapping[str, int]) -> AsyncIterator[None]:
    """Within it the servers at `host` are announced; ports: by type of service. Where that cannot be done,
    programs must be given the ports by hand: the log says so."""
    from zeroconf import Error
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    host = reachable_host(host)
    infos = [
        AsyncServiceInfo(
            kind,
            f"{name}.{kind}",
            parsed_addresses=[host],
            port=port,
            server=f"{socket.gethostname().partition('.')[0]}.local.",
        )
        for kind, port in ports.items()
    ]
    try:
        zeroconf = AsyncZeroconf(interfaces=[host])
    except OSError as error:
        log.warning("%s is not announced in the network: %s", " and ".join(ports), error)
        yield
        return
    try:
        for info in infos:
            try:
                await (await zeroconf.async_register_service(info, allow_name_change=True))
            except (OSError, Error) as error:
                log.warning("%s is not announced in the network: %s", info.type, error)
        yield
    finally:
        await zeroconf.async_close()
