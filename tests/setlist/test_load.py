"""Setlists: what a file becomes, and how every slip in it is reported."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.audio.features import Features
from realtime.errors import UserError
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.scenery.layers import LayerAbove
from realtime.setlist import load as load_module
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.change_rules import parse_rule, rule_words
from realtime.setlist.load import load_setlist, read_text
from realtime.setlist.scene import Transition
from realtime.setlist.values import Names

BLOCKLIST = Blocklist({"house": {"english": ["clown"], "korean": ["광대"]}})
NAMES = {
    "styles": ["woodcut", "lava", "starry_swirl"],
    "palettes": ["neon", "dusk"],
    "sources": ["tunnel", "ink"],
    "transitions": ["dissolve", "ink_spread"],
    "filters": ["kaleido", "ripple"],
    "inputs": ["post.bloom", "source.glow"],
}

GOOD = """\
name = "Evening"
loop = false

[defaults]
prompt = "a quiet sea"
use = ["kick"]
after = "8 bars"
base = { strength = 0.7, post.bloom = 0.3 }

[routes]
kick = [
  { from = "onset.bass", to = "source.glow", curve = "power", exponent = 2.5, range = [0, 1], release = 0.2 },
]
calm = []

[[song]]
name = "One"

[[song.scene]]
name = "a"
style = { woodcut = 0.75, lava = 0.25 }
palette = "neon"
source = "tunnel"
seed = 7

[[song.scene]]
name = "b"
prompt = "밤의 바다"
negative = "text"
prompt_b = "stars"
prompts = ["a red desert", "사막"]
style = "lava"
style_b = "starry_swirl"
use = ["calm"]
routes = [ { from = "bass", to = "zoom", range = [0, 0.1] } ]
base.strength = 0.5
base.zoom = 0.05
post = ["kaleido"]
transition = { shader = "ink_spread", beats = 8 }
after = "30 s"

[[song]]
name = "Two"
[[song.scene]]
name = "a"
transition = "cut"
after = "operator"
"""


def load(tmp_path, text: str, **names):
    path = tmp_path / "set.toml"
    path.write_text(text, encoding="utf-8")
    return load_setlist(path, BLOCKLIST, Names(**{**NAMES, **names}))


def refused(tmp_path, text: str) -> list[str]:
    """The lines of the error, without the path."""
    with pytest.raises(UserError) as error:
        load(tmp_path, text)
    lines = str(error.value).split("\n")
    assert all(line.startswith(f"{tmp_path / 'set.toml'}:") for line in lines)
    return [line.removeprefix(f"{tmp_path / 'set.toml'}:") for line in lines]


def scene_with(line: str) -> str:
    """A sound setlist with `line` as its line 5."""
    return f'name = "n"\n[[song]]\nname = "s"\n[[song.scene]]\n{line}\nname = "a"\n'


def test_a_setlist_becomes_songs_and_scenes(tmp_path):
    setlist = load(tmp_path, GOOD)
    assert (setlist.name, setlist.loop) == ("Evening", False)
    assert setlist.path == str(tmp_path / "set.toml")
    assert [song.name for song in setlist.songs] == ["One", "Two"]
    a, b, c = setlist.scenes
    assert a.style == (("woodcut", 0.75), ("lava", 0.25))
    assert (a.palette, a.source, a.seed) == ("neon", "tunnel", 7)
    assert (b.prompt, b.negative, b.prompt_b) == ("밤의 바다", "text", "stars")
    assert b.prompts == ("a red desert", "사막") and set(b.prompts) < set(setlist.texts)
    assert (b.style, b.style_b) == ((("lava", 1.0),), (("starry_swirl", 1.0),))
    assert b.post == ("kaleido",)
    assert b.transition == Transition("ink_spread", 8.0)
    assert (a.advance, b.advance, c.advance) == (("bars", 8.0), ("seconds", 30.0), ("operator", 0.0))
    assert c.transition.beats == 0.0


def test_a_scenes_image_prompt_lies_beside_the_setlist(tmp_path):
    line = 'image_prompt = "picture:cover.png"'
    assert "there is no picture" in refused(tmp_path, scene_with(line))[0]
    (tmp_path / "cover.png").write_bytes(b"picture")
    (scene,) = load(tmp_path, scene_with(line)).scenes
    assert scene.image_prompt == f"picture:{tmp_path / 'cover.png'}"


def test_defaults_fill_in_what_a_scene_does_not_say(tmp_path):
    a, b, _ = load(tmp_path, GOOD).scenes
    assert a.prompt == "a quiet sea"
    assert a.base == {"strength": 0.7, "post.bloom": 0.3}
    assert b.base == {"strength": 0.5, "post.bloom": 0.3, "zoom": 0.05}
    assert a.transition == Transition()


def test_routes_come_from_the_sets_in_use_and_the_scenes_own(tmp_path):
    a, b, _ = load(tmp_path, GOOD).scenes
    assert a.routes == (Route("onset.bass", "source.glow", "power", {"exponent": 2.5}, (0.0, 1.0), 0.0, 0.2),)
    assert b.routes == (Route("bass", "zoom", range=(0.0, 0.1)),)


def test_scenes_without_a_seed_have_seeds_of_their_own_that_stay(tmp_path):
    first, again = load(tmp_path, GOOD).scenes, load(tmp_path, GOOD).scenes
    assert first[1].seed != first[2].seed
    assert first == again


def test_every_scene_that_loads_can_be_mapped(tmp_path):
    for scene in load(tmp_path, GOOD).scenes:
        Mapper(scene).look(Features(), 0.0)


@pytest.mark.parametrize(
    ("after", "advance"),
    [
        ("1 bar", ("bars", 1.0)),
        ("2.5 s", ("seconds", 2.5)),
        ("90 seconds", ("seconds", 90.0)),
        ("3 min", ("seconds", 180.0)),
        ("16bars", ("bars", 16.0)),
    ],
)
def test_ways_to_say_when_to_go_on(tmp_path, after, advance):
    assert load(tmp_path, scene_with(f'after = "{after}"')).scenes[0].advance == advance


def test_a_sound_file_is_found_beside_the_setlist(tmp_path):
    (tmp_path / "one.wav").write_bytes(b"RIFF")
    text = scene_with("").replace('name = "s"', 'name = "s"\naudio = "one.wav"')
    assert load(tmp_path, text).songs[0].audio == str((tmp_path / "one.wav").resolve())
    assert refused(tmp_path, text.replace("one.wav", "two.wav")) == [
        f"4:1: song[1].audio: there is no sound file {(tmp_path / 'two.wav').resolve()}"
    ]


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


def test_pictures_are_looked_for_beside_the_setlist_and_missing_ones_are_named(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"any file will do: the painter reads it")
    text = GOOD.replace('source = "tunnel"', 'source = "tunnel+still:pictures/a.png"')
    setlist, problems = read_text(text, tmp_path / "set.toml", BLOCKLIST, Names(**NAMES))
    assert problems == []
    assert setlist.scenes[0].source == f"tunnel + still:{tmp_path / 'pictures' / 'a.png'}"
    _, problems = read_text(text, tmp_path / "pictures" / "set.toml", BLOCKLIST, Names(**NAMES))
    wanted = f"there is no picture file {tmp_path / 'pictures' / 'pictures' / 'a.png'}"
    line = text.splitlines().index('source = "tunnel+still:pictures/a.png"') + 1
    assert [(problem.line, problem.key, problem.text) for problem in problems] == [
        (line, "song[1].scene[1].source", wanted)
    ]


@pytest.mark.parametrize(
    ("after", "rules"),
    [
        ('"drop"', [("drop", 0.0)]),
        ('["32 bars", "drop after 8 bars"]', [("bars", 32.0), ("drop", 8.0)]),
        ('["quiet", "build", "song 1:45"]', [("quiet", 0.0), ("build", 0.0), ("song", 105.0)]),
        ('"song 1:02:03.5"', [("song", 3723.5)]),
        ('"clock 21:30"', [("clock", 77400.0)]),
    ],
)
def test_scenes_wait_for_the_music_and_for_times(tmp_path, after, rules):
    scene = load(tmp_path, scene_with(f"after = {after}")).scenes[0]
    assert list(scene.rules) == rules
    # Each is written as it is read.
    assert [parse_rule(rule_words(rule)) for rule in scene.rules if rule.amount % 1 == 0] == [
        rule for rule in scene.rules if rule.amount % 1 == 0
    ]


@pytest.mark.parametrize(
    "after", ['"0 bars"', '"clock 25:00"', '"song 1:75"', '"dropp"', "3", "[]", '"drop after dinner"']
)
def test_a_rule_that_is_none_is_told_with_what_may_stand_there(tmp_path, after):
    (line,) = refused(tmp_path, scene_with(f"after = {after}"))
    assert "after: must be like" in line and '"drop"' in line


def test_of_a_list_the_rule_that_is_wrong_is_named(tmp_path):
    (line,) = refused(tmp_path, scene_with('after = ["8 bars", "dropp"]'))
    assert "after[2]" in line and "dropp" in line


def test_layers_stand_above_all_scenes(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"")
    text = scene_with("") + '\n[[layer]]\nsource = "still:logo.png"\nplace = "top right"\nblend = "screen"\n'
    text += '\n[[layer]]\ntext = "{song}: {scene}"\nsize = 0.06\nplace = "bottom"\n'
    logo, words = load(tmp_path, text).layers
    assert logo == LayerAbove(source=f"still:{tmp_path / 'logo.png'}", place="top right", blend="screen")
    assert (words.text, words.size, words.place) == ("{song}: {scene}", 0.06, "bottom")


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
