"""The camera: velocities in, plane homographies out.

Coordinates are centred, in units of half the picture's height: x to the right in
[-aspect, aspect], y up in [-1, 1]. A `Pose` maps a point of the picture plane to
where it is seen. `relative(now, then)` carries a point seen at `then` to where it
is seen at `now`: the painter warps its last frame by it, and so does the stage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields

import numpy as np

# A plane seen from this many half-heights away: gives a 53° vertical field of view.
EYE_DISTANCE = 2.0
# A pose that stretches one direction so much more than another is rebased, while positions are still exact to
# 1e-11: so a show can zoom, and turn away from where it began, for months.
_REBASE_STRETCH = 2e4


@dataclass(frozen=True, slots=True)
class Motion:
    """Camera velocities, each per second.

    zoom: natural log of the scale (0.1 grows the picture 10.5 % a second; > 0 moves in).
    rotation: degrees, > 0 turns the picture counter-clockwise.
    pan_x, pan_y: half-heights that the picture moves right / up.
    tilt, yaw: degrees that the picture plane turns about the x / y axis (perspective);
        > 0 tips its top away / turns its right side away.
    """

    zoom: float = 0.0
    rotation: float = 0.0
    pan_x: float = 0.0
    pan_y: float = 0.0
    tilt: float = 0.0
    yaw: float = 0.0


STILL = Motion()
MOTIONS = tuple(velocity.name for velocity in fields(Motion))
"""Names of the velocities, in their order."""


def step_matrix(motion: Motion, dt: float) -> np.ndarray:
    """Homography (3, 3) float64 that `motion` gives in `dt` seconds."""
    angle = math.radians(motion.rotation) * dt
    scale = math.exp(motion.zoom * dt)
    c, s = math.cos(angle) * scale, math.sin(angle) * scale
    similarity = np.array([[c, -s, motion.pan_x * dt], [s, c, motion.pan_y * dt], [0.0, 0.0, 1.0]])
    if motion.tilt == 0.0 and motion.yaw == 0.0:
        return similarity
    return _turn(math.radians(motion.tilt) * dt, math.radians(motion.yaw) * dt) @ similarity


def _turn(tilt: float, yaw: float) -> np.ndarray:
    """Plane z = 0 turned about x by `tilt` and about y by `yaw`, seen from EYE_DISTANCE."""
    ct, st, cy, sy = math.cos(tilt), math.sin(tilt), math.cos(yaw), math.sin(yaw)
    about_x = np.array([[1, 0, 0], [0, ct, -st], [0, st, ct]])
    about_y = np.array([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
    turned = (about_y @ about_x)[:, :2]  # where the plane's x and y axes go; z grows away from the eye
    depth = turned[2] / EYE_DISTANCE
    return np.array(
        [
            [turned[0, 0], turned[0, 1], 0.0],
            [turned[1, 0], turned[1, 1], 0.0],
            [depth[0], depth[1], 1.0],
        ]
    )


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera stands: `matrix` (3, 3) float64 within a `generation`.

    A rebase starts a new generation at the identity; `bridge` is the pose of the
    previous generation at that moment, so that frames painted just before still fit.
    """

    matrix: np.ndarray = field(default_factory=lambda: np.eye(3))
    generation: int = 0
    bridge: np.ndarray = field(default_factory=lambda: np.eye(3))

    def moved(self, motion: Motion, dt: float) -> Pose:
        """The pose after `dt` seconds (may be negative) of `motion`."""
        return self.stepped(step_matrix(motion, dt))

    def stepped(self, step: np.ndarray) -> Pose:
        """The pose after one `step`, a homography (3, 3)."""
        matrix = step @ self.matrix
        if _usual(matrix):
            return Pose(matrix / matrix[2, 2], self.generation, self.bridge)
        largest = float(np.abs(matrix).max())
        stretch = np.linalg.svd(matrix, compute_uv=False)
        # Where the plane's middle passes the eye, its homography has no usual scale.
        if stretch[0] > _REBASE_STRETCH * stretch[2] or largest > _REBASE_STRETCH * abs(matrix[2, 2]):
            return Pose(np.eye(3), self.generation + 1, matrix / largest)
        return Pose(matrix / matrix[2, 2], self.generation, self.bridge)


def _usual(matrix: np.ndarray) -> bool:
    """True where a homography (3, 3) is surely not stretched as far as a rebase asks: most are not, and a
    camera is looked ahead in many steps.

    The Frobenius norm F bounds the singular values: s1 ≤ F and s3 = |det| / (s1 s2) ≥ 2 |det| / F².
    """
    (a, b, c), (d, e, f), (g, h, i) = matrix.tolist()
    square = a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h + i * i
    determinant = abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g))
    return square < _REBASE_STRETCH**2 * i * i and square**1.5 < _REBASE_STRETCH * 2.0 * determinant


def relative(now: Pose, then: Pose) -> np.ndarray:
    """Homography (3, 3) float64 from the picture seen at `then` to that seen at `now`.

    The identity when the two lie more than one rebase apart.
    """
    if now.generation == then.generation:
        matrix = now.matrix @ np.linalg.inv(then.matrix)
    elif now.generation == then.generation + 1:
        matrix = now.matrix @ now.bridge @ np.linalg.inv(then.matrix)
    elif now.generation == then.generation - 1:
        matrix = now.matrix @ np.linalg.inv(then.matrix @ then.bridge)
    else:
        return np.eye(3)
    return matrix / matrix[2, 2]
