"""What keeps a picture that feeds on itself from drifting: a slow palette, and held sharpness.

Every repaint moves colours and detail a little the same way, and feedback adds that up until the picture
is grey, burnt or mush within seconds. So each frame is led back to where the picture was: to the
mean and deviation of the last seconds, themselves held within bounds, and to the first seconds' sharpness.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.paint.diffusion.step_spec import DEVIATION, MEAN, SHARPNESS

SLOW_S = 20.0
# A new subject brings its own colours: the palette is what it has shown by then.
SETTLE_S = 1.5
# Oklab bounds of the palette, (lowest, highest) of L, a, b: a picture may be dark, not black.
MEAN_BOUNDS = np.array([[0.25, 0.75], [-0.08, 0.08], [-0.08, 0.08]])
DEVIATION_BOUNDS = np.array([[0.12, 0.30], [0.015, 0.12], [0.015, 0.12]])
MATCH = 0.6
UNSHARP_MOST = 1.2
_GAIN_PER_S = 2.0


class SlowPalette:
    """Follows the statistics of painted frames; gives what the next frame is to be led to.

    target: float32 (6,), means then deviations; match, unsharp: amounts for the frame step.
    """

    def __init__(self) -> None:
        self.target = np.zeros(6, np.float32)
        self.match = 0.0
        self.unsharp = 0.0
        self.restart()

    def restart(self) -> None:
        """Forget: the next frames set palette and sharpness anew."""
        self._age = 0.0
        self._sharpness = 0.0
        self._fade = 0.0
        self.match = 0.0
        self.unsharp = 0.0

    def update(self, statistics: np.ndarray, dt: float) -> None:
        """Take in a painted frame's statistics, `dt` seconds after the one before."""
        dt = min(max(dt, 1e-3), 1.0)
        seen = np.concatenate([statistics[MEAN], statistics[DEVIATION]])
        first = self._age == 0.0
        self._age += dt
        settling = self._age < SETTLE_S
        share = 1.0 if first else 1.0 - math.exp(-dt / (SETTLE_S / 3 if settling else SLOW_S))
        self.target += (share * (seen - self.target)).astype(np.float32)
        self.target[MEAN] = np.clip(self.target[MEAN], *MEAN_BOUNDS.T)
        self.target[DEVIATION] = np.clip(self.target[DEVIATION], *DEVIATION_BOUNDS.T)
        # Matching fades in, so that a new subject's first frames are its own.
        self.match = MATCH * min(self._age / SETTLE_S, 1.0)
        sharpness = float(statistics[SHARPNESS])
        if settling:
            self._sharpness += share * (sharpness - self._sharpness)
        elif self._sharpness > 0.0 and sharpness > 0.0:
            error = math.log(self._sharpness / sharpness)
            self.unsharp = min(max(self.unsharp + _GAIN_PER_S * dt * error, 0.0), UNSHARP_MOST)
