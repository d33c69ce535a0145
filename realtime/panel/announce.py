"""OSCQuery and OSC are announced by mDNS, so that other programs offer them in their menus."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)

QUERY_TYPE, OSC_TYPE = "_oscjson._tcp.local.", "_osc._udp.local."


@asynccontextmanager
async def announced(name: str, host: str, query_port: int, osc_port: int) -> AsyncIterator[None]:
    """Within it both ports are announced, in the network that `host`, an address of this machine, belongs to.
    Where that cannot be done, programs must be told the ports by hand: the log says so."""
    from zeroconf import Error
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    infos = [
        AsyncServiceInfo(
            kind,
            f"{name}.{kind}",
            parsed_addresses=[host],
            port=port,
            server=f"{socket.gethostname().partition('.')[0]}.local.",
        )
        for kind, port in ((QUERY_TYPE, query_port), (OSC_TYPE, osc_port))
    ]
    try:
        zeroconf = AsyncZeroconf(interfaces=[host])
    except OSError as error:
        log.warning("panel: OSCQuery is not announced in the network: %s", error)
        yield
        return
    try:
        for info in infos:
            try:
                await (await zeroconf.async_register_service(info, allow_name_change=True))
            except (OSError, Error) as error:
                log.warning("panel: %s is not announced in the network: %s", info.type, error)
        yield
    finally:
        await zeroconf.async_close()
