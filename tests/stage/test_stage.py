"""What is in the window after a render."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Motion, Pose, relative
from realtime.paint.frame import Frame
from realtime.stage.stage import Stage
from realtime.stage.view import View


def card(size: tuple[int, int] = (160, 90)) -> np.ndarray:
    """A test card: every pixel its own colour, so that a flip, a shift or a stretch shows."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.stack([x, y, 255 - x, np.full_like(x, 255)], axis=-1).astype(np.uint8)


def frame(pixels: np.ndarray, pose: Pose | None = None, generation: int = 0) -> Frame:
    return Frame(pixels, 0, 0.0, pose or Pose(), generation, 0.1, "test")


def test_before_the_first_painting_there_is_a_light_that_moves_and_obeys(stage, plain, shot) -> None:
    first = shot(stage, plain)
    assert 15 < first.mean() < 110 and np.ptp(first.mean(axis=2)) > 30
    assert np.abs(shot(stage, plain, time=3.0) - first).mean() > 1.0
    loud = Features(level=1.0, clock=BeatClock(0.5, 0.0, confidence=1.0))
    assert shot(stage, plain, time=3.0, features=loud).mean() > first.mean() * 1.1
    assert not shot(stage, plain, time=3.1, blackout=True).any()


def test_the_first_painting_grows_out_of_the_opening(stage, plain, shot, flat) -> None:
    opening = shot(stage, plain, filters=("kaleido",))
    stage.show_frame(flat(200, 200, 200))
    begin = shot(stage, plain, time=0.01, dt=0.0, transition_beats=64.0)
    assert np.abs(begin - opening).mean() < 2.0
    assert (shot(stage, plain, time=2.1, dt=2.1, transition_beats=64.0) == 200).all()


def test_a_still_camera_shows_the_painted_pixels_as_they_are(stage, plain, shot) -> None:
    stage.show_frame(frame(card()))
    assert np.abs(shot(stage, plain) - card()[..., :3]).max() <= 1


def spot(position: tuple[float, float], size: tuple[int, int]) -> np.ndarray:
    """A soft white spot at `position` (camera coordinates) on black."""
    width, height = size
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    px, py = (position[0] * height / 2 + width / 2, height / 2 - position[1] * height / 2)
    light = 255 * np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * 2.5**2))
    return np.dstack([light, light, light, np.full_like(light, 255)]).astype(np.uint8)


def centre(picture: np.ndarray) -> tuple[float, float]:
    """Centre of light in camera coordinates."""
    height, width = picture.shape[:2]
    light = picture[..., 0]
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    px, py = (x * light).sum() / light.sum(), (y * light).sum() / light.sum()
    return (px - width / 2) / (height / 2), (height / 2 - py) / (height / 2)


MOTIONS = [
    Motion(),
    Motion(zoom=0.4),
    Motion(zoom=-0.3),
    Motion(rotation=25.0),
    Motion(pan_x=0.3),
    Motion(pan_y=-0.25),
    Motion(tilt=12.0),
    Motion(yaw=-12.0),
    Motion(zoom=0.2, rotation=-15.0, pan_x=0.1, pan_y=0.1, tilt=5.0, yaw=5.0),
]


@pytest.mark.parametrize("motion", MOTIONS)
def test_the_picture_moves_as_the_homography_says_within_half_a_pixel(stage, plain, shot, motion) -> None:
    asked = Pose().moved(Motion(zoom=0.1, rotation=7.0), 1.0)
    now = asked.moved(motion, 1.0)
    place = (0.35, 0.2)
    stage.show_frame(frame(spot(place, (160, 90)), asked))
    x, y = centre(shot(stage, plain, pose=now))
    q = relative(now, asked) @ np.array([*place, 1.0])
    half_height = stage.size[1] / 2
    assert math.hypot(x - q[0] / q[2], y - q[1] / q[2]) * half_height < 0.5


def test_a_frame_of_another_shape_covers_the_window_unstretched(stage, plain, shot) -> None:
    stage.show_frame(frame(spot((0.3, 0.2), (90, 90))))  # square, in a 16:9 window: cut at top and bottom
    x, y = centre(shot(stage, plain))
    assert (x, y) == pytest.approx((0.3 * 16 / 9, 0.2 * 16 / 9), abs=0.02)


def test_borders_mirror_instead_of_showing_an_edge(stage, plain, shot) -> None:
    stage.show_frame(frame(card()))
    picture = shot(stage, plain, pose=Pose().moved(Motion(pan_x=0.4), 1.0))
    shift = round(0.4 * 45)
    # 18 columns came in from the left: they mirror the first 18 of the card.
    assert np.abs(picture[:, shift - 1 :: -1] - card()[:, :shift, :3]).max() <= 4
    assert np.abs(picture[:, shift:] - card()[:, : 160 - shift, :3]).max() <= 4


def test_new_frames_fade_in_over_the_painting_interval(stage, plain, shot, flat) -> None:
    for index in range(12):  # the stage learns that a frame comes every half second
        stage.show_frame(flat(0, 0, 0))
        shot(stage, plain, time=index * 0.5)
    stage.show_frame(flat(200, 200, 200))
    levels = [shot(stage, plain, time=6.0 + step * 0.05)[45, 80, 0] for step in range(12)]
    assert levels[0] == pytest.approx(200 / 30, abs=1), "what one displayed frame brings"
    assert np.diff(levels[:10]) == pytest.approx(np.full(9, 20), abs=1.1), (
        "as much with each frame, for half a second"
    )
    assert levels[-1] == 200
    assert levels[7] < 200 == levels[10], "the fade takes most of the half second, and no more"


@pytest.mark.parametrize("gaps", [[0.5, 0.2, 0.5, 0.3], [0.1, 0.5, 0.1, 0.5], [1.0, 0.05, 1.0]])
def test_no_jump_when_frames_come_unevenly(stage, plain, shot, flat, gaps) -> None:
    time, shade, last, jumps = 0.0, 40, None, []
    for gap in [0.5, *gaps]:
        stage.show_frame(flat(shade, shade, shade))
        shade = 200 - shade
        for _ in range(max(1, round(gap * 60))):
            level = shot(stage, plain, time=time)[45, 80, 0]
            if last is not None:
                jumps.append(abs(level - last))
            last, time = level, time + 1 / 60
    # The fastest allowed fade moves 160 levels in a tenth of a second.
    assert max(jumps) < 160 * 0.35


def test_the_picture_moves_evenly_while_the_painter_takes_half_a_second(stage, plain, shot) -> None:
    motion, step = Motion(pan_x=0.5), 1 / 60
    pose, places = Pose(), []
    for index in range(61):
        if index % 30 == 0:
            # The painter answers with the spot where the camera has carried it meanwhile.
            stage.show_frame(frame(spot((-0.9 + 0.5 * index * step, 0.1), (160, 90)), pose))
        places.append(centre(shot(stage, plain, time=index * step, dt=step, pose=pose))[0])
        pose = pose.moved(motion, step)
    assert np.diff(places) == pytest.approx(np.full(60, 0.5 * step), abs=0.3 / 45)


def test_a_painter_as_fast_as_the_display_is_shown_at_once(stage, plain, shot, flat) -> None:
    for index in range(40):
        stage.show_frame(flat(index, index, index))
        picture = shot(stage, plain, time=index / 100)
    assert picture[45, 80, 0] == 39


@pytest.mark.parametrize("fps", [2, 12, 24, 30])
def test_a_painter_as_fast_as_a_slow_display_is_shown_at_its_time(stage, plain, shot, flat, fps) -> None:
    levels = []
    for index in range(40):
        stage.show_frame(flat(6 * index, 6 * index, 6 * index))
        levels.append(shot(stage, plain, time=index / fps, dt=1 / fps)[45, 80, 0])
    assert np.diff(levels).min() >= 0
    # The stage needs some frames to learn how fast they come.
    assert levels[15:] == pytest.approx([6 * index for index in range(15, 40)], abs=1)


def test_master_and_blackout(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(200, 100, 50))
    assert shot(stage, plain)[45, 80] == pytest.approx([200, 100, 50], abs=1)
    assert shot(stage, plain, time=1.0, master=0.5)[45, 80] == pytest.approx([100, 50, 25], abs=1)
    assert not shot(stage, plain, time=2.0, blackout=True).any()
    assert shot(stage, plain, time=3.0)[45, 80] == pytest.approx([200, 100, 50], abs=1)


def test_freeze_holds_every_pixel_and_still_obeys_the_master(stage, plain, shot) -> None:
    moving = plain.inputs | {"post.grain": 0.1, "post.wave": 1.0, "post.sparkle": 1.0}
    stage.show_frame(frame(card()))
    before = shot(stage, plain, time=1.0, inputs=moving)
    stage.show_frame(frame(card()[::-1]))
    now = Pose().moved(Motion(zoom=1.0), 1.0)
    held = shot(stage, plain, time=2.0, pose=now, inputs=moving, freeze=True, filters=("kaleido",))
    assert np.array_equal(held, before)
    assert not shot(stage, plain, time=2.1, freeze=True, blackout=True).any()
    assert not np.array_equal(shot(stage, plain, time=3.0, pose=now, inputs=moving), before)


def test_a_stale_frame_is_not_shown(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(0, 200, 0, generation=3))
    shot(stage, plain)
    stage.show_frame(flat(200, 0, 0, generation=2))
    assert shot(stage, plain, time=1.0)[45, 80].tolist() == [0, 200, 0]


@pytest.mark.parametrize("name", ["dissolve", "luma_wipe", "zoom_blur", "ink_spread"])
def test_a_transition_begins_with_the_old_picture_and_ends_with_the_new(stage, plain, shot, name) -> None:
    old, new = card(), 255 - card()
    new[..., 3] = 255
    stage.show_frame(frame(old))
    before = shot(stage, plain)
    stage.show_frame(frame(new, generation=1))
    # One beat is half a second until the ear knows better: 4 beats take 2 s.
    pictures = []
    for step in range(21):
        view_dt = 0.0 if step == 0 else 0.1
        pictures.append(shot(stage, plain, time=1.0 + step * 0.1, dt=view_dt, transition=name))
    assert np.abs(pictures[0] - before).max() <= 2
    assert np.abs(pictures[-1] - new[..., :3]).max() <= 2
    # It is over: an hour later nothing is left of what was there before.
    assert np.abs(shot(stage, plain, time=3600.0, transition=name) - new[..., :3]).max() <= 2
    middle = pictures[10]
    assert np.abs(middle - before).mean() > 5 and np.abs(middle - new[..., :3]).mean() > 5
    # Neither begins nor ends with a jump: no step changes the picture by more than a third of the way.
    way = np.abs(before - new[..., :3]).mean()
    assert max(np.abs(b - a).mean() for a, b in pairwise(pictures)) < way / 3


def test_zero_beats_are_a_cut_and_no_transition_is_a_fade(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(200, 0, 0))
    shot(stage, plain)
    stage.show_frame(flat(0, 200, 0, generation=1))
    assert shot(stage, plain, time=1.0, transition_beats=0.0)[45, 80].tolist() == [0, 200, 0]
    stage.show_frame(flat(0, 0, 200, generation=2))
    assert shot(stage, plain, time=2.0, transition="", dt=0.0)[45, 80].tolist() == [0, 200, 0]
    assert shot(stage, plain, time=4.0, transition="")[45, 80].tolist() == [0, 0, 200]


def test_a_transition_within_a_transition_goes_on_from_what_is_seen(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(200, 0, 0))
    shot(stage, plain)
    stage.show_frame(flat(0, 200, 0, generation=1))
    shot(stage, plain, time=1.0, dt=0.0)
    seen = shot(stage, plain, time=2.0, dt=1.0)[45, 80]
    assert 20 < seen[0] < 180
    stage.show_frame(flat(0, 0, 200, generation=2))
    assert shot(stage, plain, time=2.0, dt=0.0)[45, 80] == pytest.approx(seen, abs=2)
    assert shot(stage, plain, time=5.0, dt=3.0)[45, 80].tolist() == [0, 0, 200]


def test_an_unknown_transition_or_filter_is_reported_and_the_show_goes_on(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(200, 0, 0))
    shot(stage, plain)
    stage.show_frame(flat(0, 200, 0, generation=1))
    picture = shot(stage, plain, time=2.0, transition="disolve", filters=("kaleidoo",))
    assert picture[45, 80].tolist() == [0, 200, 0]
    assert "did you mean 'dissolve'" in stage.errors["disolve"]
    assert "did you mean 'kaleido'" in stage.errors["kaleidoo"]


@pytest.mark.parametrize(("scale", "seen"), [(1.0, True), (0.5, True), (0.5, False)])
def test_half_the_inner_size_shows_the_same_picture_softer(window, plain, shot, scale, seen) -> None:
    from realtime.isf.library import ShaderLibrary

    small = Stage(window.context, window.framebuffer, ShaderLibrary(), scale=scale, seen=seen)
    small.show_frame(frame(card()))
    assert np.abs(shot(small, plain) - card()[..., :3]).mean() < 3
    small.release()


def test_drawing_fewer_lines_inside_goes_on_with_the_picture(stage, plain, shot) -> None:
    stage.show_frame(frame(card()))
    before = shot(stage, plain, filters=("echo",))
    stage.rescale(0.5)
    after = shot(stage, plain, filters=("echo",))
    assert 0.0 < np.abs(after - before).mean() < 6.0
    stage.show_frame(frame(card(), generation=1))
    shot(stage, plain, transition_beats=2.0)
    stage.rescale(1.0)
    assert not stage.in_transition
    assert np.abs(shot(stage, plain, dt=10.0) - card()[..., :3]).max() <= 1


def test_the_head_up_display_is_for_the_operator_only(stage, plain, shot, flat) -> None:
    from dataclasses import replace

    stage.show_frame(flat(120, 120, 120))
    view = replace(plain, hud=("tempo 124.0", "장면 2"))
    assert (shot(stage, view) == 120).all()
    stage.overlay(view)
    out = np.empty((stage.size[1], stage.size[0], 4), dtype=np.uint8)
    corner = stage.read_frame(out)[: stage.size[1] // 2, : stage.size[0] // 2, :3].astype(float)
    assert corner.max() > 200 and corner.min() < 60


@pytest.mark.parametrize("line", ["", "\n\t\x00", "⚑ 한글 ▮▯●○ é", "x" * 500, "▮" * 500, "\ud800"])
def test_any_line_can_be_displayed(stage, plain, flat, line) -> None:
    stage.show_frame(flat(120, 120, 120))
    stage.render(plain)
    stage.overlay(View(hud=(line, "second")))
    stage.overlay(View(time=1.0, hud=(line + " ", "second", "third")))
    out = np.empty((stage.size[1], stage.size[0], 4), dtype=np.uint8)
    assert (stage.read_frame(out)[66:, :, :3] == 120).all()
