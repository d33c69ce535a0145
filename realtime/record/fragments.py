"""What can be saved of a fragmented MP4 file whose writing failed (ISO/IEC 14496-12: boxes, moof, mdat)."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO


class WholeFragments:
    """The fragments of a file that are whole now; `restore` makes the file consist of just these.

    Closing a half-written file puts the head of an index in front for which the disk has no room.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with open(path, "rb") as file:
            beginning, self._end = _whole(file)
            file.seek(0)
            self._head = file.read(beginning)

    def restore(self) -> None:
        """Undo what was written since; a file without one whole fragment is left alone, as it may play."""
        if not self._end:
            return
        with open(self._path, "r+b") as file:
            file.write(self._head)
            file.truncate(self._end)


def _whole(file: BinaryIO) -> tuple[int, int]:
    """(where the `moov` box begins, where the last whole `mdat` after it ends), 0 where there is none."""
    size = file.seek(0, 2)
    beginning = end = at = 0
    seen = False
    while at + 8 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if length == 1:
            length = struct.unpack(">Q", file.read(8))[0]
        if length < 8 or at + length > size:
            break
        if kind == b"moov":
            beginning, seen = at, True
        at += length
        if kind == b"mdat" and seen:
            end = at
    return beginning, end
