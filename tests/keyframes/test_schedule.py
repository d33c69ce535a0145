"""Schedules: what Deforum reads, we read the same; what is wrong is said where it is."""

import numexpr
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.errors import UserError
from realtime.keyframes.expression import Expression, ExpressionError
from realtime.keyframes.schedule import Schedule, schedule_text
from realtime.keyframes.simplify import simplified, simplify


def test_numbers_interpolate_and_the_last_one_holds():
    values = Schedule("zoom", "0:(1.0), 10:(2.0), 20:(0)").values(31)
    assert values[[0, 5, 10, 15, 20, 30]] == pytest.approx([1.0, 1.5, 2.0, 1.0, 0.0, 0.0])


def test_an_expression_fills_the_frames_up_to_the_next_key():
    values = Schedule("strength", "0:(0.65), 30:(0.4+0.2*sin(t/5)), 60:(0.5)").values(90)
    t = np.arange(30, 60)
    assert values[30:60] == pytest.approx(0.4 + 0.2 * np.sin(t / 5))
    assert values[15] == pytest.approx((0.65 + 0.4 + 0.2 * np.sin(6)) / 2)
    assert (values[60:] == 0.5).all()


def test_commas_inside_functions_do_not_split():
    values = Schedule("angle", "0: (where(t<10, 1, -(1.5))), 15 : max(2,t/10)").values(20)
    assert values[[0, 9, 10, 14, 15]] == pytest.approx([1, 1, -1.5, -1.5, 2])


def test_keys_may_be_expressions_of_the_last_frame():
    values = Schedule("zoom", '0:(1), "max_f-2":(3), max_f : 5,').values(21)
    assert values[[0, 9, 18, 20]] == pytest.approx([1, 2, 3, 5])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0: 0: (2*sin(t/3)), 6:(1)", [0, 0.5, 1]),
        ("0:(0) 6:(3), 11:(0)", [0, 1.5, 3]),
        ('0:(0)\n6:(3)\n"9": (5)', [0, 1.5, 3]),
        ("0: 1 6: max(2, t) 8:(0)", [1, 3.5, 6]),
        ("0:(0).3", [0.3] * 3),
        ("0.35", [0.35] * 3),
        (" (0.35) ", [0.35] * 3),
        ("sin(0)", [0] * 3),
        ("0:(0.5, 6:(1.5)", [0.5, 1, 1.5]),
        ("0:('0.5')), 6:\"1.5\"", [0.5, 1, 1.5]),
        # To Deforum these are no plain numbers, so they hold.
        ("0:(1.), 6:(2e0)", [1, 1, 2]),
        ("0:(-(1.5)), 6:(+1.5)", [-1.5, 0, 1.5]),
    ],
)
def test_slips_of_the_pen_are_read_as_deforum_reads_them(text, expected):
    values = Schedule("angle", text).values(12)
    assert values[[0, 3, 6]] == pytest.approx(expected, abs=1e-9)


def test_frames_without_a_value_are_interpolated_over():
    t = np.arange(30)
    with np.errstate(invalid="ignore"):
        raw = 1 + 0.02 * np.sin(t) ** 0.7
    values, lost = Schedule("zoom", "0:(1.0+0.02*(sin(t)*1)**0.7)").evaluate(30)
    assert lost.tolist() == np.flatnonzero(np.isnan(raw)).tolist() and 4 in lost
    known = np.flatnonzero(~np.isnan(raw))
    assert values == pytest.approx(np.interp(t, known, raw[known]), abs=1e-12)
    # The first and the last take the nearest value there is.
    assert Schedule("x", "0:(sqrt(t-2)), 4:(sqrt(6-t))").values(10)[[0, 9]].tolist() == [0, 0]


def test_the_seed_is_known():
    assert Schedule("x", "0:(s+t)").values(3, seed=40).tolist() == [40, 41, 42]
    assert Schedule("x", "0:(s)").values(3, seed=np.array([5, 7, 9])).tolist() == [5, 7, 9]


def test_keys_after_the_end_are_ignored():
    assert Schedule("x", "0:(1), 500:(100)").values(10).tolist() == [1.0] * 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("10:(1)", "no value for frame 0"),
        ("0:(1), 5", "without ':'"),
        ("0:(1), 5:(sine(t))", "unknown function 'sine'; did you mean 'sin'?"),
        ("0:(1), 5:(1 + tt)", "unknown name 'tt'"),
        ("0:(1), 5:(t^2)", r"power is written \*\*"),
        ("0:(1/(t-3))", "no finite number"),
        ("0:(where(t,1))", "gives where 2 values, and it takes 3"),
        ("0:(1), -4:(2)", "before the first"),
        ("0:(1), t:(2)", "the key has an unknown name 't'"),
        ("0:(1) 5", "can be read"),
        ("0:(sqrt(0-1-t))", "no number at any frame"),
        (" " * 5_000_000, "at most 4000000 are read"),
        ("0:(" + "9" * 400 + ")", "too large"),
        ("0:(__import__('os').system('true'))", "can be read"),
        ("0:((1).__class__)", "can be read"),
        ("0:('a')", "can be read"),
        ("0:(9**9**9**9)", "no finite number"),
        ("0:(1e999)", "too large"),
        ("0:(" + "(" * 500 + "t" + ")" * 500 + ")", "can be read"),
        ("0:(" + "-" * 3000 + "1)", "can be read"),
        ("0:(" + "1+" * 3000 + "1)", "longer than"),
    ],
)
def test_errors_name_the_schedule_and_say_what_is_wrong(text, message):
    with pytest.raises(UserError, match=message) as caught:
        Schedule("my_zoom", text).values(60)
    assert "'my_zoom'" in str(caught.value)


def test_errors_show_the_position_and_the_text():
    with pytest.raises(UserError) as caught:
        Schedule("zoom", "0:(1.0), 30:(1+0.5*sine(t/5))")
    position = "0:(1.0), 30:(1+0.5*sine(t/5))".index("sine") + 1
    assert f"at character {position}" in str(caught.value) and "sine(t/5)" in str(caught.value)


NUMBERS = st.floats(0.1, 9.0).map(lambda x: f"{x:.3f}")
# What jumps (a comparison, floor) gets exact arithmetic only: two libraries' tanh may differ in the last bit.
EXACT = st.recursive(
    NUMBERS | st.sampled_from(["t", "max_f", "(t%3)", "(t%7)", "(0-t)%4"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})")
        | st.tuples(st.sampled_from(["abs", "floor"]), inner).map(lambda p: f"{p[0]}({p[1]})")
        | inner.map(lambda x: f"-{x}")
    ),
    max_leaves=4,
)
EXPRESSIONS = st.recursive(
    EXACT,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})")
        | st.tuples(st.sampled_from(["sin", "cos", "abs", "tanh", "arctan"]), inner).map(
            lambda p: f"{p[0]}({p[1]})"
        )
        | st.tuples(EXACT, st.sampled_from(["<", ">=", "=="]), EXACT, inner, inner).map(
            lambda p: f"where({p[0]}{p[1]}{p[2]},{p[3]},{p[4]})"
        )
        | inner.map(lambda x: f"-{x}")
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(EXPRESSIONS)
def test_expressions_are_worth_what_numexpr_says(text):
    t = np.arange(20, dtype=np.float64)
    known = {"t": t, "max_f": np.float64(19.0)}
    expected = np.broadcast_to(numexpr.evaluate(text, local_dict=known, global_dict={}), 20).astype(float)
    ours = np.broadcast_to(Expression(text).values(known), 20)
    assert ours == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.text(max_size=60))
def test_no_text_does_more_than_raise_a_user_error(text):
    try:
        Schedule("any", text).values(5)
    except UserError as error:
        assert "'any'" in str(error)


@given(st.text("0123456789tsmaxf_():,+-*/%.<>& `", max_size=40))
def test_expressions_are_read_or_refused(text):
    try:
        Expression(text)
    except ExpressionError as error:
        assert error.column <= len(text)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60), st.sampled_from([0.001, 0.05, 1.0]))
def test_simplified_schedules_stay_within_the_stated_error(values, max_error):
    values = np.array(values)
    frames, kept = simplified(values, max_error, decimals=4)
    read = Schedule("x", schedule_text(frames, kept, 4)).values(len(values))
    assert np.abs(read - values).max() <= max_error + 1e-9


def test_straight_lines_need_only_their_ends():
    assert simplify(np.linspace(3, 7, 1000), 1e-9).tolist() == [0, 999]
    corner = np.concatenate([np.linspace(0, 1, 50), np.linspace(1, 0, 50)[1:]])
    assert simplify(corner, 1e-9).tolist() == [0, 49, 98]


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=60), st.sampled_from([0.001, 0.05, 1.0]))
def test_changes_stay_within_the_stated_error_where_they_are_what_is_used(steps, max_error):
    values = np.cumsum(steps)
    frames, kept = simplified(values, max_error, decimals=4, changes=True)
    read = np.interp(np.arange(len(values)), frames, kept)
    assert np.abs(read - values).max() <= max_error + 1e-9
    assert np.abs(np.diff(read) - np.diff(values)).max(initial=0) <= max_error + 1e-9
