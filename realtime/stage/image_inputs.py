"""Pictures for image inputs of filters: files and cameras, read beside the display loop."""

from __future__ import annotations

import threading
from collections.abc import Callable

import moderngl
import numpy as np

from realtime.isf.pictures import smooth
from realtime.scenery.media import OPEN, Pictures

Found = tuple[int, np.ndarray] | None
# Decoding and uploading more would cost a display frame more than a mask needs.
_MOST_WIDTH = 1280
_PAUSE_S = 1.0 / 60.0


class ImageInputs:
    """Pictures by their text ("still:mask.png"), cut to the shape of `size` (width, height).

    waits: read in line, for films; else a thread reads, and the newest that there is is shown. note: which
    cannot be had and why, or "".
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], waits: bool) -> None:
        self._context = context
        share = min(1.0, _MOST_WIDTH / size[0])
        self.size = max(round(size[0] * share), 1), max(round(size[1] * share), 1)
        self._pictures = Pictures(self.size)
        self._textures: dict[str, tuple[int, moderngl.Texture]] = {}
        self._read = self._pictures.at if waits else None
        self._reader: _Reader | None = None

    @property
    def note(self) -> str:
        return self._pictures.note

    def at(self, text: str, time: float) -> moderngl.Texture | None:
        """The picture `text` at `time`, in seconds, as a bottom-up texture; None where there is none yet."""
        if self._read is not None:
            found = self._read(text, time)
        else:
            if self._reader is None:
                self._reader = _Reader(self._pictures.at)
            found = self._reader.at(text, time)
        held = self._textures.pop(text, None)
        if found is None:
            if held is not None:
                held[1].release()
            return None
        number, pixels = found
        texture = held[1] if held is not None else smooth(self._context.texture(self.size, 4))
        if held is None or held[0] != number:
            texture.write(np.ascontiguousarray(pixels[::-1]))
        self._textures[text] = number, texture
        if len(self._textures) > OPEN:
            self._textures.pop(next(iter(self._textures)))[1].release()
        return texture

    def release(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._pictures.close()
        for _, texture in self._textures.values():
            texture.release()
        self._textures.clear()


class _Reader:
    """A thread that reads what was asked for last."""

    def __init__(self, read: Callable[[str, float], Found]) -> None:
        self._read = read
        self._asked: dict[str, float] = {}
        self._found: dict[str, Found] = {}
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="stage-pictures", daemon=True)
        self._thread.start()

    def at(self, text: str, time: float) -> Found:
        """What was read last."""
        self._asked[text] = time
        self._wake.set()
        return self._found.get(text)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            asked, self._asked = self._asked, {}
            self._found = {text: self._read(text, time) for text, time in asked.items()}
            self._stop.wait(_PAUSE_S)

    def close(self) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join()
