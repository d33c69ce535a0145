"""The whole program on real input: files, a real sound server, real OSC, real recordings."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from synthetic_music.wav import write_wav

PROJECT = Path(__file__).resolve().parents[2]
SMALL = ["--size", "160x96", "--painter", "shader"]
QUIET = ["--osc", "off", "--osc-out", "off"]


def live(*arguments, **settings):
    return subprocess.run(
        [sys.executable, PROJECT / "live.py", "show", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=180,
        **settings,
    )


def rows(path):
    """The finished lines of a trace, which may be growing."""
    lines = path.read_text().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def four_on_the_floor(seconds, tempo=120.0, rate=44100):
    """Kicks on every beat and quiet hats between: a beat that nobody can miss."""
    time_s = np.arange(int(seconds * rate)) / rate
    since = time_s % (60.0 / tempo)
    kick = np.sin(2 * np.pi * (50 * since + 25 * (1 - np.exp(-since * 30)))) * np.exp(-since * 12)
    off = (time_s + 30.0 / tempo) % (60.0 / tempo)
    hats = np.random.default_rng(1).standard_normal(len(time_s)) * np.exp(-off * 60) * 0.15
    return 0.7 * kick + hats


def wait_for(show, words):
    """Until the show has said so."""
    printed = []
    while not printed or words not in printed[-1]:
        printed.append(show.stderr.readline())
        assert printed[-1], f"it ended before it said “{words}”: {''.join(printed)}"


def pictures(path):
    with av.open(str(path)) as movie:
        return [frame.to_ndarray(format="rgb24") for frame in movie.decode(video=0)]


def test_the_virtual_clock_gives_the_same_bytes_twice(tmp_path):
    made = []
    for name in ("one", "two"):
        film, trace = tmp_path / f"{name}.mp4", tmp_path / f"{name}.jsonl"
        result = live(
            "demo",
            "--realtime",
            "off",
            "--seconds",
            3,
            "--fps",
            20,
            *SMALL,
            "--record",
            film,
            "--trace",
            trace,
        )
        assert result.returncode == 0, result.stderr
        made.append((film.read_bytes(), trace.read_bytes()))
    assert made[0] == made[1]

    shown = rows(tmp_path / "one.jsonl")
    assert [row["time"] for row in shown] == pytest.approx([n / 20 for n in range(60)], abs=1e-6)
    frames = pictures(tmp_path / "one.mp4")
    assert len(frames) == 60
    # Something is painted, and it moves.
    assert frames[-1].std() > 10
    assert np.abs(frames[-1].astype(int) - frames[30]).mean() > 2
    with av.open(str(tmp_path / "one.mp4")) as movie:
        sound = np.concatenate([part.to_ndarray() for part in movie.decode(audio=0)], axis=1)
    assert np.abs(sound).max() > 0.05


def test_a_real_sound_server_is_heard(tmp_path, pulse_server, request):
    """A song played by another program into a null sink: the show hears its beat through the monitor."""
    song, trace = tmp_path / "song.wav", tmp_path / "trace.jsonl"
    write_wav(song, four_on_the_floor(90.0))
    show = subprocess.Popen(
        [sys.executable, PROJECT / "live.py", "card:pulse", "--headless", "--fps", "20"]
        + [*SMALL, *QUIET, "--trace", str(trace)],
        env=pulse_server.env,
        stderr=subprocess.PIPE,
        text=True,
    )
    request.addfinalizer(show.kill)
    player = pulse_server.play(song)
    request.addfinalizer(player.kill)

    def sure() -> list[dict]:
        return [row for row in rows(trace) if row["confidence"] > 0.5] if trace.exists() else []

    end = time.monotonic() + 80.0
    while (len(sure()) < 30 or not rows(trace)[-1]["frame"]) and time.monotonic() < end:
        time.sleep(0.5)
    show.send_signal(signal.SIGINT)
    _, printed = show.communicate(timeout=60)
    assert show.returncode == 0, printed
    assert len(sure()) >= 30 and rows(trace)[-1]["frame"], printed


def test_osc_from_a_foreign_program_changes_the_scene(tmp_path, request):
    trace = tmp_path / "trace.jsonl"
    port = 20000 + os.getpid() % 20000
    show = subprocess.Popen(
        [sys.executable, PROJECT / "live.py", "demo", "--headless", "--fps", "20", *SMALL]
        + [
            "--osc",
            str(port),
            "--osc-out",
            "off",
            "--trace",
            str(trace),
            "--output",
            "none",
        ],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    request.addfinalizer(show.kill)
    wait_for(show, "OSC on")
    end = time.monotonic() + 60.0
    while not (trace.exists() and rows(trace)) and time.monotonic() < end:
        time.sleep(0.05)
    subprocess.run(["oscsend", "127.0.0.1", str(port), "/anacrusis/scene/go", "i", "3"], check=True)
    subprocess.run(
        ["oscsend", "127.0.0.1", str(port), "/anacrusis/prompt", "s", "a bloody corpse"], check=True
    )
    wait_for(show, "refused")  # the blocklist stands before OSC too
    time.sleep(0.5)
    os.killpg(show.pid, signal.SIGINT)
    _, printed = show.communicate(timeout=60)
    assert show.returncode == 0, printed
    assert rows(trace)[0]["scene"] == 1
    assert rows(trace)[-1]["scene"] == 3


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_cleanly_with_a_recording_that_plays(tmp_path, ending, request):
    film, trace = tmp_path / "out.mp4", tmp_path / "out.jsonl"
    show = subprocess.Popen(
        [sys.executable, PROJECT / "live.py", "demo", "--headless", "--fps", "20", *SMALL, *QUIET]
        + ["--output", "none", "--record", str(film), "--trace", str(trace)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    request.addfinalizer(show.kill)
    wait_for(show, "Ctrl-C stops it")
    for _ in range(600):  # however slow the machine is: so many frames are drawn
        if trace.exists() and trace.read_bytes().count(b"\n") > 40:
            break
        time.sleep(0.1)
    for _ in range(3):  # an impatient hand does not cut the recording off
        os.killpg(show.pid, ending)
        time.sleep(0.05)
    _, printed = show.communicate(timeout=30)
    assert show.returncode == 0, printed
    assert "Traceback" not in printed
    assert len(pictures(film)) > 20
    assert "recorded" in printed


def test_a_click_is_seen_within_one_block_and_one_frame(tmp_path):
    """Silence, then one click: pixels change in the first frame that could know of it."""
    samples = np.zeros(44100 * 3)
    at = 2.0131
    samples[int(at * 44100) : int(at * 44100) + 64] = 0.9
    write_wav(tmp_path / "click.wav", samples)
    write_wav(tmp_path / "silence.wav", samples * 0)
    setlist = tmp_path / "flash.toml"
    setlist.write_text(
        'name = "flash"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nprompt = "the sea"\n'
        'routes = [{from = "level", to = "post.flash", range = [0.0, 1.0], release = 0.2}]\n'
    )
    films = []
    for name in ("click", "silence"):
        film = tmp_path / f"{name}.mp4"
        result = live(
            tmp_path / f"{name}.wav",
            "--setlist",
            setlist,
            "--realtime",
            "off",
            "--fps",
            60,
            *SMALL,
            "--record",
            film,
        )
        assert result.returncode == 0, result.stderr
        films.append(pictures(film))
    changed = [
        n for n, (a, b) in enumerate(zip(*films, strict=True)) if np.abs(a.astype(int) - b).mean() > 2.0
    ]
    block = 256 / 44100
    assert changed, "the click was never seen"
    assert at <= changed[0] / 60 + 1 / 60
    assert changed[0] / 60 <= at + block + 1 / 60
