"""Running a compiled graph on the best provider that this machine really has.

Order: TensorRT for RTX (plugin) → TensorRT → CUDA → OpenVINO → CPU. ONNX Runtime lists providers that
cannot work here and falls back without a word; so after a session is made, it is asked which provider its
nodes went to. All buffers are allocated once and bound; nothing is allocated for a frame on the CPU.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.errors import UserError

log = logging.getLogger(__name__)

Table = dict[str, tuple[tuple[int, ...], type]]

ORDER = ("tensorrt-rtx", "tensorrt", "cuda", "openvino", "cpu")
_RTX_PACKAGE = "onnxruntime_ep_nv_tensorrt_rtx"
_RTX_PROVIDER = "NvTensorRTRTXExecutionProvider"
_ORT_NAMES = {
    "tensorrt-rtx": _RTX_PROVIDER,
    "tensorrt": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
ON_GPU = ("tensorrt-rtx", "tensorrt", "cuda")
# Small shape arithmetic may stay on the CPU; the network may not.
_LEAST_SHARE = 0.9


class Session(Protocol):
    """A graph ready to run. provider: one of ORDER, the one it really runs on; note: for the operator."""

    provider: str
    note: str

    def write(self, name: str, value: np.ndarray) -> None:
        """Set an input; it keeps its value until written again."""

    def run(self) -> dict[str, np.ndarray]:
        """Run once. The arrays are valid until the next call; an output that feeds back has done so."""

    def close(self) -> None: ...


class Refused(Exception):
    """Why a provider cannot run a graph here; the next one in order is tried."""


@dataclass(frozen=True, slots=True)
class Options:
    """threads: CPU threads, 0 for the library's choice; cache: folder for engines, or None; bf16: let
    OpenVINO use bf16 where the CPU has it; order: providers to try, in turn."""

    threads: int = 0
    cache: Path | None = None
    bf16: bool = True
    order: tuple[str, ...] = ORDER


def open_session(
    graph: Path,
    inputs: Table,
    outputs: Table,
    feedback: dict[str, str] | None = None,
    options: Options | None = None,
) -> Session:
    """The first provider of `options.order` that takes `graph`.

    feedback: output → input that receives it for the next run, on the device. UserError when none works.
    """
    options = options or Options()
    skipped: list[str] = []
    for provider in options.order:
        try:
            if provider == "openvino":
                from realtime.paint.diffusion.openvino_session import OpenVinoSession

                session: Session = OpenVinoSession(graph, inputs, outputs, feedback or {}, options)
            else:
                session = OrtSession(provider, graph, inputs, outputs, feedback or {}, options)
        except Refused as reason:
            skipped.append(f"{provider}: {reason}")
            log.info("%s cannot run %s: %s", provider, graph.name, reason)
            continue
        return session
    raise UserError(
        f"No engine here can run {graph}: {'; '.join(skipped)}. `live.py doctor` says what to install."
    )


class OrtSession:
    """A graph on ONNX Runtime. An output that feeds back swaps places with its input after every run."""

    def __init__(
        self,
        provider: str,
        graph: Path,
        inputs: Table,
        outputs: Table,
        feedback: dict[str, str],
        options: Options,
    ):
        import onnxruntime as ort

        self.provider = provider
        self.note = ""
        self._ort = ort
        self._device = "cuda" if provider in ON_GPU else "cpu"
        self._session = _make(ort, provider, graph, options)
        self._hosts = {name: np.zeros(shape, dtype) for name, (shape, dtype) in inputs.items()}
        loops = {source: name for source, name in feedback.items()}
        self._values = {
            name: self._value(host) for name, host in self._hosts.items() if name not in loops.values()
        }
        # One pair of buffers for each loop: a run reads one and writes the other, then they swap.
        self._pairs = {
            name: [self._value(self._hosts[name]), self._value(self._hosts[name].copy())]
            for name in loops.values()
        }
        results = {name: np.zeros(shape, dtype) for name, (shape, dtype) in outputs.items()}
        self._results = {name: self._value(array) for name, array in results.items() if name not in loops}
        self._turn = 0
        self._loops = loops
        self._bindings = [self._bind(turn) for turn in (0, 1)]

    def _value(self, array: np.ndarray):
        return self._ort.OrtValue.ortvalue_from_numpy(array, self._device, 0)

    def _bind(self, turn: int):
        binding = self._session.io_binding()
        for name, value in self._values.items():
            binding.bind_ortvalue_input(name, value)
        for name, pair in self._pairs.items():
            binding.bind_ortvalue_input(name, pair[turn])
        for source, name in self._loops.items():
            binding.bind_ortvalue_output(source, self._pairs[name][1 - turn])
        for name, value in self._results.items():
            binding.bind_ortvalue_output(name, value)
        return binding

    def write(self, name: str, value: np.ndarray) -> None:
        target = self._pairs[name][self._turn] if name in self._pairs else self._values[name]
        host = self._hosts[name]
        if value is not host:
            np.copyto(host, value)
        target.update_inplace(host)

    def run(self) -> dict[str, np.ndarray]:
        self._session.run_with_iobinding(self._bindings[self._turn])
        self._turn = 1 - self._turn
        found = {name: value.numpy() for name, value in self._results.items()}
        for source, name in self._loops.items():
            found[source] = self._pairs[name][self._turn].numpy()
        return found

    def close(self) -> None:
        self._bindings.clear()
        self._session = None


def _make(ort, provider: str, graph: Path, options: Options):
    settings = ort.SessionOptions()
    settings.log_severity_level = 3
    settings.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    # A spinning pool would take the display loop's cores between two frames.
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    settings.intra_op_num_threads = options.threads
    name = _ORT_NAMES[provider]
    arguments: dict = {}
    if provider == "tensorrt-rtx":
        _add_rtx(ort, settings, options)
        graph = _with_context(settings, graph, options.cache)
    elif name not in ort.get_available_providers():
        raise Refused(f"ONNX Runtime {ort.__version__} was built without it")
    elif provider != "cpu":
        if hasattr(ort, "preload_dlls"):
            ort.preload_dlls()
        arguments["providers"] = [(name, _provider_options(provider, options))]
    else:
        arguments["providers"] = [name]
    try:
        session = ort.InferenceSession(str(graph), settings, **arguments)
    except Exception as error:  # ONNX Runtime's own exception classes derive from no common one
        raise Refused(str(error).splitlines()[0][:300]) from None
    _check_assignment(session, name)
    return session


def _provider_options(provider: str, options: Options) -> dict[str, str]:
    if provider != "tensorrt" or options.cache is None:
        return {}
    folder = str(options.cache)
    return {
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": folder,
        "trt_timing_cache_enable": "1",
        "trt_timing_cache_path": folder,
        # Precision comes from the graph's own types; this lets the typed half-precision nodes be half.
        "trt_fp16_enable": "1",
    }


def _add_rtx(ort, settings, options: Options) -> None:
    if importlib.util.find_spec(_RTX_PACKAGE) is None:
        raise Refused("the package onnxruntime-ep-nv-tensorrt-rtx is not installed")
    plugin = importlib.import_module(_RTX_PACKAGE)
    try:
        if not any(device.ep_name == _RTX_PROVIDER for device in ort.get_ep_devices()):
            ort.register_execution_provider_library(_RTX_PROVIDER, plugin.get_library_path())
        devices = [device for device in ort.get_ep_devices() if device.ep_name == _RTX_PROVIDER]
    except Exception as error:  # a driver that is missing or too old shows itself here, as any exception
        raise Refused(str(error).splitlines()[0][:300]) from None
    if not devices:
        raise Refused("it finds no GPU that it supports (RTX 30xx or later)")
    chosen = {} if options.cache is None else {"nv_runtime_cache_path": str(options.cache)}
    settings.add_provider_for_devices(devices[:1], chosen)


def _with_context(settings, graph: Path, cache: Path | None) -> Path:
    """The built engine instead of `graph`, where the cache has it; else it is kept there when it is built."""
    if cache is None:
        return graph
    built = cache / "engine_context.onnx"
    if built.is_file():
        return built
    settings.add_session_config_entry("ep.context_enable", "1")
    settings.add_session_config_entry("ep.context_file_path", str(built))
    settings.add_session_config_entry("ep.context_embed_mode", "0")
    return graph


def _check_assignment(session, name: str) -> None:
    """Refused unless (nearly) all nodes really went to the provider `name`."""
    if name not in session.get_providers():
        raise Refused("ONNX Runtime fell back to " + ", ".join(session.get_providers()))
    if name == _ORT_NAMES["cpu"]:
        return
    counts: dict[str, int] = {}
    for part in session.get_provider_graph_assignment_info():
        counts[part.ep_name] = counts.get(part.ep_name, 0) + len(part.get_nodes())
    total = sum(counts.values())
    if total and counts.get(name, 0) < _LEAST_SHARE * total:
        raise Refused(f"only {counts.get(name, 0)} of {total} nodes can run on it")


def describe(provider: str) -> str:
    """How a provider is called on the operator's screen."""
    return {
        "tensorrt-rtx": "TensorRT for RTX",
        "tensorrt": "TensorRT",
        "cuda": "CUDA",
        "openvino": "OpenVINO",
        "cpu": "ONNX Runtime on the CPU",
    }[provider]


def check_order(names: Iterable[str]) -> tuple[str, ...]:
    """Provider names as a tuple; UserError with the nearest right name otherwise."""
    import difflib

    chosen = tuple(names)
    for name in chosen:
        if name not in ORDER:
            near = difflib.get_close_matches(name, ORDER, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UserError(f"There is no provider {name!r}; there are {', '.join(ORDER)}.{hint}")
    return chosen
