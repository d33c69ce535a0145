"""What this machine has and lacks, and the one command that mends each fault.

Nothing is believed that can be tried: providers get a graph to run, GL a context to make, ports a socket to
bind. ONNX Runtime, for one, lists CUDA and TensorRT on machines that have neither.
"""

from __future__ import annotations

import base64
import importlib.util
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.command_name import install_hint, pip_command, typed
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import Gpu, find_gpu
from realtime.paint.diffusion.provider import ON_GPU, Options, describe
from realtime.paint.diffusion.session import open_session

OSC_PORT = 7700
_LEAST_FREE_BYTES = 2_000_000_000
_NVIDIA = "0x10de"
# y = x + x of four floats, as ONNX: what a provider is tried with.
_PROBE = base64.b64decode(
    "CAk6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIARIECgIIBGIPCgF5EgoKCAgBEgQKAggEQgQKABAS"
)
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


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ok: the show can use it, or does well without; found: what is there;
    mend: the command that mends a fault, or that would make a sound machine better; "" for none."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def run_checks(root: Path | None = None, port: int = OSC_PORT) -> list[Check]:
    """All checks, in the order in which faults should be mended. root: where compiled models live."""
    gpu = find_gpu()
    root = root or cache.default_root()
    looks: list[tuple[str, Callable[[], list[Check]]]] = [
        ("Python", _python),
        ("NVIDIA driver", lambda: [_driver(gpu)]),
        ("ONNX Runtime", lambda: [_onnxruntime(gpu)]),
        ("CUDA", lambda: _cuda(gpu)),
        ("TensorRT", lambda: _tensorrt(gpu)),
        ("OpenVINO", lambda: [_openvino(gpu)]),
        ("GL", lambda: [_gl()]),
        ("PortAudio", lambda: [_portaudio()]),
        ("models", lambda: _models(root)),
        ("port", lambda: [_port(port)]),
        ("disk", lambda: [_disk(root)]),
    ]
    checks: list[Check] = []
    for name, look in looks:
        try:
            checks.extend(look())
        except Exception as error:  # a check that breaks is a finding; the others still count
            checks.append(Check(name, False, f"could not be checked: {error}", install_hint()))
    return checks


def report(checks: list[Check]) -> str:
    """The checks as lines of text for a terminal."""
    lines = []
    for check in checks:
        lines.append(f"{'ok   ' if check.ok else 'FAULT'}  {check.name}: {check.found}")
        if check.mend:
            lines.append(f"       {'better with' if check.ok else 'mend with'}:  {check.mend}")
    faults = sum(not check.ok for check in checks)
    lines.append("All is well." if not faults else f"{faults} fault{'s' if faults > 1 else ''}.")
    return "\n".join(lines)


def _install(what: str) -> str:
    """The command of this machine's package manager."""
    commands = _PACKAGES[what]
    return next(
        (command for tool, command in commands.items() if shutil.which(tool)), next(iter(commands.values()))
    )


def _python() -> list[Check]:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    good = sys.version_info >= (3, 11)
    return [Check("Python", good, found, "" if good else "PYTHON=python3.12 make setup")]


def _driver(gpu: Gpu | None) -> Check:
    if gpu is None:
        if _has_nvidia_card():
            return Check(
                "NVIDIA driver",
                False,
                "there is an NVIDIA card, but its driver does not answer",
                _install("driver"),
            )
        return Check("NVIDIA driver", True, "no NVIDIA GPU here: painting on the CPU")
    found = f"{gpu.name}, {gpu.memory_bytes / 1e9:.0f} GB, driver for CUDA {gpu.driver[0]}.{gpu.driver[1]}"
    if not gpu.runs_rtx:
        return Check("NVIDIA driver", True, f"{found}: not for TensorRT for RTX, CUDA is used")
    return Check("NVIDIA driver", True, found)


def _has_nvidia_card() -> bool:
    """Does the PCI bus have an NVIDIA display controller?"""
    for device in Path("/sys/bus/pci/devices").glob("*"):
        try:
            vendor, kind = (device / "vendor").read_text(), (device / "class").read_text()
        except OSError:
            continue
        if vendor.strip() == _NVIDIA and kind.startswith("0x03"):
            return True
    return False


def _has_rtx_plugin() -> bool:
    return importlib.util.find_spec("onnxruntime_ep_nv_tensorrt_rtx") is not None


def _runtime_for(gpu: Gpu | None) -> str:
    """The command that leaves the one ONNX Runtime that is right here, instead of those that were there.

    All its packages bring the same module, so there must be one. NVIDIA's plug-in wants the one without CUDA
    (https://nvidia.github.io/TensorRT-RTX-EP-ABI/installation.html); other cards, the one with.
    """
    if gpu is None:
        wanted = "onnxruntime"
    elif not gpu.runs_rtx:
        wanted = "'onnxruntime-gpu[cuda,cudnn]'"
    else:
        package = "cu13" if gpu.driver[0] >= 13 else "cu12"
        wanted = f"'onnxruntime>=1.24' onnxruntime-ep-nv-tensorrt-rtx-{package}"
    pip = pip_command()
    return f"{pip} uninstall -y onnxruntime onnxruntime-gpu && {pip} install {wanted}"


def _onnxruntime(gpu: Gpu | None) -> Check:
    plain, for_gpu = cache.package_version("onnxruntime"), cache.package_version("onnxruntime-gpu")
    if plain != "none" and for_gpu != "none":
        found = f"onnxruntime {plain} and onnxruntime-gpu {for_gpu} overwrite each other"
        return Check("ONNX Runtime", False, found, _runtime_for(gpu))
    if plain == for_gpu == "none":
        return Check("ONNX Runtime", False, "not installed", _runtime_for(gpu))
    _try_provider("cpu")
    if gpu and for_gpu == "none" and not _has_rtx_plugin():
        found = f"{plain}, for CPUs only, although there is a GPU"
        return Check("ONNX Runtime", False, found, _runtime_for(gpu))
    return Check("ONNX Runtime", True, plain if for_gpu == "none" else f"{for_gpu} (GPU)")


def _cuda(gpu: Gpu | None) -> list[Check]:
    # Where the plug-in paints, or can, nobody needs ONNX Runtime's own CUDA as well.
    if gpu is None or (gpu.runs_rtx and cache.package_version("onnxruntime-gpu") == "none"):
        return []
    import onnxruntime

    wanted = str(getattr(onnxruntime, "cuda_version", "") or "")
    if wanted and int(wanted.split(".")[0]) > gpu.driver[0]:
        found = f"ONNX Runtime wants CUDA {wanted}, the driver gives {gpu.driver[0]}.{gpu.driver[1]}"
        return [Check("CUDA", False, found, _install("driver"))]
    reason = _refusal("cuda")
    if reason is None:
        return [Check("CUDA", True, f"runs a graph (CUDA {wanted or 'unknown'})")]
    return [Check("CUDA", False, reason, _runtime_for(gpu))]


def _tensorrt(gpu: Gpu | None) -> list[Check]:
    if gpu is None or not gpu.runs_rtx:
        return []
    reasons = {provider: _refusal(provider) for provider in ("tensorrt-rtx", "tensorrt")}
    working = [describe(provider) for provider, reason in reasons.items() if reason is None]
    if working:
        return [Check("TensorRT", True, f"{' and '.join(working)} ({cache.tensorrt_version()})")]
    found = "; ".join(f"{describe(provider)}: {reason}" for provider, reason in reasons.items())
    return [Check("TensorRT", False, found, _runtime_for(gpu))]


def _openvino(gpu: Gpu | None) -> Check:
    if importlib.util.find_spec("openvino") is None:
        better = "" if gpu else install_hint("openvino")
        return Check("OpenVINO", True, "not installed: CPUs are used at half speed or so", better)
    import openvino

    _try_provider("openvino")
    bf16 = "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return Check(
        "OpenVINO", True, f"{cache.package_version('openvino')}, {'with' if bf16 else 'without'} bf16"
    )


def _refusal(provider: str) -> str | None:
    """Why `provider` cannot run a graph here; None when it can."""
    try:
        _try_provider(provider)
    except UserError as error:
        return str(error).partition(": ")[2].partition(f". `{typed()}")[0]
    return None


def _try_provider(provider: str) -> None:
    """Run a graph on it and look at the result; UserError with the reason otherwise."""
    inputs: dict[str, tuple[tuple[int, ...], type]] = {"x": ((4,), np.float32)}
    outputs: dict[str, tuple[tuple[int, ...], type]] = {"y": ((4,), np.float32)}
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "probe.onnx"
        graph.write_bytes(_PROBE)
        options = Options(threads=1, bf16=False, order=(provider,))
        session = open_session(graph, inputs, outputs, options=options)
        session.write("x", np.arange(4, dtype=np.float32))
        answer = session.run()["y"].copy()
        session.close()
    if not np.array_equal(answer, 2 * np.arange(4)):
        where = "; the GPU is at fault" if provider in ON_GPU else ""
        raise UserError(f"{provider}: it computes wrong results{where}")


def _gl() -> Check:
    import moderngl

    try:
        if sys.platform.startswith("linux"):
            # moderngl's stub has the type of all settings together where that of each belongs.
            context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
        else:
            context = moderngl.create_standalone_context()
    except Exception as error:  # moderngl raises Exception itself
        return Check("GL", False, f"no context: {error}", _install("EGL"))
    info, version = context.info["GL_RENDERER"], context.version_code
    context.release()
    if version < 330:
        return Check("GL", False, f"{info} has only GL {version / 100:.1f}, 3.3 is needed", _install("EGL"))
    slow = ", drawn by the processor: take a smaller --size" if "llvmpipe" in info else ""
    return Check("GL", True, f"{info}, GL {version / 100:.1f}{slow}")


def _portaudio() -> Check:
    try:
        import sounddevice
    except OSError:
        return Check(
            "PortAudio", False, "the library is missing: no sound card can be heard", _install("PortAudio")
        )
    inputs = [device for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
    version = sounddevice.get_portaudio_version()[1].split(",")[0]
    if not inputs:
        return Check(
            "PortAudio", True, f"{version}; no sound input here: files and the demo track can be played"
        )
    return Check("PortAudio", True, f"{version}; {len(inputs)} sound inputs")


def _models(root: Path) -> list[Check]:
    checks = []
    folders = sorted(root.glob("*")) if root.is_dir() else []
    for folder in (folder for folder in folders if folder.is_dir() and folder.suffix != cache.PARTIAL):
        try:
            compiled = cache.Compiled.load(folder)
        except UserError as error:
            checks.append(Check("models", False, str(error), f"rm -r '{folder}'"))
            continue
        spec = compiled.spec
        found = f"{compiled.model}, {spec.width}x{spec.height}, {spec.steps} steps, {compiled.precision}"
        checks.append(Check("models", True, found))
    for folder in (folder for folder in folders if folder.suffix == cache.PARTIAL):
        checks.append(
            Check("models", True, f"{folder.stem} is half compiled: the same compile command goes on with it")
        )
    if not checks:
        better = typed("compile", "stabilityai/sd-turbo", "--size", "512x512")
        checks.append(
            Check("models", True, "no diffusion model is compiled: the embedded painter paints", better)
        )
    return checks


def _port(port: int) -> Check:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            found = f"UDP {port} for OSC cannot be opened ({error.strerror}): another show may be running"
            return Check("port", False, found, f"fuser -k {port}/udp")
    return Check("port", True, f"UDP {port} for OSC is free")


def _disk(root: Path) -> Check:
    existing = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free / 1e9:.1f} GB free in {existing}"
    if free < _LEAST_FREE_BYTES:
        return Check(
            "disk",
            False,
            f"{found}: recordings and engines need more",
            "du -xh --max-depth=2 ~ | sort -h | tail -20",
        )
    return Check("disk", True, found)
