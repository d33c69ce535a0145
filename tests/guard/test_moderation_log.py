"""The moderation log: what it keeps, and what it does when it cannot."""

from __future__ import annotations

import json

from realtime.guard import moderation_log
from realtime.guard.moderation_log import ModerationLog


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_it_says_when_from_where_and_by_which_rule_but_not_the_text(tmp_path):
    log = ModerationLog(tmp_path / "deep" / "moderation.jsonl")
    assert log.add("127.0.0.1", "벌거벗은 사람", False, "sexual") == ""
    assert log.add("panel", "a cat", True, None) == ""
    first, second = lines(tmp_path / "deep" / "moderation.jsonl")
    assert first["from"] == "127.0.0.1" and first["rule"] == "sexual" and not first["fit"]
    assert "text" not in first and first["time"][10] == "T"
    assert second["fit"] and second["rule"] == ""


def test_it_has_the_text_where_that_was_asked_for_and_adds_to_what_is_there(tmp_path):
    for _ in range(2):
        ModerationLog(tmp_path / "log", with_text=True).add("panel", "a cat\nsat", True, None)
    assert [line["text"] for line in lines(tmp_path / "log")] == ["a cat\nsat"] * 2


def test_it_is_rotated_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(moderation_log, "MOST_BYTES", 500)
    monkeypatch.setattr(moderation_log, "OLD_FILES", 2)
    log = ModerationLog(tmp_path / "log")
    for number in range(40):
        log.add(str(number), "a cat", True, None)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["log", "log.1", "log.2"]
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())
    assert lines(tmp_path / "log")[-1]["from"] == "39"


def test_a_log_that_cannot_be_written_is_said_once_and_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    log = ModerationLog(tmp_path / "file" / "moderation.jsonl")
    assert "cannot be written" in log.add("panel", "a cat", True, None)
    assert log.add("panel", "a cat", True, None) == ""
