"""The maps of the 2023 study give the study's numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.mapping import study
from realtime.mapping.curves import CONCAVE, CONVEX, make_curve

LEVELS = np.linspace(0.0, 1.0, 101)


def test_worked_example_convex():
    # 1 − 0.146·ln(30x + 1)
    assert study.convex(0.0, 1.0, 0.5, c=30) == 1.0
    assert study.convex(1.0, 1.0, 0.5, c=30) == pytest.approx(0.5, abs=1e-12)
    assert study.convex(0.2, 1.0, 0.5, c=30) == pytest.approx(1 - 0.146 * math.log(7), abs=1e-3)
    assert study.convex(LEVELS, 1.0, 0.5, c=30) == pytest.approx(
        1 - 0.5 / math.log(31) * np.log(30 * LEVELS + 1)
    )


def test_worked_example_concave():
    # 1.01 − 0.01·e^(3.93x)
    assert study.concave(0.0, 1.0, 0.5, c=0.01) == pytest.approx(1.0, abs=1e-12)
    assert study.concave(1.0, 1.0, 0.5, c=0.01) == pytest.approx(0.5, abs=1e-12)
    assert study.concave(0.5, 1.0, 0.5, c=0.01) == pytest.approx(1.01 - 0.01 * math.exp(3.93 / 2), abs=1e-3)


def test_linear_reaches_b_at_the_loudest_level():
    assert study.linear(0.0, 0.9, 0.4, h=0.8) == 0.9
    assert study.linear(0.8, 0.9, 0.4, h=0.8) == pytest.approx(0.4)
    assert study.linear(0.4, 0.9, 0.4, h=0.8) == pytest.approx(0.65)


@given(st.floats(0.2, 1.0), st.floats(0.1, 2.0))
def test_h_is_the_level_at_which_b_is_reached(b, h):
    assert study.convex(h, 1.0, b, 30.0, h) == pytest.approx(b)
    assert study.concave(h, 1.0, b, 0.01, h) == pytest.approx(b)


@given(st.floats(0.5, 1.0), st.floats(0.0, 0.45), st.floats(0.001, 50.0))
def test_the_presets_of_a_route_are_the_study_exactly(a, b, c):
    convex = make_curve("convex", {"c": max(c, 0.01)}, (a, b))
    concave = make_curve("concave", {"c": c}, (a, b))
    assert a + (b - a) * convex(LEVELS) == pytest.approx(study.convex(LEVELS, a, b, max(c, 0.01)), abs=1e-9)
    assert a + (b - a) * concave(LEVELS) == pytest.approx(study.concave(LEVELS, a, b, c), abs=1e-9)


def test_the_names_are_about_the_falling_curve():
    assert np.diff(study.convex(LEVELS, 1.0, 0.5), 2).min() > 0
    assert np.diff(study.concave(LEVELS, 1.0, 0.5), 2).max() < 0
    assert make_curve("convex", {}, (1.0, 0.5)).shape_over(1.0, 0.5) == CONVEX
    assert make_curve("concave", {}, (1.0, 0.5)).shape_over(1.0, 0.5) == CONCAVE
    # Over a rising range the logarithm is concave, whatever its name.
    assert make_curve("convex", {}, (0.5, 1.0)).shape_over(0.5, 1.0) == CONCAVE


@pytest.mark.parametrize(
    ("reactivity", "r"), [("none", 1.0), ("low", 1.03), ("medium", 1.06), ("high", 1.09)]
)
def test_the_web_demo(reactivity, r):
    x = 0.6
    assert study.demo_strength(x, reactivity) == pytest.approx((2 - r) * (0.9 - 0.4 * math.tan(x)))
    assert study.demo_zoom(x, reactivity) == pytest.approx(1 + r * 0.04 * math.tan(x))
    assert study.demo_zoom(x, reactivity, -1) == pytest.approx(1 - r * 0.04 * math.tan(x))
    assert study.demo_angle(x, reactivity, -1) == pytest.approx(-r * 4 * math.tan(x))
    assert study.demo_translation(x, reactivity) == pytest.approx(1 + r * (1 + 10 * math.tan(x)))
    assert study.demo_translation(x, reactivity, -1) == pytest.approx(1 - r * (1 + 10 * math.tan(x)))


def test_the_demo_at_silence_and_at_the_loudest():
    assert study.demo_strength(0.0, "none") == pytest.approx(0.9)
    assert study.demo_strength(1.0, "none") == pytest.approx(0.277, abs=1e-3)
    assert study.demo_strength(1.0, "high") == pytest.approx(0.91 * 0.277, abs=1e-3)
