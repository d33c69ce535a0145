"""Running a compiled graph on the best provider that this machine really has.

Order: TensorRT for RTX (plugin) → TensorRT → CUDA → OpenVINO → CPU. ONNX Runtime lists providers that
cannot work here and falls back in silence; so after a session is made, the providers of its nodes are
checked. All buffers, the host's and the device's, are allocated once and bound.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.command_name import typed
from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.paint.diffusion.openvino_session import OpenVinoSession
from realtime.paint.diffusion.provider import ORDER, Options, Refused, Table, first_line

log = logging.getLogger(__name__)

_RTX_PACKAGE = "onnxruntime_ep_nv_tensorrt_rtx"
_RTX_PROVIDER = "NvTensorRTRTXExecutionProvider"
_ORT_NAMES = {
    "tensorrt-rtx": _RTX_PROVIDER,
    "tensorrt": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
ON_GPU = ("tensorrt-rtx", "tensorrt", "cuda")
_NVIDIA = 0x10DE
_registered: set[str] = set()  # plug-ins that this process has registered; none may be registered twice
# Where a provider's buffers lie: (device type, number[, vendor]). A plug-in's memory is requested by its
# vendor; "cuda" is known only to the packages that have the CUDA provider built in.
_DEVICES: dict[str, tuple] = {
    "tensorrt-rtx": ("gpu", 0, _NVIDIA),
    "tensorrt": ("cuda", 0),
    "cuda": ("cuda", 0),
}
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
                session: Session = OpenVinoSession(graph, inputs, outputs, feedback or {}, options)
            else:
                session = OrtSession(provider, graph, inputs, outputs, feedback or {}, options)
        except Refused as reason:
            skipped.append(f"{provider}: {reason}")
            log.info("%s cannot run %s: %s", provider, graph.name, reason)
            continue
        return session
    raise UserError(
        f"No engine here can run {graph}: {'; '.join(skipped)}. `{typed('doctor')}` says what to install."
    )


class _Buffer:
    """A numpy array and the tensor that a graph is bound to: the same memory on the CPU, two on a GPU."""

    def __init__(self, ort, array: np.ndarray, device: tuple | None):
        self.host = array
        self._apart = device is not None
        self.value = ort.OrtValue.ortvalue_from_numpy(array, *(device or ()))

    def write(self, value: np.ndarray) -> None:
        if value is not self.host:
            np.copyto(self.host, value)
        if self._apart:
            self.value.update_inplace(self.host)

    def read(self) -> np.ndarray:
        """What the device holds, in the one array of this buffer."""
        if self._apart:
            # One more copy on the host, but in every ONNX Runtime: not all can copy between two tensors.
            np.copyto(self.host, self.value.numpy())
        return self.host


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
        self._session = _make(ort, provider, graph, options)
        device = _DEVICES.get(provider)

        def buffer(shape: tuple[int, ...], dtype: type[np.generic]) -> _Buffer:
            return _Buffer(ort, np.zeros(shape, dtype), device)

        self._loops = dict(feedback)
        try:
            self._bind_all(inputs, outputs, buffer)
        except Exception as error:  # ONNX Runtime's own classes derive from no common one
            raise _refused(error) from None

    def _bind_all(
        self,
        inputs: Table,
        outputs: Table,
        buffer: Callable[[tuple[int, ...], type[np.generic]], _Buffer],
    ) -> None:
        feedback = self._loops
        self._values = {name: buffer(*inputs[name]) for name in inputs if name not in feedback.values()}
        # One pair of buffers for each loop: a run reads one and writes the other, then they swap.
        self._pairs = {name: [buffer(*inputs[name]) for _ in range(2)] for name in feedback.values()}
        self._results = {name: buffer(*outputs[name]) for name in outputs if name not in feedback}
        self._turn = 0
        self._bindings = [self._bind(turn) for turn in (0, 1)]

    def _bind(self, turn: int):
        binding = self._session.io_binding()
        for name, buffer in self._values.items():
            binding.bind_ortvalue_input(name, buffer.value)
        for name, pair in self._pairs.items():
            binding.bind_ortvalue_input(name, pair[turn].value)
        for source, name in self._loops.items():
            binding.bind_ortvalue_output(source, self._pairs[name][1 - turn].value)
        for name, buffer in self._results.items():
            binding.bind_ortvalue_output(name, buffer.value)
        return binding

    def write(self, name: str, value: np.ndarray) -> None:
        buffer = self._pairs[name][self._turn] if name in self._pairs else self._values[name]
        buffer.write(value)

    def run(self) -> dict[str, np.ndarray]:
        self._session.run_with_iobinding(self._bindings[self._turn])
        self._turn = 1 - self._turn
        found = {name: buffer.read() for name, buffer in self._results.items()}
        for source, name in self._loops.items():
            found[source] = self._pairs[name][self._turn].read()
        return found

    def close(self) -> None:
        # A plug-in's memory must be given back before ONNX Runtime lets the plug-in go.
        for held in (self._bindings, self._values, self._pairs, self._results):
            held.clear()
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
        name = _add_rtx(ort, settings, options)
        graph = _with_context(settings, graph, options.cache)
    elif name not in ort.get_available_providers():
        raise Refused(f"ONNX Runtime {ort.__version__} was built without it")
    elif provider != "cpu":
        _preload(ort)
        arguments["providers"] = [(name, _provider_options(provider, options))]
    else:
        arguments["providers"] = [name]
    try:
        # Its own way of falling back prints, takes the CPU and forgets why.
        session = ort.InferenceSession(str(graph), settings, enable_fallback=0, **arguments)
    except Exception as error:  # ONNX Runtime's own classes derive from no common one
        raise _refused(error) from None
    _check_assignment(session, name)
    return session


def _refused(error: Exception) -> Exception:
    """`error` as a reason to try the next provider; itself where memory ran out: a smaller size may fit."""
    return error if out_of_memory(error) else Refused(first_line(error))


def out_of_memory(error: BaseException) -> bool:
    """True when `error` says that memory ran out, in any runtime's words."""
    text = str(error).lower()
    words = (
        "out of memory",
        "outofmemory",
        "failed to allocate",
        "bad_alloc",
        "cudaerrormemoryallocation",
        "alloc failed",
    )
    return isinstance(error, MemoryError) or any(word in text for word in words)


def _preload(ort) -> None:
    """Load the CUDA libraries of the packages that bring them; what it prints goes to the log."""
    if not hasattr(ort, "preload_dlls"):  # since ONNX Runtime 1.21
        return
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        ort.preload_dlls()
    if text := printed.getvalue().strip():
        log.info("%s", text)


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


def _add_rtx(ort, settings, options: Options) -> str:
    """Register the plug-in and add its first GPU; returns the plug-in's own name for its provider."""
    if importlib.util.find_spec(_RTX_PACKAGE) is None:
        raise Refused("the package onnxruntime-ep-nv-tensorrt-rtx is not installed")
    try:
        plugin = importlib.import_module(_RTX_PACKAGE)
        name = plugin.get_ep_name()
        # It has one name when it is built into ONNX Runtime and another as a plug-in.
        names = {name, _RTX_PROVIDER}
        known = any(device.ep_name in names for device in ort.get_ep_devices())
        if not known and name not in _registered:
            ort.register_execution_provider_library(name, plugin.get_library_path())
            _registered.add(name)
        devices = [device for device in ort.get_ep_devices() if device.ep_name in names]
    except Exception as error:  # a driver that is missing or too old shows itself here, as any exception
        raise Refused(first_line(error)) from None
    if not devices:
        raise Refused("it finds no GPU that it supports (RTX 30xx or later)")
    chosen = {} if options.cache is None else {"nv_runtime_cache_path": str(options.cache)}
    settings.add_provider_for_devices(devices[:1], chosen)
    return devices[0].ep_name


def _with_context(settings, graph: Path, cache: Path | None) -> Path:
    """The built engine instead of `graph`, where the cache has it; else it is cached once it is built."""
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
    try:
        parts = session.get_provider_graph_assignment_info()
    except AttributeError:  # new in ONNX Runtime 1.24; before, the provider in the list must suffice
        return
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.ep_name] = counts.get(part.ep_name, 0) + len(part.get_nodes())
    total = sum(counts.values())
    if total and counts.get(name, 0) < _LEAST_SHARE * total:
        raise Refused(f"only {counts.get(name, 0)} of {total} nodes can run on it")


def describe(provider: str) -> str:
    """The name of a provider on the operator's screen."""
    return {
        "tensorrt-rtx": "TensorRT for RTX",
        "tensorrt": "TensorRT",
        "cuda": "CUDA",
        "openvino": "OpenVINO",
        "cpu": "ONNX Runtime on the CPU",
    }[provider]


def check_order(names: Iterable[str]) -> tuple[str, ...]:
    """Provider names as a tuple; UserError with the nearest right name otherwise."""
    chosen = tuple(names)
    for name in chosen:
        if name not in ORDER:
            raise UserError(no_such("provider", name, ORDER))
    return chosen
