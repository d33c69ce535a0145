"""An X server without a screen that has two plugs, for projectors that come and go: Xorg's dummy driver."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from realtime.errors import UserError

WALL = "DUMMY1"
_NEEDED = ("Xorg", "xrandr", "xdotool")
_CONFIG = """Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "640x480"
    Virtual 2000 1000
  EndSubSection
EndSection
"""


def missing() -> str:
    """What is lacking for it here, "" if nothing."""
    return ", ".join(name for name in _NEEDED if shutil.which(name) is None)


class DummyScreens:
    """A desktop of 640×480, and a wall of 640×400 to the right of it. Raises UserError."""

    def __init__(self, folder: Path) -> None:
        (folder / "xorg.conf").write_text(_CONFIG)
        read, write = os.pipe()
        command = ["Xorg", "-config", str(folder / "xorg.conf"), "-displayfd", str(write), "-noreset"]
        command += ["-nolisten", "tcp", "-logfile", str(folder / "xorg.log"), "-novtswitch", "-sharevts"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise UserError(f"Xorg's dummy driver does not start: see {folder / 'xorg.log'}.")
        self.name = f":{number}"

    def add_wall(self) -> None:
        """Plug the projector in for the first time."""
        self._call("xrandr", "--addmode", WALL, "640x400")
        self.plug_in()

    def plug_in(self) -> None:
        self._call("xrandr", "--output", WALL, "--mode", "640x400", "--pos", "640x0")

    def unplug(self) -> None:
        """The window goes where window managers put it then: onto what is left."""
        self._call("xrandr", "--output", WALL, "--off")
        self._call("xdotool", "search", "--class", ".", "windowmove", "0", "0")

    def window(self) -> str:
        """Where the show's window is, such as 640,0 640×400."""
        found = self._call("xdotool", "search", "--class", ".", "getwindowgeometry", "--shell")
        shell = dict(line.split("=", 1) for line in found.splitlines() if "=" in line)
        return f"{shell.get('X')},{shell.get('Y')} {shell.get('WIDTH')}×{shell.get('HEIGHT')}"

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def _call(self, *command: str) -> str:
        environment = {**os.environ, "DISPLAY": self.name}
        for _ in range(20):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20)
            if done.returncode == 0:
                break
            time.sleep(0.2)
        return done.stdout
