"""The show as a service: what is written is what systemd takes, and the display loop feeds its watchdog."""

from __future__ import annotations

import plistlib
import shutil
import socket
import subprocess
import sys
import xml.etree.ElementTree as xml
from contextlib import ExitStack
from pathlib import Path

from realtime.cli import main
from realtime.commands.service import service
from realtime.live.service_watch import ServiceWatch, service_watch
from tests.missing import missing


def test_systemd_takes_the_unit(tmp_path, capsys) -> None:
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze is missing: sudo apt install systemd")
    assert main(["install-service", "--print", "--", "card", "--setlist", "exhibition"]) == 0
    unit = tmp_path / "anacrusis.service"
    unit.write_text(capsys.readouterr().out)
    assert "Type=notify" in unit.read_text() and "card --setlist exhibition" in unit.read_text()
    checked = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    about_it = [line for line in checked.stderr.splitlines() if "anacrusis.service" in line]
    assert not about_it, checked.stderr


def test_odd_words_stay_whole_on_every_system() -> None:
    words = [sys.executable, "live.py", "card:Scarlett 2i2", "--prompt", "50 % of a <rose> & $more"]
    folder = Path("/opt/the show")
    _, unit, _ = service("linux", words, folder)
    assert "'card:Scarlett 2i2'" in unit and "50 %% of a <rose> & $$more" in unit
    _, agent, _ = service("darwin", words, folder)
    assert plistlib.loads(agent.encode())["ProgramArguments"] == words
    _, task, _ = service("win32", words, folder)
    assert "50 % of a <rose>" in "".join(xml.fromstring(task).itertext())


def test_it_is_written_where_systemd_looks(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert main(["install-service"]) == 0
    written = tmp_path / ".config" / "systemd" / "user" / "anacrusis.service"
    assert "card --setlist exhibition" in written.read_text()
    assert "systemctl --user" in capsys.readouterr().out


def test_the_display_loop_feeds_the_watchdog(tmp_path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(5.0)
        now = 10.0
        watch = ServiceWatch(str(tmp_path / "notify"), 20.0, lambda: now)
        heard = []
        for _ in range(11):
            watch.shown()
            now += 1.0
        watch.close()
        while not heard or heard[-1] != b"STOPPING=1":
            heard.append(manager.recv(100))
    assert heard == [b"READY=1", *[b"WATCHDOG=1"] * 3, b"STOPPING=1"]


def test_without_a_service_manager_nothing_is_told() -> None:
    with ExitStack() as stack:
        assert service_watch(stack, {}) is None
