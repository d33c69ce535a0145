"""Attack and release: a follower that moves in seconds, not in frames."""

from __future__ import annotations

import math


def follow(value: float, target: float, dt: float, attack_s: float, release_s: float) -> float:
    """`value` after `dt` seconds of following a constant `target`.

    attack_s (rising) and release_s (falling) are time constants: after that many seconds 63 % of
    the way is done, after three times as many 95 %; 0 arrives at once. Exact for any dt, so two
    steps of dt/2 give what one of dt gives.
    """
    constant = attack_s if target > value else release_s
    if constant <= 0.0:
        return target
    if dt <= 0.0:
        return value
    return target + (value - target) * math.exp(-dt / constant)
