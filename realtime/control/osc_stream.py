"""OSC packets in a stream of bytes, as TCP carries them: framed by SLIP (OSC 1.1) or by their size (OSC 1.0).

https://www.rfc-editor.org/rfc/rfc1055 and https://opensoundcontrol.stanford.edu/spec-1_1.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Framing = Literal["slip", "size"]

END, ESC, ESC_END, ESC_ESC = b"\xc0", b"\xdb", b"\xdc", b"\xdd"
LARGEST_PACKET = 65535
_SIZE_BYTES = 4


class FramingError(ValueError):
    """The stream is no OSC; nothing that follows can be read."""


class OscStream:
    """Cuts a stream into packets. framing: None until its first byte decides: a packet is shorter than 16
    MB, so that its size begins with 0, which nothing that is framed by SLIP does."""

    def __init__(self) -> None:
        self.framing: Framing | None = None
        self._rest = bytearray()

    def feed(self, data: bytes, take: Callable[[bytes], None]) -> None:
        """Give each packet that is whole now to `take`. Raises FramingError."""
        if self.framing is None and data:
            self.framing = "size" if data[0] == 0 else "slip"
        self._rest += data
        if self.framing == "size":
            self._feed_sized(take)
        else:
            *whole, rest = self._rest.split(END)
            self._rest = bytearray(rest)
            for one in whole:
                if one:  # a frame may begin with an END of its own
                    take(unescaped(bytes(one)))
        if len(self._rest) > 2 * LARGEST_PACKET:
            raise FramingError("a packet has no end")

    def _feed_sized(self, take: Callable[[bytes], None]) -> None:
        while len(self._rest) >= _SIZE_BYTES:
            size = int.from_bytes(self._rest[:_SIZE_BYTES], "big")
            if size > LARGEST_PACKET:
                raise FramingError(f"a packet of {size} bytes is announced")
            if len(self._rest) < _SIZE_BYTES + size:
                return
            whole = bytes(self._rest[_SIZE_BYTES : _SIZE_BYTES + size])
            del self._rest[: _SIZE_BYTES + size]
            if whole:
                take(whole)


def framed(packet: bytes, framing: Framing) -> bytes:
    """The packet as it goes into a stream."""
    if framing == "size":
        return len(packet).to_bytes(_SIZE_BYTES, "big") + packet
    return END + packet.replace(ESC, ESC + ESC_ESC).replace(END, ESC + ESC_END) + END


def unescaped(frame: bytes) -> bytes:
    """What a SLIP frame carries."""
    return frame.replace(ESC + ESC_END, END).replace(ESC + ESC_ESC, ESC)
