"""`film --preview`: a song's most telling moments, and no more."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from realtime.audio.features import Features
from realtime.audio.io.file import FileSource
from realtime.render.frame_log import FrameLogWriter, LoggedFrame
from realtime.render.options import FilmOptions, settled
from realtime.render.segments import Change
from realtime.render.telling_moments import MOMENTS, Excerpts, moments
from realtime.stage.view import View
from tests.called import called
from tests.songs import RATE, beats, write_wav

FPS = 10.0


def a_log(folder: Path, fullness: list[float]) -> Path:
    """A frame log of music so full, of four seconds each."""
    path = folder / "frame_log.jsonl"
    log = FrameLogWriter(path)
    for number in range(int(4 * FPS) * len(fullness)):
        features = Features(presence=fullness[number // int(4 * FPS)])
        log.write(LoggedFrame(View(number / FPS, frame_index=number, features=features), (), None))
    log.close()
    return path


def test_the_drop_is_there_and_other_scenes_of_other_fullness(tmp_path):
    log = a_log(tmp_path, [0.1, 0.3, 0.3, 0.9, 0.9, 0.5, 0.2, 0.3])
    scenes = [Change(80, 0.0), Change(120, 0.0), Change(240, 1.0)]
    chosen = moments(log, 320, FPS, scenes, [n * 2.0 for n in range(16)])
    assert len(chosen) == MOMENTS and sum(one.frames for one in chosen) == 100
    assert all(a.last <= b.first for a, b in pairwise(chosen))
    assert 120 in [one.first for one in chosen], "where it drops"
    assert len({sum(one.first >= scene.frame for scene in scenes) for one in chosen}) == MOMENTS
    assert all(0 <= one.lead <= one.first for one in chosen)


def test_a_short_song_is_its_own_preview(tmp_path):
    (chosen,) = moments(a_log(tmp_path, [0.2, 0.5]), 80, FPS, [], [])
    assert (chosen.first, chosen.last) == (0, 80)


def test_the_sound_is_that_of_the_moments(tmp_path):
    tone = np.concatenate([np.sin(2 * np.pi * hz * np.arange(RATE) / RATE) for hz in (200, 400, 800, 1600)])
    source = FileSource(write_wav(tmp_path / "steps.wav", 0.5 * tone))
    sound = Excerpts(source, [(1.2, 1.7), (3.25, 3.75)])
    blocks = []
    while (block := sound.read()) is not None:
        blocks.append(block)
    source.close()
    heard = np.concatenate([block.samples[:, 0] for block in blocks])
    assert len(heard) == pytest.approx(RATE, abs=2)
    assert [block.time for block in blocks] == sorted(block.time for block in blocks)
    for part, hz in ((heard[: RATE // 2], 400), (heard[RATE // 2 :], 1600)):
        strength = np.abs(np.fft.rfft(part))
        assert np.fft.rfftfreq(len(part), 1 / RATE)[strength.argmax()] == pytest.approx(hz, abs=4)
    assert np.abs(heard[[0, RATE // 2 - 1, RATE // 2, -1]]).max() < 0.01, "no click where they meet"


def test_a_preview_is_small_in_the_films_shape():
    film = settled(FilmOptions("a.wav", Path("a.mp4"), size=(1080, 1920), quality="best", preview=True), None)
    assert film.size == (360, 640) and film.fps == 24.0 and film.quality == "draft"


def test_a_preview_plays_with_its_sound(cut_setlist, tmp_path):
    song = write_wav(tmp_path / "song.wav", beats(16.0))
    out = tmp_path / "short-preview.mp4"
    arguments = ("--workers", "1", "--size", "96x56", "--fps", "10", "--painter", "shader", "-o", out)
    done = called("film", song, "--setlist", cut_setlist, "--preview", *arguments)
    assert done.returncode == 0, done.stderr
    with av.open(str(out)) as movie:
        picture = [frame.to_ndarray(format="gray") for frame in movie.decode(video=0)]
        assert movie.streams.audio[0].duration * movie.streams.audio[0].time_base == pytest.approx(
            10, abs=0.1
        )
    assert len(picture) == 100 and min(one.std() for one in picture) > 5
