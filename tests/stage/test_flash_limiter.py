"""People in the room: never more than three flashes in any second."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.paint.frame import Frame
from realtime.stage.flash_limiter import DARKER, STEP, FlashLimiter
from realtime.stage.light import even, finished, parts_of
from realtime.stage.light_meter import LightMeter
from realtime.stage.post import POST_INPUTS, PostInput, post_value
from realtime.stage.stage import Stage
from tests.stage.conftest import PLAIN


def rises(levels: list[float], times: list[float]) -> list[float]:
    """When the luminance rose by STEP or more from a trough below DARKER: one per flash."""
    begun, trough, peak, rising = [], levels[0], levels[0], True
    for time, level in zip(times, levels, strict=True):
        if rising:
            peak = max(peak, level)
            if peak - level >= STEP and level < DARKER:
                rising, trough = False, level
        else:
            trough = min(trough, level)
            if level - trough >= STEP and trough < DARKER:
                begun.append(time)
                rising, peak = True, level
    return begun


def limited(limiter: FlashLimiter, time: float, level: float) -> float:
    """What is shown of a picture that is equally light all over."""
    return level * limiter.limit(time, np.full((9, 16), level, np.float32))


@given(st.lists(st.floats(0, 1), min_size=2, max_size=300), st.sampled_from([24, 30, 60, 144]))
def test_never_more_than_three_in_a_second_whatever_is_asked(asked: list[float], fps: int) -> None:
    limiter = FlashLimiter()
    times = [index / fps for index in range(len(asked))]
    shown = [limited(limiter, time, level) for time, level in zip(times, asked, strict=True)]
    assert all(a <= b for a, b in zip(shown, asked, strict=True))
    begun = rises(shown, times)
    assert all(later - first > 1.0 for first, later in zip(begun, begun[3:], strict=False))


def test_a_strobe_is_cut_to_three_a_second_and_a_slow_pulse_is_left_alone() -> None:
    times = [index / 60 for index in range(600)]
    for per_second, expected in ((12, 3), (2, 2)):
        limiter = FlashLimiter()
        asked = [0.9 if (time * per_second) % 1.0 < 0.5 else 0.1 for time in times]
        shown = [limited(limiter, time, level) for time, level in zip(times, asked, strict=True)]
        assert abs(len(rises(shown, times)) / 10 - expected) <= 0.3
        if per_second == 2:
            assert shown == asked


def test_darkness_comes_at_once_and_light_returns() -> None:
    limiter = FlashLimiter()
    for index in range(12):
        limited(limiter, index / 60, float(index % 2))
    assert limited(limiter, 0.3, 0.0) == 0.0
    assert limited(limiter, 1.5, 0.8) == 0.8


def test_a_strobing_blackout_is_limited_in_the_window(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(230, 230, 230))
    times = [index / 30 for index in range(60)]
    levels = [
        shot(stage, plain, time=time, blackout=index % 4 >= 2).mean() for index, time in enumerate(times)
    ]
    luminance = list((np.array(levels) / 255) ** 2.2)
    assert len(rises(luminance, times)) <= 6


def test_a_part_of_the_screen_that_strobes_is_limited_though_the_whole_hardly_changes() -> None:
    times = [index / 60 for index in range(300)]
    for parts, expected in ((60, 3), (20, 5)):  # of 144: a good third is a flash, a seventh is none
        limiter, shown = FlashLimiter(), []
        for time in times:
            light = np.full((9, 16), 0.3, np.float32)
            light.flat[:parts] = 0.42 if (time * 5) % 1.0 < 0.5 else 0.25
            shown.append(float(light.flat[0]) * limiter.limit(time, light))
        assert abs(len(rises(shown, times)) / 5 - expected) <= 0.5


def test_what_is_held_back_is_held_still_and_not_pushed_down() -> None:
    limiter, shown = FlashLimiter(), []
    for index in range(120):
        light = np.full((9, 16), 0.5 if index % 12 < 6 else 0.2, np.float32)
        light[0, 0] = 0.9 if index % 12 < 6 else 0.0
        shown.append(0.5 * limiter.limit(index / 60, light) if index % 12 < 6 else 0.2)
    assert min(shown) >= 0.85 * 0.2


@pytest.mark.parametrize("filters", [(), ("pixelate",)])
def test_flashes_of_the_finish_are_limited_in_the_window(stage, plain, shot, flat, filters) -> None:
    stage.show_frame(flat(150, 150, 150))
    times = [index / 30 for index in range(90)]
    levels = []
    for index, time in enumerate(times):
        inputs = PLAIN | {"post.flash": 1.0 if index % 6 < 3 else 0.0}
        levels.append(shot(stage, plain, time=time, filters=filters, inputs=inputs).mean() / 255)
    assert 6 <= len(rises([level**2.2 for level in levels], times)) <= 9


@pytest.mark.parametrize(
    "asked",
    [
        {"post.flash": 0.6},
        {"post.bloom": 1.0},
        {"post.saturation": 0.4, "post.contrast": 1.3},
        {"post.vignette": 0.8, "post.flash": 1.0, "post.bloom": 0.5},
    ],
)
def test_light_is_reckoned_as_it_is_seen(stage, plain, shot, asked) -> None:
    y, x = np.mgrid[0:1:90j, 0:1:160j]
    colours = np.stack([x, 0.8 * y, 1.0 - x, np.ones_like(x)], axis=2)
    pixels = np.ascontiguousarray((255 * colours).astype(np.uint8))
    stage.show_frame(Frame(pixels, 0, 0.0, Pose(), 0, 0.1, "test"))
    seen = shot(stage, plain, inputs=PLAIN | asked)
    rgba = np.dstack([seen, np.full(seen.shape[:2], 255.0)]).astype(np.uint8)
    uniforms = {name: post_value(name, PLAIN | asked) for name in POST_INPUTS}
    reckoned = finished(parts_of(pixels), uniforms, 16 / 9)
    real = parts_of(rgba)[..., :3] ** 2.2 @ np.float32((0.2126, 0.7152, 0.0722))
    assert np.abs(reckoned - real).max() < 0.08
    assert abs(reckoned.mean() - real.mean()) < 0.02


def test_a_formula_that_the_limiter_cannot_reckon_is_named(monkeypatch) -> None:
    monkeypatch.setitem(POST_INPUTS, "lift", PostInput("lift", 0.0, 0.0, 1.0, "made up", "c = acosh(c);"))
    uniforms = {name: post_value(name, PLAIN) for name in POST_INPUTS}
    with pytest.raises(ValueError, match=r"formula of lift calls acosh\(\).*_FUNCTIONS"):
        finished(parts_of(np.zeros((9, 16, 4), np.uint8)), uniforms, 16 / 9)


@pytest.fixture
def lifted(monkeypatch, window):
    """A stage whose finish has one row more, which brightens."""
    row = PostInput("lift", 0.0, 0.0, 1.0, "made up", "vec3 rest = vec3(1.0) - c; c = c + lift * 0.8 * rest;")
    monkeypatch.setitem(POST_INPUTS, "lift", row)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    yield stage
    stage.release()


def test_one_more_row_of_the_finish_is_drawn_and_its_flashes_are_limited(lifted, plain, shot, flat) -> None:
    lifted.show_frame(flat(60, 60, 60))
    asked = PLAIN | {"post.lift": 0.5}
    dark, light = shot(lifted, plain).mean(), shot(lifted, plain, time=5.0, inputs=asked).mean()
    assert light == pytest.approx(60 + 0.4 * 195, abs=2.0) and dark == pytest.approx(60, abs=1.0)
    uniforms = {name: post_value(name, asked) for name in POST_INPUTS}
    reckoned = finished(parts_of(np.full((90, 160, 4), 60, np.uint8)), uniforms, 16 / 9)
    assert reckoned.mean() == pytest.approx((light / 255) ** 2.2, abs=0.01)

    times = [10.0 + index / 30 for index in range(90)]
    levels = []
    for index, time in enumerate(times):
        inputs = PLAIN | {"post.lift": 1.0 if index % 6 < 3 else 0.0}
        levels.append(shot(lifted, plain, time=time, inputs=inputs).mean() / 255)
    assert 6 <= len(rises([level**2.2 for level in levels], times)) <= 9


def test_a_gpu_tells_a_frame_later_what_the_filters_made_of_the_light(window) -> None:
    context = window.context
    pixels = np.full((90, 160, 4), 60, np.uint8)
    pixels[:45] = 200  # at the bottom, as OpenGL counts
    picture = context.texture((160, 90), 4, pixels.tobytes())
    late, at_once = LightMeter(context, waits=False), LightMeter(context, waits=True)
    try:
        assert np.array_equal(late.seen(even(0.2), picture), even(0.2))
        later = late.seen(even(0.2), picture)[..., 0]
        assert np.abs(later[0] - 60 / 255).max() < 0.03
        assert np.abs(later[-1] - 200 / 255).max() < 0.03
        assert np.abs(at_once.seen(even(0.2), picture) - parts_of(pixels[::-1])).max() < 0.02
    finally:
        for part in (picture, late, at_once):
            part.release()
