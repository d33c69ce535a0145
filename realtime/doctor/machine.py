"""The rest of the machine: Python, OpenVINO, GL, sound, compiled models, the port and the disk."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import socket
import sys
from pathlib import Path

from realtime.command_name import install_hint, typed
from realtime.doctor.check import Check
from realtime.doctor.mend import delete, free_port, install, show_sizes
from realtime.doctor.trial import try_provider
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import find_gpu

_LEAST_FREE_BYTES = 2_000_000_000


def look_at_python() -> Check:
    """The version of Python."""
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    good = sys.version_info >= (3, 11)
    return Check("Python", good, found, "" if good else "PYTHON=python3.12 make setup")


def look_at_openvino() -> Check:
    """OpenVINO, where it is installed."""
    if importlib.util.find_spec("openvino") is None:
        better = "" if find_gpu() else install_hint("openvino")
        return Check("OpenVINO", True, "not installed: CPUs are used at half speed or so", better)
    import openvino

    try_provider("openvino")
    bf16 = "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return Check(
        "OpenVINO", True, f"{cache.package_version('openvino')}, {'with' if bf16 else 'without'} bf16"
    )


def look_at_gl() -> Check:
    """A GL context, and who draws in it."""
    import moderngl

    try:
        if sys.platform.startswith("linux"):
            # moderngl's stub has the type of all settings together where that of each belongs.
            context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
        else:
            context = moderngl.create_standalone_context()
    except Exception as error:  # moderngl raises Exception itself
        return Check("GL", False, f"no context: {error}", install("EGL"))
    info, version = context.info["GL_RENDERER"], context.version_code
    context.release()
    if version < 330:
        return Check("GL", False, f"{info} has only GL {version / 100:.1f}, 3.3 is needed", install("EGL"))
    slow = ", drawn by the processor: take a smaller --size" if "llvmpipe" in info else ""
    return Check("GL", True, f"{info}, GL {version / 100:.1f}{slow}")


def look_at_sound() -> Check:
    """PortAudio, and how many inputs it has."""
    try:
        import sounddevice
    except OSError:
        return Check(
            "PortAudio", False, "the library is missing: no sound card can be heard", install("PortAudio")
        )
    inputs = [device for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
    version = sounddevice.get_portaudio_version()[1].split(",")[0]
    if not inputs:
        return Check(
            "PortAudio", True, f"{version}; no sound input here: files and the demo track can be played"
        )
    return Check("PortAudio", True, f"{version}; {len(inputs)} sound inputs")


def look_at_models(root: Path) -> list[Check]:
    """Each compiled model, whole or not."""
    checks = []
    folders = sorted(root.glob("*")) if root.is_dir() else []
    for folder in (folder for folder in folders if folder.is_dir() and folder.suffix != cache.PARTIAL):
        try:
            compiled = cache.Compiled.load(folder)
        except UserError as error:
            checks.append(Check("models", False, str(error), delete(folder)))
            continue
        spec = compiled.spec
        found = f"{compiled.model}, {spec.width}x{spec.height}, {spec.steps} steps, {compiled.precision}"
        checks.append(Check("models", True, found))
    for folder in (folder for folder in folders if folder.suffix == cache.PARTIAL):
        checks.append(
            Check("models", True, f"{folder.stem} is half compiled: the same compile command goes on with it")
        )
    if not checks:
        better = typed("compile", "stabilityai/sd-turbo")
        checks.append(
            Check("models", True, "no diffusion model is compiled: the embedded painter paints", better)
        )
    return checks


def look_at_port(port: int) -> Check:
    """The UDP port of OSC."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            found = f"UDP {port} for OSC cannot be opened ({error.strerror}): another show may be running"
            return Check("port", False, found, free_port(port))
    return Check("port", True, f"UDP {port} for OSC is free")


def look_at_disk(root: Path) -> Check:
    """Room for recordings and engines."""
    existing = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free / 1e9:.1f} GB free in {existing}"
    if free < _LEAST_FREE_BYTES:
        return Check(
            "disk",
            False,
            f"{found}: recordings and engines need more",
            show_sizes(),
        )
    return Check("disk", True, found)
