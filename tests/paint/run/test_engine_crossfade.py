"""From engine to engine, measured in pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.engine_crossfade import FADE_S, EngineCrossfade, seen_from

SIZE = (64, 36)


def flat(level: int) -> np.ndarray:
    picture = np.full((36, 64, 4), level, np.uint8)
    picture[..., 3] = 255
    return picture


def test_the_last_picture_fades_evenly_and_is_gone():
    over = EngineCrossfade(SIZE)
    over.begin(flat(40), Pose())
    levels = [int(over.blend(FrameRequest(i, 5.0 + i / 8, Subject()), flat(200))[0, 0, 0]) for i in range(30)]
    assert levels[0] == 40
    assert levels[round(8 * FADE_S)] == 200 == levels[-1]
    assert max(np.diff(levels)) < 16
    new = flat(7)
    assert over.blend(FrameRequest(31, 9.0, Subject()), new) is new, "nothing is copied when it is over"


def test_a_new_subject_is_not_held_back():
    over = EngineCrossfade(SIZE)
    over.begin(flat(40), Pose())
    first = FrameRequest(1, 0.0, Subject())
    assert over.blend(first, flat(200))[0, 0, 0] == 40
    changed = replace(first, id=2, time=0.1, subject=Subject(generation=1))
    assert over.blend(changed, flat(200))[0, 0, 0] == 200


@pytest.mark.parametrize(
    ("motion", "place"),
    [
        (Motion(), (32, 18)),
        (Motion(pan_x=0.5), (41, 18)),  # half a half-height is 9 pixels
        (Motion(pan_y=0.5), (32, 9)),
        (Motion(rotation=90.0, pan_x=0.5), (41, 18)),
    ],
)
def test_it_follows_the_camera(motion, place):
    marked = flat(0)
    marked[16:21, 30:35, 0] = 255
    moved = seen_from(marked, Pose(), Pose().moved(motion, 1.0))[..., 0].astype(float)
    assert (moved.sum(0) @ np.arange(64)) / moved.sum() == pytest.approx(place[0], abs=1)
    assert (moved.sum(1) @ np.arange(36)) / moved.sum() == pytest.approx(place[1], abs=1)
