"""Camera steps of imported animations: a test card is warped, and its marks are found where the documented
matrices put them, to half a pixel."""

import math

import numpy as np
import pytest

from realtime.keyframes.deforum import animation_of, settings_of
from realtime.keyframes.motion import centred, perspective_flip, step_2d, step_3d

SIZE = (320, 180)
MARKS = [(x, y) for x in (70, 160, 250) for y in (45, 90, 135)]


def _card(mark: tuple[int, int]) -> np.ndarray:
    """float (H, W): one soft mark on black."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    return np.exp(-((x - mark[0]) ** 2 + (y - mark[1]) ** 2) / (2 * 3.0**2))


def _warped(card: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The card warped forward by `step`, bilinear, black outside."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(float)
    u, v, w = np.einsum("ij,jhw->ihw", np.linalg.inv(step), np.stack([x, y, np.ones_like(x)]))
    u, v = u / w, v / w
    left, top = np.floor(u).astype(int), np.floor(v).astype(int)
    padded = np.pad(card, 1)
    result = np.zeros_like(card)
    for dx in (0, 1):
        for dy in (0, 1):
            share = np.abs(1 - dx - (u - left)) * np.abs(1 - dy - (v - top))
            column = np.clip(left + dx + 1, 0, SIZE[0] + 1)
            row = np.clip(top + dy + 1, 0, SIZE[1] + 1)
            result += share * padded[row, column]
    return result


def _found(picture: np.ndarray) -> np.ndarray:
    """Where the mark is: the middle of its brightest half, which perspective hardly moves."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    weight = np.where(picture > 0.5 * picture.max(), picture, 0.0)
    return np.array([(weight * x).sum(), (weight * y).sum()]) / weight.sum()


def _documented_2d(point, angle=0.0, zoom=1.0, tx=0.0, ty=0.0):
    """Translation, then rotation about the centre (counter-clockwise on the screen), then scale."""
    centre = np.array(SIZE) / 2
    moved = np.array(point) + (tx, ty) - centre
    a = math.radians(angle)
    turned = np.array(
        [moved[0] * math.cos(a) + moved[1] * math.sin(a), -moved[0] * math.sin(a) + moved[1] * math.cos(a)]
    )
    return centre + zoom * turned


def _documented_3d(point, translation=(0, 0, 0), rotation=(0, 0, 0), fov=70.0):
    """The mark on a plane at distance 1 that fills the view, moved by (−x, y, −z)/200 and turned by Euler
    angles XYZ (row vectors: p·R), then projected."""
    focal = 1 / math.tan(math.radians(fov) / 2)
    half = SIZE[1] / 2
    p = np.array([(point[0] + 0.5 - SIZE[0] / 2) / half / focal, (point[1] + 0.5 - half) / half / focal, 1.0])
    x, y, z = np.radians(rotation)
    rx = np.array([[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]])
    ry = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    rz = np.array([[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]])
    p = p @ (rx @ ry @ rz) + np.array([-translation[0], translation[1], -translation[2]]) / 200
    return np.array([focal * p[0] / p[2] * half + SIZE[0] / 2 - 0.5, focal * p[1] / p[2] * half + half - 0.5])


def _step(**schedules) -> np.ndarray:
    """The step of frame 1 of a settings file that has these schedules."""
    mode = "3D" if any("3d" in name or name == "fov_schedule" for name in schedules) else "2D"
    entries = {name: f"0:(0), 1:({value})" for name, value in schedules.items() if name != "fov_schedule"}
    if "fov_schedule" in schedules:
        entries["fov_schedule"] = f"0:({schedules['fov_schedule']})"
    if "translation_z" in schedules:
        mode = "3D"
    settings = settings_of(
        {"W": SIZE[0], "H": SIZE[1], "max_frames": 3, "animation_mode": mode, **entries}, "t"
    )
    return animation_of(settings).step(1)


def _assert_marks(step: np.ndarray, documented) -> None:
    shown = 0
    for mark in MARKS:
        expected = documented(mark)
        if not (12 < expected[0] < SIZE[0] - 12 and 12 < expected[1] < SIZE[1] - 12):
            continue
        assert np.abs(_found(_warped(_card(mark), step)) - expected).max() < 0.5, mark
        shown += 1
    assert shown >= 4


@pytest.mark.parametrize(
    "values",
    [
        {"angle": 7},
        {"angle": -12},
        {"translation_x": 9.5},
        {"translation_y": -6.25},
        {"angle": 5, "translation_x": 20},
    ],
    ids=str,
)
def test_2d_schedules_move_the_card_as_documented(values):
    short = {"angle": "angle", "translation_x": "tx", "translation_y": "ty"}
    _assert_marks(
        _step(**values), lambda mark: _documented_2d(mark, **{short[name]: v for name, v in values.items()})
    )


@pytest.mark.parametrize("zoom", [1.04, 0.9, 1.25])
def test_zoom_scales_about_the_centre_as_documented(zoom):
    settings = settings_of({"W": SIZE[0], "H": SIZE[1], "zoom": f"0:({zoom})"}, "t")
    _assert_marks(animation_of(settings).step(5), lambda mark: _documented_2d(mark, zoom=zoom))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("translation_x", 8),
        ("translation_y", 5),
        ("translation_z", 20),
        ("translation_z", -15),
        ("rotation_3d_x", 3),
        ("rotation_3d_y", -4),
        ("rotation_3d_z", 9),
    ],
)
def test_3d_schedules_move_the_card_as_documented(name, value):
    kind, axis = name.rsplit("_", 1)
    vector = [0.0, 0.0, 0.0]
    vector["xyz".index(axis)] = value
    argument = {"translation": vector} if kind == "translation" else {"rotation": vector}
    step = _step(**{name: value, "fov_schedule": 70})
    _assert_marks(step, lambda mark: _documented_3d(mark, **argument))


@pytest.mark.parametrize("fov", [40, 70, 100])
def test_the_field_of_view_is_the_documented_one(fov):
    step = _step(rotation_3d_y=3, translation_z=10, fov_schedule=fov)
    _assert_marks(step, lambda mark: _documented_3d(mark, (0, 0, 10), (0, 3, 0), fov))


def test_all_of_3d_at_once_moves_the_card_as_documented():
    translation, rotation = (3, -4, 12), (1.5, -2, 4)
    step = step_3d(SIZE, translation, rotation, 65)
    _assert_marks(step, lambda mark: _documented_3d(mark, translation, rotation, 65))


def test_steps_at_rest_are_the_identity():
    for step in (step_2d(SIZE), step_3d(SIZE), perspective_flip(SIZE, 0, 0, 0)):
        assert step == pytest.approx(np.eye(3), abs=1e-12)


def test_perspective_flip_tips_the_top_away():
    step = perspective_flip(SIZE, 30, 0, 0)

    def x_of(x: float, y: float) -> float:
        u, _, w = step @ (x, y, 1)
        return u / w

    assert x_of(260, 10) - x_of(60, 10) != pytest.approx(200, abs=5)
    middle = step @ (SIZE[0] / 2, SIZE[1] / 2, 1)
    assert middle[:2] / middle[2] == pytest.approx(np.array(SIZE) / 2)


@pytest.mark.parametrize("pixel", [(0, 0), (319, 179), (160, 20)])
def test_centred_steps_say_the_same_in_the_cameras_coordinates(pixel):
    step = step_3d(SIZE, (3, 2, 9), (1, 2, 3), 60)
    half = SIZE[1] / 2

    def centred_point(x: float, y: float) -> np.ndarray:
        return np.array([(x + 0.5 - SIZE[0] / 2) / half, (half - y - 0.5) / half, 1.0])

    there = step @ (*pixel, 1.0)
    ours = centred(step, SIZE) @ centred_point(*pixel)
    assert ours / ours[2] == pytest.approx(centred_point(*(there[:2] / there[2])), abs=1e-9)
