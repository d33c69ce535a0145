"""A real PulseAudio daemon with a null sink, private to one test: what a sound card is elsewhere.

Loaded as a pytest plugin by tests/conftest.py; any test may ask for the fixture `pulse_server`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.missing import missing

SINK = "virt"
PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"


class PulseServer:
    """Starts and stops the daemon; `env` is what a client program needs to reach it."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "pulse.sock"
        self._home = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"unix:{self.socket}"

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "PULSE_SERVER": self.address}

    def start(self) -> None:
        env = {key: value for key, value in os.environ.items() if key != "PULSE_SERVER"}
        env |= {"HOME": str(self._home), "XDG_RUNTIME_DIR": str(self._home)}
        self._process = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                *("-L", f"module-native-protocol-unix socket={self.socket} auth-anonymous=1"),
                *("-L", f"module-null-sink sink_name={SINK} rate=44100 channels=2"),
            ],
            env=env,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError("the PulseAudio daemon did not start")

    def kill(self) -> None:
        """End it at once, as a pulled cable would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.socket.unlink(missing_ok=True)

    def play(self, path: Path) -> subprocess.Popen[bytes]:
        """`paplay` of a sound file into the null sink, in the background."""
        return subprocess.Popen(["paplay", f"--device={SINK}", str(path)], env=self.env)

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False)
        return asked.returncode == 0


@pytest.fixture
def pulse_server(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PulseServer]:
    """A running daemon that this process and its children use for all sound."""
    lacking = [tool for tool in ("pulseaudio", "paplay", "pactl") if shutil.which(tool) is None]
    if lacking:
        missing(f"{', '.join(lacking)} not found: sudo apt install {PACKAGES}")
    server = PulseServer(tmp_path_factory.mktemp("pulse"))
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    try:
        yield server
    finally:
        server.kill()
