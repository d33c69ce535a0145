"""A graph on OpenVINO itself: on CPUs with bf16 units twice as fast as anything else here."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from realtime.paint.diffusion.session import Options, Refused, Table

log = logging.getLogger(__name__)


class OpenVinoSession:
    """As `session.OrtSession`: inputs and outputs are numpy arrays that it shares, allocated once."""

    provider = "openvino"

    def __init__(
        self, graph: Path, inputs: Table, outputs: Table, feedback: dict[str, str], options: Options
    ):
        try:
            import openvino
        except ImportError:
            raise Refused("the package openvino is not installed") from None
        core = openvino.Core()
        if "CPU" not in core.available_devices:
            raise Refused("it has no CPU device here")
        has_bf16 = options.bf16 and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        settings: dict[str, object] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": "bf16" if has_bf16 else "f32",
        }
        if options.threads:
            settings["INFERENCE_NUM_THREADS"] = options.threads
        if options.cache is not None:
            settings["CACHE_DIR"] = str(options.cache)
        self.note = "bf16" if has_bf16 else "f32"
        try:
            compiled = core.compile_model(str(graph), "CPU", settings)
            self._request = compiled.create_infer_request()
        except RuntimeError as error:
            raise Refused(str(error).splitlines()[0][:300]) from None
        self._arrays = {name: np.zeros(shape, dtype) for name, (shape, dtype) in inputs.items()}
        self._results = {name: np.zeros(shape, dtype) for name, (shape, dtype) in outputs.items()}
        self._feedback = feedback
        # OpenVINO may rename an input: find each by all of its names.
        for port in compiled.inputs:
            name = _own_name(port.get_names(), self._arrays)
            self._request.set_tensor(port, openvino.Tensor(self._arrays[name], shared_memory=True))
        for port in compiled.outputs:
            name = _own_name(port.get_names(), self._results)
            self._request.set_tensor(port, openvino.Tensor(self._results[name], shared_memory=True))

    def write(self, name: str, value: np.ndarray) -> None:
        np.copyto(self._arrays[name], value)

    def run(self) -> dict[str, np.ndarray]:
        self._request.infer()
        for source, name in self._feedback.items():
            np.copyto(self._arrays[name], self._results[source])
        return self._results

    def close(self) -> None:
        self._request = None


def _own_name(names: set[str], table: dict) -> str:
    for name in names:
        if name in table:
            return name
    raise Refused(f"it renamed the graph's {sorted(names)}")
