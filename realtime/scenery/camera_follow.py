"""How a source follows the camera: without end where it can, on a pan limit where it cannot.

A procedural source is an endless world: one that declares the ISF inputs `zoom` and `octave`,
`rotation`, `shift_x`, `shift_y` is flown through for months. The part of the camera's
movement that a source cannot follow by itself moves its picture, and springs back slowly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

OCTAVES = 64  # the world repeats after a zoom of 2^64,
WIDTH = 128.0  # and after a pan of so many half-heights
PAN_LIMIT_S = 5.0
# How far the pan limit lets a source's corners go, in half-heights.
PAN_LIMIT = 0.5


@dataclass
class CameraFollow:
    """Where the camera is in one source's world.

    follows: the inputs that the source declares. octave + zoom (0..1): log2 of the magnification;
    rotation: radians; shift: half-heights at the present octave; pan_limit: 3 x 3, source plane → screen.
    """

    follows: frozenset[str] = frozenset()
    octave: int = 0
    zoom: float = 0.0
    rotation: float = 0.0
    shift: np.ndarray = field(default_factory=lambda: np.zeros(2))
    pan_limit: np.ndarray = field(default_factory=lambda: np.eye(3))

    def move(self, step: np.ndarray, dt: float) -> None:
        """Follow a camera step (homography, half-heights) that took `dt` seconds."""
        scale, angle, pan = similarity_of(step)
        if not {"zoom", "octave"} <= self.follows:
            scale = 1.0
        if "rotation" not in self.follows:
            angle = 0.0
        pan = pan * np.array(["shift_x" in self.follows, "shift_y" in self.follows], float)
        self._fly(scale, angle, pan)
        c, s = math.cos(angle) * scale, math.sin(angle) * scale
        own = np.array([[c, -s, pan[0]], [s, c, pan[1]], [0.0, 0.0, 1.0]])
        pan_limit = step @ np.linalg.inv(own) @ self.pan_limit
        self.pan_limit = _within(pan_limit / pan_limit[2, 2], math.exp(-dt / PAN_LIMIT_S))

    def _fly(self, scale: float, angle: float, pan: np.ndarray) -> None:
        # A point p on screen is the world's A p + shift, A = 2^-zoom turned back by `rotation`;
        # the step takes p to scale R(angle) p + pan, so A' = A (scale R)^-1 and shift' = shift - A' pan.
        self.rotation = (self.rotation + angle) % (2.0 * math.pi)
        level = self.zoom + math.log2(scale)
        c, s = math.cos(self.rotation) * 2.0**-level, math.sin(self.rotation) * 2.0**-level
        self.shift = self.shift - np.array([c * pan[0] + s * pan[1], c * pan[1] - s * pan[0]])
        octaves = math.floor(level)
        self.octave = (self.octave + octaves) % OCTAVES
        self.zoom = level - octaves
        self.shift = np.mod(self.shift * 2.0**octaves, WIDTH)

    def inputs(self) -> dict[str, float]:
        """The ISF inputs that tell the source where it is."""
        return {
            "zoom": self.zoom,
            "octave": float(self.octave),
            "rotation": self.rotation,
            "shift_x": float(self.shift[0]),
            "shift_y": float(self.shift[1]),
        }


def similarity_of(step: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Scale, angle (radians) and translation (2,) of a homography at the picture's centre."""
    w = step[2, 2]
    pan = step[:2, 2] / w
    jacobian = step[:2, :2] / w - np.outer(pan, step[2, :2] / w)
    determinant = float(np.linalg.det(jacobian))
    scale = min(max(math.sqrt(max(determinant, 1e-6)), 0.1), 10.0)
    angle = math.atan2(jacobian[1, 0] - jacobian[0, 1], jacobian[0, 0] + jacobian[1, 1])
    return scale, angle, np.clip(pan, -8.0, 8.0)


_CORNERS = np.array([[-1.8, 1.8, -1.8, 1.8], [-1.0, -1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]])


def _within(pan_limit: np.ndarray, stay: float) -> np.ndarray:
    """`pan_limit` drawn toward the identity, harder the further it has gone."""
    seen = pan_limit @ _CORNERS
    if not np.all(np.isfinite(seen)) or np.any(seen[2] < 0.2):
        return np.eye(3)
    gone = float(np.max(np.abs(seen[:2] / seen[2] - _CORNERS[:2])))
    stay *= min(1.0, PAN_LIMIT / max(gone, 1e-9))
    return np.eye(3) + (pan_limit - np.eye(3)) * stay
