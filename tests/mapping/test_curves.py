"""Curves are what they say: monotone, anchored, and convex or concave by their second differences."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from realtime.errors import UserError
from realtime.mapping.curves import CONCAVE, CONVEX, FAMILIES, NEITHER, make_curve

GRID = np.linspace(0.0, 1.0, 513)


def _points(values: list[float]) -> list[list[float]]:
    half = len(values) // 2
    xs = sorted({round(v, 3) for v in values[:half] if 0.001 < round(v, 3) < 0.999})
    ys = sorted(values[half : half + len(xs)])
    return [[x, y] for x, y in zip(xs, ys, strict=False)]


@st.composite
def any_curve(draw):
    """Any family with any options that it allows."""
    family = draw(st.sampled_from(list(FAMILIES.values())))
    options = {}
    for option in family.options:
        if option.limits is None:
            unit = st.floats(0.0, 1.0)
            options[option.name] = _points(draw(st.lists(unit, min_size=2, max_size=10)))
        else:
            options[option.name] = draw(st.floats(*option.limits))
    value_range = (1.0, 0.5) if family.name == "concave" else (0.0, 1.0)
    return make_curve(family.name, options, value_range)


@given(any_curve())
def test_every_curve_is_monotone_from_0_to_1(curve):
    values = curve(GRID)
    assert values[0] == 0.0
    assert values[-1] == 1.0
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) >= -1e-9)


@given(any_curve(), st.floats(allow_nan=True, allow_infinity=True))
def test_floats_and_arrays_give_the_same_and_stay_within_0_and_1(curve, x):
    one = curve(x)
    assert isinstance(one, float)
    assert 0.0 <= one <= 1.0
    assert curve(np.array([x]))[0] == pytest.approx(one, abs=1e-9)


@given(any_curve())
def test_the_shape_it_names_is_the_shape_it_has(curve):
    bend = np.diff(curve(GRID), 2)
    noise = 1e-9
    assume(curve.shape != NEITHER)  # a bend to the other side may be finer than the grid
    if curve.shape == CONVEX:
        assert bend.min() >= -noise
    else:
        assert bend.max() <= noise


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        ("power", {"exponent": 2.5}, CONVEX),
        ("power", {"exponent": 0.4}, CONCAVE),
        ("power", {"exponent": 1.0}, NEITHER),
        ("exponential", {"rate": 4.0}, CONVEX),
        ("exponential", {"rate": -4.0}, CONCAVE),
        ("logarithmic", {"c": 30.0}, CONCAVE),
        ("tangent", {}, CONVEX),
        ("softplus", {"knee": 0.6}, CONVEX),
        ("smoothstep", {}, NEITHER),
        ("sigmoid", {}, NEITHER),
        ("bezier", {"x1": 0.42, "y1": 0.0, "x2": 1.0, "y2": 1.0}, CONVEX),  # CSS ease-in
        ("bezier", {"x1": 0.0, "y1": 0.0, "x2": 0.58, "y2": 1.0}, CONCAVE),  # CSS ease-out
        ("bezier", {"x1": 0.42, "y1": 0.0, "x2": 0.58, "y2": 1.0}, NEITHER),  # CSS ease-in-out
        ("points", {"points": [[0.5, 0.2]]}, CONVEX),
        ("points", {"points": [[0.5, 0.8]]}, CONCAVE),
        ("points", {"points": [[0.3, 0.1], [0.6, 0.9]]}, NEITHER),
    ],
)
def test_shapes_of_known_curves(name, options, shape):
    assert make_curve(name, options).shape == shape


def test_a_falling_range_turns_convex_into_concave():
    curve = make_curve("power", {"exponent": 3.0})
    assert curve.shape_over(0.0, 1.0) == CONVEX
    assert curve.shape_over(0.7, 0.25) == CONCAVE
    falling = 0.7 + (0.25 - 0.7) * curve(GRID)
    assert np.diff(falling, 2).max() <= 1e-12


@pytest.mark.parametrize(
    ("name", "options", "x", "y"),
    [
        ("power", {"exponent": 2.5}, 0.5, 0.5**2.5),
        ("exponential", {"rate": 4.0}, 0.25, (math.e - 1) / (math.e**4 - 1)),
        ("logarithmic", {"c": 30.0}, 0.1, math.log(4) / math.log(31)),
        ("tangent", {"bend": 1.0}, 0.5, math.tan(0.5) / math.tan(1.0)),
        ("smoothstep", {}, 0.25, 0.15625),
        ("points", {"points": [[0.5, 0.2]]}, 0.75, 0.6),
        ("sigmoid", {}, 0.5, 0.5),
    ],
)
def test_values_follow_the_formula(name, options, x, y):
    assert make_curve(name, options)(x) == pytest.approx(y, abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.99))
def test_bezier_passes_through_its_own_points(x1, y1, x2, y2, t):
    curve = make_curve("bezier", {"x1": x1, "y1": y1, "x2": x2, "y2": y2})
    x = 3 * x1 * t * (1 - t) ** 2 + 3 * x2 * t * t * (1 - t) + t**3
    y = 3 * y1 * t * (1 - t) ** 2 + 3 * y2 * t * t * (1 - t) + t**3
    # Where the curve stands upright the same x has many y, so x may be off by a hair.
    assert curve(max(x - 1e-5, 0.0)) - 1e-4 <= y <= curve(min(x + 1e-5, 1.0)) + 1e-4


def test_an_unknown_curve_names_the_nearest():
    with pytest.raises(UserError, match=r'unknown curve "powr"; did you mean "power"\?'):
        make_curve("powr")


def test_an_unknown_option_names_the_nearest():
    with pytest.raises(UserError, match=r'"exponet"; did you mean "exponent"\?'):
        make_curve("power", {"exponet": 2})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("power", {"exponent": 0}),
        ("power", {"exponent": "2"}),
        ("power", {"exponent": True}),
        ("tangent", {"bend": 1.6}),
        ("points", {"points": [[0.5, 0.8], [0.6, 0.2]]}),
        ("points", {"points": [[0.5, 0.2], [0.5, 0.6]]}),
        ("points", {"points": [[0.5]]}),
        ("points", {"points": 3}),
        ("linear", {"slope": 2}),
    ],
)
def test_options_out_of_range_are_refused_with_a_sentence(name, options):
    with pytest.raises(UserError, match=name):
        make_curve(name, options)


def test_the_study_concave_refuses_a_range_it_cannot_have():
    with pytest.raises(UserError, match=r"range \[a, b\] with b below"):
        make_curve("concave", {"c": 0.01}, (0.2, 0.9))
