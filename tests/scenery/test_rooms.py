"""Rooms: which words call for them, what stands in them, and that the weather stays outside."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_stage import Layer, SourceStage

SIZE = 192, 108
GENERATORS = Generators()
PROMPTS = PromptInterpreter(GENERATORS)
VIEWS = ("sea", "town")
KINDS = [one.name for one in GENERATORS.find("room").trait_inputs if one.name not in ("moon", *VIEWS)]


def read(prompt: str):
    return PROMPTS.interpret(Subject(prompt=prompt))


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("grandmother's kitchen", "kitchen"),
        ("할머니의 부엌에서 끓는 찌개", "kitchen"),
        ("빈 교실에 남은 나", "classroom"),
        ("새벽 지하철 창가에 앉은 여자", "carriage"),
        ("the last bus home", "carriage"),
        ("교회 안에서 기도하는 할머니", "church"),
        ("a wedding in the church", "church"),
        ("비 오는 카페 창가", "cafe"),
        ("the empty stage after the show", "theatre"),
        ("an old man in a hospital corridor", "corridor"),
        ("도서관에서 너를 보았다", "library"),
        ("my bedroom at night", "bedroom"),
    ],
)
def test_a_room_is_what_the_words_say_of_it(prompt, kind):
    recipe = read(prompt)
    assert recipe.source == "room"
    assert {name for name, value in recipe.traits if value} & set(KINDS) == {kind}


def test_a_building_that_nobody_is_in_stands_outdoors():
    recipe = read("a small church on the hill")
    assert (recipe.source, recipe.things[0].drawing) == ("horizon", "⛪")


def test_one_sees_through_the_window_what_is_said_to_be_there():
    assert dict(read("바다가 보이는 창문").traits)["sea"] == 1.0
    assert dict(read("city lights through the window").traits)["town"] == 1.0
    assert read("city lights through the window").source == "room"


def test_small_things_stand_on_a_table_and_houses_in_no_room():
    cup, table, other = read("two cups of coffee in an empty room").things
    assert (cup.drawing, other.drawing, table.drawing) == ("☕", "☕", "table")
    assert (cup.on, other.on) == (1, 1) and cup.aside != other.aside
    assert read("막차를 타고 집으로").things == ()
    letter, table = read("a letter on the kitchen table").things
    assert (letter.on, table.drawing) == (1, "table")
    assert [one.on for one in read("an apple on the beach").things] == [-1]


def test_an_animal_is_on_the_sofa_that_it_sleeps_on():
    cat, sofa = read("고양이가 소파에서 자고 있다").things
    assert (cat.on, sofa.drawing) == (1, "sofa")


def _pixels(stage: SourceStage, traits: dict[str, float], seed: int = 5) -> np.ndarray:
    """Row 0 is the lowest."""
    layer = Layer("room", seed, PALETTES["dusk"], 1.0, traits)
    texture = stage.render(layer, 4.0, 0.04, {})
    return np.frombuffer(texture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3].astype(int)


def test_kinds_are_other_rooms_and_the_floor_is_nearest(context):
    stage = SourceStage(context, SIZE, GENERATORS)
    seen = [_pixels(stage, {kind: 1.0}) for kind in ("kitchen", "church", "car")] + [_pixels(stage, {})]
    for number, one in enumerate(seen):
        assert one.std() > 20
        assert all(np.abs(one - other).mean() > 8 for other in seen[:number])
    texture = stage.render_nearness(Layer("room", 5, PALETTES["dusk"], 1.0), 4.0, 0.04, {})
    near = np.frombuffer(texture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., 0].astype(int)
    assert near[:6].mean() > near[40:60, 80:110].mean() + 60


def test_it_rains_outside_only(context):
    stage = SourceStage(context, SIZE, GENERATORS)
    dry, wet = (_pixels(stage, {"cafe": 1.0, "snow": snow}) for snow in (0.0, 1.0))
    changed = np.abs(wet - dry).max(2) > 4
    assert changed.sum() > 60
    assert changed[:30].sum() == 0 and changed[-12:].sum() == 0
