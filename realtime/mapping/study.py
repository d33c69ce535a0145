"""The maps of the 2023 study that this program comes from, number for number.

x is the audio level: mean |sample| over the samples and channels of a frame, divided by h, the
loudest such value of the track (`x / h` is done here where a formula has an h). `strength` in
this file is the study's, which is Deforum's: img2img strength = 1 − it.
x may be a float or an array.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.mapping.curves import Level

# r by its name in the study's web form.
REACTIVITY = {"none": 1.0, "low": 1.03, "medium": 1.06, "high": 1.09}


def linear(x: Level, a: float, b: float, h: float = 1.0) -> Level:
    """a at silence, b at level h; the same change everywhere."""
    return (b - a) / h * x + a


def convex(x: Level, a: float, b: float, c: float = 30.0, h: float = 1.0) -> Level:
    """Falls (a > b) fast at low level, then flattens: for quiet music. c > 0."""
    return (b - a) / math.log(c * h + 1.0) * np.log(c * x + 1.0) + a


def concave(x: Level, a: float, b: float, c: float = 0.01, h: float = 1.0) -> Level:
    """Holds, then falls (a > b) fast at high level: only the loud hits repaint. c > 0, c > b − a."""
    return (a + c) - c * np.exp(math.log((a + c - b) / c) / h * x)


def demo_strength(x: Level, reactivity: str) -> Level:
    """Deforum strength of the study's web demo."""
    return (2.0 - REACTIVITY[reactivity]) * (0.9 - 0.4 * np.tan(x))


def demo_zoom(x: Level, reactivity: str, direction: int = 1) -> Level:
    """Deforum zoom, a factor a frame (10 frames a second); direction −1 zooms out."""
    return 1.0 + direction * REACTIVITY[reactivity] * 0.04 * np.tan(x)


def demo_angle(x: Level, reactivity: str, direction: int = 1) -> Level:
    """Degrees a frame (10 frames a second)."""
    return direction * REACTIVITY[reactivity] * 4.0 * np.tan(x)


def demo_translation(x: Level, reactivity: str, direction: int = 1) -> Level:
    """Pixels a frame (10 frames a second, 960×540)."""
    return 1.0 + direction * REACTIVITY[reactivity] * (1.0 + 10.0 * np.tan(x))
