"""Camera maths: where a point of the picture goes."""

import math

import numpy as np
import pytest

from realtime.camera import Motion, Pose, relative, step_matrix


def seen(matrix, x, y):
    point = matrix @ np.array([x, y, 1.0])
    return point[:2] / point[2]


@pytest.mark.parametrize(
    ("motion", "point", "goes_to"),
    [
        (Motion(zoom=math.log(2)), (0.5, 0.25), (1.0, 0.5)),
        (Motion(rotation=90), (1.0, 0.0), (0.0, 1.0)),
        (Motion(pan_x=0.5, pan_y=-0.25), (0.0, 0.0), (0.5, -0.25)),
    ],
)
def test_a_second_of_motion_moves_a_point(motion, point, goes_to):
    assert seen(step_matrix(motion, 1.0), *point) == pytest.approx(goes_to)


def test_tilt_makes_the_top_smaller_and_yaw_the_right_side():
    tilted = step_matrix(Motion(tilt=20), 1.0)
    assert seen(tilted, 1.0, 1.0)[0] < seen(tilted, 1.0, -1.0)[0]
    turned = step_matrix(Motion(yaw=20), 1.0)
    assert seen(turned, 1.0, 1.0)[1] < seen(turned, -1.0, 1.0)[1]


def test_many_small_steps_are_one_large_step():
    motion = Motion(zoom=0.3, rotation=40)
    pose = Pose()
    for _ in range(100):
        pose = pose.moved(motion, 0.01)
    assert pose.matrix == pytest.approx(step_matrix(motion, 1.0), abs=1e-9)


def test_relative_undoes_and_composes():
    a = Pose().moved(Motion(zoom=0.2, pan_x=0.3, yaw=5), 1.0)
    b = a.moved(Motion(rotation=30, tilt=4), 1.0)
    assert relative(a, a) == pytest.approx(np.eye(3), abs=1e-12)
    assert relative(b, a) @ relative(a, b) == pytest.approx(np.eye(3), abs=1e-9)
    assert seen(relative(b, a), *seen(a.matrix, 0.1, 0.2)) == pytest.approx(seen(b.matrix, 0.1, 0.2))


def test_a_show_can_zoom_for_days():
    motion = Motion(zoom=0.5, rotation=3, pan_x=0.01)
    pose, hours, step_s = Pose(), 48, 4.0
    rebases = 0
    for _ in range(int(hours * 3600 / step_s)):
        before = pose
        pose = pose.moved(motion, step_s)
        rebases += pose.generation != before.generation
        assert np.isfinite(pose.matrix).all()
        step = relative(pose, before)
        if rebases < 3:  # across a rebase the step between two frames is the same as anywhere else
            assert step == pytest.approx(step_matrix(motion, step_s), abs=1e-6)
    assert rebases > 100


def test_a_camera_that_travels_and_turns_for_hours_can_always_be_followed():
    """A landscape passes by and comes nearer while it swings about its axis, as films of an hour have it."""
    pose, rebases = Pose(), 0
    for number in range(2 * 3600):
        motion = Motion(zoom=0.05, pan_x=0.12, yaw=0.6 * math.sin(number / 5.0))
        before, pose = pose, pose.moved(motion, 0.5)
        rebases += pose.generation != before.generation
        step = step_matrix(motion, 0.5)
        assert np.abs(relative(pose, before) - step / step[2, 2]).max() < 1e-6
    assert rebases > 10


def test_a_plane_that_turns_past_the_eye_can_be_followed():
    pose, motion = Pose(), Motion(pan_x=-2.0, yaw=40)
    for _ in range(200):
        before, pose = pose, pose.moved(motion, 0.5)
        assert np.abs(pose.matrix).max() <= 2e4
        step = step_matrix(motion, 0.5)
        assert np.abs(relative(pose, before) - step / step[2, 2]).max() < 1e-6


def test_frames_of_long_ago_are_shown_unmoved():
    pose = Pose()
    later = Pose(generation=5)
    assert relative(later, pose) == pytest.approx(np.eye(3))
