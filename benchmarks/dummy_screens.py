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
# desk: the mode of the desktop; 640x360 is none that a server knows by itself.
_CONFIG = """Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AllowMouseOpenFail" "true"
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
  Modeline "640x360" 18.00 640 656 720 800 360 361 364 375
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "{desk}"
    Virtual 2048 1024
  EndSubSection
EndSection
"""


def missing() -> str:
    """What is lacking for it here, "" if nothing."""
    return ", ".join(name for name in _NEEDED if shutil.which(name) is None)


class DummyScreens:
    """A desktop DUMMY0 and a wall DUMMY1 to its right, each of a mode such as 640x480. Raises UserError."""

    def __init__(self, folder: Path, desk: str = "640x480", wall: str = "640x400") -> None:
        self._wall = wall
        (folder / "xorg.conf").write_text(_CONFIG.format(desk=desk))
        read, write = os.pipe()
        command = ["Xorg", "-config", str(folder / "xorg.conf"), "-displayfd", str(write), "-noreset"]
        command += ["-nolisten", "tcp", "-logfile", str(folder / "xorg.log"), "-novtswitch", "-sharevts"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise UserError(f"Xorg's dummy driver does not start: see {folder / 'xorg.log'}.")
        self.name = f":{number}"

    def add_wall(self) -> None:
        """Plug the projector in for the first time."""
        self._call("xrandr", "--addmode", WALL, self._wall)
        self.plug_in()

    def plug_in(self) -> None:
        self._call("xrandr", "--output", WALL, "--mode", self._wall, "--right-of", "DUMMY0")
        self._call("xrandr")  # the driver looks at its plugs when it is asked about them

    def pull_out(self) -> None:
        self._call("xrandr", "--output", WALL, "--off")
        self._call("xrandr")

    def unplug(self) -> None:
        """The window goes where window managers put it then: onto what is left."""
        self.pull_out()
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
