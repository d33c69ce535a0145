"""Only the keyframes that matter: piecewise-linear simplification with a stated maximum error."""

from __future__ import annotations

import numpy as np


def simplify(values: np.ndarray, max_error: float) -> np.ndarray:
    """Numbers of the frames to keep, ascending, first and last among them.

    Linear interpolation between them is nowhere farther from `values` than `max_error` (Ramer, Douglas,
    Peucker, with the error measured along the value axis).
    """
    count = len(values)
    if count <= 2:
        return np.arange(count)
    keep = np.zeros(count, dtype=bool)
    keep[0] = keep[-1] = True
    spans = [(0, count - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        line = np.linspace(values[first], values[last], last - first + 1)
        errors = np.abs(values[first : last + 1] - line)
        worst = int(np.argmax(errors))
        if errors[worst] > max_error:
            keep[first + worst] = True
            spans += [(first, first + worst), (first + worst, last)]
    return np.flatnonzero(keep)


def simplified(values: np.ndarray, max_error: float, decimals: int) -> tuple[np.ndarray, np.ndarray]:
    """(frames, values rounded to `decimals`) whose interpolation stays within `max_error` of `values`.

    Half a unit of the last decimal is set aside for rounding, so `max_error` must be larger than that.
    """
    spare = 0.5 * 10.0**-decimals
    if max_error <= spare:
        raise ValueError(f"max_error {max_error} is not larger than rounding's {spare}")
    frames = simplify(values, max_error - spare)
    return frames, np.round(values[frames], decimals)
