"""The brush: relief of its hairs for every stroke direction, made once."""

from __future__ import annotations

import numpy as np

LAYERS = 16
SIDE = 512
_HAIRS = SIDE // 2  # the side of the finer octave, which lies twice in each direction


def bristle_relief(seed: int = 0) -> np.ndarray:
    """uint8 (LAYERS, SIDE, SIDE, 4), tileable; layer i is for strokes at i / LAYERS of half a turn.

    Channels: the hairs, the same at half the size, and both for the next layer's direction, so that one
    fetch has all that zoom and direction blend. The same noise is smeared along each direction, so they
    blend without a seam; light falls from the upper left. Row 0 is v = 0. 128 is flat.
    """
    rng = np.random.default_rng(seed)
    noise = np.fft.rfft2(rng.standard_normal((_HAIRS, _HAIRS)))
    fy = np.fft.fftfreq(_HAIRS)[:, None]
    fx = np.fft.rfftfreq(_HAIRS)[None, :]
    layers = np.empty((LAYERS, SIDE, SIDE, 4), np.uint8)
    light = np.array([-0.62, 0.78])
    for i in range(LAYERS):
        angle = np.pi * i / LAYERS
        along = fx * np.cos(angle) + fy * np.sin(angle)
        across = fy * np.cos(angle) - fx * np.sin(angle)
        # Hairs: long along the stroke, a band of widths across it.
        hairs = np.exp(-0.5 * (along * 44.0) ** 2) * (
            np.exp(-0.5 * (across * 5.0) ** 2) - np.exp(-0.5 * (across * 16.0) ** 2)
        )
        lit = noise * hairs * (2j * np.pi * (fx * light[0] + fy * light[1]) + 0.25)
        fine = np.fft.irfft2(lit, s=(_HAIRS, _HAIRS))
        scale = 42.0 / (fine.std() + 1e-9)
        layers[i, ..., 0] = np.clip(128.0 + scale * _doubled(lit), 0, 255)
        layers[i, ..., 1] = np.tile(np.clip(128.0 + scale * fine, 0, 255).astype(np.uint8), (2, 2))
    layers[..., 2:] = np.roll(layers[..., :2], -1, axis=0)
    return layers


def _doubled(spectrum: np.ndarray) -> np.ndarray:
    """The picture of an rfft2 `spectrum` at twice its size."""
    wide = np.zeros((SIDE, SIDE // 2 + 1), complex)
    half = _HAIRS // 2
    wide[:half, :half] = spectrum[:half, :half]
    wide[-half:, :half] = spectrum[-half:, :half]
    return 4.0 * np.fft.irfft2(wide, s=(SIDE, SIDE))
