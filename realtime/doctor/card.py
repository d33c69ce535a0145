"""The graphics card: driver, ONNX Runtime, TensorRT and torch, and whether they paint on it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from realtime.doctor.check import Check
from realtime.doctor.mend import install, runtime_for, torch_for
from realtime.doctor.trial import refusal, try_provider
from realtime.errors import UserError
from realtime.paint.diffusion import cache, rtx_plugin
from realtime.paint.diffusion.gpu import Gpu, find_gpus, take_gpu
from realtime.paint.diffusion.provider import describe
from realtime.paint.diffusion.road import Road, road_for

_NVIDIA = "0x10de"


def look_at_card() -> list[Check]:
    """Everything about painting on a GPU; on a machine without one, that ONNX Runtime is whole."""
    gpus = find_gpus()
    gpu = take_gpu()
    if gpu is None:
        return [_no_driver(), _onnxruntime(None)]
    checks = [_driver(gpu, gpus)]
    try:
        road = road_for(gpu)
    except UserError as error:
        return [Check("NVIDIA driver", False, str(error), install("driver")), _onnxruntime(None)]
    return [*checks, _onnxruntime(road), *_painting(road)]


def _no_driver() -> Check:
    if _has_nvidia_card():
        found = "there is an NVIDIA card, but its driver does not answer"
        return Check("NVIDIA driver", False, found, install("driver"))
    return Check("NVIDIA driver", True, "no NVIDIA GPU here: painting on the CPU")


def _driver(gpu: Gpu, gpus: tuple[Gpu, ...]) -> Check:
    found = f"{gpu.name}, {gpu.memory_bytes / 1e9:.0f} GB, driver for CUDA {gpu.driver[0]}.{gpu.driver[1]}"
    others = [f"{each.ordinal}: {each.name}" for each in gpus if each.uuid != gpu.uuid]
    if others:
        found += f"; the strongest, or the one chosen, of {len(others) + 1} (--gpu takes another: "
        found += f"{', '.join(others)})"
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


def _onnxruntime(road: Road | None) -> Check:
    plain, for_gpu = cache.package_version("onnxruntime"), cache.package_version("onnxruntime-gpu")
    if plain != "none" and for_gpu != "none":
        found = f"onnxruntime {plain} and onnxruntime-gpu {for_gpu} overwrite each other"
        return Check("ONNX Runtime", False, found, runtime_for(road))
    if plain == for_gpu == "none":
        return Check("ONNX Runtime", False, "not installed", runtime_for(road))
    try_provider("cpu")
    if road and road.runtime == "onnxruntime-gpu" and for_gpu == "none":
        return Check("ONNX Runtime", True, f"{plain}, for CPUs only", runtime_for(road))
    if road and road.provider == "tensorrt-rtx" and for_gpu == "none" and not rtx_plugin.is_installed():
        return Check("ONNX Runtime", True, f"{plain}, without NVIDIA's plug-in", runtime_for(road))
    return Check("ONNX Runtime", True, plain if for_gpu == "none" else f"{for_gpu} (GPU)")


def _painting(road: Road) -> list[Check]:
    """What paints on the card. One way is enough: what else does not work is said, and is no fault then."""
    tried = [road.provider] if road.provider == "tensorrt-rtx" else []
    tried += [name for name in ("tensorrt", "cuda") if cache.package_version("onnxruntime-gpu") != "none"]
    if not tried and road.provider != "torch":
        tried = [road.provider]
    reasons = {provider: refusal(provider) for provider in tried}
    working = [provider for provider, reason in reasons.items() if reason is None]
    torch = _torch(road)
    failed = "; ".join(f"{describe(name)}: {reason}" for name, reason in reasons.items() if reason)
    if working:
        names = " and ".join(describe(provider) for provider in working)
        found = f"{names} ({road.why})" + (f"; {failed}" if failed else "")
        return [Check("painting on the GPU", True, found)]
    mend = runtime_for(road) if reasons else torch.mend
    found = "; ".join(part for part in (failed, torch.found) if part)
    return [Check("painting on the GPU", torch.ok, found, mend)]


def _torch(road: Road) -> Check:
    """Does torch compute on the card?"""
    mend = torch_for(road)
    if importlib.util.find_spec("torch") is None:
        return Check("torch", False, "torch is not installed", mend)
    try:
        import torch

        version = torch.__version__
        if not torch.cuda.is_available():
            return Check("torch", False, f"torch {version} finds no GPU", mend)
        numbers = torch.arange(4.0, device="cuda")
        good = bool((numbers + numbers == 2 * numbers).all())
    except (ImportError, RuntimeError, OSError) as error:
        return Check("torch", False, f"torch fails on the GPU: {str(error).splitlines()[0]}", mend)
    how = f"{'computes' if good else 'computes wrongly'} on {torch.cuda.get_device_name()}"
    return Check("torch", good, f"torch {version} {how}", mend)
