"""The NVIDIA GPUs and driver as the driver itself names them, without any CUDA package; and which one is
used."""

from __future__ import annotations

import functools
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from realtime.errors import UserError
from realtime.paint.diffusion.cuda_devices import driver_library

log = logging.getLogger(__name__)

_VISIBLE, _ORDER = "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"
_PATIENCE_S = 60.0
STRONGEST = "strongest"


@dataclass(frozen=True, slots=True)
class Gpu:
    """name as the driver has it; driver: newest CUDA version that it can run, (major, minor); ordinal: its
    number here, as nvidia-smi counts; on_bus: it is a device of the PCI bus (not so in Windows' Linux)."""

    name: str
    compute: tuple[int, int]
    memory_bytes: int
    driver: tuple[int, int]
    ordinal: int = 0
    uuid: str = ""
    multiprocessors: int = 0
    clock_khz: int = 0
    on_bus: bool = True

    @property
    def strength(self) -> tuple[int, int]:
        """For comparing two: multiprocessors times clock, then memory."""
        return self.multiprocessors * self.clock_khz, self.memory_bytes


def find_gpus() -> tuple[Gpu, ...]:
    """All GPUs that CUDA shows to this process, in nvidia-smi's order; none where there is no driver."""
    # Without a driver nothing is asked; a change of what is visible asks again.
    if driver_library() is None:
        return ()
    return _asked(os.environ.get(_VISIBLE), os.environ.get(_ORDER, "PCI_BUS_ID"))


@functools.cache
def _asked(visible: str | None, order: str) -> tuple[Gpu, ...]:
    """What the driver says, asked in a process of its own (`cuda_devices`)."""
    environment = {**os.environ, _ORDER: order}
    program = [sys.executable, str(Path(__file__).with_name("cuda_devices.py"))]
    try:
        ran = subprocess.run(
            program, env=environment, capture_output=True, timeout=_PATIENCE_S, check=True, text=True
        )
        answer = json.loads(ran.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        answer = {"error": f"it could not be asked: {str(error).splitlines()[0]}"}
    if "error" in answer:
        log.error("NVIDIA driver: %s", answer["error"])
        return ()
    return tuple(_gpu(found) for found in answer["gpus"])


def _gpu(found: dict) -> Gpu:
    bus = found.pop("bus")
    found["compute"], found["driver"] = tuple(found["compute"]), tuple(found["driver"])
    return Gpu(**found, on_bus=not sys.platform.startswith("linux") or _is_on_bus(bus))


def _is_on_bus(bus: str) -> bool:
    return bool(bus) and Path("/sys/bus/pci/devices", bus).exists()


def may_have_gpu() -> bool:
    """Could torch find a GPU here? False where there is neither NVIDIA's driver nor AMD's (ROCm)."""
    return driver_library() is not None or Path("/dev/kfd").exists()


def find_gpu() -> Gpu | None:
    """The strongest GPU, or None; after `take_gpu`, the one that was taken."""
    return max(find_gpus(), key=lambda gpu: gpu.strength, default=None)


def choose_gpu(gpus: tuple[Gpu, ...], wanted: str) -> Gpu:
    """The one of that number or with `wanted` in its name (the strongest of several), "strongest", else
    UserError."""
    if not gpus:
        raise UserError(f"There is no GPU {wanted}: the NVIDIA driver shows none here.")
    number = wanted.strip()
    if number.lower() == STRONGEST:
        fitting = list(gpus)
    elif number.isdecimal():
        fitting = [gpu for gpu in gpus if gpu.ordinal == int(number)]
    else:
        fitting = [gpu for gpu in gpus if number.lower() in gpu.name.lower()]
    if not fitting:
        there = "; ".join(f"{gpu.ordinal}: {gpu.name}" for gpu in gpus)
        raise UserError(f"There is no GPU {wanted!r} here, by number or part of a name. There are {there}.")
    return max(fitting, key=lambda gpu: gpu.strength)


def take_gpu(wanted: str | None = None) -> Gpu | None:
    """Choose a GPU (`choose_gpu`; None: the strongest, if any) and let CUDA see no other from now on.

    In this process and those that it starts: sessions, their buffers and torch then cannot differ, each by
    its own numbering. To be called before anything uses CUDA here. Raises UserError as `choose_gpu` does."""
    gpus = find_gpus()
    if wanted is None and not gpus:
        return None
    gpu = choose_gpu(gpus, wanted or STRONGEST)
    if len(gpus) == 1 or not gpu.uuid:
        return gpu
    os.environ[_VISIBLE] = gpu.uuid
    os.environ.setdefault(_ORDER, "PCI_BUS_ID")
    return replace(gpu, ordinal=0)
