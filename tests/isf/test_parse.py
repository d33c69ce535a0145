"""Headers: what is understood, and where a mistake is said to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.isf.expression import Expression
from realtime.isf.glsl import first_error
from realtime.isf.parse import ShaderError, parse_isf


def test_kinds() -> None:
    image = '{"NAME": "%s", "TYPE": "image"}'
    progress = '{"NAME": "progress", "TYPE": "float"}'
    kinds = {
        "generator": image % "other",
        "filter": image % "inputImage",
        "transition": ", ".join([image % "startImage", image % "endImage", progress]),
    }
    for kind, inputs in kinds.items():
        assert parse_isf(f'/*{{"INPUTS": [{inputs}]}}*/', "a.fs").kind == kind


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('"TYPE": "float"', (0.5, 0.0, 1.0)),
        ('"TYPE": "float", "MIN": 2, "MAX": 5', (3.5, 2.0, 5.0)),
        ('"TYPE": "float", "MIN": 5, "MAX": 2, "DEFAULT": 4', (4.0, 2.0, 5.0)),
        ('"TYPE": "float", "DEFAULT": 3', (1.0, 0.0, 1.0)),
        ('"TYPE": "float", "MIN": 2, "MAX": 5, "DEFAULT": -1', (2.0, 2.0, 5.0)),
        ('"TYPE": "bool"', (True, None, None)),
        ('"TYPE": "bool", "DEFAULT": 0', (False, None, None)),
        ('"TYPE": "event"', (False, None, None)),
        ('"TYPE": "int", "DEFAULT": 2', (2, None, None)),
    ],
)
def test_defaults_and_limits_are_those_of_the_reference_host(row: str, expected: tuple) -> None:
    (one,) = parse_isf(f'/*{{"INPUTS": [{{"NAME": "x", {row}}}]}}*/', "a.fs").inputs
    assert (one.default, one.low, one.high) == expected


def test_imports_are_found_beside_the_shader() -> None:
    text = '/*{"IMPORTED": [{"NAME": "mask", "PATH": "p/mask.png"}]}*/'
    assert parse_isf(text, "/shaders/a.fs").imported == (("mask", Path("/shaders/p/mask.png")),)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("void main() {}", 1, "no ISF header"),
        ('/*{\n"WHAT": [\n}*/', 3, "not JSON"),
        ('\n/*{\n"INPUTS": [\n{"NAME": "x",\n"TYPE": "flaot"}]}*/ void main() { x; }', 4, "flaot"),
        ('/*{"INPUTS": [\n{"NAME": "9x", "TYPE": "float"}]}*/', 1, "identifier"),
        ('/*{"INPUTS": [{"NAME": "x", "TYPE": "bool"}, {"NAME": "x", "TYPE": "float"}]}*/', 1, "twice"),
        ('/*{\n"PASSES": [{"TARGET": "a", "WIDTH": "exec(1)"}]}*/', 2, "size of pass"),
        ("/*[1]*/", 1, "object"),
    ],
)
def test_mistakes_are_told_with_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ShaderError, match=words) as caught:
        parse_isf(text, "mine.fs")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"mine.fs:{line}: ")


@pytest.mark.parametrize(
    ("row", "unfit", "kept"),
    [
        ('"TYPE": "color", "DEFAULT": [1]', "DEFAULT", (0.0, 0.0, 0.0, 1.0)),
        ('"TYPE": "float", "DEFAULT": "$WIDTH", "MAX": 4', "DEFAULT", 2.0),
        ('"TYPE": "float", "MIN": -Infinity, "DEFAULT": 0.25', "MIN", 0.25),
        ('"TYPE": "point2D", "DEFAULT": {"x": 1}', "DEFAULT", (0.0, 0.0)),
        ('"TYPE": "long", "VALUES": [1, {}], "DEFAULT": 3', "VALUES", 3),
    ],
)
def test_a_value_that_does_not_fit_is_left_out_and_told(row: str, unfit: str, kept: object) -> None:
    shader = parse_isf(f'/*{{"INPUTS": [\n{{"NAME": "x", {row}}}]}}*/', "mine.fs")
    assert shader.inputs[0].default == kept
    assert str(shader.unfit[0]).startswith(f"mine.fs:2: input 'x': {unfit}")


@pytest.mark.parametrize(
    "row",
    [
        '"VALUES": ["Slow", "Fast"], "DEFAULT": "Fast"',
        '"LABELS": ["Slow", "Fast"], "DEFAULT": 1',
        '"VALUES": ["0", 1.0], "LABELS": ["Slow", "Fast"], "DEFAULT": "1"',
    ],
)
def test_choices_may_be_words_or_have_no_numbers(row: str) -> None:
    (one,) = parse_isf(f'/*{{"INPUTS": [{{"NAME": "x", "TYPE": "long", {row}}}]}}*/', "a.fs").inputs
    assert (one.values, one.labels, one.default) == ((0, 1), ("Slow", "Fast"), 1)


@given(st.text())
def test_any_text_is_either_understood_or_refused_in_words(text: str) -> None:
    for candidate in (text, f"/*{text}*/", f'/*{{"INPUTS": [{text}]}}*/'):
        try:
            parse_isf(candidate, "a.fs")
        except ShaderError as error:
            assert error.message


@given(
    st.recursive(
        st.one_of(
            st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5), st.none()
        ),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "INPUTS",
                        "NAME",
                        "TYPE",
                        "CATEGORIES",
                        "DEFAULT",
                        "MIN",
                        "MAX",
                        "PASSES",
                        "TARGET",
                        "IMPORTED",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_either_understood_or_refused_in_words(value: object) -> None:
    import json

    text = json.dumps(value)
    for candidate in (text, f'{{"INPUTS": [{text}]}}', f'{{"PASSES": {text}}}', f'{{"IMPORTED": {text}}}'):
        try:
            parse_isf(f"/*{candidate}*/".replace("*/", "*/", 1), "a.fs")
        except ShaderError as error:
            assert error.message


def test_expressions() -> None:
    values = {"WIDTH": 100, "HEIGHT": 50, "zoom": 0.5}
    assert Expression("floor($WIDTH * $zoom) - 1").pixels(values) == 49
    assert Expression("min($WIDTH, $HEIGHT) % 7").pixels(values) == 1
    assert Expression("$WIDTH / 0").pixels(values) == 1
    assert Expression("64").pixels(values) == 64


@pytest.mark.parametrize(
    "text", ["__import__('os')", "$WIDTH.real", "[1]", "DEPTH", "1 +", "$WIDTH if 1 else 2"]
)
def test_expressions_are_arithmetic_only(text: str) -> None:
    with pytest.raises(ValueError, match=r"expression|numbers"):
        Expression(text)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("GLSL Compiler failed\n\n0:12(5): error: `x' undeclared\n", (12, "`x' undeclared")),
        ("0(7) : error C1503: undefined variable", (7, "C1503: undefined variable")),
        ("ERROR: 0:31: 'x' : undeclared identifier", (31, "'x' : undeclared identifier")),
        ("something error strange", (0, "something error strange")),
    ],
)
def test_compilers_of_all_makers_are_read(log: str, expected: tuple[int, str]) -> None:
    assert first_error(log) == expected


@pytest.mark.parametrize(
    "text",
    [
        '{"INPUTS": [{"NAME": "x", "TYPE": "float"},],}',
        '{// how fast\n"INPUTS": [{"NAME": "x", "TYPE": "float"}]}',
        "{'INPUTS': [{'NAME': 'x', 'TYPE': 'float'}]}",
        '{"CREDIT": "by\tme\nhttp://a.b", "INPUTS": [{"NAME": "x", "TYPE": "float"},]}',
        "{INPUTS: [{NAME: 'x', TYPE: 'float', MAX: .5}]}",
    ],
)
def test_headers_that_are_almost_json_are_read(text: str) -> None:
    (one,) = parse_isf(f"/* a licence */\n/*{text}*/\nvoid main() {{}}", "a.fs").inputs
    assert (one.name, one.type) == ("x", "float")


def test_a_byte_order_mark_is_no_part_of_the_shader() -> None:
    assert parse_isf("\ufeff/*{}*/\nvoid main() {}", "a.fs").code == "\nvoid main() {}"


@pytest.mark.parametrize(
    "rows",
    ['{"a": {"PATH": "a.png"}}', '[{"NAME": "a", "PATH": "a.png"}]', '{"a": "a.png"}'],
)
def test_both_forms_of_imports(rows: str) -> None:
    assert parse_isf(f'/*{{"IMPORTED": {rows}}}*/', "/s/a.fs").imported == (("a", Path("/s/a.png")),)


def test_a_cube_has_six_pictures() -> None:
    files = ["px.png", "nx.png", "py.png", "ny.png", "pz.png", "nz.png"]
    text = '/*{"IMPORTED": [{"NAME": "sky", "TYPE": "cube", "PATH": %s}]}*/'
    shader = parse_isf(text % str(files), "/s/a.fs")
    assert shader.cubes == (("sky", tuple(Path("/s") / file for file in files)),)
    with pytest.raises(ShaderError, match="six"):
        parse_isf(text % str(files[:5]), "/s/a.fs")


def test_switches_and_buffers_as_version_1_writes_them() -> None:
    text = '/*{"PERSISTENT_BUFFERS": ["b"], "PASSES": [{"TARGET": "a", "FLOAT": "NO"}, {"TARGET": "b"}]}*/'
    first, second = parse_isf(text, "a.fs").passes
    assert (first.persistent, first.floating, second.persistent) == (False, False, True)
