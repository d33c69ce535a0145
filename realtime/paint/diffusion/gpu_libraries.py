"""Shared libraries inside Python packages, loaded before what needs them looks in the system's folders.

A machine with nothing but a driver has no CUDA toolkit there; a library that is loaded once, for all, is
found by its name afterwards."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import io
import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

RTX_PACKAGE = "onnxruntime_ep_nv_tensorrt_rtx"
_TENSORRT_PACKAGE = "tensorrt_libs"
# In the order in which they need each other; a pattern for Linux and one for Windows.
_TENSORRT = (
    ("libnvinfer.so.*", "nvinfer_[0-9]*.dll"),
    ("libnvinfer_plugin.so.*", "nvinfer_plugin_[0-9]*.dll"),
    ("libnvonnxparser.so.*", "nvonnxparser_[0-9]*.dll"),
)
_CUDA_RUNTIME = (("libcudart.so.*", "cudart64_*.dll"),)
_loaded: dict[str, ctypes.CDLL] = {}


def load_rtx() -> None:
    """The CUDA runtime of NVIDIA's plug-in, which its own module leaves out.

    To be called before torch is imported, which brings another one: the first to come is used by both, and
    the plug-in's is the newer."""
    _load(RTX_PACKAGE, _CUDA_RUNTIME)


def load_cuda(ort) -> None:
    """The CUDA libraries of the packages that bring them, for onnxruntime-gpu; what it prints goes to the
    log."""
    if not hasattr(ort, "preload_dlls"):  # since ONNX Runtime 1.21
        return
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        ort.preload_dlls()
    if text := printed.getvalue().strip():
        log.info("%s", text)


def load_tensorrt() -> None:
    """TensorRT's libraries where its package is installed."""
    _load(_TENSORRT_PACKAGE, _TENSORRT)


def _load(package: str, patterns: tuple[tuple[str, str], ...]) -> None:
    spec = importlib.util.find_spec(package)
    for folder in (Path(place) for place in (spec.submodule_search_locations or () if spec else ())):
        if os.name == "nt":
            os.add_dll_directory(str(folder))  # type: ignore[attr-defined]
        for names in patterns:
            for path in sorted(folder.glob(names[os.name == "nt"]))[:1]:
                if str(path) in _loaded:
                    continue
                try:
                    _loaded[str(path)] = ctypes.CDLL(str(path), ctypes.RTLD_GLOBAL)
                except OSError as error:
                    log.warning("%s cannot be loaded: %s", path, error)
