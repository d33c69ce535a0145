"""Files as people really have them: what they refer to is taken along, what cannot be is one sentence."""

import json

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.keyframes.imported import read_animation
from realtime.keyframes.parseq import load_parseq
from realtime.keyframes.prompts import LONGEST_PROMPT, MOST_PROMPTS, Prompts
from realtime.options import BLOCKLIST
from realtime.record.recorder import Recorder
from realtime.render.imported import MOST_LETTERS, load_animation, without_effect
from realtime.setlist.blocklist import Blocklist

BASE = {"W": 64, "H": 64, "fps": 12, "max_frames": 12, "animation_mode": "2D", "prompts": {"0": "a pier"}}
ROWS = [{"frame": n, "angle": 3.0 * n, "angle_delta": 3.0, "strength": 0.6} for n in range(6)]
MANIFEST = {"options": {"output_fps": 24, "cadence": 2}, "rendered_frames": ROWS}


def _file(tmp_path, document, name="run_settings.txt"):
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _read(tmp_path, **settings):
    return read_animation(_file(tmp_path, {**BASE, **settings}), None)


def _loaded(tmp_path, **settings):
    return load_animation(_file(tmp_path, {**BASE, **settings}), None, Blocklist.load(BLOCKLIST))


def test_what_is_kept_out_is_no_reason_to_refuse_a_file(tmp_path):
    own = "a pier --neg nsfw, nude:`tt`, gore"
    animation = _loaded(tmp_path, prompts={"0": own, "6": "fog"}, negative_prompts="corpse " * 900)
    assert animation.prompt(0).negative == "nsfw, nude:, gore"
    assert animation.prompt(6).negative.startswith("corpse corpse")
    with pytest.raises(UserError, match="the prompt at frame 6 was refused"):
        _loaded(tmp_path, prompts={"0": own, "6": "fog AND a `0.5` bloody corpse --neg fog"})
    with pytest.raises(UserError, match="refused"):
        _loaded(tmp_path, positive_prompts="gore")


def test_width_and_height_are_the_size(tmp_path):
    assert read_animation(_file(tmp_path, {"width": 96, "height": 54}), None).size == (96, 54)
    assert _read(tmp_path, width=96, height=54).size == (64, 64)


@pytest.mark.parametrize("inside", [MANIFEST, json.dumps(MANIFEST), "  manifest.json "])
def test_a_manifest_in_the_settings_leads(tmp_path, inside):
    _file(tmp_path, MANIFEST, "manifest.json")
    animation = _read(tmp_path, parseq_manifest=inside.strip() if isinstance(inside, str) else inside)
    assert (animation.frames, animation.fps, animation.cadence, animation.size) == (6, 24, 2, (64, 64))
    assert animation.values["angle"].tolist() == [3.0] * 6 and animation.prompt(3).text == "a pier"


def test_a_manifest_and_settings_together(tmp_path):
    settings = _file(tmp_path, {**BASE, "parseq_manifest": "https://example.org/m.json"})
    manifest = _file(tmp_path, MANIFEST, "manifest.json")
    animation = load_animation(settings, manifest, Blocklist.load(BLOCKLIST))
    assert (animation.frames, animation.fps) == (6, 24) and animation.prompt(0).text == "a pier"
    with pytest.raises(UserError, match=r"address on the web .* --parseq FILE"):
        read_animation(settings, None)


def test_settings_may_keep_their_own_length_and_places(tmp_path):
    own = {"parseq_non_schedule_overrides": False, "parseq_use_deltas": False}
    animation = _read(tmp_path, parseq_manifest=MANIFEST, **own)
    assert (animation.frames, animation.fps, animation.cadence) == (12, 12, 1)
    assert animation.values["angle"].tolist() == [0, 3, 6, 9, 12, 15, *[15] * 6]


def test_frames_without_a_value_are_told_once(tmp_path):
    animation = _read(tmp_path, zoom="0:(1+(sin(t))**0.7)")
    t = np.arange(12)
    known = np.flatnonzero(np.sin(t) >= 0)
    assert animation.values["zoom"] == pytest.approx(np.interp(t, known, 1 + np.sin(known) ** 0.7))
    assert animation.notes == ("zoom has no value at frames 4–6, 10–11: interpolated over",)


def test_what_is_lost_of_the_picture_is_told_before_what_does_not_matter(tmp_path):
    animation = _read(tmp_path, show_info_on_ui=True, fill=1, hybrid_motion="Optical Flow", steps=50)
    assert without_effect(animation, guided=True) == ["hybrid_motion", "steps", "show_info_on_ui", "fill"]


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    recorder = Recorder(path, (64, 48), 10, live=False)
    for number in range(20):
        recorder.frame(np.full((48, 64, 4), 12 * number, np.uint8), number / 10)
    recorder.close()
    return path


def test_video_input_paints_over_the_users_clip(tmp_path, clip):
    own = {"animation_mode": "Video Input", "video_init_path": "clip.mp4", "extract_nth_frame": 3}
    animation = _read(tmp_path, **own, extract_from_frame=2)
    assert animation.clip.path == clip.resolve() and animation.frames == 6 and animation.mode == "None"
    assert [animation.clip.time(n) for n in (0, 1, 5)] == pytest.approx([0.25, 0.55, 1.75])
    assert animation.unsupported == ()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"video_init_path": "none.mp4"}, "There is no video .*none.mp4"),
        ({}, 'needs a video: name it as "video_init_path"'),
        ({"video_init_path": "https://example.org/a.mp4"}, "address on the web .* download it"),
        ({"video_init_path": "run_settings.txt"}, "Cannot read the video"),
        ({"video_init_path": "clip.mp4", "extract_from_frame": 20}, "has 20 frames"),
    ],
)
def test_video_input_without_its_clip_says_so(tmp_path, clip, settings, message):
    with pytest.raises(UserError, match=message):
        _read(tmp_path, animation_mode="Video Input", **settings)


def test_a_file_of_something_else_is_not_filmed_as_all_defaults(tmp_path):
    file = tmp_path / "args.txt"
    file.write_text(json.dumps({"args": {"W": 640}, "anim_args": {"max_frames": 5}}), "utf-8")
    with pytest.raises(UserError, match="is no Deforum settings file: nothing in it"):
        read_animation(file, None)


def test_large_files_are_read_or_refused_at_a_limit(tmp_path):
    """In time that grows with their size; each of these took minutes where it grew with its square."""
    spaces = " " * 100_000
    animation = _loaded(tmp_path, zoom=f"{spaces}0:{spaces}(1){spaces}", prompts={"0": f"a{spaces}pier"})
    assert animation.prompt(0).text == "a pier"
    same = {str(frame): "a pier" for frame in range(MOST_PROMPTS)}
    assert _loaded(tmp_path, max_frames=MOST_PROMPTS, prompts=same).prompt(49_999).text == "a pier"
    with pytest.raises(UserError, match=f"different prompts have .* at most {MOST_LETTERS} are read"):
        _loaded(tmp_path, prompts={key: f"pier {key} by the sea" for key in same})
    with pytest.raises(UserError, match="at most 50000 are read"):
        Prompts({**same, "max_f": "b"}, 9)
    with pytest.raises(UserError, match=f"longer than the {LONGEST_PROMPT} characters"):
        Prompts({"0": "a" * LONGEST_PROMPT, "1": "b " * LONGEST_PROMPT}, 9)


def test_thousands_of_weighted_frames_are_read(tmp_path):
    rows = [
        {"frame": n, "deforum_prompt": f"a pier:`{n}/9000` AND fog:{1 - n / 9000:.5f} --neg `{n}` text"}
        for n in range(9000)
    ]
    manifest = _file(tmp_path, {"rendered_frames": rows}, "manifest.json")
    animation = load_animation(None, manifest, Blocklist.load(BLOCKLIST))
    assert animation.prompt(4500).parts == (("a pier", 0.5), ("fog", 0.5))
    assert load_parseq(manifest).prompt(8999).text == "a pier"
