"""Deforum and Parseq files: old and new ones are read, odd ones are refused in words."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.audio.beat.offline import SongBeats
from realtime.audio.feature_table import FEATURES
from realtime.camera import Motion, step_matrix
from realtime.errors import UserError
from realtime.keyframes.deforum import (
    SCHEDULES,
    animation_of,
    read_settings,
    seed_series,
    settings_of,
)
from realtime.keyframes.export import to_parseq
from realtime.keyframes.motion import centred, step_2d
from realtime.keyframes.parseq import load_parseq
from realtime.keyframes.prompts import Prompts
from realtime.keyframes.sections import Section
from realtime.keyframes.setlist_values import SceneStart, SetlistValues
from realtime.keyframes.settings import settings_text
from realtime.keyframes.song import Song
from realtime.setlist.scene import Scene


def _file(tmp_path, document, name="run_settings.txt"):
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _loaded(path):
    return animation_of(read_settings(Path(path)))


def test_an_empty_file_has_deforums_defaults(tmp_path):
    animation = _loaded(_file(tmp_path, {}))
    assert (animation.frames, animation.fps, animation.size, animation.mode) == (120, 15.0, (512, 512), "2D")
    assert animation.values["fov_schedule"][0] == 70 and animation.values["noise_schedule"][7] == 0.065
    assert animation.strength(0) == pytest.approx(0.35)
    assert animation.step(3) == pytest.approx(np.eye(3))
    assert animation.unsupported == ()
    assert set(animation.values) == set(SCHEDULES)


def test_a_modern_file_is_read(tmp_path):
    animation = _loaded(
        _file(
            tmp_path,
            {
                "W": 960, "H": 540, "fps": 24, "max_frames": 48, "animation_mode": "3D", "seed": 7,
                "seed_behavior": "ladder", "strength_schedule": "0: (0.65), max_f: (0.4)",
                "translation_z": "0:(10*sin(2*3.14*t/24))", "padding_mode": "reflection",
                "color_coherence": "Image", "diffusion_cadence": "3", "use_depth_warping": True,
                "cn_1_enabled": False, "cn_1_weight": "0:(1)", "hybrid_composite": "None", "batch_name": "x",
                "brand_new_thing": 3, "soundtrack_path": "song.mp3", "add_soundtrack": "File",
                "prompts": {"0": "a cat", "max_f/2": "a dog --neg blurry"}, "negative_prompts": "ugly",
                "use_init": True, "init_image": "first.png",
            },
        )
    )  # fmt: skip
    assert animation.size == (960, 540) and animation.cadence == 3 and animation.edges == "reflect"
    assert animation.seeds[:5].tolist() == [7, 9, 8, 10, 9]
    assert animation.strength(47) == pytest.approx(0.6)
    assert animation.values["translation_z"][6] == pytest.approx(10 * np.sin(3.14 / 2))
    assert (animation.prompt(22).text, animation.prompt(22).negative) == ("a cat", "ugly")
    assert (animation.prompt(23).text, animation.prompt(23).negative) == ("a dog", "blurry")
    assert animation.init_image == "first.png" and animation.soundtrack == "song.mp3"
    assert (animation.unsupported, animation.unknown) == (("use_depth_warping",), ("brand_new_thing",))


def test_a_notebook_era_file_is_read(tmp_path):
    animation = _loaded(
        _file(
            tmp_path,
            {
                "animation_mode": "2D", "max_frames": 20, "flip_2d_perspective": True,
                "perspective_flip_theta": "0:(5)", "fov": 40, "near_plane": 200, "far_plane": 10000,
                "color_coherence": "Match Frame 0 LAB", "seed_behavior": "fixed", "seed": 3,
                "animation_prompts": {"0": "first", "10": "second"}, "neg_prompts": {"10": "words"},
            },
        )
    )  # fmt: skip
    assert animation.flip and animation.colour_coherence == "LAB"
    assert animation.values["fov_schedule"].tolist() == [40.0] * 20
    assert animation.prompt(9).negative == "" and animation.prompt(10).negative == "words"
    assert set(animation.seeds.tolist()) == {3}
    assert animation.step(1) != pytest.approx(np.eye(3))


def test_newer_names_win_over_older_ones():
    both = {"prompts": {"0": "new"}, "animation_prompts": {"0": "old"}}
    for entries in (both, dict(reversed(both.items()))):
        assert animation_of(settings_of(entries, "x")).prompt(0).text == "new"


def test_modes_that_do_not_exist_here_are_told(tmp_path):
    animation = _loaded(_file(tmp_path, {"animation_mode": "Interpolation"}))
    assert animation.mode == "None" and animation.unsupported == ("animation_mode 'Interpolation'",)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"zoom": "0:(1), 10:(1+sine(t))"}, "Schedule 'zoom'.*'sine'.*character 14"),
        ({"angle": "5:(1)"}, "Schedule 'angle' has no value for frame 0"),
        ({"max_frames": "many"}, "'max_frames' must be a number"),
        ({"max_frames": 0}, "'max_frames' must be a number from 1 to"),
        ({"prompts": {"ten": "x"}}, "prompts' key 'ten'"),
        ({"prompts": {"0": "a:`tt` AND b"}}, "frame 0: the weight `tt` has an unknown name"),
        ({"max_frames": 1e300}, "'max_frames' must be a number from 1 to"),
        ({"max_frames": 10**400}, "'max_frames' must be a number from 1 to"),
        ({"prompts": {"0": "a", "9": "b:`1/(t-50)`"}}, "frame 9: the weight .* gives no finite number"),
        ([1, 2], "holds no fields"),
    ],
)
def test_wrong_settings_say_where_they_are_wrong(tmp_path, document, message):
    with pytest.raises(UserError, match=message):
        _loaded(_file(tmp_path, document))


def test_a_file_that_is_missing_or_no_json_is_one_clear_sentence(tmp_path):
    with pytest.raises(UserError, match="Cannot read"):
        _loaded(tmp_path / "none.txt")
    (tmp_path / "x.txt").write_text("W=512")
    with pytest.raises(UserError, match="not JSON"):
        _loaded(tmp_path / "x.txt")
    with pytest.raises(UserError, match="not JSON"):
        load_parseq(tmp_path / "x.txt")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [*SCHEDULES, "prompts", "max_frames", "W", "seed", "fps", "border", "animation_mode", "?"]
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_any_json_is_read_or_refused_in_words(entries):
    if isinstance(entries.get("max_frames"), float):
        entries["max_frames"] = min(entries["max_frames"], 300.0)
    try:
        animation = animation_of(settings_of(entries, "fuzz"))
    except UserError:
        return
    assert np.isfinite(animation.step(min(1, animation.frames - 1))).all() or animation.mode == "2D"


def test_seeds_walk_as_named():
    assert seed_series("iter", 5, 5).tolist() == [5, 6, 7, 8, 9]
    assert seed_series("iter", 5, 5, 2).tolist() == [5, 5, 6, 6, 7]
    assert seed_series("ladder", 5, 6).tolist() == [5, 7, 6, 8, 7, 9]
    assert seed_series("alternate", 5, 5).tolist() == [5, 6, 5, 6, 5]
    assert seed_series("random", 5, 50).tolist() == seed_series("random", 5, 50).tolist()
    scheduled = animation_of(
        settings_of({"seed": 4, "seed_behavior": "schedule", "seed_schedule": "0:(s+t*2)"}, "x")
    )
    assert scheduled.seeds[:3].tolist() == [4, 6, 8]


def test_prompt_weights_follow_their_expressions():
    prompts = Prompts({"0": "cat:`where(cos(t)>0,1,0)` AND a (soft:1.2) dog:`t/10` --neg fog"}, 11)
    assert prompts.at(0).parts == (("cat", 1.0), ("a (soft:1.2) dog", 0.0))
    assert prompts.at(3).parts == (("cat", 0.0), ("a (soft:1.2) dog", 0.3))
    assert prompts.at(3).negative == "fog" and prompts.at(10).text == "a (soft:1.2) dog"
    assert Prompts({"0": "ratio (4:3)"}, 1).at(0).parts == (("ratio (4:3)", 1.0),)


def _parseq(tmp_path, frames, **options):
    return _file(
        tmp_path, {"options": {"output_fps": 20, **options}, "rendered_frames": frames}, "manifest.json"
    )


def test_a_parseq_manifest_manages_what_frame_0_has_and_moves_by_its_deltas(tmp_path):
    frames = [
        {"frame": n, "zoom": 1 + 0.1 * n, "zoom_delta": 1.1 if n else 1.0, "zoom_pc": 50, "scale": 9,
         "noise": 0.02 * n, "antiblur_amount": 0.3, "seed": 10.5 + n, "cn_1_weight": 1,
         "deforum_prompt": "a" if n < 2 else "b --neg c"}
        for n in range(3)
    ]  # fmt: skip
    frames.append({"frame": 5, "zoom_delta": 0.9, "strength": 0.1})
    animation = load_parseq(_parseq(tmp_path, frames, cadence=2))
    assert (animation.frames, animation.fps, animation.cadence, animation.mode) == (6, 20.0, 2, "2D")
    assert animation.values["zoom"].tolist() == [1.0, 1.1, 1.1, 1.1, 1.1, 0.9]
    assert animation.values["noise_schedule"] == pytest.approx([0, 0.02, 0.04, 0.04, 0.04, 0.04])
    assert animation.values["cfg_scale_schedule"][5] == 9 and animation.values["amount_schedule"][0] == 0.3
    assert animation.values["strength_schedule"].tolist() == [0.65] * 6
    assert animation.seeds.tolist() == [10, 11, 12, 12, 12, 12]
    assert animation.prompt(1).text == "a" and animation.prompt(5).negative == "c"
    assert animation.unsupported == ("cn_1_weight",)


def test_a_manifest_over_settings_replaces_only_what_it_manages(tmp_path):
    base = read_settings(
        _file(tmp_path, {"W": 640, "H": 360, "fps": 12, "angle": "0:(3)", "prompts": {"0": "sea"}})
    )
    manifest = _parseq(tmp_path, [{"frame": 0, "strength": 0.4}, {"frame": 9, "strength": 0.8}])
    animation = load_parseq(manifest, base)
    assert animation.size == (640, 360) and animation.fps == 20 and animation.frames == 10
    assert animation.values["angle"].tolist() == [3.0] * 10
    assert animation.values["strength_schedule"].tolist() == [0.4] * 9 + [0.8]
    assert animation.prompt(9).text == "sea"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"keyframes": []}, "no rendered frames"),
        ({"rendered_frames": [{"frame": 1}]}, "no rendered frame 0"),
        ({"rendered_frames": [5]}, "rendered frame 0 is not an object"),
        ({"rendered_frames": [{"frame": 0, "zoom": "big"}]}, "'zoom' of frame 0"),
        ({"rendered_frames": [{"frame": 0, "zoom": 10**400}]}, "'zoom' of frame 0"),
        ({"rendered_frames": [{"frame": float("nan")}]}, "rendered frame 0 has a frame number"),
        ({"rendered_frames": [{"frame": float("inf")}]}, "rendered frame 0 has a frame number"),
        ({"rendered_frames": [{"frame": -1}]}, "rendered frame 0 has a frame number"),
        ([], "holds no fields"),
    ],
)
def test_wrong_manifests_say_what_is_wrong(tmp_path, document, message):
    with pytest.raises(UserError, match=message):
        load_parseq(_file(tmp_path, document))


def _played(frames: int = 60) -> SetlistValues:
    random = np.random.default_rng(5)
    names = (
        "strength",
        "noise",
        "zoom",
        "rotation",
        "pan_x",
        "pan_y",
        "tilt",
        "yaw",
        "style_mix",
        "prompt_mix",
    )
    values = {name: random.uniform(0.1, 0.9, frames) for name in names}
    values["rotation"] *= 40
    scenes = (
        SceneStart(0, Scene("one", prompt="달빛 바다", negative="text", seed=11)),
        SceneStart(30, Scene("two", prompt="neon rain")),
    )
    return SetlistValues(24.0, values, scenes)


@pytest.mark.parametrize("max_error", [None, 0.01])
def test_a_setlist_exports_to_settings_that_import_back_to_the_same_schedules(tmp_path, max_error):
    played, size = _played(), (960, 540)
    path = tmp_path / "set_settings.txt"
    path.write_text(settings_text(played, tmp_path / "song.wav", size, max_error), encoding="utf-8")
    animation = _loaded(path)
    assert (
        animation.frames == 60 and animation.fps == 24 and animation.size == size and animation.mode == "2D"
    )
    for name, values in played.deforum(size).items():
        assert np.abs(animation.values[name] - values).max() <= (max_error or 1e-6), name
    for frame in range(60):
        expected = min(max(played.values["strength"][frame], 0), 1)
        assert animation.strength(frame) == pytest.approx(expected, abs=max_error or 1e-6)
    assert (animation.prompt(29).text, animation.prompt(29).negative) == ("달빛 바다", "text")
    assert animation.prompt(30).text == "neon rain" and animation.seeds[0] == 11
    assert animation.soundtrack == str(tmp_path / "song.wav") and animation.unsupported == ()


def test_exported_motion_moves_the_picture_as_the_setlist_does():
    played, size = _played(), (640, 360)
    schedules = played.deforum(size)
    for frame in (3, 17):
        motion = Motion(*(played.values[name][frame] for name in ("zoom", "rotation", "pan_x", "pan_y")))
        values = {
            name: schedules[name][frame] for name in ("angle", "zoom", "translation_x", "translation_y")
        }
        step = step_2d(
            size, values["angle"], values["zoom"], (values["translation_x"], values["translation_y"])
        )
        ours = step_matrix(motion, 1 / 24)
        # Deforum's centre is that of OpenCV, half a pixel from the picture's own.
        assert centred(step, size) == pytest.approx(ours, abs=0.5 * 2 / 360)


def _song(frames: int, fps: float) -> Song:
    zeros = np.zeros(frames)
    beats = SongBeats(np.array([0.5, 1.0]), np.array([1, 2]), 4, np.array([120.0, 120.0]))
    sections = (Section(0.0, frames / fps, "whole", 1.0),)
    return Song(
        Path("song.wav"),
        frames / fps,
        fps,
        {row.name: zeros for row in FEATURES.values() if row.in_songs},
        0.0,
        (),
        beats,
        sections,
        zeros,
    )


def test_what_is_exported_to_parseq_imports_back_to_the_same_schedules(tmp_path):
    random = np.random.default_rng(8)
    schedules = {
        "strength": random.uniform(0.3, 0.8, 40),
        "zoom": random.uniform(0.98, 1.05, 40),
        "rotation_3d_y": random.uniform(-1, 1, 40),
        "cfg_scale": random.uniform(5, 9, 40),
    }
    path = tmp_path / "keys.json"
    path.write_text(to_parseq(_song(40, 20.0), schedules, None, 6))
    animation = load_parseq(path)
    assert animation.mode == "3D" and animation.fps == 20
    for name, values in schedules.items():
        known = {"strength": "strength_schedule", "cfg_scale": "cfg_scale_schedule"}.get(name, name)
        assert animation.values[known] == pytest.approx(values, abs=2e-6), name


def test_the_error_of_an_export_bounds_the_deltas_by_which_deforum_moves(tmp_path):
    random = np.random.default_rng(3)
    schedules = {
        "translation_x": np.repeat(random.uniform(-3, 3, 20), 4),
        "zoom": random.uniform(0.99, 1.02, 80),
    }
    path = tmp_path / "keys.json"
    path.write_text(to_parseq(_song(80, 20.0), schedules, 0.01, 4))
    animation = load_parseq(path)
    for name, values in schedules.items():
        assert np.abs(animation.values[name] - values)[1:].max() <= 0.01 + 1e-6, name
