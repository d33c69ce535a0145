"""What a beat sounds like: how well what is heard fits each point of it, for a few kinds of beat.

Log-linear: a kind gives at each phase how much every trait of the novelty (each group of bands, its square,
and any two groups together) speaks for or against it. Kinds come in turns of two (kick, snare), which may be
alike. The weights are fitted by `training/fit_observation_model.py`.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from realtime.arrays import Doubles, Reals
from realtime.audio.beat.observation_weights import WEIGHTS

PHASE_BINS = 240
KINDS = (1, 0, 3, 2, 5, 4, 7, 6)
"""Of each kind, the one that the next beat is expected to be."""
TRAITS = 15
_ON, _NEAR, _SWUNG = 0.028, 0.06, 0.045
PLACES = (
    (0.0, _ON),
    (0.0, _NEAR),
    (0.5, _ON),
    (0.5, _NEAR),
    (0.25, _ON),
    (0.75, _ON),
    (1 / 3, _ON),
    (2 / 3, _ON),
    (0.6, _SWUNG),
)
"""Phase and width of the places that a kind distinguishes; besides these there is what holds everywhere."""


def traits(novelty: Reals) -> list[float]:
    """Novelty of the four groups → what the weights apply to; the last is 1."""
    a, b, c, d = novelty.tolist()
    return [
        a, b, c, d, a * a, b * b, c * c, d * d,
        sqrt(a * b), sqrt(a * c), sqrt(b * c), sqrt(a * d), sqrt(b * d), sqrt(c * d), 1.0,
    ]  # fmt: skip


def places() -> Doubles:
    """How much each phase bin belongs to "everywhere" and to each place: (bins, 1 + places)."""
    phase = np.arange(PHASE_BINS) / PHASE_BINS
    bumps = [np.ones(PHASE_BINS)]
    for centre, width in PLACES:
        distance = (phase - centre + 0.5) % 1.0 - 0.5
        bumps.append(np.exp(-0.5 * (distance / width) ** 2))
    return np.stack(bumps, axis=1)


def weights() -> Doubles:
    """The weight of each trait at "everywhere" and at each place: (kinds, 1 + places, traits)."""
    return np.array(WEIGHTS, dtype=np.float64).reshape(len(KINDS), 1 + len(PLACES), TRAITS) / 100.0


def log_table() -> Doubles:
    """Its product with the traits is the log-likelihood: (kinds, bins, traits)."""
    table: Doubles = np.einsum("bp,kpt->kbt", places(), weights())
    return table
