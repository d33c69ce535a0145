"""The light after filters and transitions: measured, on a GPU a frame later, so that nothing waits for it."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.stage.light import PARTS, parts_of

_SIZE = (PARTS[1] * 4, PARTS[0] * 4)
_HALVED = 2
"""So many times: fine patterns must be averaged, not sampled by chance."""
# Of colours 0..1: added to both sides of a ratio, which darker ones would make wild; the ratio's limits.
_DARK = 0.03
_LEAST, _MOST = 0.2, 5.0


class LightMeter:
    """Corrects the parts that are computed from frames (light.py) by the real picture.

    waits: read back at once, as a processor that draws has the pixels already; a GPU's are read a frame
    later, and what has changed since then is computed.
    """

    def __init__(self, context: moderngl.Context, waits: bool) -> None:
        self._waits = waits
        large = (_SIZE[0] << _HALVED, _SIZE[1] << _HALVED)
        self._small = Surface(context, large)
        self._buffer = context.buffer(reserve=_SIZE[0] * _SIZE[1] * 4)
        self._copier = Copier(context)
        self._computed: np.ndarray | None = None  # when the buffer was filled

    def seen(self, computed: np.ndarray, picture: moderngl.Texture | None) -> np.ndarray:
        """`computed` as the filters leave it. picture: what comes out of them, row 0 at the bottom; None
        where there are none."""
        last, self._computed = self._computed, None
        corrected = self._corrected(computed, last)
        if picture is not None:
            self._copier.copy(picture, self._small.framebuffer)
            self._small.texture.build_mipmaps(0, _HALVED)
            self._small.texture.read_into(self._buffer, level=_HALVED)
            self._computed = computed
        return self._measured() if self._waits and picture is not None else corrected

    def _corrected(self, computed: np.ndarray, last: np.ndarray | None) -> np.ndarray:
        """`computed` now, as the last picture was to what was computed of it."""
        if last is None or self._waits:
            return computed
        ratio = (self._measured() + _DARK) / (last + _DARK)
        return np.minimum(computed * np.clip(ratio, _LEAST, _MOST), 1.0)

    def _measured(self) -> np.ndarray:
        pixels = np.frombuffer(self._buffer.read(), np.uint8).reshape(_SIZE[1], _SIZE[0], 4)
        return parts_of(pixels[::-1])

    def release(self) -> None:
        for part in (self._small, self._buffer, self._copier):
            part.release()
