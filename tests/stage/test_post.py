"""The finish and the filters: every control does what its name says, and rests when it should."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.isf.pictures import smooth
from realtime.paint.frame import Frame
from realtime.stage.composite import Composite
from realtime.stage.layer import Slot
from realtime.stage.post import POST_INPUTS
from realtime.stage.stage import Stage
from realtime.vocabulary import known_names


@pytest.fixture
def scene() -> Frame:
    """Bright discs and stripes of several colours on a dark ground."""
    x, y = np.meshgrid(np.linspace(-16 / 9, 16 / 9, 160), np.linspace(-1, 1, 90))
    pixels = np.full((90, 160, 4), 255, dtype=np.uint8)
    pixels[..., :3] = (30, 20, 50)
    pixels[np.hypot(x + 0.6, y) < 0.35] = (240, 220, 160, 255)
    pixels[np.hypot(x - 0.7, y - 0.3) < 0.25] = (60, 200, 240, 255)
    pixels[np.abs(np.sin(9 * x + 5 * y)) < 0.12] = (200, 40, 120, 255)
    return Frame(pixels, 0, 0.0, Pose(), 0, 0.1, "test")


@pytest.mark.parametrize("name", POST_INPUTS)
def test_every_input_changes_the_picture(stage, plain, shot, scene, name) -> None:
    stage.show_frame(scene)
    rest = shot(stage, plain)
    value = 0.3 if name in ("contrast", "saturation") else POST_INPUTS[name].high
    assert np.abs(shot(stage, plain, inputs=plain.inputs | {f"post.{name}": value}) - rest).mean() > 0.4


def test_what_the_names_promise(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)

    def finished(time: float = 0.0, **values: float) -> np.ndarray:
        return shot(
            stage, plain, time=time, inputs=plain.inputs | {f"post.{k}": v for k, v in values.items()}
        )

    rest = finished()
    grey = finished(saturation=0.0)
    assert np.ptp(grey, axis=2).max() <= 1
    assert (finished(vignette=1.0)[0, 0] < rest[0, 0] * 0.6).all()
    assert finished(flash=1.0).mean() > rest.mean() * 1.3
    assert finished(contrast=1.5).std() > rest.std() * 1.2
    glow = finished(bloom=1.0) - rest
    assert glow.min() >= -1
    assert glow[45, 28].sum() > glow[85, 8].sum() + 3  # beside the bright disc, and far from it
    grain = finished(grain=0.1) - rest
    assert abs(grain.mean()) < 1.5 and grain.std() > 3
    assert not np.array_equal(finished(grain=0.1), finished(time=0.1, grain=0.1))


def test_stars_shine_where_it_is_bright_and_are_dealt_anew(stage, plain, shot) -> None:
    pixels = np.full((90, 160, 4), 255, dtype=np.uint8)
    pixels[:, :80, :3] = 12
    pixels[:, 80:, :3] = (150, 120, 90)
    stage.show_frame(Frame(pixels, 0, 0.0, Pose(), 0, 0.1, "test"))
    rest = shot(stage, plain)
    sparkling = plain.inputs | {"post.sparkle": 2.0}
    one, other = (shot(stage, plain, inputs=sparkling, time=time) - rest for time in (0.0, 0.1))
    assert one.min() >= -1 and one.max() > 40
    assert one[:, 80:].mean() > 4 * one[:, :80].mean()
    assert not np.array_equal(one, other)
    assert not shot(stage, plain, inputs=sparkling, time=0.2, blackout=True).any()


def test_bloom_and_flash_leave_a_light_its_drawing_and_its_colour(stage, plain, shot) -> None:
    x = np.linspace(0, 40 * np.pi, 160)
    pixels = np.full((90, 160, 4), 255, dtype=np.uint8)
    pixels[..., :3] = np.stack([240 + 12 * np.sin(x), 225 + 12 * np.sin(x), np.full_like(x, 150)], axis=-1)
    stage.show_frame(Frame(pixels, 0, 0.0, Pose(), 0, 0.1, "test"))
    rest = shot(stage, plain)[45]
    lit = shot(stage, plain, inputs=plain.inputs | {"post.bloom": 0.8, "post.flash": 0.3})[45]
    assert lit.mean() > rest.mean()
    assert np.ptp(lit[:, 0]) > 0.4 * np.ptp(rest[:, 0])
    assert lit[:, 2].mean() < lit[:, 0].mean() - 50


def test_colour_fringes_are_the_same_for_one_layer_and_for_several(stage, plain, shot, scene) -> None:
    fringed = plain.inputs | {"post.chroma": 1.0, "post.wave": 0.5}
    stage.show_frame(scene)
    one = shot(stage, plain, inputs=fringed)
    stage.show_frame(scene)
    assert np.abs(shot(stage, plain, inputs=fringed, time=0.01) - one).mean() < 6
    shot(stage, plain, time=0.02)
    several = shot(stage, plain, inputs=fringed, time=0.0)
    assert np.abs(several - one).mean() < 2.0


def test_colour_fringes_are_there_while_one_frame_fades_into_the_next(stage, plain, shot, scene) -> None:
    fringed = plain.inputs | {"post.chroma": 1.0}
    stage.show_frame(scene)
    one = shot(stage, plain, inputs=fringed, time=0.0)
    stage.show_frame(replace(scene, id=scene.id + 1), 1.0)
    between = shot(stage, plain, inputs=fringed, time=0.5)
    assert len(stage.slots) == 2, "they are laid together before the finish"
    assert np.abs(between - one).mean() < 6


def test_a_limit_is_held_and_foreign_inputs_are_ignored(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)
    most = shot(stage, plain, inputs=plain.inputs | {"post.contrast": 2.0})
    beyond = plain.inputs | {"post.contrast": 50.0, "source.glow": 3.0, "post.nothing": 1.0}
    assert np.array_equal(shot(stage, plain, inputs=beyond), most)


FILTERS = ShaderLibrary().names("filter")
BEAT = Features(
    bass=1.0, high_mid=1.0, treble=1.0, level=1.0, presence=1.0, clock=BeatClock(0.5, 0.0, confidence=1.0)
)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_changes_the_picture_and_answers_the_beat(stage, plain, shot, scene, name) -> None:
    stage.show_frame(scene)
    rest = shot(stage, plain)
    stage.show_frame(replace(scene, generation=1))
    shot(stage, plain, filters=(name,), transition_beats=0.0)
    # The beat falls at 10.0; its ring is under way at 10.1.
    quiet = [shot(stage, plain, time=t, filters=(name,)) for t in (10.0, 10.1)]
    loud = [shot(stage, plain, time=t, filters=(name,), features=BEAT) for t in (10.0, 10.1)]
    assert not stage.errors
    if name != "echo":  # trails of a still picture are the picture
        assert np.abs(quiet[1] - rest).mean() > 1.0
        assert max(np.abs(a - b).mean() for a, b in zip(quiet, loud, strict=True)) > 0.3


def test_echo_leaves_a_trail_that_fades(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(240, 240, 240))
    shot(stage, plain, filters=("echo",))
    stage.show_frame(flat(0, 0, 0, generation=1))
    levels = [
        shot(stage, plain, time=1 + step / 60, filters=("echo",), transition_beats=0.0)[45, 80, 0]
        for step in range(90)
    ]
    assert levels[0] > 60
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] < 12


def test_filters_run_in_the_order_that_is_asked_for(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)
    one = shot(stage, plain, filters=("mirror", "pixelate"))
    stage.show_frame(replace(scene, generation=1))
    other = shot(stage, plain, filters=("pixelate", "mirror"), transition_beats=0.0)
    assert np.abs(one - other).mean() > 1.0


def test_the_next_scenes_filters_come_with_its_first_frame(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)
    before = shot(stage, plain, filters=("mirror",))
    # The scene has changed, its first frame is still being painted: nothing jumps.
    old = shot(stage, plain, time=0.01, filters=("halftone",))
    assert np.abs(old - before).mean() < 0.5
    stage.show_frame(replace(scene, generation=1))
    begin = shot(stage, plain, time=1.0, dt=0.0, filters=("halftone",))
    assert np.abs(begin - old).mean() < 3.0
    end = shot(stage, plain, time=9.0, dt=8.0, filters=("halftone",))
    assert np.abs(end - old).mean() > 5.0
    # Without a new picture they wait no longer than it may take to paint one.
    shot(stage, plain, time=10.0)
    assert np.abs(shot(stage, plain, time=12.5) - end).mean() > 5.0


def test_a_filters_own_inputs_are_routed_by_name(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)
    few = shot(stage, plain, filters=("pixelate",), inputs=plain.inputs | {"post.pixelate_rows": 10.0})
    many = shot(stage, plain, filters=("pixelate",))
    assert np.abs(few - many).mean() > 2.0
    names = known_names(ShaderLibrary()).inputs
    assert {"post.bloom", "post.pixelate_rows", "post.pixelate.pixelate_rows"} <= {*names}
    assert "post.beat" not in names


def test_sound_that_makes_no_sense_does_no_harm(stage, plain, shot, scene) -> None:
    stage.show_frame(scene)
    rest = shot(stage, plain)
    broken = {"post.bloom": math.nan, "post.flash": math.inf, "post.wave": -math.inf}
    picture = shot(stage, plain, inputs=plain.inputs | broken | {"post.bloom": 0.0})
    assert np.array_equal(picture, rest)


INSPECT = """/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, {"NAME": "beat", "TYPE": "event"},
{"NAME": "bass", "TYPE": "float"}, {"NAME": "wave", "TYPE": "audio"}, {"NAME": "bins", "TYPE": "audioFFT"},
{"NAME": "middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]}]}*/
void main() {
    float sound = isf_FragNormCoord.y > 0.5 ? IMG_THIS_PIXEL(wave).r : IMG_THIS_PIXEL(bins).r;
    gl_FragColor = vec4(beat ? 1.0 : 0.0, bass * 2.0 * middle.x, sound, 1.0);
}"""


def test_a_filter_hears_the_music(window, plain, shot, scene, tmp_path) -> None:
    (tmp_path / "inspect.fs").write_text(INSPECT)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary([tmp_path]))
    stage.show_frame(scene)
    features = Features(
        bass=0.6,
        clock=BeatClock(0.5, 0.0, confidence=1.0),
        spectrum=np.linspace(0, 1, 64, dtype=np.float32),
        waveform=np.full(512, -0.5, dtype=np.float32),
    )
    inputs = plain.inputs | {"post.middle": 0.9}
    seen = {"features": features, "filters": ("inspect",), "inputs": inputs, "dt": 0.02}
    on_beat = shot(stage, plain, time=10.01, **seen)
    assert on_beat[45, 80, :2] == pytest.approx([255, 0.6 * 255], abs=1)
    assert shot(stage, plain, time=10.03, **seen)[45, 80, 0] == 0
    assert on_beat[10, 80, 2] == pytest.approx(0.25 * 255, abs=1)
    assert np.diff(on_beat[80, :, 2]).min() >= 0 and on_beat[80, -1, 2] > 250
    stage.release()


def test_the_sharp_enlargement_of_hardware_keeps_colours_and_is_sharper(window) -> None:
    pixels = np.full((9, 16, 4), 60, dtype=np.uint8)
    pixels[:, 8:] = 200
    texture = smooth(window.context.texture((16, 9), 4, pixels))
    target = window.context.framebuffer([window.context.texture((160, 90), 4)])
    steepest = {}
    for bicubic in (False, True):
        composite = Composite(window.context, bicubic)
        composite.move(target, [Slot(texture, Pose(), True, weight=1.0)], Pose(), 16 / 9)
        row = np.frombuffer(target.read(components=1), np.uint8).reshape(90, 160)[45].astype(float)
        assert (row[:50] == 60).all() and (row[-50:] == 200).all()
        steepest[bicubic] = np.abs(np.diff(row)).max()
        composite.release()
    assert steepest[True] > steepest[False]


def test_a_shader_broken_during_the_show_keeps_its_last_good_form(
    window, plain, shot, scene, tmp_path
) -> None:
    import os

    good = (
        '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
        "void main() { gl_FragColor = vec4(1.0) - vec4(IMG_THIS_PIXEL(inputImage).rgb, 0.0); }"
    )
    path = tmp_path / "mine.fs"

    def write(text: str, age: int) -> None:
        path.write_text(text)
        os.utime(path, ns=(age, age))

    write(good, 1_000)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary([tmp_path]))
    stage.prepare(filters=["mine"])
    stage.show_frame(scene)
    before = shot(stage, plain, filters=("mine",))
    write(good.replace("vec4(1.0)", "vec5(1.0)"), 2_000)
    stage.reload_shaders()
    assert np.array_equal(shot(stage, plain, filters=("mine",)), before)
    assert f"{path}:2: " in stage.errors["mine"] and "vec5" in stage.errors["mine"]
    write(good.replace("vec4(1.0)", "vec4(0.5)"), 3_000)
    stage.reload_shaders()
    assert not np.array_equal(shot(stage, plain, filters=("mine",)), before)
    assert not stage.errors
    stage.release()


def test_a_shader_broken_from_the_start_is_used_once_it_is_mended(
    window, plain, shot, scene, tmp_path
) -> None:
    import os

    path = tmp_path / "mine.fs"

    def write(colour: str, age: int) -> None:
        path.write_text(
            '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
            f"void main() {{ gl_FragColor = vec4({colour} - IMG_THIS_PIXEL(inputImage).rgb, 1.0); }}"
        )
        os.utime(path, ns=(age, age))

    write("vec7(1.0)", 1_000)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary([tmp_path]))
    stage.prepare(filters=["mine"])
    stage.show_frame(scene)
    unfiltered = shot(stage, plain, filters=("mine",))
    stage.reload_shaders()
    assert np.array_equal(shot(stage, plain, filters=("mine",)), unfiltered)
    assert "vec7" in stage.errors["mine"]
    write("vec3(1.0)", 2_000)
    stage.reload_shaders()
    filtered = shot(stage, plain, filters=("mine",))
    assert not stage.errors
    assert not np.array_equal(filtered, unfiltered)
    stage.release()


def test_a_shader_that_includes_a_missing_file_is_left_out_and_used_once_the_file_is_there(
    window, plain, shot, scene, tmp_path
) -> None:
    (tmp_path / "mine.fs").write_text(
        '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
        '#include "negative.glsl"\n'
        "void main() { gl_FragColor = negative(IMG_THIS_PIXEL(inputImage)); }"
    )
    stage = Stage(window.context, window.framebuffer, ShaderLibrary([tmp_path]))
    stage.prepare(filters=["mine"])
    stage.show_frame(scene)
    unfiltered = shot(stage, plain, filters=("mine",))
    assert f"{tmp_path / 'mine.fs'}:2: " in stage.errors["mine"]
    stage.reload_shaders()
    assert "negative.glsl" in stage.errors["mine"]
    (tmp_path / "negative.glsl").write_text("vec4 negative(vec4 c) { return vec4(1.0 - c.rgb, 1.0); }")
    stage.reload_shaders()
    filtered = shot(stage, plain, filters=("mine",))
    assert not stage.errors
    assert not np.array_equal(filtered, unfiltered)
    stage.release()


def test_a_shade_between_two_levels_is_dithered_and_a_whole_one_is_not(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(11, 11, 11))
    assert (shot(stage, plain, time=1.0) == 11).all()
    for gain in (0.3, 0.5, 0.85):
        picture = shot(stage, plain, time=2.0, master=gain)
        assert picture.mean() == pytest.approx(11 * gain, abs=0.06)
        assert np.abs(picture - 11 * gain).max() < 1.0
    assert not shot(stage, plain, time=3.0, blackout=True).any()


def test_a_ramp_in_the_dark_has_no_bands(stage, plain, shot, flat) -> None:
    stage.show_frame(flat(14, 14, 14))
    picture = shot(stage, plain, time=1.0, inputs=plain.inputs | {"post.vignette": 1.0})[..., 0]
    y, x = np.mgrid[0.5:90, 0.5:160]
    radius2 = ((x / 160 - 0.5) * 16 / 9) ** 2 + (y / 90 - 0.5) ** 2
    t = np.clip((radius2 - 0.12) / (1.05 - 0.12), 0.0, 1.0)
    error = picture - 14.0 * (1.0 - t * t * (3.0 - 2.0 * t))
    # In parts of 10 × 10 pixels: bands would be a quarter of a level off in the mean, half at their edges.
    parts = error.reshape(9, 10, 16, 10).mean(axis=(1, 3))
    assert np.abs(parts).mean() < 0.05 and np.abs(parts).max() < 0.2
