"""A show that is killed comes back as it was, and one that the operator has ended does not."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from pythonosc.udp_client import SimpleUDPClient

from tests.songs import PROJECT

SETLIST = 'name = "evening"\n[[song]]\nname = "a"\n' + "".join(
    f'[[song.scene]]\nname = "{name}"\nprompt = "{name}"\n' for name in ("ink", "sea", "moon")
)
PATIENCE_S = 60.0  # however busy the machine is


class Show:
    """`live.py show` in a process of its own; its panel is asked for values."""

    def __init__(
        self, folder: Path, *options: str, program: Sequence[str | Path] = (PROJECT / "live.py",)
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.osc = SimpleUDPClient("127.0.0.1", port)
        self.trace = folder / f"{len(list(folder.iterdir()))}.jsonl"
        arguments = ["show", "demo", "--setlist", folder / "set.toml", "--headless", "--fps", "10"]
        arguments += ["--size", "64x48", "--painter", "shader", "--output", "none", "--osc", port]
        arguments += ["--osc-out", "off", "--midi", "off", "--trace", self.trace, *options]
        self.process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            env={**os.environ, "XDG_STATE_HOME": str(folder / "state")},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.printed = ""
        while not (found := re.search(r"panel: (http://\S+:\d+)/", self.printed)):
            line = self.process.stderr.readline()
            assert line, f"it ended before it had a panel: {self.printed}"
            self.printed += line
        self.url = found[1]
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr:
            self.printed += line

    def value(self, name: str) -> object:
        with urllib.request.urlopen(f"{self.url}/anacrusis/{name}?VALUE", timeout=PATIENCE_S) as answer:
            return json.load(answer)["VALUE"][0]

    def scene(self) -> int | None:
        """Number of the scene in the first frame that was displayed."""
        lines = self.trace.read_text().splitlines(keepends=True) if self.trace.exists() else []
        return json.loads(lines[0])["scene"] if lines and lines[0].endswith("\n") else None

    def end(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE_S)
        self._reader.join()


def remembered(folder: Path) -> list[Path]:
    """Files of what shows were; not those that are just being written."""
    return [path for path in (folder / "state").rglob("*.json") if ".part" not in path.name]


def wait_for(true) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_show_that_is_killed_comes_back_with_scene_values_and_tempo_range(tmp_path):
    (tmp_path / "set.toml").write_text(SETLIST)
    show = Show(tmp_path)
    try:
        for address, value in (("scene/go", 3), ("master", 0.25), ("blackout", 1), ("tempo/low", 90.0)):
            show.osc.send_message(f"/anacrusis/{address}", value)

        def kept() -> bool:
            found = [json.loads(path.read_text()) for path in remembered(tmp_path)]
            return bool(found) and found[0]["index"] == 2 and len(found[0]["values"]) == 3

        wait_for(kept)
    finally:
        show.end(signal.SIGKILL)
    again = Show(tmp_path)
    try:
        assert again.value("master") == 0.25 and again.value("blackout") is True
        assert again.value("tempo/low") == 90.0
        wait_for(lambda: again.scene() is not None)
        assert again.scene() == 3, "from its first frame on"
        assert "goes on where it was" in again.printed and "scene 3 'moon', black" in again.printed
    finally:
        again.end(signal.SIGTERM)
    assert "frame failed" not in again.printed and again.process.returncode == 0
    fresh = Show(tmp_path, "--fresh", "--seconds", "5")
    try:
        fresh.process.wait(PATIENCE_S)
        assert fresh.scene() == 1 and "goes on" not in fresh.printed
    finally:
        fresh.process.kill()
        fresh._reader.join()
    assert not remembered(tmp_path), "it ended as it was meant to"
