"""One line of words changes a route, or says what is wrong with it."""

from __future__ import annotations

import pytest

from realtime.errors import UserError
from realtime.mapping.route import Route
from realtime.mapping.route_words import as_keys, changed_route

ROUTE = Route("bass", "strength", "power", {"exponent": 2.0}, (0.9, 0.5), 0.01, 0.2)


def test_what_is_not_named_stays():
    assert changed_route(ROUTE, "") == ROUTE
    assert changed_route(ROUTE, "exponent=3") == Route(
        "bass", "strength", "power", {"exponent": 3.0}, (0.9, 0.5), 0.01, 0.2
    )
    changed = changed_route(ROUTE, "range=-.5,+2 attack=0 release=1.5")
    assert (changed.range, changed.attack, changed.release) == ((-0.5, 2.0), 0.0, 1.5)
    assert changed.options == {"exponent": 2.0}


def test_another_curve_begins_with_its_own_options():
    assert changed_route(ROUTE, "curve=softplus knee=0.3").options == {"knee": 0.3}
    points = changed_route(ROUTE, "curve=points points=0.4:0.1,0.8:0.5")
    assert points.options == {"points": [[0.4, 0.1], [0.8, 0.5]]}
    assert changed_route(points, "points=").options == {"points": []}


def test_what_is_no_route_is_refused_with_a_reason():
    for words, reason in (
        ("curve=powr", "power"),
        ("exponent=100", "exponent"),
        ("exponent=loud", "number"),
        ("exponent=nan", "number"),
        ("exponent=1e9", "number"),
        ("knee=0.3", "knee"),
        ("range=1", "range"),
        ("range=1,2,3", "range"),
        ("attack=-1", "attack"),
        ("attack=600", "attack"),
        ("power", "key=value"),
        ("curve=points points=0.4", "x:y"),
        ("curve=points points=0.8:0.1,0.4:0.5", "rising"),
        ("from=treble", "from"),
    ):
        with pytest.raises(UserError, match=reason):
            changed_route(ROUTE, words)


def test_keys_are_as_fine_as_a_hand_can_set_them():
    assert as_keys(changed_route(ROUTE, "exponent=1.23456789 attack=0")) == {
        "curve": "power",
        "exponent": 1.235,
        "range": [0.9, 0.5],
        "release": 0.2,
    }
    assert as_keys(Route("bass", "zoom")) == {"range": [0.0, 1.0]}
