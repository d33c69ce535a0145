"""The built wheel, installed elsewhere: it plays from an empty folder and needs no checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from pathlib import Path

import av
import pytest

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ("realtime", "shaders", "setlists", "pyproject.toml", "setup.py", "README.md", "COPYING")
SHOW = [
    *("demo", "--headless", "--size", "96x64", "--fps", "20", "--painter", "style"),
    *("--osc", "off", "--osc-out", "off", "--output", "none"),
]
# Runs in every Python of the new environment: writes down which files of the checkout are opened.
WATCH = """
import os, sys
CHECKOUT, PACKAGES, LOG = {checkout!r}, {packages!r}, {log!r}
log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])
        if path.startswith(CHECKOUT + os.sep) and not path.startswith(PACKAGES):
            os.write(log, (path + "\\n").encode())
sys.addaudithook(watch)
"""


class Installed:
    """The program in an environment of its own, called in an empty folder."""

    def __init__(self, home: Path, packages: Path) -> None:
        self.python = home / "bin" / "python"
        self.command = home / "bin" / "anacrusis"
        self.settings = home / "settings"
        self.opened = home / "opened.txt"
        self.packages = packages

    def start(self, folder: Path, *arguments: object) -> subprocess.Popen:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return subprocess.Popen(
            [self.command, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**environment, "XDG_CONFIG_HOME": str(self.settings)},
        )

    def run(self, folder: Path, *arguments: object) -> subprocess.CompletedProcess:
        process = self.start(folder, *arguments)
        printed, complaints = process.communicate(timeout=180)
        return subprocess.CompletedProcess(process.args, process.returncode, printed, complaints)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installed:
    work = tmp_path_factory.mktemp("package")
    tree = work / "tree"
    tree.mkdir()
    for part in PARTS:
        if (PROJECT / part).is_dir():
            shutil.copytree(PROJECT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / part, tree)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline = ["--quiet", "--no-deps", "--no-index"]
    wheels = work / "wheels"
    done([*pip, "wheel", *offline, "--no-build-isolation", "-w", wheels, tree])
    shutil.rmtree(tree)

    home = work / "environment"
    done([sys.executable, "-m", "venv", "--without-pip", home])
    python = home / "bin" / "python"
    packages = Path(done([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    ready = tuple({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    # Finds the packages in these folders, and not the editable checkout that .pth files in them may name.
    (packages / "ready.pth").write_text("".join(f"{folder}\n" for folder in ready))
    program = Installed(home, packages)
    # Not sitecustomize: Debian's Python has one of its own.
    (packages / "watch_what_is_opened.py").write_text(
        WATCH.format(checkout=str(PROJECT), packages=ready, log=str(program.opened))
    )
    (packages / "watch.pth").write_text("import watch_what_is_opened\n")
    done([python, "-c", f"open({str(PROJECT / 'live.py')!r})"])
    assert program.opened.read_text() == f"{PROJECT / 'live.py'}\n", "the watch sees what is opened"
    program.opened.write_text("")
    done([*pip, "--python", python, "install", *offline, *wheels.glob("anacrusis-*.whl")])
    return program


def done(line: list[object]) -> str:
    result = subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=180)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def painted(trace: Path) -> bool:
    """Whether a finished line of the trace has a painted frame."""
    lines = trace.read_text().splitlines(keepends=True) if trace.exists() else []
    return any(json.loads(line)["frame"] is not None for line in lines if line.endswith("\n"))


def address_of_panel(show: subprocess.Popen) -> str:
    """What the show says it is, while it starts."""
    printed = ""
    while not (found := re.search(r"^panel: (http://\S+)$", printed, re.MULTILINE)):
        line = show.stderr.readline()
        assert line, f"it ended before it had a panel: {printed}"
        printed += line
    return found[1]


def pictures(movie: Path) -> int:
    with av.open(str(movie)) as opened:
        return sum(1 for _ in opened.decode(video=0))


def test_a_show_plays_and_records_without_the_checkout(installed, empty, request):
    exact = installed.run(empty, *SHOW, "--realtime", "off", "--seconds", "2", "--record", "exact.mp4")
    assert exact.returncode == 0 and "Traceback" not in exact.stderr, exact.stderr
    assert pictures(empty / "exact.mp4") == 40

    show = installed.start(empty, *SHOW, "--record", "live.mp4", "--trace", "live.jsonl")
    request.addfinalizer(show.kill)
    panel = address_of_panel(show)
    with urllib.request.urlopen(f"{panel}panel/panel.js", timeout=60) as script:
        assert b"Connection" in script.read(), "the panel's pages are in the package"
    end = time.monotonic() + 120.0
    while not painted(empty / "live.jsonl") and show.poll() is None and time.monotonic() < end:
        time.sleep(0.1)
    show.send_signal(signal.SIGINT)
    _, printed = show.communicate(timeout=60)
    assert show.returncode == 0 and "Traceback" not in printed, printed
    assert painted(empty / "live.jsonl"), printed
    assert pictures(empty / "live.mp4") > 0

    assert {path.name for path in empty.iterdir()} == {"exact.mp4", "live.mp4", "live.jsonl"}
    assert installed.opened.read_text() == ""


def test_setlists_that_ship_are_known_by_name(installed, empty):
    checked = installed.run(empty, "check", "club")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert Path(checked.stdout.partition(": nothing wrong")[0]).is_relative_to(installed.packages)
    assert installed.run(empty, "check", "--prompt", "a bloody corpse").returncode == 1
    assert installed.opened.read_text() == ""


def test_messages_name_the_command_that_was_typed(installed, empty):
    slip = installed.run(empty, "fil")
    assert slip.returncode == 2
    assert slip.stderr == "anacrusis: There is no command or file fil; did you mean `anacrusis film`?\n"
    assert "live.py" not in installed.run(empty, "--help").stdout


def test_measurements_are_a_checkouts_and_that_is_one_sentence(installed, empty):
    refused = installed.run(empty, "bench", "stage")
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1
    assert "get the repository" in refused.stderr


def test_a_users_own_shaders_and_setlists_come_first(installed, empty):
    own = installed.settings / "anacrusis"
    shaders, setlists = own / "shaders", own / "setlists"
    (shaders / "sources").mkdir(parents=True)
    setlists.mkdir()
    try:
        ink = installed.packages / "realtime" / "_resources" / "shaders" / "sources" / "ink.fs"
        shutil.copy(ink, shaders / "sources" / "lava.fs")
        scene = '[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nprompt = "the sea"\nsource = "lava"\n'
        (setlists / "club.toml").write_text(f'name = "mine"\n{scene}')
        checked = installed.run(empty, "check", "club")
        printed = f"{setlists / 'club.toml'}: nothing wrong\n"
        assert checked.stdout.startswith(printed), checked.stdout + checked.stderr
    finally:
        shutil.rmtree(installed.settings)
    assert "club.toml" in installed.run(empty, "check", "club").stdout
