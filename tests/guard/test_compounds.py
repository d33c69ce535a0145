"""Words written as one are taken apart, and those that are one stay whole."""

from __future__ import annotations

import pytest

from realtime.guard.compounds import Compounds

COMPOUNDS = Compounds(given=("nude", "도촬"), whole=("deadline", "bodyguards"))


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("a deadbodypile", "a dead body pile"),
        ("nudewoman, painted", "nude woman, painted"),
        ("벗은여자사진", "벗은 여자 사진"),
        ("여자도촬사진을", "여자 도촬 사진을"),
    ],
)
def test_a_compound_is_taken_apart(written, apart):
    assert COMPOUNDS.apart(written) == apart


@pytest.mark.parametrize("text", ["butterfly and lighthouse", "the deadline, two bodyguards", "xqzptwkb"])
def test_what_is_one_word_stays_whole(text):
    assert COMPOUNDS.apart(text) == text
