"""Pictures that are read back: whole, parts, fitted in, small, and a frame later."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.isf.pictures import texture_of
from realtime.stage.readback import Readback


@pytest.mark.parametrize("at_once", [True, False])
def test_a_picture_comes_back_as_it_was_drawn_the_right_way_up(gl_window, quarters, at_once):
    readback = Readback(gl_window.context, (160, 90), at_once=at_once)
    assert readback.taken() is None
    readback.read(texture_of(gl_window.context, quarters))
    taken = readback.taken()
    assert np.array_equal(taken, quarters)
    assert readback.taken() is None, "once"
    readback.release()


def test_a_part_is_cut_out_and_enlarged(gl_window, quarters):
    readback = Readback(gl_window.context, (160, 90), crop=(0.5, 0.0, 0.5, 0.5))
    readback.read(texture_of(gl_window.context, quarters))
    taken = readback.taken()[..., :3]
    assert (taken[10:80, 10:150] == (0, 255, 0)).all()
    readback.release()


def test_what_is_drawn_smaller_comes_as_it_is_where_that_is_wanted(gl_window, quarters):
    readback = Readback(gl_window.context, (320, 180), as_drawn=True)
    for drawn in (quarters, np.ascontiguousarray(quarters[::2, ::2])):
        readback.read(texture_of(gl_window.context, drawn))
        assert np.array_equal(readback.taken(), drawn)
    large = np.ascontiguousarray(quarters.repeat(4, axis=0).repeat(4, axis=1))
    readback.read(texture_of(gl_window.context, large))
    assert readback.taken().shape == (180, 320, 4)
    readback.release()


def test_other_proportions_are_fitted_in_with_black_beside_them(gl_window, quarters):
    readback = Readback(gl_window.context, (90, 90))
    readback.read(texture_of(gl_window.context, quarters))
    taken = readback.taken()[..., :3]
    assert not taken[:19].any() and not taken[71:].any()
    assert (taken[25, 5] == (255, 0, 0)).all() and (taken[60, 85] == (255, 255, 255)).all()
    stretched = Readback(gl_window.context, (90, 90), stretched=True)
    stretched.read(texture_of(gl_window.context, quarters))
    assert (stretched.taken()[2, 2, :3] == (255, 0, 0)).all()
    for one in (readback, stretched):
        one.release()


def test_a_small_picture_is_the_mean_of_all_that_it_covers(gl_window):
    picture = np.zeros((1080, 1920, 4), np.uint8)
    picture[:, ::5] = 255  # a fifth of the light, in lines that a few samples would miss or hit
    readback = Readback(gl_window.context, (32, 18))
    readback.read(texture_of(gl_window.context, picture))
    taken = readback.taken()[..., 0].astype(float)
    assert abs(taken.mean() - 51) < 3 and np.ptp(taken) < 30
    readback.release()
