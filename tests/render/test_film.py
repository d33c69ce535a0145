"""Films of real songs: the same bytes however they were made, and one sentence when they cannot be."""

import os
import resource
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.called import called

PROJECT = Path(__file__).resolve().parents[2]
SMALL = ["--size", "96x56", "--fps", "10", "--painter", "shader", "--quality", "draft", "--workers", "1"]


def film(song, setlist, out, *more):
    return [
        sys.executable,
        str(PROJECT / "live.py"),
        "film",
        *map(str, (song, "--setlist", setlist)),
        *SMALL,
    ] + [
        *map(str, more),
        "-o",
        str(out),
    ]


def make(*arguments, **settings):
    return subprocess.run(film(*arguments), capture_output=True, text=True, timeout=240, **settings)


def made_here(*arguments):
    """As `make`, in this process."""
    return called(*film(*arguments)[2:])


def pictures(path):
    with av.open(str(path)) as movie:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in movie.decode(video=0)]


@pytest.fixture(scope="module")
def whole(short_song, cut_setlist, tmp_path_factory):
    """The film as it is made without anything going wrong."""
    out = tmp_path_factory.mktemp("film") / "whole.mp4"
    result = make(short_song, cut_setlist, out)
    assert result.returncode == 0, result.stderr
    return out


def test_every_frame_is_there_with_the_song(whole, short_song):
    with av.open(str(whole)) as movie:
        times = [float(frame.time) for frame in movie.decode(video=0)]
    assert times == pytest.approx([n / 10 for n in range(100)]), "as long as the song"
    with av.open(str(whole)) as movie:
        sound = np.concatenate([part.to_ndarray() for part in movie.decode(audio=0)], axis=1)[0]
        rate = movie.streams.audio[0].rate
    assert len(sound) / rate == pytest.approx(10.0, abs=0.15)
    loud = [np.abs(sound[int(t * rate) : int((t + 0.08) * rate)]).max() for t in np.arange(1.0, 9.0, 0.5)]
    before = [
        np.abs(sound[int((t - 0.15) * rate) : int((t - 0.05) * rate)]).max() for t in np.arange(1.0, 9.0, 0.5)
    ]
    assert min(loud) > 2 * max(before), "each beat is heard at its time"
    shown = pictures(whole)
    assert min(picture.std() for picture in shown) > 10, "it begins with a picture, and none is black"


def test_the_scene_cuts_in_one_frame(whole):
    shown = pictures(whole)
    steps = [np.abs(b - a).mean() for a, b in pairwise(shown)]
    assert int(np.argmax(steps)) in (39, 40), "the cut after four seconds is the greatest step of all"


def test_two_workers_give_the_same_bytes_as_one(whole, short_song, cut_setlist, tmp_path):
    result = make(short_song, cut_setlist, tmp_path / "two.mp4", "--workers", 2)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "two.mp4").read_bytes() == whole.read_bytes()
    assert not (tmp_path / "two.mp4.parts").exists()


def started(command, parts, segments):
    """The film running, once so many segments are finished."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 120
    while len(list(parts.glob("segment-*[0-9].mp4"))) < segments:
        assert process.poll() is None and time.monotonic() < until, process.stderr.read()
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_it_resumes_where_it_was_and_gives_the_same_bytes(whole, short_song, cut_setlist, tmp_path, ending):
    out, parts = tmp_path / "cut short.mp4", tmp_path / "cut short.mp4.parts"
    process = started(film(short_song, cut_setlist, out), parts, 1)
    os.killpg(process.pid, ending)
    _, printed = process.communicate(timeout=30)
    assert process.returncode == (-signal.SIGKILL if ending == signal.SIGKILL else 130), printed
    assert "Traceback" not in printed
    assert not out.exists()
    again = make(short_song, cut_setlist, out)
    assert again.returncode == 0, again.stderr
    assert "resuming: " in again.stderr
    assert out.read_bytes() == whole.read_bytes()


def test_a_killed_worker_is_replaced(whole, short_song, cut_setlist, tmp_path):
    out, parts = tmp_path / "out.mp4", tmp_path / "out.mp4.parts"
    process = started(film(short_song, cut_setlist, out), parts, 1)
    workers = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.read_text().rpartition(")")[2].split()[1] == str(process.pid)
        and "spawn_main" in (path.parent / "cmdline").read_text()
    ]
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    _, printed = process.communicate(timeout=120)
    assert process.returncode == 0, printed
    assert "rendered again" in printed
    assert out.read_bytes() == whole.read_bytes()


def test_restart_renders_again_what_was_finished(whole, short_song, cut_setlist, tmp_path):
    out, parts = tmp_path / "out.mp4", tmp_path / "out.mp4.parts"
    process = started(film(short_song, cut_setlist, out), parts, 1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    finished = min(parts.glob("segment-*[0-9].mp4"))
    finished.write_bytes(b"what an older version of the program made of it")
    result = make(short_song, cut_setlist, out, "--restart")
    assert result.returncode == 0, result.stderr
    assert "resuming" not in result.stderr
    assert out.read_bytes() == whole.read_bytes()


def test_the_film_grows_out_of_its_first_image(short_song, cut_setlist, tmp_path):
    from PIL import Image

    squares = (np.indices((56, 96)) // 14).sum(axis=0) % 2
    image = tmp_path / "squares.png"
    Image.fromarray(np.stack([255 * squares, 0 * squares, 255 - 255 * squares], -1).astype(np.uint8)).save(
        image
    )
    result = make(short_song, cut_setlist, tmp_path / "grown.mp4", "--first-image", image, "--seconds", 4.5)
    assert result.returncode == 0, result.stderr
    shown = pictures(tmp_path / "grown.mp4")

    def likeness(picture):
        return float(np.corrcoef((picture[..., 0] - picture[..., 2]).ravel(), squares.ravel())[0, 1])

    assert likeness(shown[0]) > 0.9, "the picture itself"
    assert likeness(shown[10]) < likeness(shown[0]), "is painted over"
    assert abs(likeness(shown[-1])) < 0.2, "and gone with the cut"


def test_another_setlist_begins_anew(short_song, cut_setlist, tmp_path):
    out, parts = tmp_path / "out.mp4", tmp_path / "out.mp4.parts"
    process = started(film(short_song, cut_setlist, out), parts, 1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    other = tmp_path / "other.toml"
    other.write_text(cut_setlist.read_text().replace("the sea", "a forest"))
    result = make(short_song, other, out, "--seconds", 1)
    assert result.returncode == 0, result.stderr
    assert "beginning anew" in result.stderr


def test_a_preview_is_the_same_part_of_the_film(whole, short_song, cut_setlist, tmp_path):
    out = tmp_path / "preview.mp4"
    result = make(short_song, cut_setlist, out, "--start", 5, "--seconds", 2)
    assert result.returncode == 0, result.stderr
    part, full = pictures(out), pictures(whole)
    assert len(part) == 20
    for number in (0, 10, 19):
        assert np.abs(part[number] - full[50 + number]).mean() < 12


def test_an_odd_size_and_a_song_of_one_sample(cut_setlist, tmp_path):
    import wave

    song = tmp_path / "one.wav"
    with wave.open(str(song), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\x00\x10")
    result = made_here(song, cut_setlist, tmp_path / "odd.mp4", "--size", "97x55")
    assert result.returncode == 0, result.stderr
    assert pictures(tmp_path / "odd.mp4")[0].shape == (56, 98, 3)


def refused(result, *words):
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("live.py: ") and all(word in last for word in words), last


def test_what_cannot_be_filmed_is_one_sentence(short_song, cut_setlist, tmp_path):
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    refused(make(empty, cut_setlist, tmp_path / "a.mp4"), "empty")
    refused(made_here(tmp_path / "none.wav", cut_setlist, tmp_path / "a.mp4"), "there is no file")
    refused(made_here(short_song, cut_setlist, tmp_path / "a.avi"), ".mp4")
    refused(made_here(short_song, cut_setlist, tmp_path / "no" / "a.mp4"), "folder")
    refused(made_here(short_song, cut_setlist, tmp_path / "a.mp4", "--start", 99), "--start 99")
    refused(made_here(short_song, cut_setlist, tmp_path / "a.mp4", "--painter", "stile"), "style")


def test_a_full_disk_stops_cleanly_and_the_film_goes_on_later(whole, short_song, cut_setlist, tmp_path):
    out = tmp_path / "full.mp4"

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    refused(make(short_song, cut_setlist, out, preexec_fn=little_room), str(tmp_path))
    assert not out.exists()
    again = make(short_song, cut_setlist, out)
    assert again.returncode == 0, again.stderr
    assert out.read_bytes() == whole.read_bytes()
