"""Shared memory between a show and a window's process: pictures and the words with them, newest wins."""

from __future__ import annotations

from multiprocessing.context import BaseContext

import numpy as np

_DEPTH = 3
_TRIES = 4
MOST_WORDS = 16384
"""Bytes of words with a picture, at most."""
_CONTROL = np.dtype([("newest", "i8"), ("taken", "i8")])
_HEAD = np.dtype([("sequence", "i8"), ("words", "i8")])


class PictureSlot:
    """Pictures of `size` (width, height); picklable while a process is being spawned.

    Each place carries a sequence number, odd while it is written: neither side waits for the other, and a
    picture that was torn is seen and asked for again.
    """

    def __init__(self, context: BaseContext, size: tuple[int, int]) -> None:
        self.size = size
        place = _HEAD.itemsize + MOST_WORDS + size[0] * size[1] * 4
        self._raw = context.RawArray("B", _CONTROL.itemsize + _DEPTH * place)
        self._map()

    def __getstate__(self) -> dict[str, object]:
        return {"size": self.size, "_raw": self._raw}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._map()

    def _map(self) -> None:
        flat = np.frombuffer(self._raw, np.uint8)
        self._control = flat[: _CONTROL.itemsize].view(_CONTROL)
        self._places = flat[_CONTROL.itemsize :].reshape(_DEPTH, -1)

    def put(self, picture: np.ndarray, words: bytes) -> bool:
        """Make `picture`, uint8 (H, W, 4) of the slot's size, the newest. False where the one before had not
        been taken."""
        number = int(self._control["newest"][0])
        taken = int(self._control["taken"][0]) >= number
        head, words_at, pixels = self._parts((number + 1) % _DEPTH)
        head["sequence"] += 1
        head["words"] = len(words)
        words_at[: len(words)] = np.frombuffer(words, np.uint8)
        np.copyto(pixels, picture)
        head["sequence"] += 1
        self._control["newest"] = number + 1
        return taken

    def take(self, after: int, buffer: np.ndarray) -> tuple[int, bytes] | None:
        """Copy the newest picture beyond number `after` into `buffer`, uint8 (H, W, 4); its number, and
        the words with it. None while there is none."""
        for _ in range(_TRIES):
            number = int(self._control["newest"][0])
            if number <= after:
                return None
            head, words_at, pixels = self._parts(number % _DEPTH)
            before = int(head["sequence"][0])
            words = words_at[: int(head["words"][0])].tobytes()
            np.copyto(buffer, pixels)
            if before % 2 == 0 and int(head["sequence"][0]) == before:
                self._control["taken"] = number
                return number, words
        return None

    def _parts(self, place: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        row = self._places[place]
        begin = _HEAD.itemsize
        pixels = row[begin + MOST_WORDS :].reshape(self.size[1], self.size[0], 4)
        return row[:begin].view(_HEAD), row[begin : begin + MOST_WORDS], pixels
