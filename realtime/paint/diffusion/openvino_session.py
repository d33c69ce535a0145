"""A graph on OpenVINO itself: on CPUs with bf16 units twice as fast as anything else here."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np

from realtime.paint.diffusion.openvino_parts import BEFORE, SELDOM, Part, split
from realtime.paint.diffusion.provider import Options, Refused, Table

log = logging.getLogger(__name__)

_SELDOM_INPUTS = {"prompt", "negative"}


class OpenVinoSession:
    """As `session.OrtSession`: inputs and outputs are numpy arrays that it shares, allocated once.

    The graph runs in parts (`openvino_parts`); the prompt's only after it was written.
    """

    provider = "openvino"

    def __init__(
        self, graph: Path, inputs: Table, outputs: Table, feedback: dict[str, str], options: Options
    ):
        try:
            import openvino
        except ImportError:
            raise Refused("the package openvino is not installed") from None
        from realtime.paint.diffusion.openvino_winograd import has_matrix_unit, multiply_less

        core = openvino.Core()
        if "CPU" not in core.available_devices:
            raise Refused("it has no CPU device here")
        has_bf16 = options.bf16 and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        settings: dict[str, object] = {"PERFORMANCE_HINT": "LATENCY"}
        if options.threads:
            settings["INFERENCE_NUM_THREADS"] = options.threads
        if options.cache is not None:
            settings["CACHE_DIR"] = str(options.cache)
        self.note = "in bf16" if has_bf16 else "in float32"
        self._arrays: dict[str, np.ndarray] = {
            name: np.zeros(shape, dtype) for name, (shape, dtype) in inputs.items()
        }
        self._results: dict[str, np.ndarray] = {
            name: np.zeros(shape, dtype) for name, (shape, dtype) in outputs.items()
        }
        self._feedback = feedback
        self._tensors = {
            name: openvino.Tensor(array, shared_memory=True)
            for name, array in (*self._arrays.items(), *self._results.items())
        }
        self._seldom: list[Any] = []  # of infer requests: OpenVINO has no types
        self._every: list[Any] = []
        try:
            model = core.read_model(str(graph))
            if not has_matrix_unit():
                multiply_less(model)
            for part in split(model, set(inputs), set(outputs), _SELDOM_INPUTS):
                precision = "bf16" if has_bf16 and part.kind != BEFORE else "f32"
                compiled = core.compile_model(
                    part.model, "CPU", settings | {"INFERENCE_PRECISION_HINT": precision}
                )
                request = self._bound(openvino, compiled, part)
                (self._seldom if part.kind == SELDOM else self._every).append(request)
        except (RuntimeError, LookupError) as error:
            raise Refused(str(error).splitlines()[0][:300]) from None
        self._stale = True

    def _bound(self, openvino, compiled, part: Part):
        """A request on buffers of its own; those of a cut are shared by both sides."""
        request = compiled.create_infer_request()
        for ports, names in ((compiled.inputs, part.inputs), (compiled.outputs, part.outputs)):
            for port, name in zip(ports, names, strict=True):
                if name not in self._tensors:
                    self._tensors[name] = openvino.Tensor(port.get_element_type(), port.get_shape())
                request.set_tensor(port, self._tensors[name])
        return request

    def write(self, name: str, value: np.ndarray) -> None:
        np.copyto(self._arrays[name], value)
        self._stale |= name in _SELDOM_INPUTS

    def run(self) -> dict[str, np.ndarray]:
        if self._stale:
            for request in self._seldom:
                request.infer()
            self._stale = False
        for request in self._every:
            request.infer()
        for source, name in self._feedback.items():
            np.copyto(self._arrays[name], self._results[source])
        return self._results

    def close(self) -> None:
        self._seldom.clear()
        self._every.clear()
