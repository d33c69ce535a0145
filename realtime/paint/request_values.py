"""What painters make of a request's numbers: within their limits, and by the time since the last painting."""

from __future__ import annotations

import math

STEP_S = 0.125
"""The usual time between two paintings. Strength is the share that is painted anew in it."""
_SHORTEST_S, _LONGEST_S = 1.0 / 240.0, 1.0


def sane(value: float, default: float, low: float, high: float) -> float:
    """`value` within [low, high]; `default` when it is not a number."""
    value = float(value)
    return min(max(value, low), high) if math.isfinite(value) else default


def share(value: float) -> float:
    """`value` within 0..1; 0 when it is not a number."""
    return sane(value, 0.0, 0.0, 1.0)


def since_last(time: float, last: float | None) -> float:
    """Seconds from the painting at `last` to that at `time`, within reason; STEP_S where there was none."""
    return STEP_S if last is None else sane(time - last, STEP_S, _SHORTEST_S, _LONGEST_S)


def kept_share(strength: float, dt: float) -> float:
    """Share of the last painting that stays after `dt` seconds: 8 and 60 paintings a second look alike.

    strength: 0..1, img2img strength.
    """
    return (1.0 - strength**1.3) ** (dt / STEP_S)
