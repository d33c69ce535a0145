"""How a screen shows its part of the picture: crop, rotation, corners, mesh, soft edges and mask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.arrays import Doubles, Floats

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
UNPINNED: Corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""Top left, top right, bottom right, bottom left."""
SIDES = ("left", "top", "right", "bottom")
# Between two points of a mesh the picture is bent in so many steps.
_STEPS = 8
_PLAIN_STEPS = 1


@dataclass(frozen=True, slots=True)
class ScreenMap:
    """All places are shares of the screen, or of the picture for `crop`; y runs downwards.

    crop: (left, top, width, height) of the picture; rotate: 0, 90, 180 or 270, how far the picture is turned
    clockwise on the screen; mirror: as it is seen from behind. corners: where the four corners of what is
    shown are pinned. mesh: rows of points, top to bottom and left to right, to which a regular grid is bent
    before it is pinned; empty: none. blend: widths of the soft edges, by SIDES; gamma: of the projector, for
    the light of two soft edges to add up to one. mask: a picture whose dark or transparent parts stay black
    on the screen.
    """

    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    rotate: int = 0
    mirror: bool = False
    corners: Corners = UNPINNED
    mesh: tuple[tuple[Point, ...], ...] = ()
    blend: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    gamma: float = 2.2
    mask: Path | None = None

    @property
    def plain(self) -> bool:
        """Shows the whole picture as it is."""
        return self == ScreenMap(gamma=self.gamma)


UNMAPPED = ScreenMap()


def picture_size(screen: tuple[int, int], mapping: ScreenMap) -> tuple[int, int]:
    """(width, height) of a whole picture whose part fills a screen of such a size pixel by pixel; even."""
    width, height = screen if mapping.rotate % 180 == 0 else screen[::-1]
    wide, high = width / mapping.crop[2], height / mapping.crop[3]
    return 2 * round(wide / 2), 2 * round(high / 2)


def homography(corners: Sequence[Point]) -> Doubles:
    """float64 (3, 3): takes the corners of the unit square, in the order of UNPINNED, to `corners`.

    The projective map of a square to a quadrilateral in closed form (Heckbert, Fundamentals of texture
    mapping and image warping, 1989, section 2.2.3). Raises ValueError where three corners lie on a line.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    if abs(area) < 1e-9:
        raise ValueError("three corners lie on a line")
    g, h = (dx3 * dy2 - dx2 * dy3) / area, (dx1 * dy3 - dx3 * dy1) / area
    return np.array(
        [
            [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
            [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
            [g, h, 1.0],
        ]
    )


def convex(corners: Sequence[Point]) -> bool:
    """Do the corners stand round a convex area, clockwise on the screen?"""
    turns = []
    for index in range(4):
        (ax, ay), (bx, by), (cx, cy) = (corners[(index + step) % 4] for step in range(3))
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    return min(turns) > 1e-6


def grid(mapping: ScreenMap) -> tuple[Floats, np.ndarray]:
    """What is drawn: (vertices, indices).

    vertices: float32 (n, 5): place on the screen, homogeneous (x, y, w) with x, y in -1..1 upwards once
    divided; then the place within what the screen shows, (s, t) in 0..1 with t downwards. indices: uint32 of
    triangles.
    """
    if mapping.mesh:
        rows, columns = len(mapping.mesh), len(mapping.mesh[0])
        down, across = (rows - 1) * _STEPS + 1, (columns - 1) * _STEPS + 1
    else:
        down = across = _PLAIN_STEPS + 1
    t, s = np.meshgrid(np.linspace(0.0, 1.0, down), np.linspace(0.0, 1.0, across), indexing="ij")
    places = _bent(mapping.mesh, s, t) if mapping.mesh else np.stack([s, t], axis=-1)
    ones = np.ones((*s.shape, 1))
    pinned = np.concatenate([places, ones], axis=-1) @ homography(mapping.corners).T
    x, y, w = pinned[..., 0], pinned[..., 1], pinned[..., 2]
    vertices = np.stack([2.0 * x - w, w - 2.0 * y, w, s, t], axis=-1).reshape(-1, 5).astype(np.float32)
    first = (np.arange(down - 1)[:, None] * across + np.arange(across - 1)).ravel()
    corners = np.stack([first, first + 1, first + across, first + across, first + 1, first + across + 1], -1)
    return vertices, corners.astype(np.uint32).ravel()


def _bent(mesh: tuple[tuple[Point, ...], ...], s: Doubles, t: Doubles) -> Doubles:
    """Where the mesh takes (s, t): Catmull-Rom splines through its points, so that lines bend smoothly."""
    points = np.array(mesh, np.float64)
    return _spline(_spline(points, t[:, 0]).swapaxes(0, 1), s[0]).swapaxes(0, 1)


def _spline(points: Doubles, at: Doubles) -> Doubles:
    """(n, m, 2) → (len(at), m, 2): curves through the points along the first axis, at 0..1."""
    count = len(points)
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    place = np.asarray(at) * (count - 1)
    index = np.minimum(place.astype(int), count - 2)
    x = (place - index)[:, None, None]
    p0, p1, p2, p3 = (ends[index + step] for step in range(4))
    curve: Doubles = 0.5 * (
        2 * p1 + (p2 - p0) * x + (2 * p0 - 5 * p1 + 4 * p2 - p3) * x**2 + (3 * p1 - p0 - 3 * p2 + p3) * x**3
    )
    return curve


def turned(mapping: ScreenMap) -> Doubles:
    """float64 (2, 3): takes (s, t, 1) on the screen to the place in the picture, both downwards."""
    quarter = mapping.rotate // 90 % 4
    # Where s and t of the screen lie in the picture that was turned clockwise by so many quarters.
    turn = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, 1, 0], [-1, 0, 1]],
        2: [[-1, 0, 1], [0, -1, 1]],
        3: [[0, -1, 1], [1, 0, 0]],
    }[quarter]
    matrix = np.array(turn, np.float64)
    if mapping.mirror:
        matrix = matrix @ np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]], np.float64)
    left, top, width, height = mapping.crop
    matrix = matrix * [[width], [height]]
    matrix[:, 2] += left, top
    return matrix
