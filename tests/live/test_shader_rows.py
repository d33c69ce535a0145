"""The shaders of a setlist in the operator's hand: rows of the table, by which OSC and panel play them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from realtime.control.midi.bindings import MidiBindings
from realtime.control.midi.device_map import Assignment, DeviceMap
from realtime.control.midi.source import Move, Source
from realtime.control.osc_dispatch import OscDispatch
from realtime.control.osc_feedback import Heard, OscFeedback
from realtime.control.parameters import PARAMETERS
from realtime.control.snapshots import Snapshots
from realtime.control.table import ParameterTable
from realtime.isf.library import ShaderLibrary
from realtime.live.operator_gains import OperatorGains
from realtime.live.shader_rows import rows_of_show
from realtime.mapping.look import Look
from realtime.scenery.palettes import palette_colour
from realtime.setlist.scene import Scene, Setlist, Song
from tests.panel.served import wait_until

KNOB = DeviceMap("knob", assignments=(Assignment(Source("cc", 21, 1), "post.other.amount", "jump"),))
INPUTS = [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "mode", "TYPE": "long", "VALUES": [0, 3], "LABELS": ["off", "on"], "DEFAULT": 3},
    {"NAME": "go", "TYPE": "event"},
    {"NAME": "amount", "TYPE": "float", "MIN": 1.0, "MAX": 5.0, "DEFAULT": 2.0},
    {"NAME": "bass", "TYPE": "float"},
]
MASKED = [*INPUTS[:1], {"NAME": "mask", "TYPE": "image"}, {"NAME": "tint", "TYPE": "color"}]


def with_filter(name: str, path: Path | None = None, **images: str) -> Setlist:
    scene = Scene("a", post=(name,), images={f"post.{name}.{one}": text for one, text in images.items()})
    return Setlist("x", (Song("x", (scene,)),), path=None if path is None else str(path))


@pytest.fixture
def table(tmp_path: Path) -> ParameterTable:
    for name in ("used", "other"):
        (tmp_path / f"{name}.fs").write_text(f"/*{json.dumps({'INPUTS': INPUTS})}*/\nvoid main() {{}}")
    return ParameterTable(rows_of_show(ShaderLibrary([tmp_path]), with_filter("used")))


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
    assert gains.played(look, table.acting()) == look
    table.set("post.used.amount", 3.0)
    table.set("post.used.mode", 0)
    played = gains.played(look, table.acting()).inputs
    assert played == {**look.inputs, **{"post.used.amount": 3.0, "post.used.mode": 0.0}}
    table.reset()
    assert gains.played(look, table.acting()) == look


def test_a_hand_has_the_last_word_at_a_shaders_own_default_too(table) -> None:
    gains = OperatorGains(table.parameters.values())
    scene = replace(Look(), inputs={"post.used.amount": 4.0, "post.used.mode": 1.0})

    def seen(name: str) -> float:
        return gains.played(scene, table.acting()).inputs[f"post.used.{name}"]

    usual = table.parameters["post.used.amount"].default
    assert table.set("post.used.amount", usual) and table.held == {"post.used.amount"}
    assert (seen("amount"), seen("mode")) == (usual, 1.0)
    # A knob that is swept through the default does not let the scene in.
    swept = [table.set_normalised("post.used.amount", share / 8) and seen("amount") for share in range(9)]
    assert swept == sorted(swept) and 4.0 in swept
    assert table.set("post.used.amount", "Scene") and not table.held
    assert seen("amount") == 4.0 and table.get("post.used.amount") == usual
    # A snapshot of before gives it back as well.
    snapshots = Snapshots(table)
    snapshots.save(1)
    table.add("post.used.amount", 0.0)
    assert seen("amount") == usual
    table.set("snapshot.beats", 0.0)
    assert snapshots.recall(1)
    assert seen("amount") == 4.0 and not table.held


def test_what_acts_is_made_anew_only_when_something_changes(table) -> None:
    table.set("post.used.go", 1)
    first = table.acting()
    assert table.acting() is first
    table.set("post.used.amount", 3.0)
    assert table.acting() is not first and table.acting()["post.used.amount"] == 3.0


def test_no_press_of_an_event_is_missed_however_short(table) -> None:
    gains = OperatorGains(table.parameters.values())
    routed = replace(Look(), inputs={"post.used.go": 0.25})
    for value in (1, 0, None):  # down and up between two frames, then a trigger of its own
        assert table.set("post.used.go", value, "tablet")
    table.reset()
    assert gains.played(routed, table.acting()).inputs["post.used.go"] == 2.25
    assert "post.used.go" not in table.snapshot() and not table.commands()


def test_a_reload_brings_rows_and_takes_them_away_and_every_hand_knows(table, tmp_path) -> None:
    library = ShaderLibrary([tmp_path])
    feedback, fed_back = OscFeedback(table), []

    class Tablet:
        machine, name = "10.0.0.2", "10.0.0.2:9000"

        def tell(self, messages) -> None:
            fed_back.extend(messages)

    tablet = Heard(Tablet(), feedback)
    dispatch, bindings = OscDispatch(table), MidiBindings(table, KNOB)
    address = "/anacrusis/post/other/amount"
    try:
        dispatch.carry_out(address, [4.0], tablet, 0.0)
        assert table.rejections.count == 1
        table.set("post.used.amount", 5.0)
        table.adopt(rows_of_show(library, with_filter("other")))
        assert "post.used.amount" not in table.parameters and not table.set("post.used.amount", 1.0)
        dispatch.carry_out(address, [4.0], tablet, 0.0)
        assert table.get("post.other.amount") == 4.0
        dispatch.carry_out("/anacrusis/post/oth*/mode", [0], tablet, 0.0)
        assert table.get("post.other.mode") == 0
        for raw in (127, 64):
            bindings.apply(Move(KNOB.assignments[0].source, raw / 127.0, raw))
        assert table.get("post.other.amount") == pytest.approx(1.0 + 4.0 * 64 / 127)
        OperatorGains(table.parameters.values()).played(Look(), {})  # values of before
        # As it was left, where the shader comes back, but within what its limits are then.
        (tmp_path / "used.fs").write_text(
            f"/*{json.dumps({'INPUTS': [INPUTS[0], {**INPUTS[4], 'MAX': 4.0}]})}*/\nvoid main() {{}}"
        )
        library.scan()
        table.adopt(rows_of_show(library, with_filter("used")))
        assert table.get("post.used.amount") == 4.0
        wait_until(lambda: ("/anacrusis/post/used/amount", (4.0,)) in fed_back)
    finally:
        feedback.close()


def test_a_value_at_rest_follows_what_the_shader_says_is_its_rest(tmp_path) -> None:
    def rows(rest: float) -> tuple:
        inputs = [INPUTS[0], {**INPUTS[4], "DEFAULT": rest}]
        (tmp_path / "used.fs").write_text(f"/*{json.dumps({'INPUTS': inputs})}*/\nvoid main() {{}}")
        return rows_of_show(ShaderLibrary([tmp_path]), with_filter("used"))

    table = ParameterTable(rows(2.0))
    parameters = table.parameters
    table.adopt(rows(2.0))
    assert table.parameters is parameters, "nothing is new"
    table.adopt(rows(3.0))
    assert table.get("post.used.amount") == 3.0


def test_a_snapshot_is_recalled_after_its_shader_has_gone(table) -> None:
    snapshots = Snapshots(table)
    table.set("post.used.amount", 5.0)
    table.set("noise.gain", 2.0)
    snapshots.save(1)
    table.reset()
    table.set("snapshot.beats", 8.0)
    assert snapshots.recall(1)
    snapshots.advance(1.0)
    table.adopt(PARAMETERS)
    snapshots.advance(8.0)
    assert table.get("noise.gain") == 2.0
    assert snapshots.recall(1) and snapshots.undo()


@pytest.fixture
def masked(tmp_path: Path) -> tuple[ParameterTable, Path]:
    """With a filter that has a second picture, and a setlist beside which two files lie."""
    folder = tmp_path.resolve() / "set"
    folder.mkdir()
    for name in ("b.png", "clip.mp4", "notes.txt"):
        (folder / name).touch()
    (tmp_path / "Masked.fs").write_text(f"/*{json.dumps({'INPUTS': MASKED})}*/\nvoid main() {{}}")
    setlist = with_filter("Masked", folder / "set.toml", mask=f"still:{folder / 'b.png'}")
    return ParameterTable(rows_of_show(ShaderLibrary([tmp_path]), setlist)), folder


def test_a_hand_chooses_what_an_image_input_shows(masked) -> None:
    table, folder = masked
    row = table.parameters["post.Masked.mask"]
    assert list(row.choices) == [
        *("as the setlist says", "scene", "feedback", "still:b.png", "webcam:0", "video:clip.mp4")
    ]
    gains = OperatorGains(table.parameters.values())
    images = {"post.Masked.mask": f"still:{folder / 'b.png'}"}
    assert gains.pictured(images, table.snapshot()) is images
    assert table.set("post.Masked.mask", "video:clip.mp4")
    assert gains.pictured(images, table.snapshot()) == {"post.Masked.mask": f"video:{folder / 'clip.mp4'}"}
    assert table.set("post.Masked.mask", "scene")
    assert gains.pictured({}, table.snapshot()) == {"post.Masked.mask": "scene"}
    assert not table.set("post.Masked.mask", "still:/etc/passwd"), "no file that is not at hand"
    assert table.set("post.Masked.mask", -1) and gains.pictured(images, table.snapshot()) is images


def test_a_chosen_picture_stays_when_others_come_beside_it(masked, tmp_path) -> None:
    table, folder = masked
    table.set("post.Masked.mask", "video:clip.mp4")
    (folder / "a.png").touch()
    setlist = with_filter("Masked", folder / "set.toml")
    table.adopt(rows_of_show(ShaderLibrary([tmp_path]), setlist))
    row = table.parameters["post.Masked.mask"]
    assert row.pictures[float(table.get("post.Masked.mask"))] == f"video:{folder / 'clip.mp4'}"


@pytest.mark.parametrize(
    ("text", "colour"), [("#ff8000", (1.0, 128 / 255, 0.0, 1.0)), ("neon:3", palette_colour("neon:3"))]
)
def test_a_colour_is_taken_over_osc_as_setlists_write_it(masked, text, colour) -> None:
    table, _ = masked
    osc = OscDispatch(table)
    sender = Heard(SimpleNamespace(machine="", name="a desk", tell=list), None)
    osc.carry_out("/anacrusis/post/Masked/tint", [text], sender, 0.0)
    assert [table.get(f"post.Masked.tint.{part}") for part in "rgba"] == pytest.approx(colour)
    osc.carry_out("/anacrusis/post/Masked/tint", ["picture:/etc/passwd"], sender, 0.0)
    assert table.rejections.count == 1
