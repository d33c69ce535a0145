"""The limits that are kept on the wall: narrower than the rules', as what is reckoned is only nearly what is
shown."""

from __future__ import annotations

import numpy as np

from realtime.eyes.rules import LIGHT, SECOND_S, STEP
from realtime.eyes.transitions import Values

NARROWER, MEANS_NARROWER = 0.8, 0.9
"""Of parts, and of means over many of them, which are reckoned better."""
# Small steps are seen sooner than whole ones, and must not be forgotten sooner.
WITHIN_S = 1.15 * SECOND_S
SOFT = np.float32(0.72 * STEP[LIGHT])
"""Light above the darkest of the last second that is no flash."""


def below_a_flash(least: Values, asked: Values) -> Values:
    """What is shown of light `asked` where it may rise by less than a flash above the `least` of the last
    second: nearly all of a little, and never more than SOFT above; a pulse keeps its shape."""
    over = np.maximum(asked - least, 0.0) / SOFT
    shown: Values = np.minimum(asked, least + SOFT * over / np.cbrt(1.0 + over**3))
    return shown


SOFTENED_AFTER_S, FREE_AGAIN_BELOW_S = 2.4, 1.0
"""Seconds, of the last five, with two or three flashes a second, after which what flashes is held, and below
which it is let go again."""
