"""A wrong name is answered with the nearest right one, or with all of them."""

from __future__ import annotations

from realtime.did_you_mean import nearest, no_such, suggest, unknown

_NAMES = ("tunnel", "mandala", "Horizon")


def test_the_nearest_name_is_found_whatever_its_case():
    assert nearest("TUNEL", _NAMES) == ["tunnel"]
    assert nearest("horizn", _NAMES) == ["Horizon"]


def test_the_beginning_of_a_name_is_enough():
    assert nearest("m", _NAMES) == ["mandala"]
    assert nearest("", _NAMES) == []


def test_both_sentences_name_the_nearest_or_all():
    assert unknown("source", "tunel", _NAMES) == 'unknown source "tunel"; did you mean "tunnel"?'
    assert no_such("source", "tunel", _NAMES) == "There is no source 'tunel'; did you mean 'tunnel'?"
    assert unknown("source", "xyz", _NAMES).endswith("known: tunnel, mandala, Horizon")
    assert no_such("source", "xyz", _NAMES) == (
        "There is no source 'xyz'; there are tunnel, mandala, Horizon."
    )
    assert no_such("filter", "xyz", []) == "There is no filter 'xyz'; there is none at all."
    assert suggest(nearest("xyz", _NAMES)) == ""
