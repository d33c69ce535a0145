"""The brush: relief of its hairs for every stroke direction, made once."""

from __future__ import annotations

import numpy as np

LAYERS = 16
SIDE = 256


def bristle_relief(seed: int = 0) -> np.ndarray:
    """uint8 (LAYERS, SIDE, SIDE), tileable; layer i is for strokes at i / LAYERS of half a turn.

    The same noise is smeared along each direction, so neighbouring layers blend without a seam; light
    falls from the upper left. Row 0 is v = 0. 128 is flat.
    """
    rng = np.random.default_rng(seed)
    noise = np.fft.rfft2(rng.standard_normal((SIDE, SIDE)))
    fy = np.fft.fftfreq(SIDE)[:, None]
    fx = np.fft.rfftfreq(SIDE)[None, :]
    layers = np.empty((LAYERS, SIDE, SIDE), np.uint8)
    light = np.array([-0.62, 0.78])
    for i in range(LAYERS):
        angle = np.pi * i / LAYERS
        along = fx * np.cos(angle) + fy * np.sin(angle)
        across = fy * np.cos(angle) - fx * np.sin(angle)
        # Hairs: long along the stroke, a band of widths across it.
        hairs = np.exp(-0.5 * (along * 44.0) ** 2) * (
            np.exp(-0.5 * (across * 5.0) ** 2) - np.exp(-0.5 * (across * 16.0) ** 2)
        )
        lit = noise * hairs * 2j * np.pi * (fx * light[0] + fy * light[1])
        relief = np.fft.irfft2(lit + 0.25 * noise * hairs, s=(SIDE, SIDE))
        relief /= relief.std() + 1e-9
        layers[i] = np.clip(128.0 + 42.0 * relief, 0, 255).astype(np.uint8)
    return layers
