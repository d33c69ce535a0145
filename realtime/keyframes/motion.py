"""Deforum's camera steps as homographies.

A step matrix (3, 3) float64 carries a point of the last picture, in pixels (x to the right, y down,
(0, 0) is the centre of the first pixel), to where it is seen in the next: the picture is warped
forward by it. `centred` turns it into the coordinates of `realtime.camera`.
"""

from __future__ import annotations

import math

import numpy as np

TRANSLATION_3D = 1.0 / 200.0
"""Deforum's 3D translations are in two-hundredths of the plane's distance."""


def step_2d(
    size: tuple[int, int],
    angle: float = 0.0,
    zoom: float = 1.0,
    translation: tuple[float, float] = (0.0, 0.0),
    centre: tuple[float, float] = (0.5, 0.5),
) -> np.ndarray:
    """Rotation about `centre` (shares of width and height) by `angle` degrees (> 0 is counter-clockwise),
    scaled by `zoom`, after a translation by `translation` pixels."""
    cx, cy = size[0] * centre[0], size[1] * centre[1]
    a = zoom * math.cos(math.radians(angle))
    b = zoom * math.sin(math.radians(angle))
    turn = np.array([[a, b, (1 - a) * cx - b * cy], [-b, a, b * cx + (1 - a) * cy], [0.0, 0.0, 1.0]])
    move = np.array([[1.0, 0.0, translation[0]], [0.0, 1.0, translation[1]], [0.0, 0.0, 1.0]])
    return turn @ move


def step_3d(
    size: tuple[int, int],
    translation: tuple[float, float, float] = (0.0, 0.0, 0.0),
    rotation: tuple[float, float, float] = (0.0, 0.0, 0.0),
    fov: float = 70.0,
) -> np.ndarray:
    """A plane at distance 1 that fills the view, seen from a camera that has moved and turned.

    translation: x, y, z as Deforum has them, (−x, y, −z)/200 of the plane's distance; rotation: degrees about
    x, y, z, Euler XYZ; fov: vertical field of view in degrees.
    """
    width, height = size
    focal = 1.0 / math.tan(math.radians(min(max(fov, 1.0), 179.0)) / 2.0)
    camera = np.diag([focal * height / width, focal, 1.0])
    x, y, z = translation
    shift = np.array([-x, y, -z]) * TRANSLATION_3D
    plane = euler_xyz(*rotation).T + np.outer(shift, [0.0, 0.0, 1.0])
    view = camera @ plane @ np.linalg.inv(camera)
    pixels = _pixels_of_unit(size)
    return _normalised(pixels @ view @ np.linalg.inv(pixels))


def perspective_flip(
    size: tuple[int, int], theta: float, phi: float, gamma: float, field: float = 53.0
) -> np.ndarray:
    """The picture tipped by theta about x, turned by phi about y and rolled by gamma about z (degrees), seen
    from where its diagonal fills a field of view of `field` degrees."""
    width, height = size
    diagonal = math.hypot(width, height)
    distance = diagonal / (2.0 * math.sin(math.radians(min(max(field, 1.0), 179.0)) / 2.0))
    turned = euler_xyz(theta, phi, gamma)[:, :2]
    centred_view = np.array(
        [
            [turned[0, 0], turned[0, 1], 0.0],
            [turned[1, 0], turned[1, 1], 0.0],
            [turned[2, 0] / distance, turned[2, 1] / distance, 1.0],
        ]
    )
    to_middle = np.array([[1.0, 0.0, -width / 2.0], [0.0, 1.0, -height / 2.0], [0.0, 0.0, 1.0]])
    return _normalised(np.linalg.inv(to_middle) @ centred_view @ to_middle)


def euler_xyz(x: float, y: float, z: float) -> np.ndarray:
    """Rx · Ry · Rz of angles in degrees."""
    (cx, sx), (cy, sy), (cz, sz) = ((math.cos(a), math.sin(a)) for a in np.radians([x, y, z]))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_x @ about_y @ about_z


def centred(step: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """`step` in the coordinates of `realtime.camera`: centred, half-heights, y up."""
    width, height = size
    half = 2.0 / height
    # Pixel i covers i … i + 1, so its centre lies half a pixel in.
    to_camera = np.array(
        [[half, 0.0, half * 0.5 - width / height], [0.0, -half, 1.0 - half * 0.5], [0.0, 0.0, 1.0]]
    )
    return _normalised(to_camera @ step @ np.linalg.inv(to_camera))


def _pixels_of_unit(size: tuple[int, int]) -> np.ndarray:
    """From −1 … 1 across the picture to pixels."""
    x, y = size[0] / 2.0, size[1] / 2.0
    return np.array([[x, 0.0, x - 0.5], [0.0, y, y - 0.5], [0.0, 0.0, 1.0]])


def _normalised(matrix: np.ndarray) -> np.ndarray:
    return matrix / matrix[2, 2]
