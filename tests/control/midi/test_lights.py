"""Lights and rings of controllers: they show what is, are told once, and not while a hand is on them."""

from __future__ import annotations

from realtime.audio.beat.clock import BeatClock
from realtime.control.midi.device_map import map_of
from realtime.control.midi.lights import Lights, Stand
from realtime.control.midi.map_files import shipped_maps
from realtime.control.midi.source import Source
from realtime.control.table import ParameterTable

STAND = Stand(BeatClock(confidence=1.0), scene=2, following=3, scenes=4, snapshots=(1,))


def lit(
    lights: Lights, table: ParameterTable, stand: Stand | None = STAND, now: float = 0.3
) -> set[tuple[int, ...]]:
    return {tuple(message) for message in lights.news(table.snapshot(), stand, now)}


def controller(*controls: dict) -> Lights:
    light = {"on": 21, "next": 9, "ready": 1}
    return Lights(
        map_of({"device": "x", "light": light, "control": list(controls)}, "x.toml"), ParameterTable()
    )


def test_scenes_that_play_come_and_are_there_look_different():
    lights, table = (
        controller(*({"note": n, "to": "scene.go", "value": n} for n in range(1, 6))),
        ParameterTable(),
    )
    assert lit(lights, table) == {(144, 1, 1), (144, 2, 21), (144, 3, 9), (144, 4, 1), (144, 5, 0)}
    assert lit(lights, table) == set(), "nothing is told twice"
    later = Stand(STAND.clock, 3, 4, 4, ())
    assert lit(lights, table, later) == {(144, 2, 1), (144, 3, 21), (144, 4, 9)}


def test_switches_snapshots_and_the_beat():
    table = ParameterTable()
    lights = controller(
        {"note": 1, "channel": 7, "to": "freeze"},
        {"note": 2, "to": "snapshot.recall", "value": 1},
        {"note": 3, "to": "snapshot.recall", "value": 2},
        {"note": 4, "to": "tempo.tap"},
    )
    table.set("freeze", True)
    assert lit(lights, table, now=0.3) == {(150, 1, 21), (144, 2, 1), (144, 3, 0), (144, 4, 0)}
    table.set("freeze", False)
    assert lit(lights, table, now=0.52) == {(150, 1, 0), (144, 4, 21)}, "on the beat at 0.5 s"
    assert lit(lights, table, now=0.8) == {(144, 4, 0)}


def test_rings_follow_whoever_moves_the_value_but_not_the_hand_that_is_on_them():
    table = ParameterTable()
    lights = controller(
        {"cc": 16, "channel": 1, "to": "motion.zoom", "kind": "jump", "ring": True},
        {"cc": 1, "channel": 11, "to": "speed", "ring": {"cc": 9, "low": 1, "high": 13}},
    )
    assert lit(lights, table) == {(176, 16, 64), (186, 9, 5)}
    for value, shown in ((2.0, 127), (-2.0, 0), (0.0, 64)):
        table.set("motion.zoom", value)
        assert lit(lights, table) == {(176, 16, shown)}
    lights.touched(Source("cc", 16, 1), 10.0)
    table.set("motion.zoom", 1.0)
    assert lit(lights, table, now=10.1) == set()
    assert lit(lights, table, now=10.5) == {(176, 16, 95)}


def test_a_button_that_lights_itself_is_told_again_after_its_press():
    lights, table = controller({"note": 1, "channel": 1, "to": "freeze"}), ParameterTable()
    lit(lights, table)
    lights.touched(Source("note", 1, 1), 1.0)
    assert lit(lights, table) == {(144, 1, 0)}


def test_every_shipped_map_lights_only_what_midi_can_say_and_goes_dark():
    for device in shipped_maps():
        lights = Lights(device, ParameterTable())
        messages = list(lights.news(ParameterTable().snapshot(), STAND, 0.0))
        assert messages and all(message[0] >= 0x90 and max(message[1:]) < 128 for message in messages), (
            device.name
        )
        list(lights.dark())
        assert {message[1] for message in messages} >= {
            message[1] for message in lights.news(ParameterTable().snapshot(), STAND, 0.0)
        }
