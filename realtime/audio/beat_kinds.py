"""What a beat sounds like: how probable novelty is at each point of it, for a few kinds of beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PHASE_BINS = 240
BUMP_WIDTH = 0.028
SWING_PHASE, SWING_WIDTH = 0.6, 0.045
"""Where a swung off-beat falls: late, somewhere between straight and triplet, and never early."""


@dataclass(frozen=True)
class BeatKind:
    """Probability of novelty in the four groups, low to high.

    follows: index of the kind that the next beat is expected to be; between: everywhere; the others are
    added around the beat, half-way, at both quarters, at one third and at two thirds of it,
    and at a swung off-beat.
    """

    follows: int
    between: tuple[float, ...]
    beat: tuple[float, ...]
    half: tuple[float, ...]
    quarters: tuple[float, ...]
    third: tuple[float, ...]
    two_thirds: tuple[float, ...]
    swung: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)


# The first six fitted to six-second stretches of synthetic and recorded music so that the true beat is told
# from the half-beat, the quarters, and from tempos at simple ratios (maximum mutual information).
KINDS = (
    # A kick on every beat, bright sounds between.
    BeatKind(
        follows=0,
        between=(0.08, 0.01, 0.08, 0.02),
        beat=(0.89, 0.26, 0.43, 0.36),
        half=(0.42, 0.60, 0.53, 0.61),
        quarters=(0.05, 0.04, 0.08, 0.07),
        third=(0.02, 0.02, 0.02, 0.02),
        two_thirds=(0.02, 0.02, 0.02, 0.02),
    ),
    # One sound a beat, little between: strings, piano, a lone bass.
    BeatKind(
        follows=1,
        between=(0.09, 0.08, 0.10, 0.04),
        beat=(0.63, 0.58, 0.35, 0.68),
        half=(0.09, 0.05, 0.05, 0.05),
        quarters=(0.02, 0.01, 0.01, 0.01),
        third=(0.02, 0.01, 0.01, 0.01),
        two_thirds=(0.03, 0.02, 0.02, 0.02),
    ),
    # Kick, then
    BeatKind(
        follows=3,
        between=(0.08, 0.03, 0.03, 0.03),
        beat=(0.89, 0.61, 0.12, 0.65),
        half=(0.41, 0.24, 0.34, 0.52),
        quarters=(0.09, 0.09, 0.10, 0.20),
        third=(0.02, 0.02, 0.02, 0.02),
        two_thirds=(0.02, 0.02, 0.02, 0.02),
    ),
    # snare, in turn.
    BeatKind(
        follows=2,
        between=(0.06, 0.04, 0.08, 0.05),
        beat=(0.14, 0.31, 0.89, 0.90),
        half=(0.52, 0.29, 0.23, 0.16),
        quarters=(0.10, 0.06, 0.12, 0.13),
        third=(0.02, 0.02, 0.02, 0.02),
        two_thirds=(0.02, 0.02, 0.02, 0.02),
    ),
    # Three to a beat: shuffle, swing, 6/8.
    BeatKind(
        follows=4,
        between=(0.10, 0.02, 0.08, 0.03),
        beat=(0.74, 0.72, 0.62, 0.63),
        half=(0.05, 0.05, 0.05, 0.05),
        quarters=(0.02, 0.02, 0.02, 0.02),
        third=(0.10, 0.10, 0.28, 0.20),
        two_thirds=(0.20, 0.10, 0.36, 0.40),
    ),
    # Busy sixteenths.
    BeatKind(
        follows=5,
        between=(0.09, 0.03, 0.08, 0.03),
        beat=(0.62, 0.62, 0.62, 0.62),
        half=(0.48, 0.48, 0.47, 0.44),
        quarters=(0.27, 0.25, 0.26, 0.35),
        third=(0.02, 0.02, 0.02, 0.02),
        two_thirds=(0.02, 0.02, 0.02, 0.02),
    ),
    # Swung: the off-beat comes late, and that tells which of the two is the beat.
    BeatKind(
        follows=6,
        between=(0.08, 0.02, 0.05, 0.03),
        beat=(0.50, 0.50, 0.55, 0.75),
        half=(0.04, 0.04, 0.06, 0.06),
        quarters=(0.02, 0.02, 0.02, 0.02),
        third=(0.02, 0.02, 0.02, 0.02),
        two_thirds=(0.00, 0.00, 0.00, 0.00),
        swung=(0.45, 0.35, 0.10, 0.40),
    ),
)


def log_tables() -> tuple[np.ndarray, np.ndarray]:
    """log p and log(1 − p) of novelty by kind, phase bin and group: (kinds, bins, 4) each."""
    phase = np.arange(PHASE_BINS) / PHASE_BINS

    def bump(centre: float, width: float = BUMP_WIDTH) -> np.ndarray:
        distance = (phase - centre + 0.5) % 1.0 - 0.5
        return np.exp(-0.5 * (distance / width) ** 2)[:, None]

    tables = [
        np.asarray(kind.between)
        + bump(0.0) * np.asarray(kind.beat)
        + bump(0.5) * np.asarray(kind.half)
        + (bump(0.25) + bump(0.75)) * np.asarray(kind.quarters)
        + bump(1 / 3) * np.asarray(kind.third)
        + bump(2 / 3) * np.asarray(kind.two_thirds)
        + bump(SWING_PHASE, SWING_WIDTH) * np.asarray(kind.swung)
        for kind in KINDS
    ]
    probability = np.clip(np.stack(tables), 1e-3, 0.97)
    return np.log(probability), np.log(1.0 - probability)
