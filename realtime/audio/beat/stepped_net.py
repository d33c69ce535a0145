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
    """One step of its input in, logits out; it remembers the steps before."""

    def __init__(self, weights: Path) -> None:
        self._session = session_of(weights)
        inputs = self._session.get_inputs() if self._session is not None else []
        self._input = inputs[0].name if inputs else ""
        self._states = {state.name: np.zeros(state.shape, dtype=np.float32) for state in inputs[1:]}

    @property
    def there(self) -> bool:
        """Is there a network? Where its file is missing, one line in the log has said so."""
        return self._session is not None

    def __call__(self, inputs: Floats) -> list[float]:
        """float32 (inputs,) → the logits of this step."""
        assert self._session is not None
        logits, *states = self._session.run(None, {self._input: inputs.reshape(1, 1, -1), **self._states})
        for name, state in zip(self._states, states, strict=True):
            self._states[name] = state
        step: list[float] = logits[0, 0].tolist()
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
