"""A generator dropped into a shader folder is found by everything: one file is all it takes."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from realtime.author.questions import generator_lines
from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.isf.parse import ShaderError
from realtime.live.anacrusis import subject_of
from realtime.options import BLOCKLIST
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.paint.shader_painter import ShaderPainter
from realtime.paint.style.engine import StylePainter
from realtime.resources import SHADERS, shader_folders
from realtime.scenery.generator import USUAL_AMOUNT
from realtime.scenery.generators import Generators, open_generators
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_stage import Layer, SourceStage
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.vocabulary import known_names, load_checked

FACTS = {
    "amount": 0.3,
    "words": [{"weight": 2.0, "en": ["zen garden", "rake"], "ko": ["선정원", "돌 정원"]}],
    "traits": [{"set": {"moss": 1.0}, "en": ["mossy"], "ko": ["이끼"]}],
    "looks": [["jade", "woodcut", "charcoal_cream"]],
}
INPUTS = [
    {"NAME": "moss", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MAX": 4096.0},
]
# Red without moss, blue with it: no other generator is of one plain colour.
CODE = "void main() { gl_FragColor = vec4(1.0 - moss, 0.0, moss, 1.0); }\n"


def header(facts: object = FACTS, inputs: object = INPUTS, **rest: object) -> str:
    own = {"ANACRUSIS": facts} if facts is not None else {}
    return f"/*{json.dumps({**own, 'INPUTS': inputs, **rest}, ensure_ascii=False, indent=1)}*/\n"


def drop(folder: Path, facts: object = FACTS, name: str = "gravel.fs", code: str = CODE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(header(facts) + code, encoding="utf-8")
    return folder / name


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own shader folder, in settings of this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return tmp_path / "settings" / "anacrusis" / "shaders"


def test_a_file_in_the_users_folder_is_called_by_its_words_in_both_languages(users):
    drop(users / "sources")
    prompts = PromptInterpreter(Generators())
    for text in ("a zen garden at dawn", "monks with a rake", "선정원의 아침", "비 오는 돌 정원"):
        assert prompts.interpret(Subject(prompt=text)).source == "gravel", text
    recipe = prompts.interpret(Subject(prompt="a mossy zen garden"))
    assert dict(recipe.traits)["moss"] == 1.0
    assert prompts.interpret(Subject(source="gravel")).palette == "jade", "its own look fills in what is open"
    assert prompts.interpret(Subject(prompt="a rose garden")).source == "rose", "other words are as they were"
    assert prompts.generators.amount("gravel") == 0.3


def test_a_setlist_may_name_it_and_a_wrong_name_gets_it_suggested(users, tmp_path):
    drop(tmp_path / "given")
    names = known_names(ShaderLibrary(shader_folders([tmp_path / "given"])))

    def violations(source: str) -> str:
        text = f'name = "s"\n[[song]]\nname = "s"\n[[song.scene]]\nname = "a"\nsource = "{source}"\n'
        _, found = read_text(text, tmp_path / "s.toml", Blocklist.load(BLOCKLIST), names)
        return "\n".join(map(str, found))

    assert not violations("gravel") and not violations("gravel + feedback")
    assert 'did you mean "gravel"?' in violations("gravle")
    assert 'did you mean "gravel"?' in violations("zen garden")
    assert 'unknown source shader "bloom"; did you mean "rose"?' in violations("bloom")
    with pytest.raises(UserError, match="did you mean 'rose'"):
        Generators().find("bloom")


def test_new_writes_a_setlist_with_it_that_passes_the_check(formed_song, tmp_path, run_live):
    folder = drop(tmp_path / "given").parent
    out = tmp_path / "garden.toml"
    command = ("new", formed_song, "-o", out, "--yes", "--story", "a zen garden", "--lang", "en")
    made = run_live(*command, "--shaders", folder)
    assert made.returncode == 0, made.stderr
    checked = run_live("check", out, "--shaders", folder)
    assert checked.returncode == 0, checked.stdout
    library = ShaderLibrary(shader_folders([folder]))
    prompts = PromptInterpreter(Generators(library))
    setlist = load_checked(out, Blocklist.load(BLOCKLIST), library)
    seen = [prompts.interpret(subject_of(scene, 1)).source for scene in setlist.scenes]
    assert seen[0] == "gravel" and len(set(seen)) >= 2, "it begins with it, and other views stand beside it"


@pytest.mark.parametrize("painter", ["shader", "style"])
def test_it_is_painted(users, painter):
    drop(users / "sources")
    made = ShaderPainter((160, 90)) if painter == "shader" else StylePainter((160, 90), canvas=(96, 56))
    try:
        seen = {}
        for generation, prompt in enumerate(("a zen garden", "a mossy zen garden")):
            subject = Subject(prompt=prompt, palette="jade", generation=generation, cut=True)
            for n in range(3):
                request = FrameRequest(3 * generation + n, 10.0 * generation + n / 8, subject, strength=1.0)
                pixels = made.paint(request)
            seen[prompt] = pixels[..., :3].astype(float).mean((0, 1))
        plain, mossy = seen.values()
        assert plain[0] - plain[2] > mossy[0] - mossy[2] + 20.0, "red without moss, blue with it"
    finally:
        made.close()


def test_a_file_that_is_dropped_in_during_a_show_is_painted_with_the_next_scene(users):
    painter = ShaderPainter((64, 36), shaders=[users])
    try:
        painter.paint(FrameRequest(0, 0.0, Subject(source="ink", generation=1), strength=1.0))
        path = drop(users / "sources")
        subject = Subject(prompt="a zen garden", generation=2, cut=True)
        red = painter.paint(FrameRequest(1, 0.1, subject, strength=1.0))[..., :3].mean((0, 1))
        assert red[0] > red[2] + 50.0
        # What is written while it is on is taken up within a second; what does not compile is not.
        path.write_text(header() + CODE.replace("1.0 - moss, 0.0, moss", "0.0, 0.0, 1.0"), encoding="utf-8")
        for n in range(12):
            blue = painter.paint(FrameRequest(2 + n, 1.2 + 0.1 * n, subject, strength=1.0))[..., :3].mean(
                (0, 1)
            )
        assert blue[2] > blue[0] + 50.0
        path.write_text(header() + "void main() { nonsense; }\n", encoding="utf-8")
        again = painter.paint(FrameRequest(20, 4.0, subject, strength=1.0))[..., :3].mean((0, 1))
        assert again[2] > again[0] + 50.0
        assert "gravel.fs" in painter.note and "nonsense" in painter.note
    finally:
        painter.close()


def test_one_that_does_not_compile_is_replaced_in_a_show_and_an_error_elsewhere(users):
    path = drop(users / "sources", code='#include "gone.glsl"\n' + CODE)
    line = header().count("\n") + 1
    request = FrameRequest(0, 0.0, Subject(prompt="a zen garden", generation=1), strength=1.0)
    exact = ShaderPainter((64, 36))
    with pytest.raises(ShaderError, match=r"gone\.glsl") as caught:
        exact.paint(request)
    exact.close()
    assert (caught.value.path, caught.value.line) == (path, line)
    live = ShaderPainter((64, 36), stand_in=True)
    try:
        assert live.paint(request)[..., :3].std() > 5.0, "something is seen"
        assert f"{path}:{line}: " in live.note
        (path.parent / "gone.glsl").write_text("\n", encoding="utf-8")
        for n in range(1, 4):
            seen = live.paint(FrameRequest(n, 2.0 * n, request.subject, strength=1.0))[..., :3].mean((0, 1))
        assert seen[0] > seen[2] + 50.0 and not live.note
    finally:
        live.close()


def test_a_header_without_our_key_is_a_generator_by_name(users):
    drop(users / "sources", facts=None)
    generators = Generators()
    gravel = generators.find("gravel")
    assert not gravel.words and gravel.amount == USUAL_AMOUNT
    assert all(generators.companions("gravel", kind) for kind in range(3))
    assert PromptInterpreter(generators).interpret(Subject(source="gravel")).source == "gravel"


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"amount": "much"}, "ANACRUSIS.amount: .*number, not 'much'"),
        ({"amout": 0.3}, 'ANACRUSIS.amout: unknown key "amout"; did you mean "amount"'),
        ({"words": [{"weight": 1.0}]}, "ANACRUSIS.words.0: needs words"),
        ({"words": [{"en": ["!?"]}]}, "ANACRUSIS.words.0: needs words"),
        ({"words": [{"en": "zen garden"}]}, "ANACRUSIS.words.0.en: .*list"),
        ({"words": [{"en": ["zen"], "wieght": 1}]}, 'unknown key "wieght"; did you mean "weight"'),
        (
            {"traits": [{"set": {"mos": 1.0}, "en": ["mossy"]}]},
            'unknown float input "mos"; did you mean "moss"',
        ),
        ({"looks": [["jadee", "woodcut", "lava"]]}, 'unknown palette "jadee"; did you mean "jade"'),
        ({"looks": [["jade", "woodcut"]]}, "ANACRUSIS.looks.0: "),
        ({"motifs": [["rain"]]}, "ANACRUSIS.motifs.0.rain: unknown float input"),
        ({"companions": {"opens": ["ink"]}}, 'unknown key "opens"; did you mean "opens_up"'),
        (["gravel"], "ANACRUSIS: "),
        (3, "ANACRUSIS: "),
    ],
)
def test_a_header_with_bad_values_is_left_out_with_a_message_of_file_and_line(
    users, caplog, facts, complaint
):
    path = drop(users / "sources", facts)
    with caplog.at_level(logging.WARNING):
        generators = Generators()
    assert "gravel" not in generators and "ink" in generators
    with pytest.raises(ShaderError, match=complaint) as caught:
        generators.find("gravel")
    assert caught.value.path == path and caught.value.line >= 1
    assert str(caught.value) in caplog.text
    assert any(str(caught.value) in line for line in generator_lines(generators, korean=False))


@pytest.mark.parametrize(
    ("facts", "found_in"),
    [
        ({**FACTS, "looks": [["jade", "woodcut", "lava"], ["jade", "wodcut", "lava"]]}, "wodcut"),
        (
            {**FACTS, "words": [*FACTS["words"], {"weight": 1.0, "en": ["raked sand"]}, {"weight": 77.0}]},
            "77.0",
        ),
    ],
)
def test_a_bad_value_is_named_with_its_line(users, facts, found_in):
    path = drop(users / "sources", facts)
    with pytest.raises(ShaderError) as caught:
        Generators().find("gravel")
    assert found_in in path.read_text(encoding="utf-8").split("\n")[caught.value.line - 1]


def test_a_users_generator_hides_ours_of_that_name_and_a_painters_own_shader_is_none(users):
    drop(users / "sources", name="ink.fs")
    generators = open_generators([users])
    assert generators.find("ink").description.path.is_relative_to(users)
    assert open_generators(()).find("ink").description.path.is_relative_to(SHADERS)
    assert "feedback" not in generators


def test_the_list_for_people_shows_words_and_where_a_file_lies(users):
    path = drop(users / "sources")
    english, korean = ("\n".join(generator_lines(Generators(), ko)) for ko in (False, True))
    assert str(path) in english and "zen garden, rake" in english and "선정원" in korean
    assert "flower" in english and "꽃" in korean


def test_a_film_travels_along_a_landscape_of_the_users(users, formed_song, tmp_path, run_live):
    drop(users / "sources", {**FACTS, "landscape": True})
    out = tmp_path / "garden.toml"
    made = run_live("new", formed_song, "-o", out, "--yes", "--story", "a zen garden", "--lang", "en")
    assert made.returncode == 0, made.stderr
    setlist = load_checked(out, Blocklist.load(BLOCKLIST), ShaderLibrary())
    pans = {route.target for route in setlist.scenes[0].routes if route.source == "presence"}
    assert "pan_x" in pans


def test_a_generator_shows_one_of_its_motifs_by_the_seed_where_no_words_choose(context):
    from realtime.scenery.palettes import PALETTES
    from realtime.scenery.source_stage import Layer, SourceStage

    stage = SourceStage(context, (64, 36), open_generators(()))
    deep = stage.generators.find("deep")
    seen = []
    for seed, motif in enumerate(deep.motifs):
        by_seed = stage.render(Layer("deep", seed, PALETTES["abyss"], 1.0), 30.0, 0.1, {}).read()
        traits = dict.fromkeys(motif, 1.0)
        by_words = stage.render(Layer("deep", seed, PALETTES["abyss"], 1.0, traits), 30.0, 0.1, {}).read()
        assert by_seed == by_words
        seen.append(by_seed)
    assert len(set(seen)) == len(seen)
    assert np.frombuffer(seen[0], np.uint8).std() > 5.0


def test_a_generator_plays_inputs_of_every_type_and_draws_sound(tmp_path, context):
    rows = [
        {"NAME": "tint", "TYPE": "color", "DEFAULT": [0, 0, 0, 1]},
        {"NAME": "bright", "TYPE": "bool", "DEFAULT": False},
        {"NAME": "bins", "TYPE": "audioFFT"},
        {"NAME": "wave", "TYPE": "audio"},
    ]
    body = """void main() {
        vec3 heard = vec3(IMG_THIS_PIXEL(bins).r, IMG_THIS_PIXEL(wave).r, 0.0);
        gl_FragColor = vec4(bright ? tint.rgb : heard, 1.0);
    }"""
    (tmp_path / "types.fs").write_text(f"/*{json.dumps({'INPUTS': rows})}*/\n{body}")
    stage = SourceStage(context, (8, 8), Generators(ShaderLibrary((SHADERS, tmp_path))))

    def seen(sound=(None, None), **inputs):
        layer = Layer("types", 1, PALETTES["neon"], 1.0)
        texture = stage.render(layer, 1.0, 0.1, {f"types.{k}": v for k, v in inputs.items()}, sound)
        return [round(level / 255, 1) for level in texture.read()[:3]]

    assert seen(bright=1.0, **{"tint.r": 1.0, "tint.b": 0.5}) == [1.0, 0.0, 0.5]
    assert seen() == [0.0, 0.5, 0.0]
    loud = np.full(64, 0.8, np.float32), np.full(512, -0.5, np.float32)
    assert seen(loud) == [0.8, 0.2, 0.0] or seen(loud) == [0.8, 0.3, 0.0]


def test_a_generator_that_keeps_something_begins_with_a_first_frame_and_again_after_a_break(
    tmp_path, context
):
    body = """void main() {
        float before = IMG_THIS_PIXEL(kept).r;
        gl_FragColor = vec4(FRAMEINDEX == 0 ? 0.2 : before + 0.1, TIMEDELTA, 0.0, 1.0);
    }"""
    head = {"INPUTS": [], "PASSES": [{"TARGET": "kept", "PERSISTENT": True}]}
    (tmp_path / "grows.fs").write_text(f"/*{json.dumps(head)}*/\n{body}")
    stage = SourceStage(context, (8, 8), Generators(ShaderLibrary((SHADERS, tmp_path))))
    layer = Layer("grows", 1, PALETTES["neon"], 1.0)

    def seen(time):
        return [round(level / 255, 1) for level in stage.render(layer, time, 0.5, {}).read()[:2]]

    assert [seen(20.0 + n / 10) for n in range(3)] == [[0.2, 0.0], [0.3, 0.5], [0.4, 0.5]]
    assert seen(40.0) == [0.2, 0.0]
