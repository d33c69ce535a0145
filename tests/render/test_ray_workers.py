"""The same film on a Ray cluster, whatever becomes of its workers."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from realtime.errors import UserError
from realtime.paint.run.spec import EngineSpec
from realtime.render import ray_workers
from realtime.render.segment import Job
from realtime.render.segments import Segment

PROJECT = Path(__file__).resolve().parents[2]
ON_RAY = ("--ray", "local", "--workers", "2")

pytest.importorskip("ray") if not os.environ.get("CI") else __import__("ray")
pytestmark = pytest.mark.usefixtures("ray_alone")


def command(song, setlist, out, *more):
    small = ["--size", "96x56", "--fps", "10", "--painter", "shader", "--seconds", "6"]
    line = [sys.executable, PROJECT / "live.py", "film", song, "--setlist", setlist, "-o", out, *small, *more]
    return [str(part) for part in line]


@pytest.fixture(scope="module")
def made_here(short_song, cut_setlist, tmp_path_factory):
    out = tmp_path_factory.mktemp("here") / "here.mp4"
    subprocess.run(command(short_song, cut_setlist, out), check=True, capture_output=True, timeout=240)
    return out.read_bytes()


def test_two_ray_workers_give_the_same_bytes_though_one_is_killed(
    made_here, short_song, cut_setlist, tmp_path
):
    out = tmp_path / "there.mp4"
    process = subprocess.Popen(
        command(short_song, cut_setlist, out, *ON_RAY), stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    killed = first_worker(process, seconds=300)
    os.kill(killed, signal.SIGKILL)
    _, printed = process.communicate(timeout=400)
    assert process.returncode == 0, printed
    assert out.read_bytes() == made_here


def first_worker(film, seconds):
    """The process of a Ray worker of this film that is rendering a segment."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert film.poll() is None, film.stderr.read()
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            if rendering(path) and film.pid in forebears(int(path.parent.name)):
                return int(path.parent.name)
        time.sleep(0.02)
    raise AssertionError("no worker began")


def rendering(path):
    try:
        return path.read_bytes().startswith(b"ray::_render_apart")
    except OSError:
        return False


def forebears(process):
    found = []
    try:
        while process > 1:
            found.append(process)
            stat = Path(f"/proc/{process}/stat").read_text()
            process = int(stat.rpartition(")")[2].split()[1])
    except OSError:
        return []
    return found


def test_a_model_that_a_node_does_not_have_is_one_sentence_with_the_nodes_name(tmp_path):
    here = tmp_path / "sd-turbo"
    here.mkdir()
    job = Job(
        Segment(0, 0, 0, 1),
        tmp_path / "frame_log.jsonl",
        0,
        tmp_path / "segment.mp4",
        EngineSpec("diffusion", "nowhere:nothing", (64, 64), {"model": str(here)}),
        (64, 64),
        10.0,
        23,
        "ultrafast",
    )
    model = ray_workers._model_folder(job)
    assert model == str(here)
    here.rmdir()
    with pytest.raises(UserError, match=rf"node {socket.gethostname()} has no folder {here}.*every node"):
        ray_workers._render_apart(job, "key", [], model)


def test_a_cluster_that_is_not_there_is_one_sentence(short_song, cut_setlist, tmp_path):
    nowhere = subprocess.run(
        command(short_song, cut_setlist, tmp_path / "no.mp4", "--ray", "127.0.0.1:1"),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert nowhere.returncode == 2 and "Traceback" not in nowhere.stderr
    assert "127.0.0.1:1" in nowhere.stderr.splitlines()[-1]
