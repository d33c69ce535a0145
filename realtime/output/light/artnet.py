"""Art-Net's packets of levels (Art-Net 4 protocol release, "ArtDmx"), written and read."""

from __future__ import annotations

import struct

PORT = 6454
_HEAD = b"Art-Net\x00"
_DMX = 0x5000
_VERSION = 14
_LEVELS_AT = 18
MOST_CHANNELS = 512
MOST_UNIVERSE = 0x7FFF


def artdmx(universe: int, levels: bytes, sequence: int) -> bytes:
    """The packet: levels of channels from 1 on, padded to an even number as the protocol wants.

    universe: 15 bits, net, sub-net and universe; sequence: 1..255, 0 says that there is none.
    """
    levels = levels + bytes(len(levels) % 2)
    head = struct.pack("<8sH", _HEAD, _DMX) + struct.pack(">HBB", _VERSION, sequence, 0)
    return head + struct.pack("<H", universe) + struct.pack(">H", len(levels)) + levels


def read_artdmx(packet: bytes) -> tuple[int, bytes] | None:
    """(universe, levels) of a packet; None where it is another kind, of another protocol, or broken."""
    if len(packet) < _LEVELS_AT or packet[:8] != _HEAD or struct.unpack_from("<H", packet, 8)[0] != _DMX:
        return None
    if struct.unpack_from(">H", packet, 10)[0] < _VERSION:
        return None
    universe, length = struct.unpack_from("<H", packet, 14)[0], struct.unpack_from(">H", packet, 16)[0]
    levels = packet[_LEVELS_AT : _LEVELS_AT + length]
    if universe > MOST_UNIVERSE or not 0 < length <= MOST_CHANNELS or len(levels) < length:
        return None
    return universe, levels
