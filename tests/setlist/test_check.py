"""`live.py check` and the setlists that ship."""

from pathlib import Path

import pytest

from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.check import check_setlist, explanation, prompt_report, setlist_report
from realtime.setlist.load import load_setlist
from realtime.vocabulary import input_limits, known_names

SETLISTS = Path(__file__).resolve().parents[2] / "setlists"
BLOCKLIST = Blocklist.load(SETLISTS / "blocklist.toml")
SHIPPED = ["club.toml", "concert.toml", "exhibition.toml"]
NAMES = known_names(ShaderLibrary())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_setlists_that_ship_have_nothing_wrong(name):
    assert setlist_report(SETLISTS / name, BLOCKLIST, NAMES) == (0, [f"{SETLISTS / name}: nothing wrong"])


@pytest.mark.parametrize("name", SHIPPED)
def test_the_setlists_that_ship_do_not_repeat_themselves(name):
    scenes = load_setlist(SETLISTS / name, BLOCKLIST).scenes
    assert 8 <= len(scenes) <= 10
    assert len({(scene.source, scene.palette) for scene in scenes}) == len(scenes)
    assert len({scene.source for scene in scenes}) >= 4
    for before, after in zip(scenes, (*scenes[1:], scenes[0]), strict=True):
        assert before.source != after.source, f"{before.name} → {after.name}"
        assert before.style != after.style


@pytest.mark.parametrize("name", ["source.seed", "source.shift_x", "source.c0"])
def test_an_input_that_the_painter_sets_itself_is_no_target(name):
    assert name not in input_limits(ShaderLibrary())


def test_the_exhibition_needs_no_operator_and_never_flashes():
    setlist = load_setlist(SETLISTS / "exhibition.toml", BLOCKLIST)
    assert setlist.loop
    for scene in setlist.scenes:
        assert scene.advance[0] == "seconds"
        assert not {"post.flash", "source.punch", "post.sparkle"} & {route.target for route in scene.routes}
        assert all(route.release > 0 or route.source in ("breath", "tide") for route in scene.routes)
        assert any("가" <= letter <= "힣" for letter in scene.prompt)


def test_every_refused_text_is_listed_with_line_key_and_rule_and_a_negative_one_is_none(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(
        'name = "n"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nprompt = "nude"\n'
        'negative = "피투성이"\n[[song.scene]]\nname = "b"\npromt = "x"\n',
        encoding="utf-8",
    )
    found = check_setlist(path, BLOCKLIST)
    assert [(v.file, v.line, v.key, v.rule) for v in found] == [
        (str(path), 6, "song[1].scene[1].prompt", "sexual"),
        (str(path), 10, "song[1].scene[2].promt", ""),
    ]
    code, lines = setlist_report(path, BLOCKLIST)
    assert code == 1
    assert lines[0] == f'{path}:6:1: song[1].scene[1].prompt: refused by rule "sexual": "nude" (nude*)'


def test_one_prompt_is_answered_with_its_rule():
    assert prompt_report("a quiet sea", BLOCKLIST) == (0, ["fit to be painted"])
    assert prompt_report("누드", BLOCKLIST) == (1, ['refused by rule "sexual": "누드" (누드*)'])


def test_a_setlist_that_is_not_there_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(UserError, match="There is no setlist"):
        check_setlist(tmp_path / "none.toml", BLOCKLIST)


@pytest.mark.parametrize("name", ["still:broken.png", "video:broken.mp4"])
def test_a_file_that_cannot_be_read_is_said_before_the_show(tmp_path, name):
    (tmp_path / name.partition(":")[2]).write_bytes(b"\0\0\0 ftypisom" + bytes(900))
    path = tmp_path / "set.toml"
    path.write_text(f'name = "n"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nsource = "{name}"\n')
    code, lines = setlist_report(path, BLOCKLIST)
    assert code == 1 and len(lines) == 1 and "Cannot read the" in lines[0] and "broken" in lines[0]


def test_an_explanation_says_what_the_guard_sees():
    code, lines = explanation("n4ked g1rl, sea", BLOCKLIST)
    assert code == 1 and "n4ked" in lines[1] and lines[-1].startswith("verdict: refused")
    code, lines = explanation("", BLOCKLIST)
    assert code == 0 and lines[0] == "not read" and not any("inf" in line for line in lines)
