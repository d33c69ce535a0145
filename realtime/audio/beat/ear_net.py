"""The ear's network: how likely it is, from all that was heard so far, that a beat fell, and a bar's first.

A recurrent network (`ear_net.md` beside this file says whose) that ONNX Runtime steps fifty times a second.
It stands beside the fitted model of what a beat sounds like: the beat tracker adds up what both say.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from realtime.arrays import Floats
from realtime.audio.beat.net_input import INPUTS, NetInput

log = logging.getLogger(__name__)

WEIGHTS = Path(__file__).with_name("ear_net.onnx")
_MOST = 8.0
"""Logits beyond this say no more."""


@dataclass(frozen=True, slots=True)
class Told:
    """At the end of a window: logits (natural log-odds) that a beat, and that a bar's first beat, fell
    `net_observation.TOLD_AFTER_S` ago."""

    beat: float
    downbeat: float


@cache
def _session(path: Path) -> Any | None:
    """None, with one line in the log, where there is no network."""
    if not path.exists():
        log.warning("%s is missing: the beat is found without the network, less surely", path)
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class EarNet:
    """Give it every block. What it remembers of the sound outlives a change of rate."""

    def __init__(self) -> None:
        self._session = _session(WEIGHTS)
        self._input: NetInput | None = None
        if self._session is not None:
            self._states = {
                state.name: np.zeros(state.shape, dtype=np.float32)
                for state in self._session.get_inputs()[1:]
            }

    def set_rate(self, rate: int) -> None:
        """Hz of the blocks from now on."""
        self._input = NetInput(rate) if self._session is not None else None

    def __call__(self, mono: Floats) -> list[tuple[float, Told]]:
        """float32 (n,) → [(seconds from the block's first sample to a window's end, what is told then)];
        nothing where there is no network."""
        if self._input is None:
            return []
        return [(offset, self._step(told)) for offset, told in self._input(mono)]

    def _step(self, told: Floats) -> Told:
        assert self._session is not None
        logits, *states = self._session.run(None, {"told": told.reshape(1, 1, INPUTS), **self._states})
        for name, state in zip(self._states, states, strict=True):
            self._states[name] = state
        beat, downbeat, neither = logits[0, 0].tolist()
        return Told(_log_odds(_either(beat, downbeat), neither), _log_odds(downbeat, _either(beat, neither)))


def _either(one: float, other: float) -> float:
    """log(e^one + e^other)."""
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))


def _log_odds(for_it: float, against: float) -> float:
    return min(max(for_it - against, -_MOST), _MOST)
