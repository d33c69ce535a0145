"""The blocklist of a venue: its strictness, its own words, and how changes of its files are taken up."""

from __future__ import annotations

import os

import pytest

from realtime.errors import UserError
from realtime.options import BLOCKLIST
from realtime.setlist import open_blocklist as module
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.check import explanation, prompts_report
from realtime.setlist.load import read_text
from realtime.setlist.open_blocklist import WatchedBlocklist, venue_of
from realtime.setlist.values import UNCHECKED


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A blocklist and own words in a folder of their own; no opinion."""
    path, own = tmp_path / "blocklist.toml", tmp_path / "own-words.toml"
    path.write_text(
        '[sexual]\nenglish = ["nude"]\nin_doubt = ["breast"]\n[drugs]\nenglish = ["beer"]\n'
        '[venue.museum]\ndoubt_refused = true\n[venue.club]\nwithout = ["drugs"]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(module, "BLOCKLIST", path)
    monkeypatch.setattr(module, "OWN_WORDS", own)
    monkeypatch.setattr(module, "load_opinion", lambda: None)
    return path, own


def _rewrite(path, text):
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_venue_decides_which_rules_count(files):
    assert not Blocklist.load(files[0], venue="museum").check("two beers").fit
    assert Blocklist.load(files[0], venue="club").check("two beers").fit
    with pytest.raises(UserError, match='no venue "moon"; it may be museum, club'):
        Blocklist.load(files[0], venue="moon")


def test_a_setlist_names_its_venue_and_an_option_goes_before_it(files, tmp_path):
    setlist = tmp_path / "own.toml"
    setlist.write_text('name = "own"\nvenue = "club"\n', encoding="utf-8")
    assert venue_of(setlist) == "club"
    assert WatchedBlocklist(setlist).check("two beers").fit
    assert not WatchedBlocklist(setlist, "museum").check("two beers").fit


def test_own_words_are_added_to_the_list_and_taken_up_while_it_is_used(files):
    watched = WatchedBlocklist()
    assert watched.check("two clowns").fit
    files[1].write_text('[house]\nenglish = ["clown"]\n', encoding="utf-8")
    verdict = watched.check("two clowns")
    assert verdict.rule == "house" and verdict.news == "The blocklist was read again."
    assert watched.check("nude").rule == "sexual" and watched.check("nude").news == ""


def test_a_list_that_is_broken_while_it_is_used_changes_nothing_and_is_told(files):
    watched = WatchedBlocklist()
    _rewrite(files[0], "[sexual\n")
    verdict = watched.check("nude")
    assert verdict.rule == "sexual" and "was not read again" in verdict.news
    _rewrite(files[0], '[sexual]\nenglish = ["naked"]\n')
    assert watched.check("nude").fit


def test_every_venue_of_the_shipped_list_can_be_used():
    for venue in ("museum", "all_ages", "club"):
        assert not Blocklist.load(BLOCKLIST, venue=venue).check("a naked man with an erection, porn").fit


def test_a_file_of_prompts_gets_a_verdict_a_line(tmp_path, files):
    path = tmp_path / "prompts.txt"
    path.write_text("a cat\n\nnude\n", encoding="utf-8")
    code, lines = prompts_report(path, Blocklist.load(files[0]), as_json=True)
    assert code == 1
    assert lines == [
        '{"text": "a cat", "fit": true, "rule": "", "found": ""}',
        '{"text": "nude", "fit": false, "rule": "sexual", "found": "\\"nude\\" (nude)"}',
    ]


def test_an_explanation_says_what_was_read_and_why(files):
    code, lines = explanation("a bre\u200bast", Blocklist.load(files[0]))
    assert code == 1
    assert "read as: a breast" in lines
    assert any(line.startswith("in doubt:") and "breast" in line for line in lines)
    assert any(line.startswith("hidden:") for line in lines)
    assert any("list alone judges" in line for line in lines)


def test_prompts_that_are_painted_together_are_judged_together():
    text = (
        'name = "mixed"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "1"\nprompt = "a little girl"\n'
        'prompt_b = "bikini, swimsuit"\n'
    )
    _, problems = read_text(text, "mixed.toml", Blocklist.load(BLOCKLIST), UNCHECKED)
    assert [problem.rule for problem in problems] == ["child_safety"]
    assert problems[0].line == 7 and "together" in problems[0].text


def test_further_prompts_are_judged_each_by_itself_and_with_the_others():
    head = 'name = "mixed"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "1"\nprompt = "a little girl"\n'
    blocklist = Blocklist.load(BLOCKLIST)
    _, together = read_text(
        f'{head}prompts = ["a lake", "bikini, swimsuit"]\n', "x.toml", blocklist, UNCHECKED
    )
    assert [(each.rule, each.key) for each in together] == [("child_safety", "song[1].scene[1].prompts")]
    _, alone = read_text(f'{head}prompts = ["a lake", "porn"]\n', "x.toml", blocklist, UNCHECKED)
    assert [each.key for each in alone] == ["song[1].scene[1].prompts[2]"]


def test_a_setlist_cannot_name_files_of_the_system():
    for path in ("/etc/passwd", "/proc/self/environ", "../../../../../../../etc/passwd"):
        text = (
            f'name = "x"\n[[song]]\nname = "s"\naudio = "{path}"\n[[song.scene]]\nname = "1"\n'
            f'prompt = "a lake"\nsource = "still:{path}"\n'
        )
        _, problems = read_text(text, "x.toml", Blocklist.load(BLOCKLIST), UNCHECKED)
        assert len(problems) == 2 and all("folder of the system" in problem.text for problem in problems)
