"""Where the camera will be, and how much larger a frame must be to fill the picture meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Motion, Pose, relative
from realtime.control.table import ParameterTable
from realtime.live.camera_path import MOST_MARGIN, CameraPath, widened
from realtime.live.operator_gains import OperatorGains
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.setlist.scene import Scene

FEATURES = Features(clock=BeatClock(period=0.5, anchor=0.0, confidence=0.9))
VALUES = ParameterTable().snapshot()


def path(*routes: Route, base: dict[str, float] | None = None, **changed: float) -> tuple[Mapper, CameraPath]:
    mapper = Mapper(Scene("one", routes=routes, base=base or {}))
    return mapper, CameraPath(mapper, FEATURES, Pose(), 1.0, {**VALUES, **changed})


def test_the_camera_ahead_is_where_the_display_will_have_moved_it():
    routes = (
        Route("beat", "zoom", "power", {"exponent": 1.5}, (0.0, 0.4)),
        Route("bar.sine", "rotation", range=(-9, 9)),
    )
    mapper, ahead = path(*routes)
    foreseen = ahead.at(1.4)
    pose = Pose()
    for frame in range(24):
        look = OperatorGains().played(mapper.look(FEATURES, 1.0 + (frame + 0.5) / 60.0), VALUES)
        pose = pose.moved(look.motion, 1.0 / 60.0)
    assert foreseen.matrix == pytest.approx(pose.matrix, abs=0.01)
    assert ahead.at(1.0).matrix == pytest.approx(np.eye(3))


def test_looking_ahead_changes_nothing_for_the_display():
    routes = (Route("level", "zoom", range=(0.0, 1.0), attack=0.1, release=0.5),)
    looked, _ = path(*routes)
    left, _ = path(*routes)
    CameraPath(looked, FEATURES, Pose(), 1.0, VALUES).at(2.0)
    loud = Features(level=0.9, clock=FEATURES.clock)
    assert looked.look(loud, 2.0) == left.look(loud, 2.0)


def test_the_operators_gains_move_the_camera_ahead_too():
    _, still = path(base={"zoom": 0.5}, **{"motion.gain": 0.0})
    assert still.at(2.0).matrix == pytest.approx(np.eye(3))
    _, moved = path(**{"motion.pan_x": 0.25})
    assert moved.at(2.0).matrix[0, 2] == pytest.approx(0.25, abs=1e-6)


def test_a_picture_that_moves_in_needs_no_margin_and_one_that_turns_does():
    _, inwards = path(base={"zoom": 0.3})
    assert inwards.margin(inwards.at(1.0), 1.0, 1.5, 16 / 9, 16 / 9) == pytest.approx(1.0)
    _, turning = path(base={"rotation": 20.0})
    margin = turning.margin(turning.at(1.0), 1.0, 1.5, 16 / 9, 16 / 9)
    assert margin == pytest.approx(np.sin(np.radians(10)) * 16 / 9 + np.cos(np.radians(10)), abs=0.01)
    _, tall = path(base={"rotation": 20.0})
    assert tall.margin(tall.at(1.0), 1.0, 1.5, 9 / 16, 9 / 16) == pytest.approx(margin, abs=0.01)
    _, square = path(base={"rotation": 20.0})
    # A square frame has its upper and lower parts to spare, and turns on the same width.
    assert square.margin(square.at(1.0), 1.0, 1.5, 16 / 9, 1.0) < margin
    _, spinning = path(base={"rotation": 300.0})
    assert spinning.margin(spinning.at(1.0), 1.0, 2.0, 16 / 9, 16 / 9) == MOST_MARGIN


def test_a_widened_pose_shows_so_much_more_to_each_side():
    pose = Pose().moved(Motion(pan_x=0.2, rotation=5.0), 1.0)
    wide = widened(pose, 1.25)
    corner = np.array([16 / 9, 1.0, 1.0])
    seen = relative(wide, pose) @ corner
    assert seen[:2] / seen[2] == pytest.approx(corner[:2] / 1.25)
    assert widened(pose, 1.0) is pose
