"""Providers: what can run a compiled graph, by name, and what one is asked for and gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from realtime.did_you_mean import no_such
from realtime.errors import UserError

Table = Mapping[str, tuple[tuple[int, ...], type[np.generic]]]

_PLACE = re.compile(r"\[ONNXRuntimeError\] : \d+ : \w+ : (/\S+:\d+ [^\[]*(?=\[))?")
ORDER = ("tensorrt-rtx", "tensorrt", "cuda", "torch", "openvino", "cpu")
ON_GPU = ("tensorrt-rtx", "tensorrt", "cuda", "torch")


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
    OpenVINO use bf16 where the CPU has it; order: providers to try, in turn; captured: replay a CUDA graph
    where the provider can tell two of them apart."""

    threads: int = 0
    cache: Path | None = None
    bf16: bool = True
    order: tuple[str, ...] = ORDER
    captured: bool = True


def first_line(error: BaseException) -> str:
    """What an error says, short enough for a line on the operator's screen.

    ONNX Runtime puts the place in its own source first; a plug-in's reason comes after it.
    """
    lines = [_PLACE.sub("", line).strip() for line in str(error).splitlines()]
    return next((line for line in lines if line), type(error).__name__)[:300]


def describe(provider: str) -> str:
    """How a provider is called on the operator's screen."""
    return {
        "tensorrt-rtx": "TensorRT for RTX",
        "tensorrt": "TensorRT",
        "cuda": "CUDA",
        "torch": "torch on the GPU",
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
