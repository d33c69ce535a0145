"""The `style` painter, from requests to pixels: GL through EGL and the real network."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.engine import StylePainter
from tests.missing import missing

SIZE, CANVAS = (480, 270), (192, 108 + 4)
TUNNEL = Subject(source="tunnel", palette="neon", style=(("cobalt_night", 1.0),), seed=3, generation=1)
BEGIN = replace(TUNNEL, cut=True)
ROSE = Subject(source="rose", palette="rose", style=(("impressionist", 1.0),), seed=3, generation=2)


def new_painter() -> StylePainter:
    try:
        return StylePainter(SIZE, CANVAS, threads=1, runtime="onnxruntime")
    except UserError as error:
        missing(str(error))


@pytest.fixture(scope="module")
def shared_painter():
    painter = new_painter()
    yield painter
    painter.close()


@pytest.fixture
def painter(shared_painter):
    """The same engine for many tests; each begins with a cut."""
    shared_painter.paint(FrameRequest(0, 0.0, replace(TUNNEL, seed=99, generation=-1, cut=True)))
    return shared_painter


def request(index: int, subject: Subject = TUNNEL, **changes) -> FrameRequest:
    values = {"time": 0.125 * index, "source_time": 20.0 + 0.06 * index, "strength": 0.5} | changes
    return FrameRequest(index, subject=subject, **values)


def run(painter, count: int, subject: Subject = BEGIN, **changes) -> list[np.ndarray]:
    return [painter.paint(request(i, subject, **changes)).copy() for i in range(count)]


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference in levels."""
    return float(np.abs(a[..., :3].astype(float) - b[..., :3]).mean())


def luma(image: np.ndarray) -> np.ndarray:
    return image[..., :3] @ np.array([0.299, 0.587, 0.114])


def test_gives_an_opaque_picture_of_the_size_asked_for_with_lights_and_darks(painter):
    frame = run(painter, 3)[-1]
    assert frame.shape == (SIZE[1], SIZE[0], 4) and frame.dtype == np.uint8
    assert (frame[..., 3] == 255).all()
    assert np.percentile(luma(frame), 5) < 40 and np.percentile(luma(frame), 97) > 110


def test_the_same_requests_give_the_same_bytes():
    first, second = new_painter(), new_painter()
    poses = [Pose().moved(Motion(zoom=0.3, pan_x=0.2, rotation=20.0), 0.1 * i) for i in range(4)]
    for i, pose in enumerate(poses):
        asked = request(i, pose=pose)
        assert np.array_equal(first.paint(asked), second.paint(asked))
    first.close()
    second.close()


def test_a_higher_strength_repaints_more(painter):
    moved = []
    for strength in (0.0, 0.3, 0.7, 1.0):
        run(painter, 3)
        before = painter.paint(request(3)).copy()
        moved.append(difference(before, painter.paint(request(4, strength=strength, source_time=25.0))))
    assert moved == sorted(moved)
    assert moved[0] < 1.5, "strength 0 keeps the picture"
    assert moved[3] > 12.0, "strength 1 shows the new source"


def test_strength_zero_carries_the_picture_with_the_camera(painter):
    before = run(painter, 4)[-1]
    # 0.2 half-heights are 27 pixels at a height of 270.
    after = painter.paint(request(4, strength=0.0, pose=Pose().moved(Motion(pan_x=0.2), 1.0)))
    shifts = range(-40, 41)
    errors = [difference(before[60:210, 100:380], after[60:210, 100 + dx : 380 + dx]) for dx in shifts]
    assert abs(shifts[int(np.argmin(errors))] - 27) <= 1


def test_a_new_subject_grows_out_of_the_old_one_and_a_cut_does_not(painter):
    old = run(painter, 8)[-1]
    fade = [painter.paint(request(8 + i, ROSE)).copy() for i in range(16)]
    new = fade[-1]
    assert difference(fade[0], old) < 0.35 * difference(new, old), "the first frame is still the old picture"
    middle = [difference(frame, old) for frame in fade[::5]]
    assert middle == sorted(middle)
    run(painter, 4)
    cut = painter.paint(request(4, replace(ROSE, cut=True, generation=9)))
    assert difference(cut, new) < 0.5 * difference(cut, old)


def test_a_clock_that_is_set_back_does_not_hold_up_a_fade(painter):
    run(painter, 4)
    for i in range(12):
        settled = painter.paint(request(4 + i, ROSE, time=1000.0 + i, strength=1.0)).copy()
    painter.paint(request(16, TUNNEL, time=1020.0))
    back = painter.paint(request(17, TUNNEL, time=3.0, strength=1.0))
    assert difference(back, settled) > 20.0


def test_prompt_mix_moves_between_two_prompts_without_a_jump(painter):
    subject = Subject(prompt="gold smoke", prompt_b="a rose garden", seed=1, cut=True)
    frames = []
    for mix in np.linspace(0.0, 1.0, 9):
        run(painter, 1, replace(subject, seed=50))
        frames.append(painter.paint(request(1, subject, strength=1.0, prompt_mix=float(mix))).copy())
    whole = difference(frames[0], frames[-1])
    steps = [difference(a, b) for a, b in pairwise(frames)]
    assert whole > 20.0
    assert max(steps) < 0.6 * whole


def test_a_hit_is_brighter_and_closer_at_once_even_at_low_strength(painter):
    before = run(painter, 6)[-1]
    hit = painter.paint(request(6, strength=0.25, inputs={"glow": 1.0, "punch": 1.0})).copy()
    assert luma(hit).mean() > 1.12 * luma(before).mean()
    calm = painter.paint(request(7, strength=0.25, inputs={}))
    assert luma(calm).mean() < luma(hit).mean()


@pytest.mark.parametrize(
    "changes",
    [
        {"strength": math.nan, "noise": math.nan, "style_mix": math.inf, "prompt_mix": -math.inf},
        {"strength": 50.0, "noise": -3.0},
        {"time": math.nan, "source_time": math.inf},
        {"time": -1e12, "source_time": 1e15},
        {"inputs": {"glow": math.nan, "warp": 1e30, "detail": -math.inf, "hue": math.inf, "nonsense": 1.0}},
        {"pose": Pose(np.zeros((3, 3)))},
        {"pose": Pose(np.full((3, 3), np.nan))},
        {"pose": Pose(np.diag([1e-9, 1e-9, 1.0]))},
        {"pose": Pose(np.array([[1, 0, 0], [0, 1, 0], [3.0, 3.0, 1.0]]))},
    ],
)
def test_numbers_that_make_no_sense_never_stop_it(painter, changes):
    run(painter, 2)
    painter.paint(request(2, **changes))
    frame = painter.paint(request(3))
    assert frame[..., :3].std() > 10.0


def test_unknown_names_and_odd_prompts_still_give_a_picture(painter):
    for i, subject in enumerate(
        (
            Subject(prompt="\x00\ud800 ㅋㅋㅋ 🎉" * 50, cut=True),
            Subject(source="no such", palette="no such", style=(("no such", 1.0),), cut=True),
            Subject(style=(("lava", -1.0), ("lava", math.nan)), seed=-5, cut=True),
            Subject(seed=2**70, cut=True),
        )
    ):
        assert painter.paint(request(i + 1, subject))[..., :3].std() > 10.0


def test_a_network_that_gives_nan_does_not_break_the_painting(painter):
    good = run(painter, 3)[-1]
    network = painter._canvas._network
    real = network.run

    def broken() -> np.ndarray:
        output = real()
        output[:, :, ::2] = np.nan
        return output

    network.run = broken
    try:
        painter.paint(request(3))
    finally:
        network.run = real
    after = run(painter, 3)[-1]
    assert difference(painter.paint(request(3)), after) < 40.0
    assert difference(after, good) < 5.0


def test_feedback_neither_fades_nor_burns(painter):
    pose, kept = Pose(), []
    for i in range(80):
        pose = pose.moved(Motion(zoom=0.1, rotation=3.0), 0.125)
        frame = painter.paint(request(i, strength=0.12, pose=pose, source_time=20.0 + 0.02 * i))
        if i in (10, 79):
            y = luma(frame)
            kept.append((y.mean(), y.std(), np.abs(np.diff(y, axis=1)).mean()))
    (mean, deviation, sharpness), last = kept
    assert 0.6 < last[0] / mean < 1.6
    assert 0.7 < last[1] / deviation < 1.5
    assert 0.7 < last[2] / sharpness < 1.5


def test_grows_out_of_another_engines_last_frame():
    painter = new_painter()
    handed = np.zeros((90, 160, 4), np.uint8)
    handed[:45] = (250, 60, 20, 255)
    handed[45:] = (10, 30, 200, 255)
    painter.adopt(handed, Pose())
    frame = painter.paint(replace(request(1), strength=0.0))
    assert frame[40, 240, 0] > frame[40, 240, 2] + 60, "its top is still red"
    assert frame[230, 240, 2] > frame[230, 240, 0] + 60, "its bottom is still blue"
    painter.close()
