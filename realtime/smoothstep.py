"""The smoothstep, by which everything here eases in and out."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

_Number = TypeVar("_Number", float, np.ndarray)


def smoothstep(x: _Number) -> _Number:
    """3x² − 2x³: from 0 at 0 to 1 at 1, level at both; x: 0..1, a number or an array, not clamped here."""
    eased: _Number = x * x * (3.0 - 2.0 * x)
    return eased
