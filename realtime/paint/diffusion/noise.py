"""Noise latents that belong to the picture: they move with the camera, walk on the beat, and stay white.

What img2img paints follows its noise. Fresh noise every frame boils; fixed noise sticks to the glass
while the picture moves beneath it. So the low frequencies stay and travel with the camera, the
high ones refresh, and where several cells of the new picture fall on one old cell, only the nearest
takes its value and the others draw new ones: every frame's noise is independent and of unit
deviation, as the model expects.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.camera import Pose, relative
from realtime.paint.diffusion.step_spec import LATENT_CHANNELS
from realtime.smoothstep import smoothstep

BEATS_PER_SEED = 8.0
POOL = 32
# Radial frequency in cycles a cell (0..0.5) below which noise stays; the crossing is this wide.
LOW_CUT, LOW_WIDTH = 0.08, 0.06
# Below this share of surviving cells, or beyond this change of scale, the noise is anchored anew.
_KEEP_SHARE, _MOST_SCALE = 0.75, 1.3


def slerp(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    """Between two independent noises along the circle: deviation stays 1, where a linear mix dips."""
    angle = 0.5 * math.pi * min(max(t, 0.0), 1.0)
    return math.cos(angle) * a + math.sin(angle) * b


class WanderingNoise:
    """Noise for a frame step: `at(...)` gives float32 (steps, 4, h, w).

    latent: (h, w). Seeds change every BEATS_PER_SEED beats and blend by slerp over them.
    """

    def __init__(self, latent: tuple[int, int], steps: int, seed: int = 0):
        self._shape = (steps * LATENT_CHANNELS, *latent)
        self._steps = steps
        h, w = latent
        aspect = w / h
        self._x = (((np.arange(w) + 0.5) / w * 2.0 - 1.0) * aspect)[None, :]
        self._y = (1.0 - (np.arange(h) + 0.5) / h * 2.0)[:, None]
        self._aspect = aspect
        fy, fx = np.fft.fftfreq(h)[:, None], np.fft.rfftfreq(w)[None, :]
        rise = np.clip((np.hypot(fx, fy) - LOW_CUT) / LOW_WIDTH + 0.5, 0.0, 1.0)
        angle = 0.5 * math.pi * rise
        # low² + high² = 1 at every frequency.
        self._low, self._high = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
        # Fresh noise is drawn once, as spectra: drawing and transforming it for every frame would cost more
        # than all else here.
        pool = np.random.default_rng(0xF0).standard_normal((POOL, *self._shape), dtype=np.float32)
        self._pool = np.fft.rfft2(pool)
        self._out = np.zeros((steps, LATENT_CHANNELS, h, w), np.float32)
        self.reset(seed)

    def reset(self, seed: int) -> None:
        """Start again from `seed`: the same seed and calls give the same noise."""
        self._seed = seed
        self._random = np.random.default_rng([seed & 0xFFFFFFFF, 0xA9])
        self._anchor: Pose | None = Pose()  # where the two seeds are as they were drawn
        self._first: int | None = None

    def turn_to(self, seed: int) -> None:
        """Walk on to `seed` from the next place on the beat grid, without a jump."""
        self._seed = seed

    def at(self, pose: Pose, beat: float, refresh: float) -> np.ndarray:
        """The noise for a camera `pose` at `beat` (running count, with fraction).

        refresh: 0 keeps the high frequencies as the low ones, 1 draws them anew every frame.
        """
        step = max(beat, 0.0) / BEATS_PER_SEED
        self._walk_to(math.floor(step))
        fraction = step - math.floor(step)
        mixed = slerp(self._now, self._next, smoothstep(fraction))
        moved = self._carried(mixed, pose)
        if refresh > 0.0:
            angle = 0.5 * math.pi * min(refresh, 1.0)
            low_share, drawn = math.cos(angle), math.sin(angle)
            spectrum = np.fft.rfft2(moved) * (self._low + low_share * self._high)
            spectrum += self._fresh_spectrum() * (drawn * self._high)
            # Where low and high part are the same noise they add in amplitude, not in power: back to 1.
            spectrum /= np.sqrt(1.0 + (2.0 * low_share) * self._low * self._high)
            moved = np.fft.irfft2(spectrum, s=self._shape[1:])
        self._out[:] = moved.reshape(self._out.shape)
        return self._out

    def _fresh_spectrum(self) -> np.ndarray:
        """Spectrum of noise unlike the last frame's: one of the pool, channels shuffled, signs thrown."""
        channels = self._shape[0]
        pooled = self._pool[self._random.integers(POOL)][self._random.permutation(channels)]
        return pooled * self._random.choice(np.array([-1.0, 1.0], np.float32), (channels, 1, 1))

    def _draw(self) -> np.ndarray:
        return self._random.standard_normal(self._shape, dtype=np.float32)

    def _seeded(self, index: int) -> np.ndarray:
        random = np.random.default_rng([self._seed & 0xFFFFFFFF, index])
        return random.standard_normal(self._shape, dtype=np.float32)

    def _walk_to(self, index: int) -> None:
        if self._first is None or not 0 <= index - self._first <= 1:
            self._now, self._next = self._seeded(index), self._seeded(index + 1)
            self._filler = self._draw()
            self._anchor = None
        elif index == self._first + 1:
            self._now, self._next = self._next, self._seeded(index + 1)
        self._first = index

    def _carried(self, noise: np.ndarray, pose: Pose) -> np.ndarray:
        """`noise`, anchored at a former pose, as it lies under `pose`."""
        if self._anchor is None:
            self._anchor = pose
        source, fresh, scale = self._cells(relative(self._anchor, pose))
        if fresh is None:
            return noise
        moved = self._taken(noise, source, fresh, self._filler)
        if fresh.mean() > 1.0 - _KEEP_SHARE or not 1.0 / _MOST_SCALE < scale < _MOST_SCALE:
            # Each seed gets its own new cells: the two must stay independent, or their slerp is not white.
            self._now = self._taken(self._now, source, fresh, self._filler)
            self._next = self._taken(self._next, source, fresh, self._draw())
            self._filler = self._draw()
            self._anchor = pose
        return moved

    def _taken(
        self, noise: np.ndarray, source: np.ndarray, fresh: np.ndarray, filler: np.ndarray
    ) -> np.ndarray:
        channels = self._shape[0]
        flat = np.where(fresh, filler.reshape(channels, -1), noise.reshape(channels, -1)[:, source])
        return flat.reshape(self._shape)

    def _cells(self, back: np.ndarray) -> tuple[np.ndarray, np.ndarray | None, float]:
        """For each new cell: the old one under it, whether it must be drawn anew; and the move's scale."""
        if np.allclose(back, np.eye(3), atol=1e-9):
            return np.zeros(0, int), None, 1.0
        h, w = self._shape[1:]
        depth = np.maximum(back[2, 0] * self._x + back[2, 1] * self._y + back[2, 2], 0.05)
        x = (back[0, 0] * self._x + back[0, 1] * self._y + back[0, 2]) / depth
        y = (back[1, 0] * self._x + back[1, 1] * self._y + back[1, 2]) / depth
        column = (x / self._aspect + 1.0) * 0.5 * w - 0.5
        row = (1.0 - y) * 0.5 * h - 0.5
        nearest_column, nearest_row = np.rint(column), np.rint(row)
        inside = (nearest_column >= 0) & (nearest_column < w) & (nearest_row >= 0) & (nearest_row < h)
        distance = (column - nearest_column) ** 2 + (row - nearest_row) ** 2
        source = np.where(inside, nearest_row * w + nearest_column, 0).astype(np.intp).ravel()
        # Cells by the old cell under them, the nearest first: a distance² is a fraction, below 1.
        candidates = np.flatnonzero(inside)
        order = candidates[np.argsort((source + distance.ravel())[candidates])]
        chosen = order[np.concatenate([[True], np.diff(source[order]) != 0])] if len(order) else order
        fresh = np.ones(h * w, bool)
        fresh[chosen] = False
        return source, fresh, float(np.sqrt(abs(np.linalg.det(back[:2, :2])))) / abs(back[2, 2])
