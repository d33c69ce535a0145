"""Sound as shaders see it: a texture one row per channel."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.isf.pictures import smooth


class SoundTexture:
    """Spectrum or waveform for an audioFFT or audio input.

    width: the bins or samples that the shader asked for (MAX), 0 = as many as come;
    centred: a waveform, stored around 0.5 as the specification has it.
    """

    def __init__(self, context: moderngl.Context, width: int, centred: bool) -> None:
        self._context, self._width, self._centred = context, width, centred
        self._rows = np.full((1, max(width, 1)), 0.5 if centred else 0.0, dtype=np.float32)
        self.texture = self._new_texture()

    def write(self, samples: np.ndarray) -> None:
        """Take float32 (N,) or (channels, N): a waveform in -1..1, or a spectrum in 0..1."""
        rows = np.atleast_2d(samples)
        shape = (rows.shape[0], self._width or rows.shape[1])
        if self._rows.shape != shape:
            self._rows = np.empty(shape, dtype=np.float32)
            self.texture.release()
            self.texture = self._new_texture()
        if rows.shape == shape:
            np.copyto(self._rows, rows)
        else:
            places = np.linspace(0.0, rows.shape[1] - 1.0, shape[1])
            for into, row in zip(self._rows, rows, strict=True):
                into[:] = np.interp(places, np.arange(rows.shape[1]), row)
        if self._centred:
            self._rows *= 0.5
            self._rows += 0.5
        self.texture.write(self._rows)

    def _new_texture(self) -> moderngl.Texture:
        height, width = self._rows.shape
        texture = smooth(self._context.texture((width, height), 1, self._rows, dtype="f4"))
        texture.swizzle = "RRR1"
        return texture

    def release(self) -> None:
        self.texture.release()
