"""Files for other programs name every control, with its range, at an address that is listened to."""

from __future__ import annotations

import csv
import io
import json
import re

from realtime.cli import main
from realtime.commands.osc import FORMATS as OFFERED
from realtime.control.osc_dispatch import osc_addresses
from realtime.control.osc_feed import SENT
from realtime.control.osc_map import FORMATS, as_csv, as_markdown, as_open_stage_control, as_touchdesigner
from realtime.control.parameters import PARAMETERS

ADDRESSES = osc_addresses(PARAMETERS)
OWN = [f"/anacrusis/{row.address}" for row in PARAMETERS]


def test_the_table_has_all_that_is_taken_and_sent():
    rows = list(csv.DictReader(io.StringIO(as_csv())))
    assert [row["address"] for row in rows if row["way"] == "in"] == OWN
    assert [row["address"] for row in rows if row["way"] == "out"] == [
        f"/anacrusis/{one.name}" for one in SENT
    ]
    found = {row["address"]: row for row in rows}
    gain = found["/anacrusis/strength/gain"]
    assert (gain["types"], gain["low"], gain["high"], gain["default"]) == ("f", "0.0", "2.0", "1.0")
    assert ADDRESSES[gain["normalised"]] == ("strength.gain", "norm")
    assert found["/anacrusis/blackout"]["high"] == "1" and found["/anacrusis/scene/next"]["low"] == ""
    lines = as_markdown().splitlines()
    assert len(lines) == len(rows) + 2 and all(line.count(" | ") >= 5 for line in lines)


def test_a_session_of_open_stage_control_has_a_widget_for_each_control():
    session = json.loads(as_open_stage_control())
    assert session["type"] == "session" and session["content"]["type"] == "root"
    widgets = [one for tab in session["content"]["tabs"] for one in tab["widgets"]]
    assert sorted(one["address"] for one in widgets) == sorted(OWN)
    kinds = {one["id"]: one for one in widgets}
    assert len(kinds) == len(widgets)
    zoom = kinds["motion.zoom"]
    assert (zoom["type"], zoom["range"], zoom["default"]) == ("fader", {"min": -2.0, "max": 2.0}, 0.0)
    assert (kinds["blackout"]["type"], kinds["blackout"]["mode"]) == ("button", "toggle")
    assert kinds["scene.next"]["mode"] == "push" and kinds["prompt"]["type"] == "input"


def test_parameters_of_touchdesigner_have_names_that_it_takes():
    made = json.loads(as_touchdesigner())
    rows = [row for page in made["parameters"].values() for row in page.values()]
    assert len({row["name"] for row in rows}) == len(PARAMETERS)
    assert all(re.fullmatch("[A-Z][a-z0-9]*", row["name"]) for row in rows)
    assert sorted(made["addresses"].values()) == sorted(OWN)
    assert {row["style"] for row in rows} == {"Float", "Int", "Toggle", "Pulse", "Str"}
    pan = made["parameters"]["Motion"]["Motionpanx"]
    assert (pan["min"], pan["max"], pan["default"], pan["page"]) == (-2.0, 2.0, 0.0, "Motion")
    assert "anacrusis/beat" in made["channels"] and "anacrusis/scene" not in made["channels"]


def test_the_command_writes_each_format(tmp_path, capsys):
    assert set(OFFERED) == set(FORMATS)
    for kind, write in FORMATS.items():
        assert main(["osc-map", kind]) == 0
        assert capsys.readouterr().out == write(PARAMETERS)
    out = tmp_path / "map.csv"
    assert main(["osc-map", "csv", str(out)]) == 0 and out.read_text(encoding="utf-8") == as_csv()
    assert main(["osc-map", "touchdesigner", "--setlist", "club"]) == 0
    made = json.loads(capsys.readouterr().out)
    shaders = set(made["addresses"].values()) - set(OWN)
    assert shaders and all(one.startswith("/anacrusis/") for one in shaders)
    assert len(made["addresses"]) == len(OWN) + len(shaders), "names that TouchDesigner can tell apart"
    assert main(["osc-map", "csv", str(tmp_path / "no" / "map.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
