"""Snapshots: values come back, at once or over beats, and after the show."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.control.parameters import PARAMETERS
from realtime.control.snapshots import Snapshots, SnapshotStore
from realtime.control.table import ParameterTable
from realtime.resources import SHADERS, snapshot_file

NUMBERS = [row for row in PARAMETERS if row.kind == "float"]


def with_values(**values: float) -> ParameterTable:
    table = ParameterTable()
    for name, value in values.items():
        table.set(name.replace("__", "."), value)
    return table


@given(st.lists(st.tuples(st.sampled_from(NUMBERS), st.floats(0.0, 1.0)), max_size=20))
def test_what_was_saved_comes_back_exactly_but_for_master_tempo_and_black(moves):
    table = ParameterTable()
    snapshots = Snapshots(table)
    for row, share in moves:
        table.set_normalised(row.name, share)
    snapshots.save(1)
    saved = dict(table.snapshot())
    table.reset()
    for name, value in (("master", 0.2), ("tempo.low", 90.0), ("hud", 1), ("snapshot.beats", 0)):
        table.set(name, value)
    kept = dict(table.snapshot())
    assert snapshots.recall(1)
    for name, value in table.snapshot().items():
        played = not name.startswith(("tempo.", "snapshot.")) and name not in (
            *("master", "blackout", "freeze", "hud", "show.auto", "scene.bars"),
        )
        assert value == (saved if played else kept)[name], name


def test_values_travel_over_the_beats_and_arrive_where_they_were():
    table = with_values(strength__gain=2.0)
    snapshots = Snapshots(table)
    snapshots.save(3)
    table.set("strength.gain", 0.0)
    table.set("snapshot.beats", 8.0)
    assert snapshots.recall(3)
    seen = []
    for _ in range(18):
        snapshots.advance(0.5)
        seen.append(table.get("strength.gain"))
    assert seen == sorted(seen) and seen[7] == pytest.approx(1.0) and seen[-1] == 2.0
    assert 0.0 < seen[0] < 0.1, "it eases out"


def test_a_hand_that_moves_a_value_meanwhile_keeps_it():
    table = with_values(strength__gain=2.0, speed=3.0)
    snapshots = Snapshots(table)
    snapshots.save(1)
    table.reset()
    table.set("snapshot.beats", 4.0)
    snapshots.recall(1)
    snapshots.advance(1.0)
    table.set("speed", 0.5)
    for _ in range(8):
        snapshots.advance(1.0)
    assert table.get("speed") == 0.5 and table.get("strength.gain") == 2.0


def test_undo_goes_back_step_by_step():
    table = ParameterTable()
    snapshots = Snapshots(table)
    assert not snapshots.undo()
    for number, gain in ((1, 0.5), (2, 1.5)):
        table.set("strength.gain", gain)
        snapshots.save(number)
    table.set("strength.gain", 0.9)
    snapshots.recall(1)
    snapshots.recall(2)
    assert table.get("strength.gain") == 1.5
    for gain in (0.5, 0.9):
        assert snapshots.undo() and table.get("strength.gain") == gain
    assert not snapshots.undo() and not snapshots.recall(9)


def stored(path: Path, table: ParameterTable) -> tuple[Snapshots, SnapshotStore]:
    store = SnapshotStore(path, table)
    return Snapshots(table, store), store


def test_they_are_there_in_the_next_show(tmp_path):
    path, table = tmp_path / "new" / "set.snapshots.json", with_values(post__bloom=2.5)
    snapshots, store = stored(path, table)
    for _ in range(100):
        snapshots.save(4)
    store.close()
    store.close()
    again = ParameterTable()
    snapshots, store = stored(path, again)
    store.close()
    assert snapshots.numbers == (4,) and snapshots.recall(4) and again.get("post.bloom") == 2.5
    assert [one.name for one in path.parent.iterdir()] == [path.name], "whole, and nothing beside it"


def test_what_a_newer_or_older_program_wrote_is_taken_as_far_as_it_makes_sense(tmp_path):
    path = tmp_path / "s.json"
    odd = {
        "post.bloom": 99,
        "gone.control": 1,
        "speed": "fast",
        "prompt": "x",
        "post.wave": None,
        "motion.zoom": 1,
    }
    path.write_text(json.dumps({"1": odd}))
    table = ParameterTable()
    snapshots, store = stored(path, table)
    store.close()
    assert snapshots.recall(1)
    assert (table.get("post.bloom"), table.get("speed"), table.get("motion.zoom")) == (3.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "damage", ["{", "[1]", '{"1": 3}', '{"one": {}}', "\xff", pytest.param("[" * 100_000, id="deep")]
)
def test_a_damaged_file_is_set_aside_and_named(tmp_path, damage, caplog):
    path = tmp_path / "s.json"
    path.write_bytes(damage.encode("latin-1"))
    snapshots, store = stored(path, ParameterTable())
    assert snapshots.numbers == () and "s.json.damaged" in caplog.text
    snapshots.save(1)
    store.close()
    assert (tmp_path / "s.json.damaged").read_bytes() == damage.encode("latin-1")
    assert set(json.loads(path.read_text())) == {"1"}


def test_where_nothing_can_be_written_the_show_goes_on_and_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    snapshots, store = stored(tmp_path / "file" / "s.json", ParameterTable())
    snapshots.save(1)
    store.close()
    assert "this show only" in snapshots.fault and snapshots.recall(1)


def test_they_lie_beside_a_setlist_of_ones_own_and_not_in_the_program(tmp_path, monkeypatch):
    assert snapshot_file(tmp_path / "evening.toml") == tmp_path / "evening.snapshots.json"
    shipped = snapshot_file(SHADERS.parent / "setlists" / "club.toml")
    assert shipped.name == "club.json" and not shipped.is_relative_to(SHADERS.parent)
    monkeypatch.chdir(SHADERS.parent)
    assert snapshot_file(Path(os.curdir) / "setlists" / "club.toml").name == "club.json"
