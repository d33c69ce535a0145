"""Strict decoding of OSC 1.0 packets.

python-osc's own parser pads a cut-off packet with zeros, and a zero on the master fader is a dark
stage; it also recurses into nested bundles as deep as the sender likes. Here a message is read whole or
not at all, and one that cannot be read costs its bundle nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

NTP_TO_UNIX_S = 2208988800
IMMEDIATELY = 1
DEEPEST_BUNDLE = 8

_NUMBERS = {"i": ">i", "f": ">f", "d": ">d", "h": ">q", "t": ">Q"}
_CONSTANTS = {"T": True, "F": False, "N": None, "I": None}
_SKIPPED = {"c": 4, "r": 4, "m": 4}

Timed = tuple[float | None, str, list[object]]
"""(Unix time when due, None for at once; address; arguments)."""


class OscError(ValueError):
    """The bytes are no OSC packet."""


def _raise(error: OscError) -> None:
    raise error


def decode(packet: bytes, refuse: Callable[[OscError], None] = _raise) -> list[Timed]:
    """All messages of a packet, those of bundles with their time tags.

    refuse: takes the error of each part that cannot be read, and the rest is read on; without it, the first
    one is raised. Arguments come as int, float, str, bytes, True, False; nil and impulse are left out.
    """
    messages: list[Timed] = []
    waiting: list[tuple[bytes, float | None, int]] = [(packet, None, 0)]
    while waiting:
        part, due, depth = waiting.pop()
        try:
            if not part.startswith(b"#bundle\0"):
                messages.append((due, *_message(part)))
                continue
            if depth == DEEPEST_BUNDLE:
                raise OscError(f"bundles are nested deeper than {DEEPEST_BUNDLE}")
            due = _time(_integer(">Q", part, 8))
        except OscError as error:
            refuse(error)
            continue
        waiting += [(element, due, depth + 1) for element in reversed(_elements(part, refuse))]
    return messages


def _time(time_tag: int) -> float | None:
    if time_tag == IMMEDIATELY:
        return None
    seconds = time_tag / 2.0**32
    # NTP's seconds start again at 0 in February 2036; small ones belong to that second era.
    return seconds - NTP_TO_UNIX_S + (2.0**32 if seconds < 2.0**31 else 0.0)


def _elements(bundle: bytes, refuse: Callable[[OscError], None]) -> list[bytes]:
    """The elements, without those of a size that none can have; after one that does not fit in, where the
    next begins is not known."""
    elements, at = [], 16
    while at < len(bundle):
        try:
            size = _integer(">i", bundle, at)
            at += 4
            if size < 0 or at + size > len(bundle):
                raise OscError(f"a bundle's element of {size} bytes does not fit in")
        except OscError as error:
            refuse(error)
            break
        if size == 0 or size % 4:
            refuse(OscError(f"a bundle's element has {size} bytes, which is no multiple of 4 above 0"))
        else:
            elements.append(bundle[at : at + size])
        at += size
    return elements


def _message(part: bytes) -> tuple[str, list[object]]:
    address, at = _string(part, 0)
    if not address.startswith("/"):
        raise OscError("the address does not begin with '/'")
    if at == len(part):
        return address, []
    types, at = _string(part, at)
    if not types.startswith(","):
        raise OscError("the list of types does not begin with ','")
    arguments: list[object] = []
    for kind in types[1:]:
        if kind in _NUMBERS:
            arguments.append(_number(_NUMBERS[kind], part, at))
            at += struct.calcsize(_NUMBERS[kind])
        elif kind in "sS":
            text, at = _string(part, at)
            arguments.append(text)
        elif kind == "b":
            size = _integer(">i", part, at)
            if size < 0 or at + 4 + size > len(part):
                raise OscError("a blob is cut off")
            arguments.append(part[at + 4 : at + 4 + size])
            at += 4 + size + -size % 4
        elif kind in _CONSTANTS:
            if _CONSTANTS[kind] is not None:
                arguments.append(_CONSTANTS[kind])
        elif kind in "[]":
            continue  # an array's values stand among the others, as those of an XY pad do
        elif kind in _SKIPPED:
            arguments.append(part[at : at + _SKIPPED[kind]])
            at += _SKIPPED[kind]
        else:
            raise OscError(f"type {kind!r} is unknown")
    if at > len(part):
        raise OscError("the packet is cut off")
    return address, arguments


def _integer(layout: str, part: bytes, at: int) -> int:
    return int(_number(layout, part, at))


def _number(layout: str, part: bytes, at: int) -> float | int:
    try:
        number: float | int = struct.unpack_from(layout, part, at)[0]
    except struct.error:
        raise OscError("the packet is cut off") from None
    return number


def _string(part: bytes, at: int) -> tuple[str, int]:
    """The text at `at`, UTF-8, and where the next thing begins."""
    end = part.find(b"\0", at)
    if end < 0:
        raise OscError("a string has no end")
    try:
        return part[at:end].decode(), end + 4 - (end - at) % 4
    except UnicodeDecodeError:
        raise OscError("a string is not UTF-8") from None
