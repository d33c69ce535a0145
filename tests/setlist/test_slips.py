"""Setlists: every slip is reported at its line, in words that help."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.errors import UserError
from realtime.setlist import load as load_module
from realtime.setlist.load import load_setlist, read_text
from realtime.setlist.values import Names
from tests.setlist.written import BLOCKLIST, GOOD, NAMES, refused, scene_with


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('promt = "x"', '5:1: song[1].scene[1].promt: unknown key "promt"; did you mean "prompt"?'),
        ('palette = "neom"', '5:1: song[1].scene[1].palette: unknown palette "neom"; did you mean "neon"?'),
        (
            'source = "tunel + webcam:0"',
            '5:1: song[1].scene[1].source: unknown source shader "tunel"; did you mean "tunnel"?',
        ),
        (
            'source = "vidoe:a.mp4"',
            '5:1: song[1].scene[1].source: unknown kind of picture "vidoe"; did you mean "video"?',
        ),
        (
            'source = "tunel"',
            '5:1: song[1].scene[1].source: unknown source shader "tunel"; did you mean "tunnel"?',
        ),
        (
            'style = "woodcutt"',
            '5:1: song[1].scene[1].style: unknown style "woodcutt"; did you mean "woodcut"?',
        ),
        (
            "style = { lava = 1, wodcut = 2 }",
            '5:21: song[1].scene[1].style.wodcut: unknown style "wodcut"; did you mean "woodcut"?',
        ),
        ("style = { lava = 0 }", "5:11: song[1].scene[1].style.lava: weight must be a number above 0, not 0"),
        ("seed = 1.5", "5:1: song[1].scene[1].seed: must be a whole number, not 1.5"),
        ("seed = -1", "5:1: song[1].scene[1].seed: must be at least 0, not -1"),
        ("prompt = 3", "5:1: song[1].scene[1].prompt: must be text in quotes, not 3"),
        (
            'after = "8 bears"',
            '5:1: song[1].scene[1].after: must be like "8 bars", "2 min", "drop", "quiet after 8 bars", '
            '"song 1:45", "clock 21:30" or "operator", '
            "not '8 bears'",
        ),
        ("base.strength = 2", "5:1: song[1].scene[1].base.strength: must be from 0 to 1"),
        ('base.zoom = "x"', "5:1: song[1].scene[1].base.zoom: must be a number, not 'x'"),
        ("base.post.bloom = nan", "5:1: song[1].scene[1].base.post.bloom: must be a number, not nan"),
        (
            "base.post.blom = 1",
            '5:1: song[1].scene[1].base.post.blom: unknown shader input "post.blom"; '
            'did you mean "post.bloom"?',
        ),
        (
            'transition = "disolve"',
            '5:1: song[1].scene[1].transition: unknown transition "disolve"; did you mean "dissolve"?',
        ),
        (
            'transition = { shader = "dissolve", beat = 3 }',
            '5:37: song[1].scene[1].transition.beat: unknown key "beat"; did you mean "beats"?',
        ),
        (
            'post = ["ripple", "kaleid"]',
            '5:19: song[1].scene[1].post[2]: unknown filter shader "kaleid"; did you mean "kaleido"?',
        ),
        (
            'post = "ripple"',
            '5:1: song[1].scene[1].post: must be a list of filter shaders like ["kaleido", "ripple"], '
            "not 'ripple'",
        ),
        (
            "style = 3",
            "5:1: song[1].scene[1].style: must be a style's name, or a table like "
            "{ woodcut = 0.7, lava = 0.3 }, not 3",
        ),
        (
            "transition = 3",
            "5:1: song[1].scene[1].transition: must be a name or a table like "
            '{ shader = "dissolve", beats = 4 }, not 3',
        ),
        ('use = ["x"]', '5:8: song[1].scene[1].use[1]: unknown set of routes "x"; known: '),
        (
            'routes = [{ from = "bas", to = "zoom" }]',
            '5:13: song[1].scene[1].routes[1].from: unknown route signal "bas"; did you mean "bass"?',
        ),
        (
            'routes = [{ from = "bass", to = "strenght" }]',
            '5:28: song[1].scene[1].routes[1].to: unknown route target "strenght"; did you mean "strength"? '
            "(shader inputs are written layer.input)",
        ),
        (
            'routes = [{ from = "bass", to = "zoom", curve = "powr" }]',
            '5:41: song[1].scene[1].routes[1].curve: unknown curve "powr"; did you mean "power"?',
        ),
        (
            'routes = [{ from = "bass", to = "zoom", relese = 1 }]',
            '5:41: song[1].scene[1].routes[1].relese: unknown key "relese"; did you mean "release"?',
        ),
        (
            'routes = [{ from = "bass", to = "zoom", curve = "power", exponent = 99 }]',
            '5:58: song[1].scene[1].routes[1].exponent: "exponent" of curve "power" must be a number '
            "from 0.05 to 20, not 99",
        ),
        (
            'routes = [{ from = "bass", to = "zoom", range = [1] }]',
            "5:41: song[1].scene[1].routes[1].range: must be two numbers, [at rest, at full level], not [1]",
        ),
        (
            'routes = [{ from = "bass", to = "zoom", attack = -1 }]',
            "5:41: song[1].scene[1].routes[1].attack: must be at least 0, not -1",
        ),
        ('routes = [{ to = "zoom" }]', '5:11: song[1].scene[1].routes[1]: the key "from" is missing'),
        ("routes = 3", "5:1: song[1].scene[1].routes: must be a list in [ ], not 3"),
        ('prompt = "a sad clown"', '5:1: song[1].scene[1].prompt: refused by rule "house": "clown" (clown)'),
        (
            'image_prompt = "cover.png"',
            "5:1: song[1].scene[1].image_prompt: must be a picture, like "
            "\"picture:cover.png\", not 'cover.png'",
        ),
        ('prompts = "stars"', "5:1: song[1].scene[1].prompts: must be a list in [ ], not 'stars'"),
        ('prompts = ["a", ""]', "5:17: song[1].scene[1].prompts[2]: must not be empty"),
        (
            'prompts = ["a", "b", "c", "d", "e"]',
            "5:1: song[1].scene[1].prompts: may have at most 4 entries, not 5",
        ),
        (
            'prompts = ["a sad clown"]',
            '5:12: song[1].scene[1].prompts[1]: refused by rule "house": "clown" (clown)',
        ),
        (
            'prompt_b = "c l o w n"',
            '5:1: song[1].scene[1].prompt_b: refused by rule "house": "c l o w n" (clown)',
        ),
    ],
)
def test_a_slip_is_reported_at_its_line_with_the_nearest_right_name(tmp_path, line, message):
    assert refused(tmp_path, scene_with(line)) == [message]


def test_all_slips_are_reported_at_once_in_the_files_order(tmp_path):
    text = GOOD.replace("loop", "lop").replace('"neon"', '"nein"').replace("밤의 바다", "광대")
    text = text.replace('"onset.bass"', '"onset.bas"').replace("ink_spread", "ink_spred")
    lines = refused(tmp_path, text)
    assert [line.split(":")[0] for line in lines] == ["2", "12", "22", "28", "39"]


def test_a_prompt_is_judged_even_where_the_form_is_wrong(tmp_path):
    lines = refused(
        tmp_path, GOOD.replace("[[song.scene]]", "[[song.scenes]]").replace("a quiet sea", "a clown")
    )
    assert any("refused by rule" in line for line in lines)


def test_two_scenes_of_one_name_in_a_song_are_refused(tmp_path):
    assert refused(tmp_path, scene_with("") + '[[song.scene]]\nname = "a"\n') == [
        '8:1: song[1].scene[2].name: a scene named "a" is already in this song'
    ]


def test_what_is_missing_is_named(tmp_path):
    assert refused(tmp_path, "loop = true\n") == [
        '1:1: the key "name" is missing',
        '1:1: the key "song" is missing',
    ]
    assert refused(tmp_path, 'name = "n"\nsong = []\n') == ["2:1: song: must not be empty"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_nobody_writes_to_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(load_module, "READ_LIMIT_S", 0.2)
    os.mkfifo(tmp_path / "set.toml")
    with pytest.raises(UserError, match="could not be read within"):
        load_setlist(tmp_path / "set.toml", BLOCKLIST)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_a_file_without_an_end_is_refused(tmp_path):
    (tmp_path / "set.toml").symlink_to("/dev/zero")
    with pytest.raises(UserError, match="cannot read the setlist: it is larger than 4 MB"):
        load_setlist(tmp_path / "set.toml", BLOCKLIST)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "n\n', 1),
        ('name = "n"\nname = "m"\n', 2),
        ("# one\n\nname\n", 3),
        ("a = [1,\n", 2),
    ],
)
def test_broken_toml_is_reported_with_its_line(tmp_path, text, line):
    (message,) = refused(tmp_path, text)
    assert message.startswith(f"{line}:")
    assert ": not valid TOML: " in message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("prompt = “the sea”", "only straight quotation marks"),
        ("prompt = the sea", "text must stand in quotation marks"),
        ('prompt = "the sea', "a quotation mark"),
        ('prompt = "the "big" sea"', "ends at the next one"),
        ('prompt = "a"\nprompt = "b"', "a second time"),
        ('prompt = "a"\n[song.scene]', "[[song.scene]]"),
    ],
)
def test_a_slip_of_the_pen_is_explained_to_who_knows_no_toml(tmp_path, line, words):
    (message,) = refused(tmp_path, f'name = "n"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\n{line}\n')
    assert words in message


def test_files_that_cannot_be_read_are_one_sentence(tmp_path):
    with pytest.raises(UserError, match="cannot read the setlist: there is no such file"):
        load_setlist(tmp_path / "none.toml", BLOCKLIST)
    with pytest.raises(UserError, match="cannot read the setlist"):
        load_setlist(tmp_path, BLOCKLIST)
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9t\xe9"\n')
    with pytest.raises(UserError, match="not UTF-8"):
        load_setlist(tmp_path / "latin.toml", BLOCKLIST)


def test_names_that_are_not_given_are_not_checked(tmp_path):
    path = tmp_path / "set.toml"
    path.write_text(scene_with('palette = "my own"\nbase.post.anything = 3'), encoding="utf-8")
    assert load_setlist(path, BLOCKLIST).scenes[0].palette == "my own"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "set.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(load_setlist(path, BLOCKLIST, Names(**NAMES)).scenes) == 3


@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 30),
    st.text(st.sampled_from("[]{}=\"'.,#\n truefalse0159-_가nani"), max_size=12),
)
def test_any_damage_to_a_file_is_a_sentence_with_a_line_or_none_at_all(at, cut, put):
    text = GOOD[:at] + put + GOOD[at + cut :]
    setlist, violations = read_text(text, "set.toml", BLOCKLIST, Names(**NAMES))
    lines = text.count("\n") + 1
    assert setlist is not None or violations
    assert all(1 <= violation.line <= lines and violation.text for violation in violations)


@pytest.mark.parametrize(
    "after", ['"0 bars"', '"clock 25:00"', '"song 1:75"', '"dropp"', "3", "[]", '"drop after dinner"']
)
def test_a_rule_that_is_none_is_told_with_what_may_stand_there(tmp_path, after):
    (line,) = refused(tmp_path, scene_with(f"after = {after}"))
    assert "after: must be like" in line and '"drop"' in line


def test_of_a_list_the_rule_that_is_wrong_is_named(tmp_path):
    (line,) = refused(tmp_path, scene_with('after = ["8 bars", "dropp"]'))
    assert "after[2]" in line and "dropp" in line


@pytest.mark.parametrize(
    ("layer", "slip"),
    [
        ('text = "a"\nplace = "top rihgt"', 'place: unknown place "top rihgt"'),
        ('text = "a"\nblend = "ad"', 'blend: unknown blend mode "ad"'),
        ('text = "a"\nsource = "webcam:0"', "either a text or a source"),
        ("size = 0.1", "either a text or a source"),
        ('source = "tunnel"', "must be one picture"),
        ('source = "still:none.png"', "there is no picture file"),
        ('text = "a"\nsize = 0', "size: "),
        ('text = "a"\ncolor = "red"', 'unknown key "color"'),
    ],
)
def test_slips_in_a_layer_are_told(tmp_path, layer, slip):
    (line,) = refused(tmp_path, scene_with("") + f"\n[[layer]]\n{layer}\n")
    assert slip in line and "layer[1]" in line
