"""Exported keyframes say what a film of the same song and setlist shows."""

import json

import numpy as np
import pytest

from realtime.audio.beat.offline import analyse_song
from realtime.audio.io.file import FileSource
from realtime.audio.known_sound import ForeseeingEar
from realtime.audio.song_analyzer import SongAnalyzer
from realtime.keyframes.command import keyframes
from realtime.mapping.route import Route
from realtime.options import BLOCKLIST
from realtime.render.dry_run import perform_dry_run
from realtime.render.frame_log import FrameLogWriter, read_frames
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.change_rules import Rule
from realtime.setlist.scene import Scene, Setlist, Song
from synthetic_music.wav import write_wav

RATE, FPS, SECONDS = 22050, 20, 4
ROUNDED = 1e-4
SETLIST = Setlist(
    "evening",
    (
        Song(
            "song",
            (
                Scene(
                    "one",
                    prompt="sea",
                    routes=(
                        Route("beat", "strength", range=(0.3, 0.7)),
                        Route("bass", "zoom", range=(0.1, 0.6)),
                        Route("bass", "post.flash", range=(0.0, 0.5)),
                    ),
                    advance=Rule("seconds", 2.0),
                ),
                Scene(
                    "two",
                    prompt="rain",
                    base={"zoom": -0.12, "source.glow": 0.8},
                    routes=(Route("bar", "strength", range=(0.4, 0.6)),),
                ),
            ),
        ),
    ),
    loop=False,
)


@pytest.fixture(scope="module")
def exported_and_filmed(tmp_path_factory):
    """(schedules by name, frames of the film's score)."""
    folder = tmp_path_factory.mktemp("agree")
    time = np.arange(SECONDS * RATE) / RATE
    kick = 0.8 * np.sin(2 * np.pi * 55.0 * time) * np.exp(-12.0 * (time % 0.5))
    path = write_wav(folder / "kicks.wav", kick, RATE)
    document = json.loads(keyframes(path, FPS, setlist=SETLIST))
    source = FileSource(path, block=256)
    beats = analyse_song(path)
    hears = SongAnalyzer(beats, source.rate, 256)
    ear = ForeseeingEar(source, hears)
    score = FrameLogWriter(folder / "frame_log.jsonl")
    dry_run = perform_dry_run(
        ear, hears.analyzer, SETLIST, {}, Blocklist.load(BLOCKLIST), score, (96, 56), FPS, FPS, None
    )
    score.close()
    ear.close()
    film = list(read_frames(folder / "frame_log.jsonl", 0, dry_run.frames))
    return {name: np.array(values) for name, values in document["schedules"].items()}, film


def test_the_stage_is_told_what_the_keyframes_say(exported_and_filmed):
    schedules, film = exported_and_filmed
    flash = [frame.view.inputs.get("post.flash", 0.0) for frame in film[: SECONDS * FPS]]
    assert schedules["post.flash"] == pytest.approx(flash, abs=ROUNDED)
    assert np.ptp(flash) > 0.2


def test_the_painter_is_asked_for_what_the_keyframes_say(exported_and_filmed):
    schedules, film = exported_and_filmed
    requests = [request for frame in film for request in frame.requests]
    frames = np.arange(SECONDS * FPS)
    # The first is asked for before a sound was heard; between two keyframes that jump, either may be meant.
    steady = np.append(np.abs(np.diff(schedules["strength"])) < 0.06, False)
    compared = [
        request
        for request in requests[1:]
        if request.time * FPS < frames[-1] and steady[int(request.time * FPS)]
    ]
    assert len(compared) > 35
    for request in compared:
        scheduled = np.interp(request.time * FPS, frames, schedules["strength"])
        assert request.strength == pytest.approx(scheduled, abs=0.003), request.time
    glow = {
        request.subject.prompt: request.inputs["glow"] for request in requests if "glow" in request.inputs
    }
    assert glow["rain"] == pytest.approx(schedules["source.glow"][2 * FPS + 1])


def test_the_camera_moves_as_the_keyframes_say(exported_and_filmed):
    schedules, film = exported_and_filmed
    scales = np.array(
        [np.sqrt(np.linalg.det(frame.view.pose.matrix[:2, :2])) for frame in film[: SECONDS * FPS]]
    )
    travelled = np.abs(np.diff(np.log(scales)))
    assert travelled == pytest.approx(np.abs(schedules["zoom"][1:]) / FPS, abs=ROUNDED)
