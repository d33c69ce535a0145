"""Learning: what a knob or pad sends says how it is meant; maps are written, kept and read again."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import mido
import pytest

from realtime.control.midi.device_map import ROWS, Assignment, read_map
from realtime.control.midi.learn import Learner
from realtime.control.midi.map_files import MapFiles, shipped_maps
from realtime.control.midi.source import Source, SourceDecoder
from realtime.control.wanted import wanted
from realtime.errors import UserError


def learned(text: str, *messages: mido.Message) -> Assignment | None:
    learner, decoder = Learner(), SourceDecoder()
    learner.arm(wanted(text, ROWS))
    for message in messages:
        move = decoder.feed(message)
        if move is not None:
            learner.take("device", move, 0.0)
    return learner.learned(10.0)


def turned(*values: int, control: int = 21) -> list[mido.Message]:
    return [mido.Message("control_change", control=control, value=value) for value in values]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((40, 41, 43, 46), "pickup"),
        ((3, 2, 1, 0), "pickup"),
        ((126, 127), "pickup"),
        ((64,), "pickup"),
        ((1, 1, 2, 1), "relative"),
        ((1, 127, 127, 1), "relative"),
        ((65, 65, 66, 63), "relative-offset"),
        ((1, 1, 65, 65), "relative-sign"),
        ((127, 0), "momentary"),
    ],
)
def test_knobs_encoders_and_buttons_are_told_apart(values, kind):
    assert learned("strength.gain", *turned(*values)).kind == kind


def test_pads_and_buttons_of_switches_and_commands():
    pad = mido.Message("note_on", note=40, velocity=80, channel=9)
    assert learned("blackout", pad) == Assignment(Source("note", 40, 10), "blackout", "latch")
    assert learned("tempo.tap", pad).kind == "trigger"
    assert learned("scene.go 3", pad) == Assignment(Source("note", 40, 10), "scene.go", "trigger", 3.0)
    assert learned("blackout", *turned(127, 0)).kind == "latch"
    assert learned("freeze", mido.Message("note_off", note=40), pad).source == Source("note", 40, 10)


def test_halves_that_come_together_are_one_fine_knob():
    both = itertools.chain(*zip(turned(10, 11), turned(3, 90, control=53), strict=True))
    assert learned("speed", *both).source == Source("cc14", 21, 1)
    bend = mido.Message("pitchwheel", pitch=100, channel=3)
    assert learned("speed", bend) == Assignment(Source("pitch", 0, 4), "speed", "pickup")


@pytest.mark.parametrize("text", ["", "nothing", "scene.go", "scene.go x", "scene.go 1000", "prompt"])
def test_what_cannot_be_learned_is_not(text):
    assert wanted(text, ROWS) is None


def test_a_map_of_ones_own_is_written_at_the_first_thing_learned_and_keeps_its_comments(tmp_path):
    files = MapFiles(tmp_path / "midi")
    device = files.find("Big Box MIDI 1", named=False)
    assert device.assignments == () and not files.folder.exists()
    new = Assignment(Source("cc", 21, 1), "strength.gain", "pickup")
    device = files.assign("Big Box MIDI 1", device, new)
    assert device.assignments == (new,) and device.path.name == "big-box-midi-1.toml"
    text = device.path.read_text()
    device.path.write_text("# mine\n" + text.replace("[[control]]", "# the first knob\n[[control]]"))
    device = files.find("Big Box MIDI 1", named=True)
    device = files.assign(
        "Big Box MIDI 1", device, Assignment(Source("note", 3, 1), "scene.go", "trigger", 4.0)
    )
    device = files.assign("Big Box MIDI 1", device, Assignment(Source("cc", 22, 1), "speed", "relative"))
    assert "# mine" in device.path.read_text() and "# the first knob" in device.path.read_text()
    assert [one.to for one in files.find("Big Box MIDI 1", named=False).assignments] == [
        *("strength.gain", "scene.go", "speed"),
    ]
    # The same knob plays another thing now; forgetting takes every one that plays a control.
    device = files.assign("Big Box MIDI 1", device, Assignment(Source("cc", 21, 1), "post.bloom", "pickup"))
    device = files.forget("Big Box MIDI 1", device, "scene.go 4")
    assert [one.to for one in read_map(device.path).assignments] == ["speed", "post.bloom"]


def test_what_is_played_in_note_mode_is_no_control(tmp_path):
    """The APC mini mk2 has a port for its controls and one for its notes."""
    port = "APC mini mk2:APC mini mk2 APC mini mk2 {} 24:0"
    files = MapFiles(tmp_path)
    assert files.find(port.format("Contr"), named=False).assignments
    assert not files.find(port.format("Notes"), named=False).assignments


@pytest.mark.parametrize("shipped", shipped_maps(), ids=lambda shipped: shipped.name)
def test_teaching_a_controller_with_a_shipped_map_keeps_the_rest_of_it(shipped, tmp_path):
    files = MapFiles(tmp_path)
    port = f"{shipped.devices[0]} MIDI 1"
    device = files.find(port, named=False)
    assert device.path == shipped.path
    changed = device.assignments[3].source
    new = Assignment(changed, "master", "pickup" if changed.kind == "cc" else "momentary")
    device = files.assign(port, device, new)
    again = files.find(port, named=False)
    assert again == device and again.path.parent == tmp_path
    kept = [one for one in shipped.assignments if one.source != changed]
    assert list(again.assignments[:-1]) == kept and (again.init, again.exit) == (shipped.init, shipped.exit)
    # Where the map has lights, what was learned is lit, too.
    assert replace(again.assignments[-1], light=None) == new
    assert "master" not in shipped.path.read_text().replace("touches the master fade", "").replace(
        "the master fader", ""
    )


def test_a_faulty_map_is_told_passed_over_and_kept(tmp_path):
    files = MapFiles(tmp_path)
    path = tmp_path / "nanokontrol2.toml"
    path.write_text('device = "nanoKONTROL2"\n[[control]]\ncc = 1\nto = "strenght.gain"\n')
    device = files.find("nanoKONTROL2 CTRL", named=False)
    assert device.name == "Korg nanoKONTROL2" and 'did you mean "strength.gain"?' in files.fault
    path.rename(tmp_path / "nanokontrol2-ctrl.toml")
    files.assign("nanoKONTROL2 CTRL", device, Assignment(Source("cc", 99, 1), "speed", "pickup"))
    assert (tmp_path / "nanokontrol2-ctrl.toml.damaged").exists()
    assert files.find("nanoKONTROL2 CTRL", named=False).assignments[-1].to == "speed"


def test_a_slip_in_a_map_that_is_edited_leaves_the_old_one_until_it_is_mended(tmp_path):
    files, path = MapFiles(tmp_path), tmp_path / "box.toml"
    good = 'device = "Box"\n[[control]]\ncc = 1\nto = "speed"\n'
    path.write_text(good)
    device = files.find("Box", named=True)
    path.write_text(good + "[[control\n")
    assert files.again("Box", device, named=True) is device and "box.toml" in files.fault
    path.write_text(good.replace("speed", "master"))
    assert files.again("Box", device, named=True).assignments[0].to == "master" and not files.fault
    path.unlink()
    assert files.again("Box", device, named=False).assignments == (), "nothing is left of it"


def test_where_no_map_can_be_written_what_was_learned_holds_for_the_show(tmp_path):
    (tmp_path / "file").write_text("")
    files = MapFiles(tmp_path / "file" / "midi")
    new = Assignment(Source("cc", 1, 1), "speed", "pickup")
    assert files.assign("Box", files.find("Box", named=False), new).assignments == (new,)
    assert "this show only" in files.fault


@pytest.mark.parametrize(
    ("control", "sentence"),
    [
        ({"cc": 200, "to": "speed"}, "from 0 to 127"),
        ({"cc": 1, "note": 2, "to": "speed"}, "exactly one of"),
        ({"cc": 1, "to": "speed", "kind": "pikup"}, 'did you mean "pickup"?'),
        ({"cc": 1, "to": "scene.go"}, "say which: value = 1"),
        ({"cc": 1, "to": "scene.next", "kind": "relative"}, "it can as trigger"),
        ({"cc": 1, "to": "speed", "range": [1]}, "two numbers"),
        ({"cc": 1, "to": "speed", "value": 9}, "between 0 and 3"),
        ({"cc": 1, "to": "speed", "channel": 0}, "from 1 to 16"),
        ({"note": 1, "to": "hud", "light": {"on": 128}}, "from 0 to 127"),
        ({"cc": 1, "to": "speed", "ring": {"low": 1}}, "ring is true"),
        ({"cc": 1, "to": "speed", "chanel": 1}, 'did you mean "channel"?'),
    ],
)
def test_a_slip_in_a_map_is_one_sentence_that_says_where(control, sentence, tmp_path):
    import tomlkit

    path = tmp_path / "m.toml"
    path.write_text(tomlkit.dumps({"device": "x", "control": [control]}))
    with pytest.raises(UserError, match=r"m\.toml, control 1") as error:
        read_map(Path(path))
    assert sentence in str(error.value)
