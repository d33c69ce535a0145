"""Keys reach the parameter table, and one slip of a finger does not end a show."""

from realtime.control.keyboard import KEYS, Keyboard, keys_markdown
from realtime.control.table import ParameterTable
from tests.control.command_values import command_values


def test_every_key_is_taken_by_the_table():
    table = ParameterTable()
    keyboard = Keyboard(table)
    for binding in KEYS:
        assert keyboard.press(binding.key, 0.0) is False
    assert table.rejections.count == 0
    assert table.get("blackout") is True and table.get("freeze") is True and table.get("hud") is True
    commands = command_values(table)
    assert (
        ("scene.next", None) in commands and ("scene.go", 9) in commands and ("tempo.tap", None) in commands
    )


def test_q_twice_quits_but_once_does_not():
    keyboard = Keyboard(ParameterTable())
    assert keyboard.press("q", 10.0) is False
    assert keyboard.quit_asked(10.5)
    assert keyboard.press("q", 11.0) is True


def test_two_slow_q_do_not_quit():
    keyboard = Keyboard(ParameterTable())
    keyboard.press("q", 10.0)
    assert not keyboard.quit_asked(12.0)
    assert keyboard.press("q", 12.0) is False
    assert keyboard.press("q", 13.0) is True


def test_another_key_between_calls_the_quit_off():
    keyboard = Keyboard(ParameterTable())
    keyboard.press("q", 10.0)
    keyboard.press("b", 10.2)
    assert keyboard.press("q", 10.4) is False


def test_unknown_keys_do_nothing():
    table = ParameterTable()
    Keyboard(table).press("f13", 0.0)
    assert table.version == 0 and table.rejections.count == 0 and command_values(table) == []


def test_the_markdown_names_quitting():
    assert "| q | twice: quit |" in keys_markdown()
