"""Running a compiled graph on the best provider that this machine really has.

Order: TensorRT for RTX (plugin) → TensorRT → CUDA → OpenVINO → CPU. ONNX Runtime lists providers that cannot
work here and falls back without a word; so after a session is made, it is asked which provider its nodes went
to. All buffers, the host's and the device's, are allocated once and bound. `gpu.take_gpu` has left one GPU in
sight: number 0 everywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np

from realtime.command_name import typed
from realtime.errors import UserError
from realtime.paint.diffusion import rtx_plugin
from realtime.paint.diffusion.gpu_libraries import load_cuda, load_tensorrt
from realtime.paint.diffusion.provider import Options, Refused, Session, Table, first_line

log = logging.getLogger(__name__)

_ORT_NAMES = {
    "tensorrt-rtx": rtx_plugin.PROVIDER,
    "tensorrt": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
_NVIDIA = 0x10DE
# Where a provider's buffers lie: (device type, number[, maker]). A plug-in's memory is asked for by its
# maker; "cuda" is known only to the packages that have the CUDA provider built in.
_DEVICES: dict[str, tuple] = {
    "tensorrt-rtx": ("gpu", 0, _NVIDIA),
    "tensorrt": ("cuda", 0),
    "cuda": ("cuda", 0),
}
# Small shape arithmetic may stay on the CPU; the network may not.
_LEAST_SHARE = 0.9


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
            if provider not in (*_ORT_NAMES, "openvino"):
                raise Refused("it runs models, not graphs")
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
        self._run_options = _run_options(ort, provider, options)

        def buffer(shape: tuple[int, ...], dtype: type) -> _Buffer:
            return _Buffer(ort, np.zeros(shape, dtype), device)

        self._loops = dict(feedback)
        try:
            self._bind_all(inputs, outputs, buffer)
        except Exception as error:  # ONNX Runtime's own classes derive from no common one
            raise _refused(error) from None

    def _bind_all(self, inputs: Table, outputs: Table, buffer: Callable[[tuple, type], _Buffer]) -> None:
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
        self._session.run_with_iobinding(self._bindings[self._turn], self._run_options[self._turn])
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
        name = rtx_plugin.add_device(ort, settings, options)
        graph = rtx_plugin.with_context(settings, graph, options.cache)
    elif name not in ort.get_available_providers():
        raise Refused(f"ONNX Runtime {ort.__version__} was built without it")
    elif provider != "cpu":
        load_cuda(ort)
        if provider == "tensorrt":
            load_tensorrt()
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
    """Does `error` say that memory ran out, in any runtime's words?"""
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


def _provider_options(provider: str, options: Options) -> dict[str, str]:
    if provider != "tensorrt" or options.cache is None:
        return {}
    folder = str(options.cache)
    return {
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": folder,
        "trt_timing_cache_enable": "1",
        "trt_timing_cache_path": folder,
        # No flag of a precision: without one the network is strongly typed, as the graph is. With one, the
        # warp's coordinates would be halves too.
    }


def _run_options(ort, provider: str, options: Options) -> list:
    """For a run with either set of buffers: a captured graph keeps the addresses that it was captured
    with."""
    if provider != "tensorrt-rtx" or not options.captured:
        return [None, None]
    settings = [ort.RunOptions() for _ in range(2)]
    for turn, each in enumerate(settings):
        each.add_run_config_entry(rtx_plugin.GRAPH_KEY, str(turn + 1))
    return settings


def _check_assignment(session, name: str) -> None:
    """Refused unless (nearly) all nodes really went to the provider `name`."""
    if name not in session.get_providers():
        raise Refused("ONNX Runtime fell back to " + ", ".join(session.get_providers()))
    if name == _ORT_NAMES["cpu"]:
        return
    try:
        parts = session.get_provider_graph_assignment_info()
    except AttributeError:  # ONNX Runtime tells since 1.24; before that, that it took the provider must do
        return
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.ep_name] = counts.get(part.ep_name, 0) + len(part.get_nodes())
    total = sum(counts.values())
    if total and counts.get(name, 0) < _LEAST_SHARE * total:
        raise Refused(f"only {counts.get(name, 0)} of {total} nodes can run on it")
