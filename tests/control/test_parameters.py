"""The parameter table: what a controller writes is what the show reads, and nothing bad gets in."""

import logging
import math
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.control.parameters import PARAMETERS, parameter_table_markdown
from realtime.control.rejections import Rejections
from realtime.control.table import ParameterTable
from tests.control.command_values import command_values

ROWS = {row.name: row for row in PARAMETERS}
NUMBERS = [row.name for row in PARAMETERS if row.kind in ("float", "int")]


def test_names_and_addresses_are_unique_and_defaults_lie_in_range():
    assert len({row.name for row in PARAMETERS}) == len(PARAMETERS)
    assert len({row.address for row in PARAMETERS}) == len(PARAMETERS)
    for row in PARAMETERS:
        assert row.help, row.name
        if not row.is_command:
            assert row.low <= row.default <= row.high, row.name


def test_a_fresh_table_gives_the_defaults():
    table = ParameterTable()
    assert table.get("master") == 1.0
    assert table.get("blackout") is False
    assert set(table.snapshot()) == {row.name for row in PARAMETERS if not row.is_command}


@given(st.sampled_from(NUMBERS), st.floats(allow_nan=True, allow_infinity=True))
def test_values_stay_in_range_and_finite_whatever_is_sent(name, value):
    table = ParameterTable()
    taken = table.set(name, value)
    row = ROWS[name]
    assert row.low <= table.get(name) <= row.high
    assert taken == math.isfinite(value)
    assert table.rejections.count == (not taken)


@given(st.sampled_from(NUMBERS), st.floats(0.0, 1.0))
def test_normalised_values_span_the_whole_range_and_come_back(name, share):
    table = ParameterTable()
    assert table.set_normalised(name, share)
    row = ROWS[name]
    step = 0.5 / (row.high - row.low) if row.kind == "int" else 0.0
    found = (table.get(name) - row.low) / (row.high - row.low)
    assert found == pytest.approx(share, abs=step + 1e-9)


@given(
    st.sampled_from(sorted(ROWS)) | st.text(),
    st.one_of(st.none(), st.text(), st.binary(), st.lists(st.none())),
)
def test_wrong_types_never_raise_nor_change_a_number(name, value):
    table = ParameterTable()
    table.set("master", 0.5)
    before = {number: table.get(number) for number in NUMBERS}
    if name != "reset":
        table.set(name, value)
        table.set_normalised(name, value)
    assert {number: table.get(number) for number in NUMBERS} == before


def test_a_snapshot_never_changes_and_is_the_same_object_until_something_does():
    table = ParameterTable()
    first, version = table.snapshot(), table.version
    assert table.snapshot() is first
    table.set("master", 1.0)
    assert table.version == version
    table.set("master", 0.25)
    assert first["master"] == 1.0
    assert table.snapshot()["master"] == 0.25
    assert table.version == version + 1


def test_a_switch_without_a_value_is_toggled():
    table = ParameterTable()
    table.set("blackout")
    assert table.get("blackout") is True
    table.set("blackout")
    assert table.get("blackout") is False
    table.set("blackout", 1.0)
    assert table.get("blackout") is True


def test_commands_are_given_once_and_in_order():
    table = ParameterTable()
    table.set("scene.next", 1)
    table.set("scene.go", 3.0)
    table.set("prompt", "한국의 밤, neon rain")
    table.set("tempo.tap")
    assert command_values(table) == [
        ("scene.next", None),
        ("scene.go", 3),
        ("prompt", "한국의 밤, neon rain"),
        ("tempo.tap", None),
    ]
    assert command_values(table) == []


@pytest.mark.parametrize(
    ("sent", "written"), [(1234567, "1234567"), (2026.0, "2026"), (-0.0, "0"), (0.5, "0.5"), (1e30, "1e+30")]
)
def test_a_number_for_a_text_is_written_as_people_write_it(sent, written):
    table = ParameterTable()
    table.set("prompt", sent)
    assert command_values(table) == [("prompt", written)]


def test_the_release_of_a_pad_does_not_fire_again():
    table = ParameterTable()
    table.set("scene.next", 1.0)
    table.set("scene.next", 0.0)
    assert command_values(table) == [("scene.next", None)]


def test_text_with_control_characters_and_scenes_that_cannot_be_are_refused():
    table = ParameterTable()
    for name, value in [("prompt", "a\nb"), ("prompt", "x" * 3000), ("prompt", "\ud800"), ("scene.go", -1)]:
        assert not table.set(name, value), (name, value)
    assert command_values(table) == []
    assert table.rejections.count == 4


def test_reset_gives_defaults_back_but_keeps_fade_and_tempo():
    table = ParameterTable()
    for name, value in [("strength.gain", 2.0), ("master", 0.5), ("blackout", True), ("tempo.lock", True)]:
        table.set(name, value)
    table.set("reset")
    assert table.get("strength.gain") == 1.0
    assert (table.get("master"), table.get("blackout"), table.get("tempo.lock")) == (0.5, True, True)


def test_a_flood_of_commands_is_bounded():
    table = ParameterTable()
    for _ in range(1000):
        table.set("tempo.tap")
    assert len(table.commands()) == 256
    assert table.rejections.count == 1000 - 256


def test_bad_input_is_logged_once_a_second_with_the_nearest_name(caplog):
    now = [0.0]
    log = logging.getLogger("test.control")
    table = ParameterTable(rejections=Rejections(log, now=lambda: now[0]))
    with caplog.at_level(logging.WARNING):
        for _ in range(100):
            table.set("strenght.gain", 1.0)
        now[0] = 1.5
        table.set("strenght.gain", 1.0)
    assert table.rejections.count == 101
    assert len(caplog.messages) == 2
    assert "'strength.gain'" in caplog.messages[0]
    assert "99 more" in caplog.messages[1]
    assert "101" in table.rejections.notice and "'strength.gain'" in table.rejections.notice
    now[0] = 60.0
    assert table.rejections.notice == "", "old news leaves the operator's display"


def test_writes_from_many_threads_are_all_kept():
    table = ParameterTable()
    names = NUMBERS[:4]

    def write(name: str) -> None:
        for step in range(500):
            table.set_normalised(name, step / 499)

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [table.get(name) for name in names] == [ROWS[name].high for name in names]


def test_the_markdown_table_has_every_row():
    lines = parameter_table_markdown().splitlines()
    assert len(lines) == len(PARAMETERS) + 2
    assert all(f"`/anacrusis/{row.address}`" in line for row, line in zip(PARAMETERS, lines[2:], strict=True))


def test_who_waits_for_a_value_is_told_when_it_comes_from_another_thread():
    table = ParameterTable()
    version = table.version
    assert not table.wait_newer(version, 0.0)
    hand = threading.Timer(0.05, table.set, ("speed", 1.5))
    hand.start()
    assert table.wait_newer(version, 60.0)
    assert table.get("speed") == 1.5
    assert table.wait_newer(version, 0.0)
    hand.join()


def test_words_for_values_are_known_however_they_are_written():
    table = ParameterTable()
    assert table.set("deck.mix", "Multiply") and table.set("deck.mix", " SCREEN ")
    assert table.get("deck.mix") == table.parameters["deck.mix"].choices["screen"]
    assert not table.set("deck.mix", "nonsense")
    assert "'screen'" in table.rejections.notice


def test_an_encoder_that_is_turned_back_is_at_rest_again():
    table = ParameterTable()
    for change in (*[0.01] * 10, *[-0.01] * 10):
        assert table.add("style.mix", change, share=True)
    assert table.get("style.mix") == 0.0
