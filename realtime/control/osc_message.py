"""OSC messages and bundles as bytes, to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import build_msg

PREFIX = "/anacrusis"
"""Every address of the program begins so."""
LARGEST_BYTES = 1400
"""A datagram of this size goes through a network in one piece."""
_BUNDLE_BYTES, _ELEMENT_BYTES = 16, 4

Argument = float | int | str | bool
Message = tuple[str, Sequence[Argument]]
"""(address, arguments). What stands below PREFIX is often named without it: see `below`."""


def below(name: str) -> str:
    """The address of `name` below PREFIX."""
    return f"{PREFIX}/{name}"


def packet(address: str, *arguments: Argument) -> bytes:
    """One message."""
    return build_msg(address, list(arguments)).dgram


def packets(messages: Iterable[Message]) -> Iterator[bytes]:
    """The messages in as few datagrams as they fit into, a bundle each where there are several."""
    waiting: list[tuple[bytes, Message]] = []
    size = _BUNDLE_BYTES
    for address, arguments in messages:
        single = packet(address, *arguments)
        if waiting and size + _ELEMENT_BYTES + len(single) > LARGEST_BYTES:
            yield _joined(waiting)
            waiting, size = [], _BUNDLE_BYTES
        waiting.append((single, (address, arguments)))
        size += _ELEMENT_BYTES + len(single)
    if waiting:
        yield _joined(waiting)


def _joined(waiting: list[tuple[bytes, Message]]) -> bytes:
    if len(waiting) == 1:
        return waiting[0][0]
    bundle = OscBundleBuilder(IMMEDIATELY)
    for _, (address, arguments) in waiting:
        bundle.add_content(build_msg(address, list(arguments)))
    return bundle.build().dgram
