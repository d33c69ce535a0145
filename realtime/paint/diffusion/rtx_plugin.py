"""TensorRT for RTX: NVIDIA's plug-in for ONNX Runtime, registered, and what its sessions are asked for."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

from realtime.paint.diffusion.gpu_libraries import RTX_PACKAGE, load_rtx
from realtime.paint.diffusion.provider import Options, Refused, first_line

PROVIDER = "NvTensorRTRTXExecutionProvider"
ENGINE = "engine_context.onnx"
# A run's entry that tells captured graphs apart: ours has one for each of its two sets of buffers.
GRAPH_KEY = "cuda_graph_annotation_id"
_registered: set[str] = set()  # plug-ins that this process has taken in; none may be twice


def is_installed() -> bool:
    """Is the plug-in's package here?"""
    return importlib.util.find_spec(RTX_PACKAGE) is not None


def add_device(ort, settings, options: Options) -> str:
    """Take in the plug-in and its GPU (`gpu.take_gpu` leaves one); gives the name under which it calls
    itself.

    Raises Refused with the reason where there is none.
    """
    if not is_installed():
        raise Refused("the package onnxruntime-ep-nv-tensorrt-rtx is not installed")
    load_rtx()
    try:
        plugin = importlib.import_module(RTX_PACKAGE)
        name = plugin.get_ep_name()
        # Built into ONNX Runtime and as a plug-in it goes by two names.
        names = {name, PROVIDER}
        known = any(device.ep_name in names for device in ort.get_ep_devices())
        if not known and name not in _registered:
            ort.register_execution_provider_library(name, plugin.get_library_path())
            _registered.add(name)
        devices = [device for device in ort.get_ep_devices() if device.ep_name in names]
    except Exception as error:  # a driver that is missing or too old shows itself here, as any exception
        raise Refused(first_line(error)) from None
    if not devices:
        raise Refused("it finds no GPU that it supports (RTX 30xx or later)")
    settings.add_provider_for_devices(devices[:1], device_options(options))
    return devices[0].ep_name


def device_options(options: Options) -> dict[str, str]:
    """What the plug-in is asked for.

    Its defaults allocate and free the network's working memory in every run, and launch kernel by kernel.
    """
    chosen = {"nv_persistent_context_memory": "1", "enable_cuda_graph": "1" if options.captured else "0"}
    if options.cache is not None:
        chosen["nv_runtime_cache_path"] = str(options.cache)
    return chosen


def with_context(settings, graph: Path, cache: Path | None) -> Path:
    """The built engine instead of `graph`, where the cache has it; else it is kept there when it is built."""
    if cache is None:
        return graph
    built = cache / ENGINE
    if built.is_file():
        return built
    settings.add_session_config_entry("ep.context_enable", "1")
    settings.add_session_config_entry("ep.context_file_path", str(built))
    settings.add_session_config_entry("ep.context_embed_mode", "0")
    return graph
