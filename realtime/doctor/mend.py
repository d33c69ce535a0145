"""Commands that mend, as this machine's shell and package manager take them.

Double quotes, and one command a line instead of `&&`: so bash, cmd.exe and PowerShell take them alike.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from realtime.command_name import pip_command, python_command
from realtime.paint.diffusion.road import RUNTIMES, Road

_PACKAGES = {
    "EGL": {
        "apt-get": "sudo apt-get install -y libegl1 libgl1",
        "dnf": "sudo dnf install -y mesa-libEGL mesa-libGL",
        "pacman": "sudo pacman -S --needed mesa",
    },
    "PortAudio": {
        "apt-get": "sudo apt-get install -y libportaudio2",
        "dnf": "sudo dnf install -y portaudio",
        "pacman": "sudo pacman -S --needed portaudio",
        "brew": "brew install portaudio",
    },
    "driver": {
        "apt-get": "sudo apt-get install -y nvidia-driver",
        "dnf": "sudo dnf install -y akmod-nvidia",
        "pacman": "sudo pacman -S --needed nvidia",
    },
}
# There pip brings the library along, and the driver comes from its maker.
_WINDOWS = {
    "EGL": "winget upgrade --all",
    "PortAudio": f"{pip_command()} install --force-reinstall sounddevice",
    "driver": "winget install Nvidia.NvidiaApp",
}


def install(what: str) -> str:
    """The command of this machine's package manager for "EGL", "PortAudio" or "driver"."""
    if os.name == "nt":
        return _WINDOWS[what]
    commands = _PACKAGES[what]
    return next(
        (command for tool, command in commands.items() if shutil.which(tool)), next(iter(commands.values()))
    )


def runtime_for(road: Road | None) -> str:
    """The commands that leave the one ONNX Runtime that is right here, instead of those that were there.

    All its packages bring the same module, so there must be one. None: for a machine without a GPU.
    """
    packages = ("onnxruntime",) if road is None else road.packages
    pip = pip_command()
    return f"{pip} uninstall -y {' '.join(RUNTIMES)}\n{pip} install {_quoted(packages)}"


def torch_for(road: Road) -> str:
    """The command that installs a torch that computes on the road's card."""
    index = f" --index-url {road.torch_wheels}" if road.torch_wheels else ""
    return f'{pip_command()} install --force-reinstall "torch>=2.6"{index}'


def delete(folder: Path) -> str:
    """The command that deletes a folder."""
    if os.name != "nt":
        return f"rm -r '{folder}'"
    return f"{python_command()} -c \"import shutil; shutil.rmtree(r'{folder}')\""


def free_port(port: int) -> str:
    """The command that shows, or ends, who has a UDP port."""
    return f"netstat -ano -p udp | findstr :{port}" if os.name == "nt" else f"fuser -k {port}/udp"


def show_sizes() -> str:
    """The command that shows what fills the disk."""
    return "cleanmgr" if os.name == "nt" else "du -xh --max-depth=2 ~ | sort -h | tail -20"


def _quoted(packages: tuple[str, ...]) -> str:
    return " ".join(f'"{package}"' for package in packages)
