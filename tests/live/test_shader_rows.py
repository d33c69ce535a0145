"""The shaders of a setlist in the operator's hand: rows of the table, by which OSC and panel play them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from realtime.control.table import ParameterTable
from realtime.isf.library import ShaderLibrary
from realtime.live.operator_gains import OperatorGains
from realtime.live.shader_rows import rows_of_show
from realtime.mapping.look import Look
from realtime.setlist.scene import Scene

INPUTS = [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "mode", "TYPE": "long", "VALUES": [0, 3], "LABELS": ["off", "on"], "DEFAULT": 3},
    {"NAME": "go", "TYPE": "event"},
    {"NAME": "amount", "TYPE": "float", "MIN": 1.0, "MAX": 5.0, "DEFAULT": 2.0},
    {"NAME": "bass", "TYPE": "float"},
]


@pytest.fixture
def table(tmp_path: Path) -> ParameterTable:
    for name in ("used", "other"):
        (tmp_path / f"{name}.fs").write_text(f"/*{json.dumps({'INPUTS': INPUTS})}*/\nvoid main() {{}}")
    return ParameterTable(rows_of_show(ShaderLibrary([tmp_path]), [Scene("a", post=("used",))]))


def test_the_inputs_of_the_shaders_in_use_are_controls(table) -> None:
    names = [name for name in table.parameters if name.startswith("post.used.")]
    assert names == [f"post.used.{name}" for name in ("centre.x", "centre.y", "mode", "go", "amount")]
    assert not [name for name in table.parameters if name.startswith("post.other")]
    row = table.parameters["post.used.amount"]
    assert (row.kind, row.low, row.high, row.default, row.address) == (
        *("float", 1.0, 5.0, 2.0),
        "post/used/amount",
    )
    # An XY pad's second number sets the other.
    assert table.parameters["post.used.centre.x"].second == "post.used.centre.y"
    assert table.set("post.used.mode", "off") and table.get("post.used.mode") == 0
    assert not table.set("post.used.mode", "nonsense")


def test_a_control_takes_an_input_from_the_routes_while_it_is_moved(table) -> None:
    gains = OperatorGains(table.parameters.values())
    look = replace(Look(), inputs={"post.used.amount": 4.0, "post.used.centre.x": 0.25})
    assert gains.played(look, table.snapshot()) == look
    table.set("post.used.amount", 3.0)
    table.set("post.used.mode", 0)
    table.set("post.used.go")
    played = gains.played(look, table.snapshot()).inputs
    assert played == {
        **look.inputs,
        **{"post.used.amount": 3.0, "post.used.mode": 0.0, "post.used.go": 1.0},
    }
    table.reset()
    assert gains.played(look, table.snapshot()) == look
