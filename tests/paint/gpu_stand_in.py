"""Programs run as on a machine with NVIDIA cards: their driver stood in for, their PCI devices laid into
sysfs.

The driver is `gpu_stand_in.c`, compiled here; the devices lie in a mount namespace of the program's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from tests.missing import missing

_SOURCE = Path(__file__).with_suffix(".c")
_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("libcuda.so.1", "libnvidia-ml.so.1")
_RUNTIME = "libcudart.so.13"
_DEVICE_TREE = "/sys/bus/pci/devices"


@dataclass(frozen=True, slots=True)
class Card:
    """compute: capability times 10."""

    name: str
    compute: int
    multiprocessors: int = 100


@dataclass(frozen=True, slots=True)
class StandIn:
    """folder: where the libraries lie."""

    folder: Path

    def run(
        self,
        program: str,
        cards: tuple[Card, ...],
        *arguments: object,
        driver: int = 13000,
        on_bus: bool = True,
        runtime: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python program; on_bus: False has the driver answer for a card that no bus shows (WSL);
        runtime: the CUDA runtime is stood in for too, so that what it does with the driver need not work."""
        listed = [
            f"{card.name}|{card.compute}|{card.multiprocessors}|0000:{i + 1:02x}:00.0"
            for i, card in enumerate(cards)
        ]
        environment = {
            **os.environ,
            "STAND_IN_GPUS": ";".join(listed),
            "STAND_IN_DRIVER": str(driver),
            "LD_LIBRARY_PATH": str(self.folder),
            **({"LD_PRELOAD": str(self.folder / "runtime" / _RUNTIME)} if runtime else {}),
        }
        lay = [f"mount -t tmpfs none {_DEVICE_TREE}"]
        for i, _ in enumerate(cards if on_bus else ()):
            device = f"{_DEVICE_TREE}/0000:{i + 1:02x}:00.0"
            lay.append(f"mkdir {device}")
            lay += [f"echo {value} > {device}/{name}" for name, value in _FILES.items()]
        shell = "; ".join(["set -e", *lay, 'exec "$@"'])
        command = [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)]
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", shell, "sh", *command],
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )


_FILES = {"vendor": "0x10de", "device": "0x2684", "class": "0x030000"}


def build_stand_in(folder: Path) -> StandIn:
    """Compile the libraries into `folder`; skips the test, aloud, where that cannot be, but never in CI."""
    lacking = [tool for tool in ("gcc", "unshare") if shutil.which(tool) is None]
    if not lacking and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        lacking = ["the right to make a mount namespace (root)"]
    if lacking:
        missing(f"the stand-in for a graphics card needs {' and '.join(lacking)}")
    (folder / "runtime").mkdir()
    versions = folder / "versions"
    versions.write_text(f"{_RUNTIME} {{ global: cuda*; local: *; }};")
    flags = ["gcc", "-D_GNU_SOURCE", "-w", "-O1", "-shared", "-fPIC", str(_SOURCE)]
    for name in _LIBRARIES:
        subprocess.run([*flags, f"-Wl,-soname,{name}", "-o", folder / name], check=True)
    subprocess.run(
        [
            *flags,
            f"-Wl,-soname,{_RUNTIME}",
            f"-Wl,--version-script={versions}",
            "-o",
            folder / "runtime" / _RUNTIME,
        ],
        check=True,
    )
    return StandIn(folder)
