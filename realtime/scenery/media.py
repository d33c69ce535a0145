"""Pictures as sources of the painters, beside the ISF generators: stills, videos, webcams.

The words of a setlist pass the blocklist; a picture has no words, so the blocklist cannot judge what is
in one. Whoever puts a file or a camera into a setlist answers for what it shows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.errors import UserError
from realtime.picture_file import read_picture
from realtime.scenery.crop import crop_to_fill
from realtime.scenery.source_name import FILES, SourceName, parse_source

OPEN = 4  # open pictures: those of two subjects that fade into each other, and two to spare
RETRY_S = 5.0
_TRIED_AT = (64, 64)


class Picture(Protocol):
    """A source that is a picture."""

    def at(self, moment: float) -> tuple[int, np.ndarray] | None:
        """(number that differs from picture to picture, uint8 (H, W, 4), row 0 at the top) at `moment`, the
        source's own time in seconds; None where there is none yet. Raises UserError."""
        ...

    def close(self) -> None: ...


class Still:
    """A picture file, upright, cut to `size` (width, height); see-through parts are black."""

    def __init__(self, path: str | Path, size: tuple[int, int]) -> None:
        from PIL import Image

        upright = read_picture(path, at_least=(2 * size[0], 2 * size[1]))
        cut = Image.fromarray(crop_to_fill(np.asarray(upright), size))
        self._pixels = np.asarray(Image.alpha_composite(Image.new("RGBA", size, (0, 0, 0, 255)), cut))

    def at(self, moment: float) -> tuple[int, np.ndarray]:
        return 0, self._pixels

    def close(self) -> None:
        """Nothing to give back."""


def open_picture(name: SourceName, size: tuple[int, int]) -> Picture:
    """The picture that `name` (of kind still, video or webcam) stands for. Raises UserError."""
    if name.kind == "still":
        return Still(name.target, size)
    from realtime.scenery.video import Video, Webcam

    return Video(name.target, size) if name.kind == "video" else Webcam(name.target, size)


def unreadable(name: SourceName) -> str:
    """Why the file that `name` stands for cannot be painted over, or ""; its beginning is decoded."""
    if name.kind not in FILES:
        return ""
    try:
        picture = open_picture(name, _TRIED_AT)
        try:
            picture.at(0.0)
        finally:
            picture.close()
    except UserError as error:
        return str(error)
    return ""


class Pictures:
    """The pictures in sight, by the picture's part of a source's text; opened when first asked for.

    size: (width, height) that all are cut to; clock: seconds, for trying again what could not be had.
    `note`: what is missing, or "".
    """

    def __init__(self, size: tuple[int, int], clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._clock = size, clock
        self._open: dict[str, Picture] = {}  # the one used last is last
        self._lost: dict[str, tuple[float, str]] = {}

    def at(self, text: str, moment: float) -> tuple[int, np.ndarray] | None:
        """As `Picture.at`; None for one that cannot be had now. It is tried again after RETRY_S."""
        lost = self._lost.get(text)
        if lost is not None and self._clock() < lost[0] + RETRY_S:
            return None
        try:
            picture = self._open.pop(text, None) or open_picture(parse_source(text), self._size)
            self._open[text] = picture
            found = picture.at(moment if math.isfinite(moment) else 0.0)
        except UserError as error:
            if (broken := self._open.pop(text, None)) is not None:
                broken.close()
            self._lost[text] = (self._clock(), str(error))
            return None
        self._lost.pop(text, None)
        if len(self._open) > OPEN:
            self._open.pop(next(iter(self._open))).close()
        return found

    @property
    def note(self) -> str:
        return "; ".join(reason for _, reason in self._lost.values())

    def close(self) -> None:
        """Close all files and cameras."""
        for picture in self._open.values():
            picture.close()
        self._open.clear()
