"""The NVIDIA GPU and driver as the driver itself names them, without any CUDA package."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gpu:
    """name as the driver has it; driver: newest CUDA version that it can run, (major, minor)."""

    name: str
    compute: tuple[int, int]
    memory_bytes: int
    driver: tuple[int, int]

    @property
    def runs_rtx(self) -> bool:
        """Does TensorRT for RTX take it? RTX 30xx, 40xx, 50xx and later, but not the large cards of the same
        years: NVIDIA's plug-in (0.5) names the compute capabilities 8.6, 8.9, and 12.0 or newer."""
        return self.compute in ((8, 6), (8, 9)) or self.compute >= (12, 0)


def driver_library() -> ctypes.CDLL | None:
    """libcuda, which comes with the driver; None without one."""
    try:
        return ctypes.CDLL("nvcuda.dll" if hasattr(ctypes, "WinDLL") else "libcuda.so.1")
    except OSError:
        return None


def find_gpu() -> Gpu | None:
    """The first GPU, or None."""
    cuda = driver_library()
    count, device, version = ctypes.c_int(0), ctypes.c_int(0), ctypes.c_int(0)
    if cuda is None or cuda.cuInit(0) or cuda.cuDeviceGetCount(ctypes.byref(count)) or not count.value:
        return None
    cuda.cuDeviceGet(ctypes.byref(device), 0)
    cuda.cuDriverGetVersion(ctypes.byref(version))
    name = ctypes.create_string_buffer(128)
    cuda.cuDeviceGetName(name, 128, device)
    memory, major, minor = ctypes.c_size_t(0), ctypes.c_int(0), ctypes.c_int(0)
    cuda.cuDeviceTotalMem_v2(ctypes.byref(memory), device)
    cuda.cuDeviceGetAttribute(ctypes.byref(major), 75, device)  # compute capability, major and minor
    cuda.cuDeviceGetAttribute(ctypes.byref(minor), 76, device)
    return Gpu(
        name.value.decode(errors="replace"),
        (major.value, minor.value),
        memory.value,
        (version.value // 1000, version.value % 1000 // 10),
    )
