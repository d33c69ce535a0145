"""Mappings: corners, meshes, soft edges, rotation and masks, in pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from realtime.isf.pictures import texture_of
from realtime.isf.surface import Surface
from realtime.stage.screen_map import UNPINNED, ScreenMap, convex, grid, homography, picture_size, turned
from realtime.stage.screen_mapper import ScreenMapper

SIZE = (160, 90)


@pytest.fixture
def shown(gl_window) -> Callable[..., np.ndarray]:
    """What a screen shows of a picture by a map, int (90, 160, 3), row 0 at the top."""

    def show(picture: np.ndarray, mapping: ScreenMap) -> np.ndarray:
        mapper, screen = ScreenMapper(gl_window.context, mapping), Surface(gl_window.context, SIZE)
        mapper.draw(texture_of(gl_window.context, picture), screen.framebuffer)
        pixels = np.frombuffer(screen.framebuffer.read(components=4), np.uint8)
        assert not mapper.fault or mapping.mask is not None
        for part in (mapper, screen):
            part.release()
        return pixels.reshape(SIZE[1], SIZE[0], 4)[::-1, :, :3].astype(int)

    return show


RED, GREEN, BLUE, WHITE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def corners_of(picture: np.ndarray) -> list[tuple[int, ...]]:
    """Clockwise from the top left, a little inside."""
    return [tuple(picture[y, x]) for y, x in ((8, 12), (8, -12), (-8, -12), (-8, 12))]


def test_without_a_map_all_stays(shown, quarters):
    assert np.array_equal(shown(quarters, ScreenMap()), quarters[..., :3])


@pytest.mark.parametrize(
    ("mapping", "corners"),
    [
        (ScreenMap(rotate=90), (BLUE, RED, GREEN, WHITE)),
        (ScreenMap(rotate=180), (WHITE, BLUE, RED, GREEN)),
        (ScreenMap(rotate=270), (GREEN, WHITE, BLUE, RED)),
        (ScreenMap(mirror=True), (GREEN, RED, BLUE, WHITE)),
        (ScreenMap(crop=(0.5, 0.0, 0.5, 0.5)), (GREEN, GREEN, GREEN, GREEN)),
        (ScreenMap(crop=(0.0, 0.5, 1.0, 0.5)), (BLUE, WHITE, WHITE, BLUE)),
    ],
)
def test_a_screen_may_be_turned_mirrored_and_show_a_part(shown, quarters, mapping, corners):
    assert corners_of(shown(quarters, mapping)) == list(corners)


def test_pinned_corners_leave_the_rest_of_the_screen_black(shown, quarters):
    picture = shown(quarters, ScreenMap(corners=((0.25, 0.0), (0.75, 0.0), (1.0, 1.0), (0.0, 1.0))))
    assert tuple(picture[5, 5]) == BLACK and tuple(picture[5, -5]) == BLACK
    assert tuple(picture[5, 60]) == RED and tuple(picture[-5, 5]) == BLUE
    # A trapezium is seen as a floor is: its middle line lies above the middle of the screen.
    column = picture[:, 79]
    assert 22 <= int(np.argmax(column[:, 2] > 128)) <= 33


def test_straight_lines_stay_straight_under_pinned_corners(shown):
    picture = np.zeros((90, 160, 4), np.uint8)
    rows, columns = np.mgrid[:90, :160]
    picture[np.abs(rows / 90 - columns / 160) < 0.03] = 255
    corners = ((0.1, 0.05), (0.95, 0.2), (0.8, 0.95), (0.02, 0.8))
    seen = shown(picture, ScreenMap(corners=corners))[..., 0] > 128
    y, x = np.nonzero(seen)
    (x0, y0), (x1, y1) = corners[0], corners[2]
    along = np.array([(x1 - x0) * 160, (y1 - y0) * 90])
    off = np.abs((x + 0.5 - x0 * 160) * along[1] - (y + 0.5 - y0 * 90) * along[0]) / np.hypot(*along)
    assert seen.sum() > 200 and off.max() < 6


def test_a_mesh_bends_its_middle_and_keeps_its_edges(shown, quarters):
    mesh = (((0, 0), (0.5, 0), (1, 0)), ((0, 0.5), (0.7, 0.5), (1, 0.5)), ((0, 1), (0.5, 1), (1, 1)))
    picture = shown(quarters, ScreenMap(mesh=mesh))
    assert corners_of(picture) == [RED, GREEN, WHITE, BLUE]
    assert tuple(picture[40, 100]) == RED and tuple(picture[3, 100]) == GREEN


def test_two_soft_edges_add_up_to_the_light_of_the_whole(shown):
    grey = np.full((90, 160, 4), 200, np.uint8)
    whole = (200 / 255) ** 2.2
    left = shown(grey, ScreenMap(blend=(0, 0, 0.25, 0)))[45, :, 0] / 255
    right = shown(grey, ScreenMap(blend=(0.25, 0, 0, 0)))[45, :, 0] / 255
    light = left[-40:] ** 2.2 + right[:40] ** 2.2
    assert np.abs(light - whole).max() < 0.02
    assert left[0] == left[100] and left[-1] < 0.1 and right[0] < 0.1


def test_a_mask_keeps_parts_of_the_screen_dark(shown, tmp_path):
    mask = np.zeros((90, 160, 4), np.uint8)
    mask[:, :80] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    picture = shown(np.full((90, 160, 4), 255, np.uint8), ScreenMap(mask=tmp_path / "mask.png"))
    assert (picture[:, :78] == 255).all() and not picture[:, 82:].any()


def test_a_mask_that_is_missing_is_told_of_and_left_out(gl_window, tmp_path):
    mapper = ScreenMapper(gl_window.context, ScreenMap(mask=tmp_path / "none.png"))
    assert "none.png" in mapper.fault
    mapper.follow(ScreenMap())
    assert not mapper.fault
    mapper.release()


@given(st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)), min_size=4, max_size=4))
def test_a_homography_takes_the_square_to_its_corners(moves):
    corners = tuple((x + dx, y + dy) for (x, y), (dx, dy) in zip(UNPINNED, moves, strict=True))
    matrix = homography(corners)
    for (x, y), wanted in zip(UNPINNED, corners, strict=True):
        place = matrix @ (x, y, 1.0)
        assert np.allclose(place[:2] / place[2], wanted, atol=1e-9)
    assert convex(corners)


def test_corners_that_cross_are_not_convex():
    assert not convex(((1, 0), (0, 0), (1, 1), (0, 1)))
    with pytest.raises(ValueError, match="on a line"):
        homography(((0, 0), (1, 0), (1, 0), (0, 1)))


def test_a_grid_covers_the_screen_and_a_picture_fits_its_screens():
    vertices, indices = grid(ScreenMap())
    assert len(indices) == 6 and vertices[:, :2].min() == -1 and vertices[:, :2].max() == 1
    assert np.allclose(turned(ScreenMap()) @ (0.3, 0.7, 1.0), (0.3, 0.7))
    assert picture_size((1920, 1080), ScreenMap(rotate=90)) == (1080, 1920)
    assert picture_size((1920, 1080), ScreenMap(crop=(0, 0, 0.5, 1))) == (3840, 1080)
