"""Setlists: what a file becomes."""

import pytest

from realtime.audio.features import Features
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.scenery.layers import LayerAbove
from realtime.setlist.change_rules import parse_rule, rule_words
from realtime.setlist.load import read_text
from realtime.setlist.scene import Transition
from realtime.setlist.values import Names
from tests.setlist.written import BLOCKLIST, GOOD, NAMES, load, refused, scene_with


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


def test_layers_stand_above_all_scenes(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"")
    text = scene_with("") + '\n[[layer]]\nsource = "still:logo.png"\nplace = "top right"\nblend = "screen"\n'
    text += '\n[[layer]]\ntext = "{song}: {scene}"\nsize = 0.06\nplace = "bottom"\n'
    logo, words = load(tmp_path, text).layers
    assert logo == LayerAbove(source=f"still:{tmp_path / 'logo.png'}", place="top right", blend="screen")
    assert (words.text, words.size, words.place) == ("{song}: {scene}", 0.06, "bottom")
