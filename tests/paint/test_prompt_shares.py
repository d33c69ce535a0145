"""The shares of a subject's prompts: they always make a whole, and rest on the scene's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.paint.frame import Subject
from realtime.paint.prompt_shares import prompt_shares

SUBJECT = Subject(prompt="a", prompt_b="b", prompts=("c", "d", "e"))
WEIGHT = st.floats(allow_nan=True)


def test_weights_take_their_share_and_what_they_leave_is_the_scenes_own():
    assert dict(prompt_shares(SUBJECT, 0.25, {})) == {"a": 0.75, "b": 0.25, "c": 0, "d": 0, "e": 0}
    shares = dict(prompt_shares(SUBJECT, 0.5, {"prompt_1": 0.2, "prompt_3": 0.4}))
    assert shares == pytest.approx({"a": 0.2, "b": 0.2, "c": 0.2, "d": 0, "e": 0.4})
    assert dict(prompt_shares(SUBJECT, 0.5, {"prompt_2": 1.0}))["d"] == 1.0
    both = dict(prompt_shares(SUBJECT, 0.0, {"prompt_1": 1.0, "prompt_2": 1.0}))
    assert both == pytest.approx({"a": 0, "b": 0, "c": 0.5, "d": 0.5, "e": 0})


def test_without_further_prompts_there_is_what_there_was():
    assert prompt_shares(Subject(prompt="a"), 0.7, {"prompt_1": 1.0}) == (("a", 1.0),)


@given(WEIGHT, WEIGHT, WEIGHT, WEIGHT)
def test_shares_make_a_whole_whatever_they_are_asked_to_be(mix, one, two, three):
    shares = prompt_shares(SUBJECT, mix, {"prompt_1": one, "prompt_2": two, "prompt_3": three})
    assert sum(share for _, share in shares) == pytest.approx(1.0)
    assert all(0.0 <= share <= 1.0 for _, share in shares)
