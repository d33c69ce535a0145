"""The shader engine on real GL (llvmpipe where there is no card): measured in its pixels."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.shader_painter import ShaderPainter

SIZE = (160, 90)
SUBJECT = Subject(prompt="clouds", source="clouds", palette="candy", seed=5, generation=1)


@pytest.fixture
def painter():
    made = ShaderPainter(SIZE)
    yield made
    made.close()


def play(painter, count=12, pose=None, strength=0.5, subject=SUBJECT, **inputs):
    """The last of `count` frames, int (H, W, 3)."""
    for i in range(count):
        seen = Pose().moved(pose, i / 20) if pose else Pose()
        request = FrameRequest(
            i, i / 20, subject, pose=seen, strength=strength, source_time=i / 20, inputs=inputs, noise=0.0
        )
        frame = painter.paint(request)
    return frame[..., :3].astype(int)


def test_picture_is_full_of_colour_and_opaque(painter):
    picture = play(painter)
    assert picture.std() > 30
    assert np.abs(picture[..., 0] - picture[..., 2]).mean() > 15
    assert np.all(painter.paint(FrameRequest(99, 5.0, SUBJECT))[..., 3] == 255)


def test_same_requests_give_the_same_bytes(painter):
    other = ShaderPainter(SIZE)
    motion = Motion(zoom=0.4, rotation=30)
    np.testing.assert_array_equal(play(painter, pose=motion), play(other, pose=motion))
    other.close()


def test_palette_and_source_change_the_picture(painter):
    before = play(painter)
    for change in ({"palette": "aurora"}, {"source": "tunnel"}):
        fields = {"source": "clouds", "palette": "candy", **change}
        other = ShaderPainter(SIZE)
        after = play(other, subject=Subject(prompt="x", seed=5, generation=2, **fields))
        other.close()
        assert np.abs(after - before).mean() > 15


def test_a_hit_is_seen_in_the_next_frame(painter):
    play(painter)
    calm, hit = (ShaderPainter(SIZE) for _ in range(2))
    difference = play(hit, count=2, glow=1.0) - play(calm, count=2)
    assert difference.mean() > 4
    calm.close()
    hit.close()


def test_zero_strength_keeps_the_picture_where_the_camera_has_moved_it(painter):
    marked = np.zeros((90, 160, 4), np.uint8)
    marked[..., 3] = 255
    marked[40:50, 75:85] = 255  # a light in the middle
    painter.adopt(marked, Pose())
    pose = Pose().moved(Motion(pan_x=0.5), 1.0)
    moved = painter.paint(FrameRequest(1, 1.0, SUBJECT, pose=pose, strength=0.0, noise=0.0)).astype(int)
    light = moved[..., :3].sum(-1)
    column = (light.sum(0) * np.arange(160)).sum() / light.sum()
    # Half a half-height to the right: 22.5 pixels from the centre.
    assert column == pytest.approx(79.5 + 22.5, abs=2.0)
    assert light[44, 102] > 500


def test_adopted_frame_is_where_the_picture_goes_on(painter):
    last = np.full((36, 64, 4), 255, np.uint8)
    last[:, :32, :3] = (200, 30, 30)
    last[:, 32:, :3] = (30, 30, 200)
    painter.adopt(last, Pose())
    picture = painter.paint(FrameRequest(1, 0.0, SUBJECT, strength=0.15, noise=0.0)).astype(int)
    assert picture[45, 30, 0] > picture[45, 30, 2] + 60
    assert picture[45, 130, 2] > picture[45, 130, 0] + 60


def test_values_that_are_no_numbers_do_no_harm(painter):
    play(painter)
    bad = float("nan")
    request = FrameRequest(
        50,
        bad,
        SUBJECT,
        strength=bad,
        noise=bad,
        source_time=1.0,
        inputs={"glow": bad, "punch": bad, "hue": bad},
    )
    painter.paint(request)
    assert play(painter, count=3).std() > 20
