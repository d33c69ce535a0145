"""Arrays by the type of their numbers; docstrings give their shapes and ranges."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Doubles: TypeAlias = npt.NDArray[np.float64]
Reals: TypeAlias = npt.NDArray[np.floating[Any]]
"""float32 or float64."""
Bytes: TypeAlias = npt.NDArray[np.uint8]
Indices: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]


def constant(value: float) -> Floats:
    """float32 (): numpy takes an array up faster than a number."""
    return np.array(value, dtype=np.float32)
