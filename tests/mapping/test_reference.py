"""What is documented of routes is what exists: on the command line, as JSON, and in docs/routes.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime.commands.routes import routes
from realtime.isf.library import ShaderLibrary
from realtime.mapping.curves import FAMILIES
from realtime.mapping.reference import reference, reference_markdown
from realtime.mapping.signals import SIGNALS
from realtime.mapping.targets import TARGETS, find_target
from realtime.vocabulary import known_names, shader_inputs

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "routes.md"


def test_the_document_is_the_programs_own():
    text = reference_markdown(shader_inputs(ShaderLibrary()))
    assert DOCUMENT.read_text(encoding="utf-8") == text, "live.py routes --markdown > docs/routes.md"


def test_every_signal_target_input_and_curve_is_listed_with_help():
    library = ShaderLibrary()
    tables = reference(shader_inputs(library))
    names = {table: {row["name"] for row in rows} for table, rows in tables.items()}
    assert names["signals"] == set(SIGNALS) and names["targets"] == set(TARGETS)
    assert names["curves"] == set(FAMILIES)
    assert all(row["help"] for rows in tables.values() for row in rows)
    known = known_names(library).inputs
    assert all(find_target(name, known) is None for name in names["inputs"])
    assert {"post.bloom", "post.pixelate.pixelate_rows", "source.rain", "source.deep.whale"} <= names[
        "inputs"
    ]
    # The painter itself sets these.
    assert not {"source.seed", "source.shift_x"} & names["inputs"]


def test_curves_say_how_they_bend_over_a_rising_and_a_falling_range():
    rows = {row["name"]: row for row in reference(())["curves"]}
    assert rows["tangent"]["rising"] == ["convex"] and rows["tangent"]["falling"] == ["concave"]
    assert rows["convex"]["falling"] == ["convex"] and rows["concave"]["falling"] == ["concave"]
    assert rows["linear"]["rising"] == ["neither"]


def test_the_command_gives_text_json_and_markdown(tmp_path):
    run = CliRunner().invoke
    (tmp_path / "mine.fs").write_text(
        '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, '
        '{"NAME": "mine", "TYPE": "float", "MAX": 7.0, "LABEL": "all my own"}]}*/ void main() {}'
    )
    text = run(routes, ["--shaders", str(tmp_path)]).output
    for line in ("flatness", "rotation", "post.mine.mine", "all my own", "0 … 7", "exponent 0.05 … 20"):
        assert line in text
    tables = json.loads(run(routes, ["--json"]).output)
    assert tables["targets"][0] == {
        "name": "strength",
        "low": 0.0,
        "high": 1.0,
        "rest": 0.5,
        "unit": "",
        "help": TARGETS["strength"].help,
    }
    assert run(routes, ["--markdown"]).output == DOCUMENT.read_text(encoding="utf-8")
    assert run(routes, ["--json", "--markdown"]).exit_code == 2


@pytest.mark.parametrize("name", ["post.bloom", "source.speed"])
def test_an_input_has_its_range_and_its_value_at_rest(name):
    row = next(row for row in reference(shader_inputs(ShaderLibrary()))["inputs"] if row["name"] == name)
    assert row["low"] <= row["rest"] <= row["high"] and row["low"] < row["high"]
