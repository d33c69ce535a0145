"""The same film on a Ray cluster."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

pytest.importorskip("ray") if not os.environ.get("CI") else __import__("ray")


def test_two_ray_workers_give_the_same_bytes(short_song, cut_setlist, tmp_path):
    made = []
    for name, more in (("here", []), ("there", ["--ray", "local", "--workers", "2"])):
        out = tmp_path / f"{name}.mp4"
        result = subprocess.run(
            [sys.executable, PROJECT / "live.py", "film", short_song, "--setlist", cut_setlist, "-o", out]
            + ["--size", "96x56", "--fps", "10", "--painter", "shader", "--seconds", "6", *more],
            capture_output=True,
            text=True,
            timeout=240,
            cwd=tmp_path,
        )
        assert result.returncode == 0, result.stderr
        made.append(out.read_bytes())
    assert made[0] == made[1]
    nowhere = subprocess.run(
        [sys.executable, PROJECT / "live.py", "film", short_song, "--setlist", cut_setlist]
        + ["-o", tmp_path / "no.mp4", "--ray", "127.0.0.1:1", "--seconds", "1", "--painter", "shader"],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert nowhere.returncode == 2 and "Traceback" not in nowhere.stderr
    assert "127.0.0.1:1" in nowhere.stderr.splitlines()[-1]
