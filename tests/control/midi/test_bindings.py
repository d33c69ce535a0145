"""What knobs, faders, encoders and pads of a controller do to the values: no jumps, nothing left behind."""

from __future__ import annotations

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.control.midi.bindings import MidiBindings
from realtime.control.midi.device_map import DeviceMap, map_of
from realtime.control.midi.map_files import generic_map, shipped_maps
from realtime.control.midi.source import Source, SourceDecoder, share
from realtime.control.table import ParameterTable
from tests.control.command_values import command_values


class Played:
    """A table, and a controller with a map before it."""

    def __init__(self, *controls: dict, device: DeviceMap | None = None) -> None:
        self.table = ParameterTable()
        self.device = device or map_of({"device": "test", "control": list(controls)}, "test.toml")
        self.decoder = SourceDecoder(self.device.pairs)
        self.bindings = MidiBindings(self.table, self.device)

    def feed(self, kind: str, **fields: int) -> bool:
        move = self.decoder.feed(mido.Message(kind, **fields))
        return move is not None and self.bindings.apply(move, 1.0)

    def turn(self, control: int, *values: int, channel: int = 0) -> None:
        for value in values:
            self.feed("control_change", control=control, value=value, channel=channel)

    def value(self, name: str) -> float:
        return self.table.get(name)


def test_a_fader_takes_the_value_when_it_passes_it_and_not_before():
    played = Played({"cc": 21, "to": "strength.gain"})
    played.turn(21, 10, 20, 30, 50)
    assert played.value("strength.gain") == 1.0, "it lies below: no jump"
    played.turn(21, 60, 66)
    assert played.value("strength.gain") == pytest.approx(2 * share(66))
    played.turn(21, 0, 127)
    assert played.value("strength.gain") == 2.0, "from then on it has it, to both ends"
    played.table.set("strength.gain", 0.5)
    played.turn(21, 120)
    assert played.value("strength.gain") == 0.5, "another hand has moved it"
    played.turn(21, 80, 40, 20)
    assert played.value("strength.gain") == pytest.approx(2 * share(20))


def test_a_fader_that_was_moved_while_nobody_looked_waits_too():
    """Slider 7 of many controllers, plugged in at the bottom, took master from 1 to 0.02."""
    played = Played({"cc": 7, "to": "master"})
    played.turn(7, 3)
    assert played.value("master") == 1.0


def test_the_release_of_a_button_is_no_way_through_the_value():
    """A button on a knob's number left noise.gain at 0."""
    played = Played(device=generic_map())
    played.turn(71, 127, 0)
    assert played.value("noise.gain") == 1.0


@pytest.mark.parametrize("device", [generic_map(), *shipped_maps()], ids=lambda device: device.name)
def test_no_controller_plays_master_from_the_factory(device):
    played = Played(device=device)
    for control in range(128):
        for channel in (0, 5, 10):
            played.turn(control, 0, 64, 127, 64, 0, channel=channel)
    assert played.value("master") == 1.0
    assert not any(one.to == "master" for one in device.assignments)


def test_a_bank_of_eight_faders_on_eight_channels_is_eight_controls():
    names = ["react.gain", "noise.gain", "speed", "post.bloom", "post.wave", "post.grain", "post.chroma"]
    names.append("post.flash")
    played = Played(*({"cc": 7, "channel": channel, "to": name} for channel, name in enumerate(names, 1)))
    for channel in range(8):
        played.turn(7, 30, 50, 10 + channel, channel=channel)
    for channel, name in enumerate(names):
        assert played.value(name) == pytest.approx(3 * share(10 + channel)), name
    played.turn(7, 40, channel=8)
    assert played.value("react.gain") == pytest.approx(3 * share(10)), "the ninth plays nothing"


@pytest.mark.parametrize(
    ("kind", "up", "down"),
    [("relative", 3, 125), ("relative-offset", 67, 61), ("relative-sign", 3, 67)],
)
def test_encoders_of_the_three_usual_ways_move_by_steps(kind, up, down):
    played = Played({"cc": 30, "to": "post.bloom", "kind": kind})
    played.turn(30, up, up)
    assert played.value("post.bloom") == pytest.approx(1.0 + 6 * 0.03)
    played.turn(30, down, down, down, down)
    assert played.value("post.bloom") == pytest.approx(1.0 - 6 * 0.03)
    for _ in range(100):
        played.turn(30, up)
    assert played.value("post.bloom") == 3.0


def test_fourteen_bits_are_finer_than_seven_and_never_run_back():
    played = Played({"cc14": 2, "to": "strength.gain", "kind": "jump"})
    seen = []
    for whole in range(4000, 4400, 7):
        played.turn(2, whole >> 7)
        played.turn(34, whole & 127)
        seen.append(played.value("strength.gain"))
    assert len(set(seen)) == len(seen) and seen == sorted(seen)
    assert seen[-1] == pytest.approx(2 * 4399 / 16384, abs=1e-3)


def test_nrpn_and_pitch_bend_reach_both_ends_and_the_middle():
    played = Played(
        {"nrpn": 300, "to": "motion.zoom", "kind": "jump"},
        {"pitch": True, "channel": 2, "to": "motion.yaw", "kind": "jump"},
    )
    for whole, expected in ((0, -2.0), (8192, 0.0), (16383, 2.0)):
        played.turn(99, 300 >> 7)
        played.turn(98, 300 & 127)
        played.turn(6, whole >> 7)
        played.turn(38, whole & 127)
        assert played.value("motion.zoom") == expected
    for pitch, expected in ((-8192, -60.0), (0, 0.0), (8191, 60.0)):
        played.feed("pitchwheel", pitch=pitch, channel=1)
        assert played.value("motion.yaw") == expected
    played.turn(101, 0)
    played.turn(6, 5)
    assert played.value("motion.zoom") == 2.0, "a registered parameter is another thing"


def test_a_knob_in_its_notch_rests_and_reaches_both_ends():
    played = Played({"cc": 16, "to": "motion.zoom", "kind": "jump"})
    for value, expected in ((127, 2.0), (64, 0.0), (0, -2.0)):
        played.turn(16, value)
        assert played.value("motion.zoom") == expected
    assert all(share(value) < share(value + 1) for value in range(127))


def test_note_on_with_velocity_0_is_a_release():
    """As Launchpads and most keyboards let go."""
    played = Played(
        {"note": 36, "to": "freeze", "kind": "momentary"},
        {"note": 37, "to": "scene.next"},
        {"note": 38, "to": "blackout"},
    )
    played.feed("note_on", note=36, velocity=1)
    assert played.value("freeze") is True
    played.feed("note_on", note=36, velocity=0)
    assert played.value("freeze") is False
    for _ in range(2):
        played.feed("note_on", note=37, velocity=90)
        played.feed("note_on", note=37, velocity=0)
        played.feed("note_off", note=37, velocity=64)
    assert command_values(played.table) == [("scene.next", None)] * 2
    for on in (True, False):
        played.feed("note_on", note=38, velocity=90)
        played.feed("note_on", note=38, velocity=0)
        assert played.value("blackout") is on, "each press turns it over, and its release does nothing"


def test_buttons_are_momentary_latching_or_triggers_as_their_map_says():
    played = Played(
        {"cc": 40, "to": "post.flash", "kind": "momentary", "value": 3},
        {"cc": 41, "to": "post.flash", "kind": "latch", "value": 0},
        {"cc": 42, "to": "post.flash", "kind": "trigger", "value": 2},
        {"cc": 43, "to": "freeze", "kind": "momentary"},
    )
    played.table.set("post.flash", 1.5)
    levels = []
    for control, value in ((40, 127), (40, 0), (41, 127), (41, 0), (41, 127), (41, 0), (42, 127), (42, 0)):
        played.turn(control, value)
        levels.append(played.value("post.flash"))
    assert levels == [3.0, 1.5, 0.0, 0.0, 1.5, 1.5, 2.0, 2.0]
    # A button that latches by itself sends 127 with one press and 0 with the next.
    played.turn(43, 127)
    assert played.value("freeze") is True
    played.turn(43, 0)
    assert played.value("freeze") is False


def test_how_hard_a_pad_is_hit_counts_while_it_is_held():
    played = Played({"note": 50, "to": "post.bloom", "kind": "velocity", "range": [1, 3]})
    played.feed("note_on", note=50, velocity=127)
    assert played.value("post.bloom") == 3.0
    played.feed("note_off", note=50)
    assert played.value("post.bloom") == 1.0


def test_a_controller_unplugged_in_mid_move_leaves_nothing_held_and_nothing_jumps_after():
    played = Played(
        {"note": 36, "to": "blackout", "kind": "momentary"},
        {"note": 37, "to": "post.flash", "kind": "momentary", "value": 3},
        {"cc": 1, "to": "speed"},
    )
    played.turn(1, 40, 44, 80)
    played.feed("note_on", note=36, velocity=90)
    played.feed("note_on", note=37, velocity=90)
    before = played.value("speed")
    played.bindings.let_go()
    assert played.value("blackout") is False and played.value("post.flash") == 1.0
    assert played.value("speed") == before
    played.turn(1, 3)
    assert played.value("speed") == before, "back, and moved meanwhile: it must be picked up again"
    played.feed("note_on", note=36, velocity=0)
    assert played.value("blackout") is False


def test_pads_go_to_scenes_and_snapshots_and_programs_too():
    played = Played(
        {"note": 60, "to": "scene.go", "value": 12},
        {"note": 61, "to": "snapshot.recall", "value": 3},
        {"note": 62, "to": "prompt", "value": "a lighthouse"},
        {"program": True, "to": "scene.go"},
    )
    for note in (60, 61, 62):
        played.feed("note_on", note=note, velocity=100)
        played.feed("note_off", note=note)
    played.feed("program_change", program=4)
    commands = [("scene.go", 12), ("snapshot.recall", 3), ("prompt", "a lighthouse"), ("scene.go", 5)]
    assert command_values(played.table) == commands


def test_an_assignment_on_a_channel_comes_before_one_on_any():
    played = Played(
        {"cc": 5, "to": "speed", "kind": "jump"}, {"cc": 5, "channel": 3, "to": "hud", "kind": "latch"}
    )
    played.turn(5, 127, channel=2)
    assert played.value("hud") is True and played.value("speed") == 1.0
    played.turn(5, 127, channel=4)
    assert played.value("speed") == 3.0


MESSAGES = st.one_of(
    st.builds(
        lambda c, v, ch: mido.Message("control_change", control=c, value=v, channel=ch),
        st.integers(0, 127),
        st.integers(0, 127),
        st.integers(0, 15),
    ),
    st.builds(
        lambda n, v: mido.Message("note_on", note=n, velocity=v), st.integers(0, 127), st.integers(0, 127)
    ),
    st.builds(lambda p: mido.Message("pitchwheel", pitch=p), st.integers(-8192, 8191)),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(MESSAGES, max_size=60))
def test_no_stream_of_messages_leaves_the_ranges_or_holds_anything_after_it_is_unplugged(messages):
    for device in (generic_map(), *shipped_maps()[:3]):
        played = Played(device=device)
        for message in messages:
            move = played.decoder.feed(message)
            if move is not None:
                assert 0.0 <= move.share <= 1.0
                played.bindings.apply(move, 0.0)
        played.bindings.let_go()
        for name, value in played.table.snapshot().items():
            row = played.table.parameters[name]
            assert row.kind == "bool" or row.low <= value <= row.high
        assert played.table.rejections.count == 0


def test_sources_are_told_as_people_write_them():
    assert Source("cc", 21, 1).words == "CC 21, channel 1"
    assert Source("pitch", 0, 2).words == "pitch bend, channel 2"
    assert Source("note", 36).words == "note 36"
