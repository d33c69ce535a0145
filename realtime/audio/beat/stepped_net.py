"""A recurrent network that ONNX Runtime steps, and what the ear's networks tell."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from realtime.arrays import Floats

log = logging.getLogger(__name__)

MOST = 8.0
"""Logits beyond this say no more."""


@dataclass(frozen=True, slots=True)
class Activation:
    """At the end of a window: logits (natural log-odds) that a beat, and that a bar's first beat, fell
    `net_observation.ACTIVATION_DELAY_S` ago."""

    beat: float
    downbeat: float


class SteppedNet:
    """One step of its input in, logits out; it remembers the steps before.

    Inputs, states and logits stay where they are, so that a step costs little more than its sums: what is
    remembered is written to one of two places and read from the other.
    """

    def __init__(self, weights: Path) -> None:
        self._session = session_of(weights)
        self._bindings: list[Any] = []
        if self._session is None:
            return
        first, *states = self._session.get_inputs()
        logits, *after = self._session.get_outputs()
        self._inputs = np.zeros((1, 1, first.shape[-1]), dtype=np.float32)
        self._logits = np.zeros((1, 1, logits.shape[-1]), dtype=np.float32)
        self._remembered = [[np.zeros(state.shape, np.float32) for state in states] for _ in range(2)]
        for old, new in (self._remembered, self._remembered[::-1]):
            binding = self._session.io_binding()
            for put, nodes, arrays in (
                (binding.bind_input, (first, *states), (self._inputs, *old)),
                (binding.bind_output, (logits, *after), (self._logits, *new)),
            ):
                for node, array in zip(nodes, arrays, strict=True):
                    put(node.name, "cpu", 0, np.float32, array.shape, array.ctypes.data)
            self._bindings.append(binding)

    @property
    def there(self) -> bool:
        """Is there a network? Where its file is missing, one line in the log has said so."""
        return self._session is not None

    def __call__(self, inputs: Floats) -> list[float]:
        """float32 (inputs,) → the logits of this step."""
        assert self._session is not None
        self._inputs[0, 0] = inputs
        self._session.run_with_iobinding(self._bindings[0])
        self._bindings.reverse()
        step: list[float] = self._logits[0, 0].tolist()
        return step


def limited(logit: float) -> float:
    return min(max(logit, -MOST), MOST)


@cache
def session_of(path: Path) -> Any | None:
    """An ONNX session on one thread; None, with one line in the log, where there is no network."""
    if not path.exists():
        log.warning("%s is missing: the beat is found without it, less surely", path)
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
