"""Above which score the guard refuses a text: a limit for each kind of harm that a text can look like.

They are fitted to sentences that the opinion was not. First the odds are put right (Platt 1999), for each
kind by an amount of its own; then a text is refused where what it costs to let it pass, if it is unfit, is
more than what it costs to refuse it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

HARMLESS_REFUSED = 0.038
"""The share of harmless texts that may be refused: it sets what refusing one costs."""
WORSE = {"children": 2.0}
"""A text of this kind that passes is so many times as bad as one of another kind."""
_OWN_AMOUNT = 0.5
"""How far the odds of one kind are expected to be off, where few of its texts were seen."""


def limits(
    unfit: NDArray[np.bool_],
    listed: NDArray[np.bool_],
    judged: NDArray[Any],
    looks: NDArray[np.int64],
    kinds: Sequence[str],
) -> NDArray[np.float32]:
    """(len(kinds),): a text that looks like that kind is refused where its score is above.

    unfit, listed: whether a text is, and whether the list refuses it by itself; judged: its score; looks:
    the number of its kind."""
    open_ = ~listed
    slope, amounts = _calibrated(unfit[open_], judged[open_], looks[open_], len(kinds))
    amounts += np.log([WORSE.get(kind, 1.0) for kind in kinds])
    may = max(HARMLESS_REFUSED * np.sum(~unfit) - np.sum(~unfit & listed), 0.0)
    harmless = open_ & ~unfit
    odds = slope * judged[harmless] + amounts[looks[harmless]]
    return ((np.quantile(odds, 1.0 - may / len(odds)) - amounts) / slope).astype(np.float32)


def _calibrated(
    unfit: NDArray[np.bool_], judged: NDArray[Any], looks: NDArray[np.int64], kinds: int
) -> tuple[float, NDArray[np.float64]]:
    """(slope, (kinds,) amounts): slope * score + amount is the logarithm of the odds."""
    signs = np.where(unfit, 1.0, -1.0)

    def lost(x: NDArray[np.float64]) -> float:
        slope, common, own = np.exp(x[0]), x[1], x[2:]
        odds = slope * judged + common + own[looks]
        return float(np.logaddexp(0.0, -signs * odds).sum() + np.square(own / _OWN_AMOUNT).sum() / 2.0)

    x = minimize(lost, np.zeros(2 + kinds), method="L-BFGS-B").x
    return float(np.exp(x[0])), x[1] + x[2:]
