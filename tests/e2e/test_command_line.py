"""What a person gets for a slip at the command line: one sentence, exit code 2, no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.called import called

PROJECT = Path(__file__).resolve().parents[2]
SHORT = ["--headless", "--seconds", "0.1", "--size", "64x64", "--osc", "off", "--osc-out", "off"]


def live(*arguments, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, PROJECT / "live.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=120,
    )


@pytest.fixture
def broken(tmp_path):
    """Files that are not what they should be, by name."""
    (tmp_path / "noise.wav").write_bytes(os.urandom(4000))
    (tmp_path / "empty.mp3").write_bytes(b"")
    (tmp_path / "syntax.toml").write_text("name = [\n")
    scene = '[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nprompt = "the sea"\n'
    (tmp_path / "curve.toml").write_text(
        scene + 'routes = [{from = "bass", to = "strength", curve = "powr"}]\n', encoding="utf-8"
    )
    (tmp_path / "target.toml").write_text(scene + 'routes = [{from = "bass", to = "strenght"}]\n')
    (tmp_path / "blocked.toml").write_text(scene.replace("the sea", "a bloody corpse"))
    (tmp_path / "unfit_ko.toml").write_text(scene.replace("the sea", "피투성이 시체"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such-song.wav"], "no-such-song.wav"),
        (["noise.wav"], "noise.wav"),
        (["empty.mp3"], "empty.mp3"),
        (["demo", "--setlist", "nowhere.toml"], "nowhere.toml"),
        (["demo", "--setlist", "syntax.toml"], "syntax.toml:2"),
        (["demo", "--setlist", "curve.toml"], "power"),
        (["demo", "--setlist", "target.toml"], "strength"),
        (["demo", "--setlist", "blocked.toml"], "blocked.toml:5"),
        (["demo", "--setlist", "unfit_ko.toml"], "unfit_ko.toml:5"),
        (["demo", "--prompt", "a naked corpse"], "--prompt"),
        (["demo", "--painter", "shaderr"], "shader"),
        (["demo", "--painter", "diffusion"], "--model"),
        (["demo", "--painter", "diffusion", "--model", "./no-such-model"], "no-such-model"),
        (["demo", "--shaders", "no-such-folder"], "no-such-folder"),
        (["demo", "--osc-out", "studio"], "host:port"),
        (["demo", "--size", "big"], "WIDTHxHEIGHT"),
        (["demo", "--record", "no/such/folder/out.mp4"], "no/such/folder/out.mp4"),
        (["demo", "--nonsense"], "--nonsense"),
        (["-", "--realtime", "off"], "real time"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_slip_is_one_sentence_and_code_2(broken, arguments, says):
    result = called("show", *SHORT, *arguments, cwd=broken)
    assert result.returncode == 2, result.stderr
    last = result.stderr.strip().splitlines()[-1]
    assert says in last, result.stderr


def test_a_slip_ends_the_program_without_a_traceback(broken):
    result = live("show", *SHORT, "demo", "--setlist", "syntax.toml", cwd=broken)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr and "syntax.toml:2" in result.stderr.strip().splitlines()[-1]


def test_a_mistyped_command_is_answered_with_the_right_one():
    result = live("shwo")
    assert result.returncode == 2 and "live.py show" in result.stderr


def test_a_port_in_use_is_said(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        result = called("show", "demo", "--headless", "--seconds", "0.1", "--size", "64x64", "--osc", port)
    assert result.returncode == 2
    assert str(port) in result.stderr


def test_a_machine_without_gl_is_told_what_to_install():
    result = live("show", "demo", *SHORT, PYTHONPATH=str(Path(__file__).parent / "no_gl"))
    assert result.returncode == 2, result.stderr
    assert "libegl1" in result.stderr
    assert "Traceback" not in result.stderr


def test_any_python_will_do_to_start_it(tmp_path):
    """A Python without the packages goes on with the one of .venv; without that it says how to get them."""
    start = shutil.copy(PROJECT / "live.py", tmp_path)
    bare = [sys.executable, "-S", start, "film", "my song.mp3"]
    bare_run = subprocess.run(bare, capture_output=True, text=True, timeout=60)
    assert bare_run.returncode == 2
    assert "numpy" in bare_run.stderr and "make live" in bare_run.stderr and bare_run.stderr.count("\n") == 1
    installed = tmp_path / ".venv" / "bin" / "python"
    installed.parent.mkdir(parents=True)
    installed.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n')
    installed.chmod(0o755)
    handed = subprocess.run(bare, capture_output=True, text=True, timeout=60)
    assert handed.returncode == 7
    assert handed.stdout.splitlines() == [str(start), "film", "my song.mp3"]


def test_help_names_every_command_and_the_way_to_start():
    result = live("--help")
    assert result.returncode == 0
    for word in ("show", "listen", "devices", "check", "curves", "bench", "demo"):
        assert word in result.stdout


def test_check_tells_fit_from_unfit(broken):
    assert called("check", "--prompt", "a lighthouse at dawn").returncode == 0
    refused = called("check", "--prompt", "a bloody corpse")
    assert refused.returncode == 1
    assert "gore" in refused.stdout
    listed = called("check", broken / "blocked.toml")
    assert listed.returncode == 1
    assert "blocked.toml:5" in listed.stdout


@pytest.mark.parametrize("name", ["club", "concert", "exhibition"])
def test_the_setlists_that_ship_are_right(name):
    result = called("check", PROJECT / "setlists" / f"{name}.toml")
    assert result.returncode == 0, result.stdout
