"""The ear's manual: its example runs as it is printed, and it leaves nothing out."""

from __future__ import annotations

import doctest
from dataclasses import fields

import realtime.audio
from realtime.audio.features import BANDS, Features


def test_the_example_of_the_manual_runs():
    result = doctest.testmod(realtime.audio)
    assert result.attempted >= 6 and result.failed == 0


def test_the_manual_names_all_that_comes_out():
    manual = realtime.audio.__doc__
    explained_otherwise = {"time", "last_onset"}
    names = {field.name for field in fields(Features)} - explained_otherwise | set(BANDS)
    assert {name for name in names if name not in manual} == set()
