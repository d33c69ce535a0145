"""What filters and transitions make of the light: measured, on a GPU a frame later, so that nobody waits."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.isf.pictures import smooth
from realtime.isf.quad import Copier
from realtime.stage.light import PARTS, parts_of

_SIZE = (PARTS[1] * 4, PARTS[0] * 4)
_HALVED = 2
"""So many times: fine patterns must be averaged, not met by chance."""
# Of colours 0..1: darker ones say nothing of a ratio; and a ratio is held within these.
_DARK = 0.03
_LEAST, _MOST = 0.2, 5.0


class LightMeter:
    """Corrects the parts that are reckoned from frames (light.py) by how the picture really is.

    waits: ask at once for what was drawn, as a processor that draws has it already; a GPU is asked a frame
    later, and what has changed since then is reckoned.
    """

    def __init__(self, context: moderngl.Context, waits: bool) -> None:
        self._waits = waits
        large = (_SIZE[0] << _HALVED, _SIZE[1] << _HALVED)
        self._small = context.framebuffer([smooth(context.texture(large, 4))])
        self._buffer = context.buffer(reserve=_SIZE[0] * _SIZE[1] * 4)
        self._copier = Copier(context)
        self._reckoned: np.ndarray | None = None  # when the buffer was filled

    def seen(self, reckoned: np.ndarray, picture: moderngl.Texture | None) -> np.ndarray:
        """`reckoned` as the filters leave it. picture: what comes out of them, row 0 at the bottom; None
        where there are none."""
        last, self._reckoned = self._reckoned, None
        corrected = self._corrected(reckoned, last)
        if picture is not None:
            self._copier.copy(picture, self._small)
            small = self._small.color_attachments[0]
            small.build_mipmaps(0, _HALVED)
            small.read_into(self._buffer, level=_HALVED)
            self._reckoned = reckoned
        return self._measured() if self._waits and picture is not None else corrected

    def _corrected(self, reckoned: np.ndarray, last: np.ndarray | None) -> np.ndarray:
        """`reckoned` now, as the last picture was to what was reckoned of it."""
        if last is None or self._waits:
            return reckoned
        ratio = (self._measured() + _DARK) / (last + _DARK)
        return np.minimum(reckoned * np.clip(ratio, _LEAST, _MOST), 1.0)

    def _measured(self) -> np.ndarray:
        pixels = np.frombuffer(self._buffer.read(), np.uint8).reshape(_SIZE[1], _SIZE[0], 4)
        return parts_of(pixels[::-1])

    def release(self) -> None:
        self._small.color_attachments[0].release()
        for part in (self._small, self._buffer, self._copier):
            part.release()
