"""Above which score a text is refused, for each kind that it looks like."""

from __future__ import annotations

import numpy as np
import pytest

from training.limits import HARMLESS_REFUSED, WORSE, limits

KINDS = ["children", "gore", "hate"]


@pytest.fixture
def kept():
    """(unfit, listed, judged, looks) of texts whose score is the logarithm of the odds, but for hate: that of
    its harmless texts is as much higher as that of its unfit ones."""
    rng = np.random.default_rng(4)
    judged = rng.normal(0.0, 3.0, 6000)
    unfit = rng.random(6000) < 1.0 / (1.0 + np.exp(-judged))
    looks = rng.integers(3, size=6000)
    judged[looks == 2] += 2.0
    return unfit, np.zeros(6000, bool), judged, looks


def test_as_many_harmless_texts_are_refused_as_may_be(kept):
    unfit, listed, judged, looks = kept
    refused = judged > limits(*kept, KINDS)[looks]
    assert np.mean(refused[~unfit]) == pytest.approx(HARMLESS_REFUSED, abs=0.002)
    listed[np.flatnonzero(~unfit)[:60]] = True
    refused = judged > limits(*kept, KINDS)[looks]
    assert np.mean((refused | listed)[~unfit]) == pytest.approx(HARMLESS_REFUSED, abs=0.002)


def test_a_kind_that_looks_worse_than_it_is_has_a_higher_limit(kept):
    _, gore, hate = limits(*kept, KINDS)
    assert hate - gore == pytest.approx(2.0, abs=0.4)


def test_a_kind_that_is_worse_is_refused_sooner(kept):
    children, gore, _ = limits(*kept, KINDS)
    assert gore - children == pytest.approx(np.log(WORSE["children"]), abs=0.4)
