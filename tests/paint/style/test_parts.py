"""The style painter's parts: endless sources, the camera's camera_follow, colour match, network, names."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from realtime.camera import Motion, step_matrix
from realtime.errors import UserError
from realtime.paint.style.bristles import bristle_relief
from realtime.paint.style.canvas import gaussian
from realtime.paint.style.grade import ColourMatch, block_means, doubled
from realtime.paint.style.network import open_network
from realtime.scenery.camera_follow import CameraFollow
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES, palette, turned
from realtime.scenery.source_stage import LOOP_S, Layer, SourceStage
from realtime.scenery.styles import STYLES, style_mix
from realtime.scenery.weather import WEATHER
from tests.missing import needed

SIZE = (192, 108)
NAMES = Generators().names


def picture(stage: SourceStage, name: str, time: float = 30.0, **inputs: float) -> np.ndarray:
    """float (H, W, 3), levels."""
    layer = Layer(name, 5, PALETTES["candy"], 1.0)
    texture = stage.render(layer, time, 0.1, inputs)
    return np.frombuffer(texture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3].astype(float)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).mean())


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_a_picture_with_depth_that_moves_slowly(context, name):
    stage = SourceStage(context, SIZE)
    now, soon, later = (picture(stage, name, t) for t in (30.0, 30.125, 60.0))
    assert now.std() > 25.0
    assert 0.0 < apart(now, soon) < 0.35 * apart(now, later) + 0.5


@pytest.mark.parametrize("name", NAMES)
def test_every_source_takes_the_hit(context, name):
    stage = SourceStage(context, SIZE)
    assert picture(stage, name, glow=1.0).mean() > 1.1 * picture(stage, name).mean()


@pytest.mark.parametrize("name", NAMES)
def test_a_sources_clock_starts_again_without_a_seam(context, name):
    stage = SourceStage(context, SIZE)
    before, after = picture(stage, name, LOOP_S - 0.004), picture(stage, name, LOOP_S + 0.004)
    assert apart(before, after) < 1.5


@pytest.mark.parametrize("name", NAMES)
def test_flying_through_a_source_has_no_seam_between_octaves(context, name):
    stage = SourceStage(context, SIZE)
    stage.prepare(name)
    camera_follow = stage._camera_follows[name]
    camera_follow.move(
        step_matrix(Motion(zoom=np.log(2.0) * 0.9999, pan_x=0.3, pan_y=0.2, rotation=30.0), 1.0), 1.0
    )
    before = picture(stage, name)
    camera_follow.move(step_matrix(Motion(zoom=np.log(2.0) * 0.0002), 1.0), 0.0)
    assert apart(before, picture(stage, name)) < 1.5


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_is_another_composition(context, name):
    stage = SourceStage(context, SIZE)

    def thumbnail(seed: int) -> np.ndarray:
        texture = stage.render(Layer(name, seed, PALETTES["candy"], 1.0), 30.0, 0.1, {})
        pixels = np.frombuffer(texture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3]
        return pixels.reshape(9, 12, 16, 12, 3).mean((1, 3))

    seen = [thumbnail(seed) for seed in (1, 2, 3, 4)]
    assert min(apart(a, b) for a, b in combinations(seen, 2)) > 6.0


@pytest.mark.parametrize("name", WEATHER)
def test_every_weather_is_seen_before_any_source_and_moves(context, name):
    stage = SourceStage(context, SIZE)

    def laid_over(time: float, amount: float) -> np.ndarray:
        return picture(stage, "clouds", time, **{name: amount}) - picture(stage, "clouds", time)

    # A flock comes by, a bolt falls: not at every moment.
    half, whole, later = (
        np.stack([laid_over(t + dt, amount) for t in (8.2, 24.2)])
        for dt, amount in ((0.0, 0.5), (0.0, 1.0), (0.4, 1.0))
    )
    assert 0.05 < np.abs(half).mean() < np.abs(whole).mean()
    assert apart(whole, later) > 0.05
    before, after = (picture(stage, "clouds", LOOP_S + dt, **{name: 1.0}) for dt in (-0.004, 0.004))
    assert apart(before, after) < 1.5


@pytest.mark.parametrize(
    ("name", "trait"),
    [("horizon", "moon"), ("horizon", "waves"), ("horizon", "dry"), ("horizon", "tower"), ("city", "fire"),
     ("forest", "snow_ground"), ("tunnel", "hole"), ("rose", "disc"), ("planet", "ring"), ("deep", "jelly"),
     ("shapes", "round"), ("fire", "volcano"), ("face", "beast"), ("figures", "crowd"),
     ("wings", "feathers")],
)  # fmt: skip
def test_what_the_words_name_is_seen_and_a_route_may_take_it_away_again(context, name, trait):
    stage = SourceStage(context, SIZE)

    def seen(traits: dict[str, float], **inputs: float) -> np.ndarray:
        texture = stage.render(Layer(name, 6, PALETTES["dusk"], 1.0, traits), 30.0, 0.1, inputs)
        return np.frombuffer(texture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3].astype(float)

    plain = seen({trait: 0.0})
    assert apart(plain, seen({trait: 1.0})) > 1.0
    assert apart(plain, seen({trait: 1.0}, **{trait: 0.0})) == 0.0


@pytest.mark.parametrize("name", ["clouds", "ink"])
def test_an_endless_source_follows_a_pan_pixel_for_pixel(context, name):
    stage = SourceStage(context, SIZE)
    before = picture(stage, name)
    # A half-height is 54 pixels: 10 pixels to the right.
    stage.move(step_matrix(Motion(pan_x=10.0 / 54.0), 1.0), 0.0)
    after = picture(stage, name)
    assert np.allclose(stage.pan_limit(name), np.eye(3), atol=1e-9)
    # Edges, not light: the lamps stay where they are.
    before, after = np.diff(before, axis=1), np.diff(after, axis=1)
    followed, ignored = (apart(before[:, 20:-20], after[:, 20 + dx : 171 + dx]) for dx in (10, -10))
    assert followed < 0.75 * ignored


@pytest.mark.parametrize("name", NAMES)
def test_a_pan_has_no_seam_at_the_end_of_a_sources_world(context, name):
    stage = SourceStage(context, SIZE)
    stage.prepare(name)
    stage._camera_follows[name].shift = np.array([127.9999, 127.9999])
    before = picture(stage, name)
    stage._camera_follows[name].shift = np.array([0.0001, 0.0001])
    assert apart(before, picture(stage, name)) < 1.5


def test_a_camera_never_leaves_its_world_however_long():
    camera_follow = CameraFollow(frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y")))
    step = step_matrix(Motion(zoom=0.7, rotation=50.0, pan_x=0.6, pan_y=-0.4), 0.5)
    for _ in range(5000):
        camera_follow.move(step, 0.5)
        assert 0.0 <= camera_follow.zoom < 1.0 and 0 <= camera_follow.octave < 64
        assert np.all((camera_follow.shift >= 0.0) & (camera_follow.shift <= 128.0))
    assert np.allclose(camera_follow.pan_limit, np.eye(3), atol=1e-6)


def test_zooming_in_and_out_again_comes_back_to_the_same_place():
    camera_follow = CameraFollow(frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y")))
    for motion in (Motion(zoom=0.3, rotation=20.0, pan_x=0.2), Motion(zoom=0.2, pan_y=0.1)):
        step = step_matrix(motion, 1.0)
        camera_follow.move(step, 1.0)
        camera_follow.move(np.linalg.inv(step), 1.0)
    assert (
        camera_follow.octave + camera_follow.zoom == pytest.approx(0.0, abs=1e-9)
        or camera_follow.zoom > 1.0 - 1e-9
    )
    assert np.allclose((camera_follow.shift + 64.0) % 128.0, 64.0, atol=1e-9)


def test_a_source_that_cannot_follow_is_moved_within_a_pan_limit_and_comes_back():
    camera_follow = CameraFollow()
    camera_follow.move(step_matrix(Motion(pan_x=0.2), 1.0), 0.0)
    assert camera_follow.pan_limit[0, 2] == pytest.approx(0.2)
    for _ in range(400):
        camera_follow.move(step_matrix(Motion(zoom=0.2, yaw=2.0), 0.1), 0.1)
    assert np.abs(camera_follow.pan_limit - np.eye(3)).max() < 0.6
    for _ in range(400):
        camera_follow.move(np.eye(3), 0.1)
    assert np.allclose(camera_follow.pan_limit, np.eye(3), atol=1e-2)


def test_colour_match_brings_back_the_sources_light_and_colour():
    rng = np.random.default_rng(1)
    before = rng.random((14, 24, 3)).astype(np.float32) * np.float32([0.9, 0.3, 0.5])
    after = 0.4 + 0.2 * rng.random((14, 24, 3)).astype(np.float32)
    grade = ColourMatch().match(before, after, 0.1)
    to_ycc = np.array([[0.299, 0.587, 0.114], [0.5, -0.418688, -0.081312], [-0.168736, -0.331264, 0.5]])
    matched = after.repeat(2, 0).repeat(2, 1) @ grade.matrix.T + grade.field[..., :3]
    matched, source, raw = ((one @ to_ycc.T).mean((0, 1)) for one in (matched, before, after))
    assert np.all(np.abs(matched - source) < 0.4 * np.abs(raw - source) + 0.01)


def test_block_means_are_the_means_of_the_blocks_whatever_the_layout():
    pixels = np.random.default_rng(2).random((3, 40, 56)).astype(np.float32)
    means = block_means(pixels.transpose(1, 2, 0)[8:, 8:48])
    assert means.shape == (4, 5, 3)
    assert np.allclose(means[1, 2], pixels[:, 16:24, 24:32].mean((1, 2)), atol=1e-6)
    whole = (pixels * 255).astype(np.uint8).transpose(1, 2, 0)
    assert np.allclose(block_means(whole)[0, 0], whole[:8, :8].mean((0, 1)), atol=1e-4)


def test_a_doubled_field_keeps_its_slope_and_shows_no_cells():
    ramp = np.linspace(0.0, 1.0, 12, dtype=np.float32)[None, :, None].repeat(6, 0)
    fine = doubled(ramp)[4, 1:-1, 0]
    assert np.allclose(np.diff(fine), 0.5 / 11, atol=1e-6)


def test_five_looks_blur_as_a_gaussian_of_nine_pixels():
    (middle, near, far), (first, second) = gaussian(1.9)
    line, at = np.random.default_rng(3).random(15), np.arange(15.0)
    nine = np.exp(-0.5 * (np.arange(-4, 5) / 1.9) ** 2)
    looks = [(middle, 0.0), (near, first), (near, -first), (far, second), (far, -second)]
    seen = sum(weight * np.interp(7.0 + place, at, line) for weight, place in looks)
    assert seen == pytest.approx(float(nine @ line[3:12] / nine.sum()))


def test_bristles_tile_and_turn_with_their_layer():
    both = bristle_relief()
    assert np.array_equal(both[..., 2:], np.roll(both[..., :2], -1, axis=0)), "the next direction beside each"
    assert np.abs(both[:, ::2, ::2, 0].astype(int) - both[:, :256, :256, 1]).mean() < 1.0, "two octaves"
    relief = both[..., 0].astype(float)
    across = [np.abs(np.diff(layer, axis=0)).mean() for layer in relief]
    along = [np.abs(np.diff(layer, axis=1)).mean() for layer in relief]
    assert across[0] > 2.0 * along[0], "layer 0 is of horizontal strokes"
    assert along[8] > 2.0 * across[8], "half way they are upright"
    seam = np.abs(relief[:, :, 0] - relief[:, :, -1]).mean()
    assert seam < 1.5 * np.abs(np.diff(relief, axis=2)).mean()


def test_the_network_paints_each_style_differently_and_blends_them():
    network = open_network((64, 48), 1, "onnxruntime")
    assert "ONNX Runtime" in network.name
    network.image[:] = np.linspace(0, 1, 64, dtype=np.float32)
    painted = []
    for style in STYLES:
        network.weights[:] = style_mix([(style.name, 2.0)]).weights
        painted.append(network.run().copy())
    assert len(painted) == 26
    for i, one in enumerate(painted):
        assert np.isfinite(one).all()
        assert all(np.abs(one - other).mean() > 0.01 for other in painted[:i])


def test_both_runtimes_paint_the_same_picture():
    needed("openvino", "pip install -e '.[openvino]'")
    image = np.random.default_rng(2).random((1, 3, 48, 64)).astype(np.float32)
    results = []
    for runtime in ("onnxruntime", "openvino"):
        network = open_network((64, 48), 1, runtime)
        network.image[:] = image
        network.weights[:] = style_mix([("lava", 0.5), ("cubist", 0.5)]).weights
        results.append(network.run().copy())
    # bfloat16 has 8 bits of mantissa.
    assert np.abs(results[0] - results[1]).mean() < 0.02


def test_names_that_do_not_exist_are_answered_with_the_nearest_right_one():
    with pytest.raises(UserError, match="starry_swirl"):
        style_mix([("stary_swirl", 1.0)])
    with pytest.raises(UserError, match="sakura"):
        palette("sakurra")
    with pytest.raises(UserError, match="sum above 0"):
        style_mix([("lava", 0.0)])


def test_a_palette_is_dark_to_light_and_turns_its_hue_without_losing_light():
    to_luma = np.array([0.299, 0.587, 0.114])
    for name, colours in PALETTES.items():
        light = colours @ to_luma
        assert light[0] < 0.2 and light[3] > 0.6 and light[0] < light[1] < light[3], name
    grey = turned(PALETTES["dusk"] * 0.5 + 0.25, 0.37)
    assert np.allclose(grey @ to_luma, (PALETTES["dusk"] * 0.5 + 0.25) @ to_luma, atol=0.02)
