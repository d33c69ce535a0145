"""What somebody does: whose verb it is in both languages, and that it is seen."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.isf.passes import Buffer, open_context
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators
from realtime.scenery.objects import beasts
from realtime.scenery.objects.deeds import DEEDS, deed_at
from realtime.scenery.objects.laid import Laid, drawing_of
from realtime.scenery.objects.people import ACTS, PEOPLE, person_tones, posed
from realtime.scenery.objects.placed import Placed, varied
from realtime.scenery.palettes import PALETTES

PROMPTS = PromptInterpreter(Generators())


def placed(prompt: str) -> tuple[Placed, ...]:
    return PROMPTS.interpret(Subject(prompt=prompt)).things


def names(prompt: str) -> list[str]:
    return [one.drawing for one in placed(prompt)]


@pytest.mark.parametrize(
    ("prompt", "drawn"),
    [
        ("the old man sleeps under a tree", "grandfather@sleep"),
        ("the old man slept", "grandfather@sleep"),
        ("나무 아래서 자는 노인", "grandfather@sleep"),
        ("고양이가 창가에서 졸고 있다", "🐈@sleep"),
        ("a sleeping wolf", "wolf@sleep"),
        ("개가 마당에 누워 있었다", "🐕@lie"),
        ("a dog ran along the beach", "🐕@run"),
        ("three foxes sit under the moon", "fox@sit"),
        ("아버지가 바닷가에 앉아 있었다", "man@settle"),
        ("소녀가 강에서 헤엄쳤다", "girl@swim"),
        ("할머니가 뜨개질을 한다", "grandmother@knit"),
        ("노인이 책을 읽고 있다", "grandfather@read"),
        ("a woman wept at the window", "woman@weep"),
        ("the lovers were dancing", "couple@dance"),
        ("two children run through the rain", "two_children@run"),
    ],
)
def test_who_does_something_is_drawn_doing_it(prompt, drawn):
    assert drawn in names(prompt)


def test_a_deed_is_of_whom_it_is_said():
    assert names("고양이 옆에서 졸고 있는 소년") == ["🐈", "boy@sleep"]
    assert names("소년이 자는 고양이를 본다") == ["boy", "🐈@sleep"]
    assert names("a girl watches a sleeping cat") == ["girl", "🐈@sleep"]
    assert names("a man and a dog run") == ["man@run", "🐕@run"]
    assert names("남자와 개가 달린다") == ["man@run", "🐕@run"]


@pytest.mark.parametrize(
    "word", ["자전거", "울타리", "웅덩이", "먹구름", "읍내", "reading", "sleeve", "swimsuit"]
)
def test_what_only_looks_like_a_verb_is_none(word):
    assert deed_at([word], 0) == ("read" if word == "reading" else "")


def test_in_somebodys_arms_is_whom_they_hug():
    boy, bear = placed("a boy hugs his teddy bear")
    assert (boy.drawing, bear.on) == ("boy@hug", 0) and bear.size < 0.6 * boy.size
    assert names("엄마가 아기를 안고 있다") == ["mother"]
    sister, dog = placed("my sister hugs a big dog")
    assert (sister.drawing, sister.on, dog.on) == ("woman@embrace", 1, -1)


def test_two_who_fight_face_each_other():
    left, right = placed("두 소년이 골목에서 싸운다")
    assert left.drawing == right.drawing == "boy@fight"
    assert left.flip != right.flip and left.size == right.size and abs(right.x - left.x) < 0.5


def test_two_who_hug_each_other_are_close_and_a_son_is_one():
    left, right = placed("두 여자가 껴안고 있다")
    assert left.drawing == "woman@embrace" and left.flip != right.flip and abs(right.x - left.x) < 0.3
    assert names("아버지와 아들이 산을 오른다") == ["man@climb", "boy@climb"]


def test_who_falls_is_in_the_air_and_who_swims_in_the_water():
    assert placed("a woman falls through the night sky")[0].hangs
    assert placed("a girl swims in the sea")[0].afloat


def test_a_blanket_is_over_who_sleeps_and_by_itself_no_carpet():
    assert names("아이가 이불을 덮고 잔다") == ["child@sleep+cover"]
    assert names("이불 한 채") == ["blanket"]


def test_land_is_larger_and_further_than_an_animal_beside_it():
    wolf, mountain = placed("a wolf beside a volcano in the snow")
    assert mountain.size > 1.4 * wolf.size and mountain.y > wolf.y and mountain.haze > wolf.haze


def test_a_train_is_on_its_bridge_and_a_man_below_one():
    for prompt in ("a train crosses a bridge", "기차가 다리를 건넌다", "다리를 건너는 기차"):
        drawn = {one.drawing: one for one in placed(prompt)}
        train, bridge = drawn["🚂"], drawn["viaduct"]
        assert train.on == names(prompt).index("viaduct") and bridge.size > 2.0 * train.size
    man, bridge = placed("a man sits under a bridge")
    assert (man.on, man.seat) == (1, 0.0) and bridge.size > 2.0 * man.size


def test_who_is_under_a_tree_is_within_its_crown():
    man, tree = placed("the old man sleeps under a tree")
    assert tree.size > 1.3 * man.size and abs(tree.x - man.x) < 0.4


def test_letters_are_never_mirrored():
    sleeping = placed("고양이가 졸고 있다")
    assert all(not one.flip for seed in range(64) for one in varied(sleeping, seed))


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed != "hug"])
def test_every_deed_has_a_drawing_that_is_not_its_standing_self(deed):
    standing, acting = (drawing_of(name, 96) for name in ("man", posed("man", deed)))
    assert np.abs(standing.cover.astype(int) - acting.cover).mean() > 4.0
    assert set(DEEDS) <= set(ACTS)


def test_everybody_and_every_animal_can_be_drawn_in_every_pose_and_is_whole():
    people = [
        posed(name, deed) for name in sorted(PEOPLE) for deed in ("sleep", "run", "settle", "swim", "fall")
    ]
    sheets = [(name, person_tones(name)) for name in people if "@" in name]
    animals = [f"{name}@{pose}" for name in beasts.BEASTS for pose in beasts.POSES]
    sheets += [(name, beasts.beast_tones(name)) for name in animals]
    for name, (_, cover) in sheets:
        assert cover.any(), name
        edges = cover[0], cover[-1], cover[:, 0], cover[:, -1]
        assert not any(edge.any() for edge in edges), name


@pytest.mark.parametrize("prompt", ["여자가 피아노를 친다", "my sister hugs a big dog"])
def test_who_is_before_a_thing_is_whole_in_a_narrow_picture(prompt):
    size = 144, 256
    context = open_context()
    target = Buffer(context, size, "f1")
    target.framebuffer.clear()
    Laid(context, size).lay(target.framebuffer, placed(prompt), PALETTES["dusk"], 3.0, 0.0, {})
    pixels = np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(256, 144, 3).max(2)
    assert (pixels[:, [0, -1]] < 90).all() and (pixels > 90).any(0).sum() > 0.7 * size[0]
    context.release()
