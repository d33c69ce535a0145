"""Only the keyframes that matter: piecewise-linear simplification with a stated maximum error."""

from __future__ import annotations

import numpy as np


def simplify(values: np.ndarray, max_error: float, most_change_error: float | None = None) -> np.ndarray:
    """Numbers of the frames to keep, ascending, first and last among them.

    Linear interpolation between them is nowhere farther from `values` than `max_error` (Ramer, Douglas,
    Peucker, with the error measured along the value axis), nor is its change from frame to frame farther from
    theirs than `most_change_error`, where one is given.
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
        if errors[worst] <= max_error:
            if most_change_error is None:
                continue
            changes = np.diff(values[first : last + 1]) - (line[1] - line[0])
            wrong = np.abs(changes) > most_change_error
            if not wrong.any():
                continue
            # A corner away from both ends where there is one; a change that is wrong has one at each side.
            worst = min(max(int(np.argmax(np.abs(changes))), 1), last - first - 1)
        keep[first + worst] = True
        spans += [(first, first + worst), (first + worst, last)]
    return np.flatnonzero(keep)


def simplified(
    values: np.ndarray, max_error: float, decimals: int, changes: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """(frames, values rounded to `decimals`) whose interpolation stays within `max_error` of `values`, and
    its change from frame to frame too where `changes` are what is used.

    Half a unit of the last decimal is set aside for rounding (a whole one of changes), so `max_error` must be
    larger than that.
    """
    unit = 10.0**-decimals
    if max_error <= (unit if changes else 0.5 * unit):
        raise ValueError(f"max_error {max_error} is not larger than rounding's {unit:g}")
    frames = simplify(values, max_error - 0.5 * unit, max_error - unit if changes else None)
    return frames, np.round(values[frames], decimals)
