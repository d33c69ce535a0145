"""By which road a GPU paints: the provider that suits card and driver, and the packages that this takes.

`python -m realtime.paint.diffusion.road` prints what pip is to be called with, one line a call: `setup.sh
gpu` runs it before anything is installed, so this needs nothing but the standard library.

The table is from the packages' own files, not from cards (2026-11): NVIDIA's plug-in 0.5 names compute
capability 8.6, 8.9 and 12.0 or newer, and drivers 555 (CUDA 12.5) and 570 (12.8) for these; onnxruntime-gpu
is built for CUDA 12 up to 1.26 and for CUDA 13 from 1.27 (1.31 repairs its extras), and both load TensorRT
10, not 11; CUDA 13 and TensorRT 10 begin with compute capability 7.5; PyPI's torch is built for CUDA 13 on
Linux and for no GPU on Windows."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

from realtime.errors import UserError
from realtime.paint.diffusion.gpu import Gpu, find_gpu

_TORCH_WHEELS = "https://download.pytorch.org/whl/"
_TURING = (7, 5)
_OLDEST_DRIVER = (12, 0)
# What pip must take away first: the first two bring one module, the others another.
RUNTIMES = (
    "onnxruntime",
    "onnxruntime-gpu",
    "onnxruntime-ep-nv-tensorrt-rtx-cu12",
    "onnxruntime-ep-nv-tensorrt-rtx-cu13",
)


@dataclass(frozen=True, slots=True)
class Road:
    """provider: the first of `provider.ORDER` that suits; packages: what it takes, beside torch;
    torch_wheels: where pip finds a torch that computes on this card, "" for PyPI; why: for people."""

    provider: str
    packages: tuple[str, ...]
    torch_wheels: str
    why: str

    @property
    def runtime(self) -> str:
        """The one ONNX Runtime that belongs to it."""
        return "onnxruntime-gpu" if self.provider in ("tensorrt", "cuda") else "onnxruntime"


def road_for(gpu: Gpu, system: str = sys.platform, machine: str = "") -> Road:
    """The road of a GPU. Raises UserError where its driver is too old for every one of them."""
    if gpu.driver < _OLDEST_DRIVER:
        raise UserError(
            f"The driver of {gpu.name} gives CUDA {_dotted(gpu.driver)}; CUDA 12 or newer is needed: "
            "install NVIDIA's newest driver."
        )
    thirteen = gpu.driver >= (13, 0) and gpu.compute >= _TURING
    wheels = _torch_wheels(gpu, thirteen, system)
    reason = _not_rtx(gpu, system, machine or platform.machine())
    if not reason:
        plugin = f"onnxruntime-ep-nv-tensorrt-rtx-cu{13 if thirteen else 12}>=0.5"
        return Road("tensorrt-rtx", ("onnxruntime>=1.24", plugin), wheels, "TensorRT for RTX takes this card")
    if gpu.compute >= _TURING:
        packages: tuple[str, ...] = (
            ("onnxruntime-gpu[cuda,cudnn]>=1.31", "tensorrt-cu13-libs>=10.13,<11")
            if thirteen
            else ("onnxruntime-gpu[cuda,cudnn]>=1.22,<1.27", "tensorrt-cu12-libs>=10.9,<11")
        )
        return Road("tensorrt", packages, wheels, f"{reason}: TensorRT or CUDA in ONNX Runtime paints")
    if gpu.compute >= (6, 0):
        packages = ("onnxruntime-gpu[cuda,cudnn]>=1.22,<1.27",)
        return Road("cuda", packages, wheels, f"{reason}, nor does TensorRT: CUDA in ONNX Runtime paints")
    return Road("torch", ("onnxruntime>=1.20",), wheels, f"{reason}, nor does ONNX Runtime: torch paints")


def _not_rtx(gpu: Gpu, system: str, machine: str) -> str:
    """Why TensorRT for RTX is not for this card here, or ""."""
    compute = _dotted(gpu.compute)
    if not (gpu.compute in ((8, 6), (8, 9)) or gpu.compute >= (12, 0)):
        return f"TensorRT for RTX does not take compute capability {compute}"
    if not gpu.on_bus:  # ONNX Runtime finds devices on the PCI bus alone
        return "TensorRT for RTX does not find a card that is not on the PCI bus"
    least = (12, 8) if gpu.compute >= (12, 0) else (12, 5)
    if gpu.driver < least:
        return f"TensorRT for RTX wants a driver for CUDA {_dotted(least)} with this card"
    if gpu.driver < (13, 0) and machine not in ("x86_64", "AMD64"):
        return "TensorRT for RTX wants a driver for CUDA 13 on this processor"
    return "" if system != "darwin" else "TensorRT for RTX is not made for macOS"


def _torch_wheels(gpu: Gpu, thirteen: bool, system: str) -> str:
    if thirteen:
        return "" if system.startswith("linux") else f"{_TORCH_WHEELS}cu130"
    return f"{_TORCH_WHEELS}cu128" if gpu.compute >= (10, 0) else f"{_TORCH_WHEELS}cu126"


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def pip_calls(road: Road) -> list[str]:
    """The arguments of each pip call that leaves what `road` takes, and no second ONNX Runtime over it."""
    calls = ["install -c constraints.txt -e .[compile]"]
    if road.torch_wheels:
        # Its versions are not those of PyPI.
        calls = [f"install torch>=2.6 --index-url {road.torch_wheels}", "install -e .[compile]"]
    return [*calls, f"uninstall -y {' '.join(RUNTIMES)}", f"install {' '.join(road.packages)}"]


def main() -> int:
    """Print the pip calls for the GPU that is here; 2 with the reason where none can be used."""
    try:
        gpu = find_gpu()
        if gpu is None:
            raise UserError("There is no NVIDIA GPU here, or its driver does not answer (nvidia-smi tells).")
        road = road_for(gpu)
    except UserError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 2
    print(f"setup: {gpu.name}: {road.why}", file=sys.stderr)
    print("\n".join(pip_calls(road)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
