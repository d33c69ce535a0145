"""A program of its own: asks the NVIDIA driver for its GPUs and prints them as JSON.

Apart from the show, because a process that has asked has made its choice: CUDA reads CUDA_VISIBLE_DEVICES
once. And a driver that hangs or crashes takes only this process along. Needs nothing but the standard
library."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import uuid

# https://docs.nvidia.com/cuda/cuda-driver-api/group__CUDA__TYPES.html, CUdevice_attribute
_CLOCK_KHZ, _MULTIPROCESSORS, _MAJOR, _MINOR = 13, 16, 75, 76
# On Windows' Linux (WSL) the driver lies where not every loader looks.
_NAMES = ("nvcuda.dll",) if os.name == "nt" else ("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1")


def driver_library() -> ctypes.CDLL | None:
    """libcuda, which comes with the driver; None without one."""
    for name in _NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def devices() -> list[dict]:
    """Every GPU that CUDA shows, in its order. Raises RuntimeError for a driver that does not answer."""
    cuda = driver_library()
    if cuda is None:
        return []
    count, version = ctypes.c_int(0), ctypes.c_int(0)
    if code := cuda.cuInit(0):
        if code == 100:  # CUDA_ERROR_NO_DEVICE
            return []
        raise RuntimeError(f"the NVIDIA driver answers with error {code}")
    cuda.cuDeviceGetCount(ctypes.byref(count))
    cuda.cuDriverGetVersion(ctypes.byref(version))
    return [_device(cuda, ordinal, version.value) for ordinal in range(count.value)]


def _device(cuda: ctypes.CDLL, ordinal: int, version: int) -> dict:
    device, memory = ctypes.c_int(0), ctypes.c_size_t(0)
    cuda.cuDeviceGet(ctypes.byref(device), ordinal)
    name, bus = ctypes.create_string_buffer(128), ctypes.create_string_buffer(32)
    cuda.cuDeviceGetName(name, 128, device)
    cuda.cuDeviceTotalMem_v2(ctypes.byref(memory), device)
    cuda.cuDeviceGetPCIBusId(bus, 32, device)
    identity = ctypes.create_string_buffer(16)
    ask = getattr(cuda, "cuDeviceGetUuid_v2", None) or cuda.cuDeviceGetUuid
    unknown = ask(identity, device) != 0

    def attribute(which: int) -> int:
        value = ctypes.c_int(0)
        cuda.cuDeviceGetAttribute(ctypes.byref(value), which, device)
        return value.value

    return {
        "name": name.value.decode(errors="replace"),
        "compute": [attribute(_MAJOR), attribute(_MINOR)],
        "memory_bytes": memory.value,
        "driver": [version // 1000, version % 1000 // 10],
        "ordinal": ordinal,
        "uuid": "" if unknown else f"GPU-{uuid.UUID(bytes=identity.raw)}",
        "bus": bus.value.decode(errors="replace").lower(),
        "multiprocessors": attribute(_MULTIPROCESSORS),
        "clock_khz": attribute(_CLOCK_KHZ),
    }


if __name__ == "__main__":
    try:
        json.dump({"gpus": devices()}, sys.stdout)
    except RuntimeError as error:
        json.dump({"error": str(error)}, sys.stdout)
