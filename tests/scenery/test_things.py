"""Things that words name: which are found, how they are put together, and that they are seen."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageFont

from realtime.errors import UserError
from realtime.isf.passes import Buffer, open_context
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators
from realtime.scenery.objects.animals import ANIMALS
from realtime.scenery.objects.glyphs import font_path
from realtime.scenery.objects.laid import Laid, drawing_of
from realtime.scenery.objects.nouns import COLOURS, Nouns, nouns
from realtime.scenery.objects.people import PEOPLE
from realtime.scenery.objects.placed import Placed
from realtime.scenery.objects.things import THINGS
from realtime.scenery.palettes import PALETTES
from realtime.scenery.word_index import words_of

GENERATORS = Generators()
PROMPTS = PromptInterpreter(GENERATORS)


def things(prompt: str) -> list[str]:
    return [one.drawing for one in PROMPTS.interpret(Subject(prompt=prompt)).things]


@pytest.mark.parametrize(
    ("prompt", "drawn", "source"),
    [
        ("우산 쓴 연인", ["couple_umbrella"], "city"),
        ("lovers under an umbrella", ["couple_umbrella"], "city"),
        ("samurai in snow", ["samurai"], "horizon"),
        ("종이배를 띄운다", ["paper_boat"], "horizon"),
        ("할머니의 부엌", ["grandmother"], "room"),
        ("고래가 도시 위를 난다", ["🐋"], "city"),
        ("a tiger in the jungle", ["🐅"], "forest"),
        ("two wolves", ["wolf", "wolf"], "forest"),
        ("이별", ["parting"], "horizon"),
        ("farewell at the harbour", ["parting"], "horizon"),
        ("전쟁", ["army"], "fire"),
        ("birth", ["mother"], "horizon"),
        ("a knight with a sword and a shield", ["knight"], "horizon"),
        ("아빠와 딸", ["father_child"], "horizon"),
        ("새로운 시작", ["🌱"], None),
        ("사랑한다는 말을 못했다", [], None),
    ],
)
def test_what_is_named_is_drawn_where_a_reader_sees_it(prompt, drawn, source):
    assert things(prompt) == drawn
    assert source in (None, PROMPTS.interpret(Subject(prompt=prompt)).source)


def test_a_castle_burns_and_a_generator_that_paints_a_thing_itself_is_left_to_it():
    assert things("burning castle").count("🔥") >= 3 and things("burning castle")[0] == "🏰"
    assert things("a red rose") == []
    assert "🦋" in things("children chasing butterflies")


def test_a_thing_has_the_colour_the_number_and_the_place_that_are_told():
    (umbrella,) = PROMPTS.interpret(Subject(prompt="a yellow umbrella")).things
    assert umbrella.colour == "yellow"
    assert len(things("three lanterns in the fog")) == 3
    near, far = (PROMPTS.interpret(Subject(prompt=text)).things[0] for text in ("a ship", "a distant ship"))
    assert far.size < 0.7 * near.size and far.y > near.y
    left, right = (
        PROMPTS.interpret(Subject(prompt=f"a bear on the {side}")).things[0].x for side in ("left", "right")
    )
    assert left < -0.3 and right > 0.3
    cat, piano = PROMPTS.interpret(Subject(prompt="cat on a piano")).things
    assert (cat.on, piano.on) == (1, -1)


def test_a_red_umbrella_makes_no_red_picture():
    wet, red = (
        PROMPTS.interpret(Subject(prompt=text))
        for text in ("umbrella in the rain", "red umbrella in the rain")
    )
    assert red.palette == wet.palette


def test_every_noun_has_a_drawing_and_a_home():
    font = ImageFont.truetype(str(font_path()), 20)
    missing = bytes(font.getmask("\U0010fffe"))
    for noun in nouns():
        assert noun.lives in ("", *GENERATORS.names), noun
        assert all(name in GENERATORS for name in noun.painted_by), noun
        by_hand = noun.drawing in PEOPLE or noun.drawing in THINGS or noun.drawing in ANIMALS
        assert by_hand or (len(noun.drawing) == 1 and bytes(font.getmask(noun.drawing)) != missing), noun


@pytest.mark.parametrize("name", ["🐋", "🐘", "samurai", "couple_umbrella", "wolf", "paper_boat"])
def test_a_drawing_has_lines_bodies_and_lights(name):
    drawing = drawing_of(name, 128)
    tones = drawing.tones[drawing.cover > 250]
    assert (tones < 30).mean() > 0.05 and (tones > 100).mean() > 0.3
    assert max(drawing.width, drawing.height) > 0.8


def test_plurals_and_particles_change_nothing():
    table = nouns()
    for one, other in (
        ("wolf", "wolves"), ("고래", "고래들이"), ("돛단배", "돛단배를"), ("풍선", "빨간풍선"),
        ("배", "배에서"), ("기차", "기차를"), ("butterfly", "butterflies"), ("집", "집으로"),
    ):  # fmt: skip
        assert [n.noun for n in table.find(words_of(one))] == [n.noun for n in table.find(words_of(other))], (
            other
        )


@pytest.mark.parametrize("word", ["즐거울", "반가운", "가운데", "방금", "감성", "아이템", "찾아내", "모자라"])
def test_a_word_that_only_looks_like_a_noun_names_nothing(word):
    assert nouns().find(words_of(word)) == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("고래에게는", "whale"), ("고래였다", "whale"), ("손거울", "mirror"), ("꽃밭", "hibiscus"),
        ("흙집", "house"), ("빵집에서도", "supermarket"), ("기다리던", "waiting"), ("우유통", "milk"),
    ],
)  # fmt: skip
def test_compounds_and_endings_keep_their_noun(text, noun):
    assert [one.noun.name for one in nouns().find(words_of(text))] == [noun]


def test_a_kind_of_a_thing_is_drawn_as_that():
    assert things("a beagle") == things("a dog") and things("비글 한 마리") == things("개 한 마리")
    assert nouns().called("lasagna") == nouns().called("pie")


def test_a_kind_of_nothing_known_is_named_with_its_line():
    with pytest.raises(UserError, match=r"kinds\.txt, line 1"):
        Nouns([], ["=gizmo whatsit"])


def test_a_thing_leaves_the_colours_to_what_is_said_of_the_picture():
    prompts = ("a tiger in the snow", "snow with tiger", "눈 속의 호랑이")
    assert {PROMPTS.interpret(Subject(prompt=one)).palette for one in prompts} == {"ice"}
    assert PROMPTS.interpret(Subject(prompt="a tiger")).palette == "ember"


def test_verbs_draw_no_things():
    assert "leaf" not in things("she leaves him at the sea")
    assert things("astronauts plant sunflowers")[0] == "astronaut" and "🌿" not in things(
        "astronauts plant a flag"
    )
    assert "🪰" not in things("children fly kites")
    assert things("a steam train crosses a bridge") == things("a steam train on a bridge")
    assert "cross" in things("a church, crosses and graves")
    assert "leaf" in things("leaves on a bench") and "🌱" not in things("to plant a tree")


def test_somebody_wears_and_holds_what_is_named_with_them():
    (woman,) = PROMPTS.interpret(Subject(prompt="빨간 드레스를 입은 여자")).things
    assert (woman.drawing, woman.colour) == ("woman", "red")
    assert things("a man with a lantern") == ["man+lantern"]
    assert things("the girl in a straw hat runs")[0].startswith("girl")
    assert things("한복 입은 여인") == ["hanbok"]
    assert (
        "🚴" in things("할아버지의 자전거를 타고 달리는 손녀")
        and len(things("할아버지의 자전거를 탄 손녀")) == 1
    )


def test_an_owner_is_somebody_whatever_the_apostrophe():
    assert things("grandmother's kitchen")[0] == things("grandmother’s kitchen")[0] == "grandmother"
    cat, piano = PROMPTS.interpret(Subject(prompt="a cat on my father's piano")).things
    assert (cat.on, piano.drawing) == (1, "grand_piano")


def test_who_is_on_a_seat_sits_there_and_a_boat_hides_nobody():
    boy, _ = PROMPTS.interpret(Subject(prompt="a boy on a bench")).things
    assert (boy.drawing, boy.on, boy.seat) == ("boy@sit", 1, 0.5)
    assert things("배를 탄 소년") == ["rowboat", "boy"]


def test_what_flies_is_not_behind_what_stands():
    whale, children = PROMPTS.interpret(
        Subject(prompt="a whale swims above the city and the children wave")
    ).things
    assert whale.hangs and whale.x * children.x < 0


def test_who_plays_on_a_bench_is_on_it_and_what_is_played_is_not():
    prompt = "my grandfather plays the accordion on a bench"
    placed = {one.drawing: one.on for one in PROMPTS.interpret(Subject(prompt=prompt)).things}
    assert placed["bench"] < 0 <= placed["grandfather@strum"] != placed["🪗"]
    *_, girl = PROMPTS.interpret(Subject(prompt="소파에 앉아 비를 보는 소녀")).things
    assert girl.on == 0


def test_a_place_says_more_than_what_is_done_there():
    recipe = PROMPTS.interpret(Subject(prompt="a ballerina dances on a lake under the northern lights"))
    assert (recipe.source, recipe.palette) == ("horizon", "aurora")


@pytest.mark.parametrize(
    ("prompt", "player", "instrument"),
    [
        ("가야금을 타는 여인", "woman@strum", "gayageum"),
        ("a boy plays the trumpet", "boy@blow", "🎺"),
        ("the old woman played the accordion", "grandmother@strum", "🪗"),
    ],
)
def test_who_plays_an_instrument_has_it_in_their_hands(prompt, player, instrument):
    drawn = PROMPTS.interpret(Subject(prompt=prompt)).things
    names = [one.drawing for one in drawn]
    assert drawn[names.index(instrument)].on == names.index(player)


def test_who_plays_the_piano_sits_before_it():
    woman, piano = PROMPTS.interpret(Subject(prompt="여자가 피아노를 친다")).things
    assert (woman.drawing, woman.on, piano.on) == ("woman@keys", 1, -1)


def test_what_may_be_anywhere_is_where_the_others_are():
    assert PROMPTS.interpret(Subject(prompt="an old man with a wheelbarrow of pumpkins")).source == "horizon"


def test_who_is_named_last_is_there():
    assert "man@eat" in things("비 내리는 골목 포장마차에서 국수와 김치와 소주를 먹는 남자")


def test_a_storm_has_weather_and_swimmers_are_in_the_water():
    traits = dict(PROMPTS.interpret(Subject(prompt="a boat in a storm")).traits)
    assert traits["rain"] > 0.5
    assert PROMPTS.interpret(Subject(prompt="a mermaid at the harbour")).things[0].afloat


def test_a_number_behind_a_korean_noun_counts_it_and_nothing_else():
    drawn = things("병아리 다섯 마리와 우산")
    assert (drawn.count("🐤"), drawn.count("☂")) == (5, 1)
    assert things("축구공 하나").count("⚽") == 1


def test_who_sits_at_a_bus_stop_is_beside_it_and_who_left_is_on_no_side():
    assert all(one.on < 0 for one in PROMPTS.interpret(Subject(prompt="정류장에 앉아 있는 할머니")).things)
    assert not any(one.sided for one in PROMPTS.interpret(Subject(prompt="she left her hat")).things)


def test_what_is_said_of_the_next_thing_moves_no_other():
    boy, butterfly = PROMPTS.interpret(Subject(prompt="졸고 있는 소년과 날아드는 나비")).things
    assert butterfly.hangs and not boy.hangs


@pytest.mark.parametrize(
    ("word", "noun"), [("bluebird", "🕊"), ("bullfrog", "frog"), ("limestone", "🪨"), ("championship", None)]
)
def test_a_closed_compound_is_what_its_end_says(word, noun):
    assert things(f"the {word}")[:1] == ([noun] if noun else [])


def test_hands_are_those_of_who_is_there():
    assert things("두 손 꼭 잡고 걷는 노부부") == ["grandparents"]
    assert "✋" in things("a hand above the sea")


@pytest.fixture(scope="module")
def context():
    context = open_context()
    yield context
    context.release()


@pytest.mark.parametrize("size", [(320, 180), (144, 256), (200, 200)])
def test_a_thing_is_large_enough_and_within_the_picture(context, size):
    target = Buffer(context, size, "f1")
    target.framebuffer.clear()
    laid = Laid(context, size)
    laid.lay(target.framebuffer, [Placed("samurai", 0.9, -0.8, 1.2)], PALETTES["dusk"], 3.0, 0.0, {})
    lit = (
        np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(size[1], size[0], 3).max(2)
        > 60
    )
    rows, columns = np.flatnonzero(lit.any(1)), np.flatnonzero(lit.any(0))
    assert len(rows) > 0.4 * size[1]
    assert columns[0] > 0 and lit[:, -2:].mean() < 0.2


def test_two_things_are_beside_each_other_in_a_narrow_picture(context):
    size = 144, 256
    target = Buffer(context, size, "f1")
    laid = Laid(context, size)

    def width(things: list[Placed]) -> int:
        target.framebuffer.clear()
        laid.lay(target.framebuffer, things, PALETTES["dusk"], 3.0, 0.0, {})
        lit = np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(256, 144, 3).max(2) > 60
        return int((lit.sum(0) > 3).sum())

    table, unseen = Placed("table", -0.42, -0.7, 1.2), Placed("samurai", 0.42, -0.7, 1.2, opacity=0.0)
    assert width([table, unseen]) < 0.85 * width([table])


@pytest.mark.parametrize("move", ["hop", "drift", "approach"])
def test_music_moves_things(context, move):
    target = Buffer(context, (160, 90), "f1")
    laid = Laid(context, (160, 90))
    seen = []
    for amount in (0.0, 1.0):
        target.framebuffer.clear()
        laid.lay(
            target.framebuffer, [Placed("🐎", 0.0, -0.7, 1.0)], PALETTES["dusk"], 1.0, 0.0, {move: amount}
        )
        seen.append(np.frombuffer(target.framebuffer.read(components=3), np.uint8).astype(int))
    assert np.abs(seen[1] - seen[0]).mean() > 3.0


def test_a_thing_has_its_own_colour_and_the_water_mirrors_a_boat(context):
    target = Buffer(context, (160, 90), "f1")
    laid = Laid(context, (160, 90))

    def shown(thing: Placed) -> np.ndarray:
        target.framebuffer.clear()
        laid.lay(target.framebuffer, [thing], PALETTES["ice"], 1.0, 0.0, {})
        return np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(90, 160, 3).astype(int)

    red, plain = shown(Placed("☂", 0.0, -0.7, 1.2, colour="red")), shown(Placed("☂", 0.0, -0.7, 1.2))
    assert (red[..., 0] - red[..., 2]).max() > 80 > (plain[..., 0] - plain[..., 2]).max()
    assert "red" in COLOURS
    dry, afloat = (shown(Placed("⛵", 0.0, -0.2, 0.9, afloat=one)) for one in (False, True))
    # Row 0 is the lowest.
    assert afloat[:30].sum() > dry[:30].sum() + 2000


def test_without_the_font_the_picture_goes_on_and_the_command_is_told(context, monkeypatch):
    def missing(sign):
        raise UserError("The drawings of things are missing: pip install manimgx-fonts")

    monkeypatch.setattr("realtime.scenery.objects.laid.glyph_tones", missing)
    target = Buffer(context, (160, 90), "f1")
    laid = Laid(context, (160, 90))
    laid.lay(target.framebuffer, [Placed("🦩", 0.0, -0.7, 1.0)], PALETTES["dusk"], 1.0, 0.0, {})
    assert "manimgx-fonts" in laid.note


@pytest.mark.parametrize(
    ("prompt", "drawn"),
    [
        ("a girl running through the rain", "girl@run"),
        ("춤추는 할머니", "grandmother@dance"),
        ("춤추는 소년", "boy@dance"),
        ("an astronaut dancing on the moon", "astronaut@dance"),
        ("노래하는 여자", "woman@sing"),
    ],
)
def test_somebody_does_what_is_said_of_them(prompt, drawn):
    assert things(prompt)[0] == drawn


@pytest.mark.parametrize("size", [(384, 216), (216, 384)])
@pytest.mark.parametrize("light", [0.0, 0.35, 0.65, 1.0])
def test_a_thing_is_set_off_from_whatever_it_stands_before(context, size, light):
    target = Buffer(context, size, "f1")
    grey = np.full((4, 3), light)
    for colour in ("brown", "white", "black", ""):
        target.framebuffer.clear(light, light, light, 1.0)
        thing = Placed("🐎", 0.0, -0.5, 1.2, colour=colour)
        Laid(context, size).lay(target.framebuffer, [thing], grey, 0.0, 0.0, {})
        pixels = np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(-1, 3) / 255.0
        apart = np.abs(pixels @ (0.3, 0.59, 0.11) - light) > 0.17
        assert apart.mean() > 0.04, colour


def test_signs_that_cannot_be_seen_part_no_word():
    assert words_of("li\u200bght\u200dhouse 등\u200b대") == ["lighthouse", "등대"]
