"""A show that was cut off comes back as it was; one that ended as it was meant to begins anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from realtime.control.table import ParameterTable
from realtime.live.memory import ShowMemory
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song
from tests.control.command_values import command_values

SETLIST = Setlist(
    "evening", (Song("a", (Scene("one"), Scene("two"))), Song("b", (Scene("one"), Scene("four"))))
)


def cut_off(path: Path, scene: int = 3, prompt: str = "", **values: float) -> None:
    """A show that had these values and scene (from 0) when the power went."""
    table, playhead = ParameterTable(), Playhead(SETLIST)
    memory = ShowMemory(path, table)
    memory.note(playhead, "", "")
    playhead.index = scene
    for name, value in values.items():
        table.set(name.replace("__", "."), value)
    memory.note(playhead, prompt, "")
    memory.close()


def begun(
    path: Path, setlist: Setlist = SETLIST, fresh: bool = False
) -> tuple[ParameterTable, Playhead, str]:
    table, playhead = ParameterTable(), Playhead(setlist)
    memory = ShowMemory(path, table, fresh)
    line = memory.resume(playhead)
    memory.close()
    return table, playhead, line


def test_scene_values_tempo_range_and_words_come_back(tmp_path):
    path = tmp_path / "new" / "show.json"
    cut_off(path, 3, "a moon", master=0.2, blackout=1, tempo__low=90, speed=2.5, show__auto=0)
    table, playhead, line = begun(path)
    assert (table.get("master"), table.get("blackout"), table.get("tempo.low")) == (0.2, True, 90.0)
    assert table.get("speed") == 2.5 and table.get("show.auto") is False
    assert playhead.index == 3 and playhead.key == ("b", "four")
    assert command_values(table) == [("prompt", "a moon")], "it is judged again"
    assert "scene 4 'four', black" in line and "--fresh" in line
    assert [one.name for one in path.parent.iterdir()] == ["show.json"], "whole, and nothing beside it"


def test_freeze_and_lock_begin_anew(tmp_path):
    """The picture that was held is gone, and an ear that has heard nothing has no tempo to keep."""
    cut_off(tmp_path / "s.json", freeze=1, tempo__lock=1)
    table, _, _ = begun(tmp_path / "s.json")
    assert table.get("freeze") is False and table.get("tempo.lock") is False


def test_fresh_begins_anew_and_so_does_a_show_that_was_ended(tmp_path):
    path = tmp_path / "s.json"
    cut_off(path, master=0.2)
    table, playhead, line = begun(path, fresh=True)
    assert (table.get("master"), playhead.index, line) == (1.0, 0, "")
    memory = ShowMemory(path, table)
    memory.note(playhead, "", "")
    memory.forget()
    memory.close()
    memory.close()
    assert not path.exists()


def test_in_another_reading_of_the_setlist_the_scene_is_found_by_its_names(tmp_path):
    path = tmp_path / "s.json"
    cut_off(path, 3)
    fewer = Setlist("evening", (Song("b", (Scene("new"), Scene("four"), Scene("last"))),))
    assert begun(path, fewer)[1].index == 1
    assert begun(path, Setlist("evening", (Song("c", (Scene("x"), Scene("y"))),)))[1].index == 1


WORDS = '"values": {}, "song": "a", "scene": "b", "prompt": "", "negative": "", "saved": 0'
DAMAGES = [
    "",
    "{",
    "[]",
    '{"values": 3}',
    '{"values": {}, "song": 1}',
    "\xff",
    pytest.param("[" * 100_000, id="deep"),
]


@pytest.mark.parametrize("damage", [*DAMAGES, '{"index": Infinity, ' + WORDS + "}"])
def test_a_damaged_file_is_set_aside_and_named(tmp_path, damage, caplog):
    path = tmp_path / "s.json"
    path.write_bytes(damage.encode("latin-1"))
    table, playhead, line = begun(path)
    assert (dict(table.snapshot()), playhead.index, line) == (dict(ParameterTable().snapshot()), 0, "")
    assert "s.json.damaged" in caplog.text
    assert (tmp_path / "s.json.damaged").read_bytes() == damage.encode("latin-1")


def test_odd_values_and_controls_that_are_gone_are_left_out(tmp_path):
    path = tmp_path / "s.json"
    cut_off(path, speed=2.0)
    found = json.loads(path.read_text())
    found["values"] |= {"gone.control": 1, "post.bloom": 99, "post.wave": "x"}
    path.write_text(json.dumps(found))
    table, _, _ = begun(path)
    assert (table.get("speed"), table.get("post.bloom"), table.get("post.wave")) == (2.0, 3.0, 1.0)


def test_where_nothing_can_be_written_the_show_goes_on_and_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    table, playhead = ParameterTable(), Playhead(SETLIST)
    memory = ShowMemory(tmp_path / "file" / "s.json", table)
    memory.note(playhead, "", "")
    memory.close()
    assert "this show only" in memory.fault
