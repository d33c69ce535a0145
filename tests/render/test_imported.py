"""Deforum and Parseq files as films: their own size, rate, length, camera and prompts."""

import json

import av
import numpy as np
import pytest

from realtime.camera import relative
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.motion import centred, step_2d
from realtime.options import BLOCKLIST
from realtime.paint.engines import plan_engines
from realtime.render.frame_log import FrameLogWriter, read_frames
from realtime.render.imported import load_animation, without_effect, write_animation
from realtime.render.segment import PipelinedPainter
from realtime.setlist.blocklist import Blocklist
from realtime.stage.stage import Stage
from realtime.stage.window import open_window

SETTINGS = {
    "W": 96,
    "H": 64,
    "fps": 12,
    "max_frames": 31,
    "animation_mode": "2D",
    "zoom": "0:(1.02)",
    "angle": "0:(1.5)",
    "translation_x": "0:(0), 30:(3)",
    "strength_schedule": "0:(0.6)",
    "diffusion_cadence": 4,
    "color_coherence": "LAB",
    "hybrid_motion": "Optical Flow",
    "prompts": {"0": "the sea at sunset --neg text", "15": "a city at night"},
}


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "my_settings.txt"
    path.write_text(json.dumps(SETTINGS))
    return path


def frame_log_of(path, tmp_path, grows=False):
    animation = load_animation(path, None, Blocklist.load(BLOCKLIST))
    frame_log = FrameLogWriter(tmp_path / "frame_log.jsonl")
    dry_run = write_animation(animation, frame_log, every_seed=True, grows=grows, report=lambda: None)
    frame_log.close()
    return animation, list(read_frames(tmp_path / "frame_log.jsonl", 0, dry_run.frames))


def test_camera_strength_prompts_and_seeds_are_the_files(settings, tmp_path):
    animation, frames = frame_log_of(settings, tmp_path)
    assert len(frames) == 31
    for number in range(1, 31):
        step = relative(frames[number].view.pose, frames[number - 1].view.pose)
        wanted = centred(step_2d((96, 64), 1.5, 1.02, (number / 10, 0.0)), (96, 64))
        assert np.allclose(step, wanted, atol=1e-9)
    requests = [request for frame in frames for request in frame.requests]
    assert requests[0].strength == 1.0 and requests[1].strength == pytest.approx(0.4)
    assert requests[0].subject.prompt == "the sea at sunset" and requests[0].subject.negative == "text"
    assert requests[-1].subject.prompt == "a city at night"
    assert [request.subject.seed for request in requests] == [
        int(animation.seeds[round(request.time * 12)]) for request in requests
    ]
    assert without_effect(animation, guided=False) == ["hybrid_motion"]
    assert {request.guidance for request in requests} == {1.0}


def test_a_guidance_scale_is_a_share_of_the_engines_own_and_what_is_not_done_is_named(tmp_path):
    path = tmp_path / "more_settings.txt"
    more = {"cfg_scale_schedule": "0:(7), 30:(14)", "steps": 50, "sampler": "DDIM", "border": "wrap"}
    path.write_text(json.dumps(SETTINGS | more | {"noise_type": "uniform"}))
    animation, frames = frame_log_of(path, tmp_path)
    shares = [request.guidance for frame in frames for request in frame.requests]
    assert shares[0] == 1.0 and shares[-1] == pytest.approx(2.0) and shares == sorted(shares)
    named = ["hybrid_motion", "steps", "sampler", "noise_type", "border"]
    assert without_effect(animation, guided=True) == named
    assert without_effect(animation, guided=False) == [*named, "cfg_scale_schedule"]


def test_a_first_image_is_painted_over_by_the_first_strength_and_nothing_else_is_kept(settings, tmp_path):
    for grows, strength in ((True, 0.4), (False, 1.0)):
        _, frames = frame_log_of(settings, tmp_path, grows)
        assert frames[0].requests[0].strength == pytest.approx(strength)


def test_cadence_paints_each_fourth_frame_and_the_very_last(settings, tmp_path):
    _, frames = frame_log_of(settings, tmp_path)
    painted = [round(request.time * 12) for frame in frames for request in frame.requests]
    assert painted == [0, 4, 8, 12, 16, 20, 24, 28, 30]
    assert [frame.view.blend for frame in frames[:9]] == [1, 0.25, 0.5, 0.75, 1, 0.25, 0.5, 0.75, 1]
    assert [frame.view.blend for frame in frames[28:]] == [1, 0.5, 1]


def test_frames_between_are_both_neighbours_by_how_near_they_are(tmp_path):
    """A camera at rest, cut short in the middle of a cadence: pixels between lie on the line between."""
    path = tmp_path / "still_settings.txt"
    still = {"zoom": "0:(1)", "angle": "0:(0)", "translation_x": "0:(0)", "max_frames": 15}
    prompts = {"0": "the sea at sunset", "4": "a city at night", "12": "a forest"}
    path.write_text(json.dumps(SETTINGS | still | {"strength_schedule": "0:(0.1)", "prompts": prompts}))
    _, frames = frame_log_of(path, tmp_path)
    shown = drawn(frames, (96, 64))
    for before, due in ((0, 4), (4, 8), (8, 12), (12, 14)):
        way = shown[due] - shown[before]
        assert np.abs(way).mean() > 3
        for frame in range(before, due + 1):
            share = float(((shown[frame] - shown[before]) * way).sum() / (way * way).sum())
            assert share == pytest.approx((frame - before) / (due - before), abs=0.01)


def drawn(frames, size):
    """The frame log's pictures as they leave the stage, before any encoder."""
    window = open_window("off-screen", size)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    pipeline = PipelinedPainter(plan_engines("shader", size=size).ladder[0])
    shown = []
    for frame in frames:
        pipeline.play(frame, stage)
        picture = stage.read_frame(np.zeros((size[1], size[0], 4), np.uint8))
        shown.append(picture[..., :3].astype(float))
    pipeline.close()
    stage.release()
    window.close()
    return shown


def test_a_deforum_file_brings_its_own_soundtrack(short_song, tmp_path, run_live):
    path = tmp_path / "own_settings.txt"
    path.write_text(json.dumps(SETTINGS | {"max_frames": 5, "soundtrack_path": "song.wav"}))
    out = tmp_path / "own.mp4"
    command = ("film", "--deforum", path, "--painter", "shader", "-o", out)
    result = run_live(*command)
    assert result.returncode == 2 and "song.wav" in result.stderr
    (tmp_path / "song.wav").write_bytes(short_song.read_bytes())
    result = run_live(*command)
    assert result.returncode == 0, result.stderr
    with av.open(str(out)) as movie:
        assert movie.streams.video[0].frames == 5 and movie.streams.audio
    result = run_live("film", "-o", out)
    assert result.returncode == 2 and "Which song?" in result.stderr


def test_a_deforum_file_becomes_a_film_of_its_own_size_and_length(settings, short_song, tmp_path, run_live):
    out = tmp_path / "deforum.mp4"
    result = run_live("film", short_song, "--deforum", settings, "--painter", "shader", "-o", out)
    assert result.returncode == 0, result.stderr
    assert "without effect here" in result.stderr and "hybrid_motion" in result.stderr
    with av.open(str(out)) as movie:
        stream = movie.streams.video[0]
        assert (stream.width, stream.height, stream.frames, float(stream.average_rate)) == (96, 64, 31, 12.0)
        shown = [frame.to_ndarray(format="rgb24").astype(int) for frame in movie.decode(video=0)]
    assert np.abs(shown[5] - shown[0]).mean() > 1
    # The city has come in place of the sea.
    assert np.abs(shown[-1] - shown[10]).mean() > 10


def test_a_parseq_manifest_becomes_a_film(short_song, tmp_path, run_live):
    rows = [
        {
            "frame": n,
            "deforum_prompt": "clouds --neg ",
            "zoom": 1.0,
            "zoom_delta": 1.01,
            "strength": 0.5,
            "seed": n,
        }
        for n in range(12)
    ]
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"options": {"output_fps": 10}, "rendered_frames": rows}))
    out = tmp_path / "parseq.mp4"
    small = ["--size", "96x64", "--painter", "shader"]
    result = run_live("film", short_song, "--parseq", manifest, *small, "-o", out)
    assert result.returncode == 0, result.stderr
    with av.open(str(out)) as movie:
        assert movie.streams.video[0].frames == 12


@pytest.mark.parametrize(
    "change, words",
    [
        ({"zoom": "0:(1.0+sin(q))"}, ["zoom", "q"]),
        ({"prompts": {"0": "a bloody corpse"}}, ["refused"]),
        ({"init_image": "nowhere.png", "use_init": True}, ["nowhere.png"]),
    ],
)
def test_what_is_wrong_in_the_file_is_one_sentence(tmp_path, short_song, run_live, change, words):
    path = tmp_path / "bad_settings.txt"
    path.write_text(json.dumps(SETTINGS | change))
    result = run_live("film", short_song, "--deforum", path, "--painter", "shader", "-o", tmp_path / "x.mp4")
    assert result.returncode == 2 and "Traceback" not in result.stderr, result.stderr
    assert all(word in result.stderr.splitlines()[-1] for word in words), result.stderr
    assert not (tmp_path / "x.mp4").exists()
