"""What a provider (the runtime that a graph runs on) is given, and how it declines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

ORDER = ("tensorrt-rtx", "tensorrt", "cuda", "openvino", "cpu")
"""Providers by name, the best first."""

Table = dict[str, tuple[tuple[int, ...], type[np.generic]]]
"""A graph's inputs or outputs: name → (shape, numpy type)."""


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


def first_line(error: BaseException) -> str:
    """The message of an error, short enough for a line on the operator's screen."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
