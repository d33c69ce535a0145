"""What messages mean, in every form in which controllers send them, and what is answered."""

from __future__ import annotations

import pytest

from realtime.control.osc_dispatch import OscDispatch
from realtime.control.parameters import PARAMETERS, Parameter
from realtime.control.table import ParameterTable
from tests.control.command_values import command_values


class _Speaker:
    name = "test"

    def __init__(self) -> None:
        self.received: list[tuple] = []
        self.shown: list[tuple] = []

    def answer(self, messages) -> None:
        self.received += [
            (address.removeprefix("/anacrusis/"), *arguments) for address, arguments in messages
        ]

    def spoke(self, name, shown) -> None:
        self.shown.append((name, shown))


class _Surface:
    def __init__(self, others=None) -> None:
        self.table = ParameterTable()
        self.dispatch = OscDispatch(self.table, others)
        self.speaker = _Speaker()
        self.now = 0.0

    def say(self, address: str, *arguments: object, after: float = 1.0) -> None:
        self.now += after
        self.dispatch.carry_out(f"/anacrusis/{address}", arguments, self.speaker, self.now)

    @property
    def refused(self) -> int:
        return self.table.rejections.count


@pytest.fixture
def surface():
    return _Surface()


def test_an_address_without_a_value_is_a_question(surface):
    surface.table.set("strength.gain", 1.5)
    surface.say("strength/gain")
    surface.say("norm/strength/gain")
    surface.say("blackout", "?")
    surface.say("scene/bars")
    assert surface.speaker.received == [
        ("strength/gain", 1.5),
        ("norm/strength/gain", 0.75),
        ("blackout", 0),
        ("scene/bars", 0),
    ]
    assert surface.refused == 0 and surface.table.version == 1 and command_values(surface.table) == []


def test_a_colour_or_a_point_is_set_as_a_whole(surface):
    parts = [*(f"post.Glow.tint.{part}" for part in "rgba"), *(f"post.Glow.at.{part}" for part in "xy")]
    rows = [
        Parameter(
            name, "float", "", 0.5, 0.0, 1.0, on=(name,), second=after if after[:-1] == name[:-1] else ""
        )
        for name, after in zip(parts, [*parts[1:], ""], strict=True)
    ]
    surface.table.adopt((*PARAMETERS, *rows))
    surface.say("post/Glow/tint", 1.0, 0.25, 0.0, 1.0)
    surface.say("norm/post/Glow/at", 0.2, 0.7)
    surface.say("motion", 0.5)
    assert [surface.table.get(name) for name in parts] == [1.0, 0.25, 0.0, 1.0, 0.2, 0.7]
    assert surface.refused == 1, "motion.pan_x is no part of a point"


def test_a_pattern_without_a_value_asks_and_turns_no_switch_over(surface):
    surface.say("{blackout,freeze,master}")
    assert sorted(surface.speaker.received) == [("blackout", 0), ("freeze", 0), ("master", 1.0)]
    assert surface.table.version == 0


def test_all_values_can_be_asked_for_at_once(surface):
    surface.say("values")
    rows = surface.table.parameters.values()
    assert [name for name, _ in surface.speaker.received] == [
        row.address for row in rows if not row.is_command
    ]


def test_who_asks_without_end_is_not_answered_without_end(surface):
    for _ in range(100):
        surface.say("values")
    assert len(surface.speaker.received) <= 2000 and surface.refused > 50
    surface.say("speed", 2.0)
    assert surface.table.get("speed") == 2.0


def test_signed_texts_and_the_address_add_move_a_control(surface):
    surface.say("strength/gain", "+0.1")
    surface.say("strength/gain", " -0.3 ")
    assert surface.table.get("strength.gain") == pytest.approx(0.8)
    surface.say("add/strength/gain", 0.5)
    surface.say("add/strength/gain", "-0.1")
    assert surface.table.get("strength.gain") == pytest.approx(1.2)
    surface.say("norm/motion/rotation", "+0.25")
    surface.say("motion/zoom", "-.5")
    surface.say("motion/pan_x", "+0.5", "-0.5")
    assert surface.table.get("motion.rotation") == 90.0
    assert [surface.table.get(name) for name in ("motion.zoom", "motion.pan_x", "motion.pan_y")] == [
        -0.5,
        0.5,
        -0.5,
    ]
    surface.say("strength/gain", "+", 0.25)
    surface.say("strength/gain", "-", 0.05)
    assert surface.table.get("strength.gain") == pytest.approx(1.4)
    for _ in range(9):
        surface.say("add/strength/gain", 1.0)
    assert surface.table.get("strength.gain") == 2.0, "no farther than its range"
    assert surface.refused == 0


def test_texts_that_are_numbers_are_numbers_and_others_are_refused(surface):
    surface.say("speed", "2.5")
    assert surface.table.get("speed") == 2.5
    for wrong in ("loud", "+", "1e9", "nan", "+inf", "0x10", "1_0", "+" + "9" * 400, "toggle", ""):
        surface.say("speed", wrong)
    assert surface.table.get("speed") == 2.5 and surface.refused == 10
    surface.say("speed", "1e-05")  # as programs write small numbers
    assert surface.table.get("speed") == 1e-05


def test_a_switch_follows_its_button_or_is_turned_over_by_each_press(surface):
    surface.say("freeze", 1.0)
    surface.say("freeze", 0.0)
    assert surface.table.get("freeze") is False, "momentary"
    states = []
    for value in (1.0, 0.0, 1.0, 0.0):
        surface.say("toggle/freeze", value)
        states.append(surface.table.get("freeze"))
    assert states == [True, True, False, False], "latching"
    for word, on in (
        ("on", True),
        ("off", False),
        ("True", True),
        ("FALSE", False),
        ("yes", True),
        ("no", False),
    ):
        surface.say("freeze", word)
        assert surface.table.get("freeze") is on, word
    surface.say("freeze", "toggle")
    surface.say("freeze")
    surface.say("toggle/freeze")
    assert surface.table.get("freeze") is True and surface.refused == 0


def test_touchdesigner_sends_a_held_button_with_every_cook(surface):
    for _ in range(120):
        surface.say("toggle/freeze", 1.0, after=1 / 60)
        surface.say("scene/next", 1, after=0.0)
        surface.say("scene/go/3", 1, after=0.0)
        surface.say("scene/go", "Rain", after=0.0)
    assert surface.table.get("freeze") is True
    assert command_values(surface.table) == [("scene.next", None), ("scene.go", 3), ("scene.go", "Rain")]
    for _ in range(120):
        surface.say("toggle/freeze", 0.0, after=1 / 60)
        surface.say("scene/next", 0, after=0.0)
        surface.say("scene/go/3", 0, after=0.0)
    assert surface.table.get("freeze") is True and command_values(surface.table) == []


def test_a_button_that_feels_how_hard_it_is_pressed_is_one_press(surface):
    for force in (0.2, 0.35, 0.6, 0.4, 0.1, 0.0):
        surface.say("toggle/freeze", force, after=1 / 60)
        surface.say("scene/next", force, after=0.0)
        surface.say("scene/go/3", force, after=0.0)
        surface.say("snapshot/recall/2", force, after=0.0)
    assert surface.table.get("freeze") is True
    wanted = [("scene.next", None), ("scene.go", 3), ("snapshot.recall", 2)]
    assert command_values(surface.table) == wanted


def test_touchosc_presses_and_releases_the_buttons_of_a_bank(surface):
    for scene in (3, 3, 1):
        surface.say(f"scene/go/{scene}", 1.0)
        surface.say(f"scene/go/{scene}", 0.0, after=0.05)
    surface.say("snapshot/recall/2", 1.0)
    surface.say("scene/go/2")
    wanted = [("scene.go", 3), ("scene.go", 3), ("scene.go", 1), ("snapshot.recall", 2), ("scene.go", 2)]
    assert command_values(surface.table) == wanted and surface.refused == 0
    for wrong in ("scene/go/0", "scene/go/1000", "scene/next/1", "speed/1", "scene/go/x", "scene/go/1/1"):
        surface.say(wrong, 1.0)
    surface.say("scene/go/1", "on")
    surface.say("scene/go/1", 1.0, 2.0)
    assert command_values(surface.table) == [] and surface.refused == 8


def test_a_scene_is_named_or_numbered(surface):
    for value in (3, 3.0, "4", "Neon rain", "  북극광 "):
        surface.say("scene/go", value)
    wanted = [3, 3, 4, "Neon rain", "북극광"]
    assert [value for _, value in command_values(surface.table)] == wanted
    for wrong in (-1, 1000, "0", "", "two\nlines", "x" * 3000):
        surface.say("scene/go", wrong)
    surface.say("snapshot/recall", "Neon rain")
    assert command_values(surface.table) == [] and surface.refused == 7


def test_who_sets_a_value_is_taken_to_know_it(surface):
    surface.say("speed", 2.0)
    surface.say("norm/speed", 0.5)
    surface.say("add/speed", 0.1)
    surface.say("freeze", True)
    surface.say("toggle/freeze", 1.0)
    surface.say("speed", "loud")
    assert surface.speaker.shown == [
        ("speed", 2.0),
        ("speed", 1.5),
        ("speed", None),
        ("freeze", True),
        ("freeze", None),
    ]


def test_addresses_of_other_programs_go_where_they_are_wanted():
    heard = []
    surface = _Surface({"/bpm": lambda arguments, at: heard.append((*arguments, at))})
    surface.dispatch.carry_out("/bpm", [128.0], surface.speaker, 5.0)
    surface.dispatch.carry_out("/beat", [1], surface.speaker, 5.0)
    assert heard == [(128.0, 5.0)] and surface.refused == 1
