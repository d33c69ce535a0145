"""What words come to look like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES
from realtime.scenery.styles import STYLES_BY_NAME
from realtime.scenery.weather import WEATHER, WEATHER_ROWS

GENERATORS = Generators()
PROMPTS = PromptInterpreter(GENERATORS)
interpret, mixture = PROMPTS.interpret, PROMPTS.mixture


@pytest.mark.parametrize(
    ("prompt", "source", "palette", "style"),
    [
        ("starry night over the sea", "horizon", "night", "starry_swirl"),
        ("a neon city in the rain", "city", "neon", None),
        ("racing through a tunnel of lava", "tunnel", "ember", "lava"),
        ("rose window of a cathedral", "mandala", None, "stained_glass"),
        ("woodcut of a storm", "clouds", None, "woodcut"),
        ("smoke and gold", "ink", "gold", None),
        ("birch forests in winter", "forest", "ice", None),
        ("cherry blossom garden, Monet", "rose", "sakura", "impressionist"),
        ("비 내리는 서울의 밤거리", "city", "night", None),
        ("바다 위로 지는 노을", "horizon", "dusk", None),
        ("밤바다", "horizon", "night", None),
        ("벚꽃이 흩날리는 봄날의 정원", "rose", "sakura", None),
        ("고요한 겨울 숲속에서", "forest", "ice", None),
        ("수묵화처럼 번지는 연기", "ink", "paper", "charcoal_cream"),
        ("은하수 너머의 우주", "tunnel", "ultra", None),
        ("연꽃 사원", "mandala", None, None),
        ("용암과 불꽃", "fire", "ember", "lava"),
    ],
)
def test_words_choose_what_a_reader_would(prompt, source, palette, style):
    recipe = interpret(Subject(prompt=prompt))
    assert recipe.source == source
    assert palette in (None, recipe.palette)
    assert style in (None, recipe.style[0][0])


@pytest.mark.parametrize(
    ("prompt", "source", "traits"),
    [
        ("burning city at night", "city", {"fire": 1.0, "moon": 1.0}),
        ("불타는 도시", "city", {"fire": 1.0}),
        ("등대의 불빛", "horizon", {"tower": 1.0}),
        ("창문마다 불이 켜진 거리", "city", {}),
        ("lighthouse in the fog", "horizon", {"tower": 1.0, "fog": 1.0}),
        ("lighthouse in a storm, lightning", "horizon", {"tower": 1.0, "lightning": 1.0}),
        ("폭풍 속의 등대", "horizon", {"tower": 1.0}),
        ("a storm at sea", "horizon", {"waves": 1.0}),
        ("a house under the stars", "horizon", {"houses": 1.0}),
        ("deep house, techno", "shapes", {"houses": 0.0}),
        ("rainbow after the rain", "horizon", {"bow": 1.0, "rain": 0.0}),
        ("비 내리는 서울의 밤", "city", {"rain": 1.0}),
        ("눈 내린 한옥 마을", "horizon", {"houses": 1.0, "snow": 1.0}),
        ("stormy sea, huge waves", "horizon", {"waves": 1.0, "peaks": 0.02}),
        ("얼음 바다와 먼 산", "horizon", {"peaks": 1.0}),
        ("sunset over the sea", "horizon", {"moon": 0.0}),
        ("달빛 비치는 바다", "horizon", {"moon": 1.0}),
        ("snowy birch forest", "forest", {"snow": 1.0, "pale": 1.0}),
        ("planet with rings, stars", "planet", {"ring": 1.0}),
        ("black hole swallowing a star", "tunnel", {"hole": 1.0}),
        ("고래가 헤엄치는 깊은 바다", "deep", {}),
        ("deep underwater, jellyfish glowing", "deep", {"jelly": 1.0}),
        ("abstract geometric shapes, bauhaus", "shapes", {}),
        ("concentric circles, op art", "shapes", {"round": 1.0}),
        ("sacred geometry mandala", "mandala", {}),
        ("portrait of a woman, oil painting", "face", {}),
        ("눈물 흘리는 소녀의 얼굴", "face", {"tears": 1.0}),
        ("portrait of a tiger", "face", {"beast": 1.0, "stripes": 1.0}),
        ("a tiger in the jungle", "forest", {}),
        ("춤추는 사람들", "figures", {"crowd": 0.0}),
        ("crowd with raised hands at a concert", "figures", {"crowd": 1.0}),
        ("angel with golden wings", "wings", {"feathers": 1.0}),
        ("파란 나비", "wings", {}),
        ("candle flames in a dark church", "fire", {"candles": 1.0}),
        ("화산 폭발", "fire", {"volcano": 1.0}),
        ("fireworks", "horizon", {"fireworks": 1.0, "moon": 1.0}),
        ("flock of birds at sunset", "horizon", {"birds": 1.0}),
        ("garden of sunflowers", "rose", {"disc": 1.0}),
        ("사막의 모래 언덕", "horizon", {"dry": 1.0}),
    ],
)
def test_words_say_what_is_in_the_picture(prompt, source, traits):
    recipe = interpret(Subject(prompt=prompt))
    assert recipe.source == source
    trait_text = dict(recipe.traits)
    assert {name: trait_text.get(name) for name in traits} == traits
    # It rains in a storm.
    storm = "storm" in prompt or "폭풍" in prompt
    unsaid = {"fire", "snow", "crowd"} | (set() if storm else {"rain"})
    unsaid -= traits.keys()
    assert not any(trait_text.get(name) for name in unsaid)


def test_a_light_is_not_a_fire():
    # 불빛 (light) and 불이 켜진 (lit) begin with 불 (fire); 눈빛 (gaze) with 눈 (snow).
    for prompt in ("등대의 불빛", "불이 켜진 창문", "항구의 불빛"):
        recipe = interpret(Subject(prompt=prompt))
        assert recipe.palette != "ember" and recipe.style[0][0] != "lava"
    assert "snow" not in dict(interpret(Subject(prompt="깊은 눈빛의 여인")).traits)


def test_every_trait_is_an_input_of_some_source_or_weather():
    inputs = set(WEATHER)
    for one in GENERATORS:
        inputs |= {each.name for each in one.description.inputs}
    traits = [row.values for one in GENERATORS for row in one.traits]
    traits += [names for names, _, _ in WEATHER_ROWS]
    assert {name for names in traits for name in names} <= inputs
    assert len(GENERATORS.names) >= 15 and not GENERATORS.errors
    for one in GENERATORS:
        assert one.words and one.looks, one.name
        assert all(name in GENERATORS for names in one.companions for name in names), one.name


def test_the_same_words_in_another_scene_are_another_world():
    layers = [
        mixture(Subject(prompt=prompt, seed=seed), None, 1.0, 0.0, 0.0).layers[0].seed
        for prompt, seed in (("a quiet sea", 1), ("a quiet sea", 2), ("a wild sea", 1))
    ]
    assert len(set(layers)) == 3


def test_the_second_prompt_of_a_mix_changes_the_light_of_one_world():
    day_and_night = Subject(prompt="the sea at noon", prompt_b="the sea under the moon", seed=4)
    (half,) = mixture(day_and_night, None, 1.0, 0.5, 0.0).layers
    assert half.traits["moon"] == pytest.approx(0.5)


def test_further_prompts_bring_worlds_of_their_own_by_their_weights():
    subject = Subject(prompt="a quiet forest", prompts=("a neon city", "the sea"), seed=4)

    def seen(**weights: float) -> dict[str, float]:
        layers = mixture(subject, None, 1.0, 0.0, 0.0, prompt_weights=weights).layers
        return {layer.source: layer.share for layer in layers}

    forest, city, sea = (
        interpret(Subject(prompt=text)).source for text in (subject.prompt, *subject.prompts)
    )
    assert seen() == {forest: 1.0}
    assert seen(prompt_1=0.25, prompt_2=0.25) == pytest.approx({forest: 0.5, city: 0.25, sea: 0.25})
    assert seen(prompt_2=1.0) == {sea: 1.0}


def test_korean_particles_and_english_plurals_change_nothing():
    for one, other in (
        ("숲", "숲에서"),
        ("꽃", "꽃들의"),
        ("별", "별까지"),
        ("star", "stars"),
        ("city", "cities"),
    ):
        assert interpret(Subject(prompt=one)).source == interpret(Subject(prompt=other)).source


def test_a_short_korean_word_inside_another_one_means_nothing():
    # 강남 is a district, 강아지 a puppy: neither is a river (강).
    assert interpret(Subject(prompt="강남")).source == "city"
    assert interpret(Subject(prompt="강아지")) == interpret(Subject(prompt="강아지"))
    assert interpret(Subject(prompt="강")).source == "horizon"


def test_names_given_win_over_words():
    subject = Subject(prompt="a neon city", source="ink", palette="gold", style=(("lava", 1.0),))
    recipe = interpret(subject)
    assert (recipe.source, recipe.palette, recipe.style) == ("ink", "gold", (("lava", 1.0),))
    assert interpret(Subject(prompt="a neon city", palette="gold")).source == "city"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_one_complete_recipe(prompt):
    recipe = interpret(Subject(prompt=prompt))
    assert recipe == interpret(Subject(prompt=prompt, seed=7))
    assert recipe.source in GENERATORS and recipe.palette in PALETTES
    assert {name for name, _ in recipe.style + recipe.style_b} <= set(STYLES_BY_NAME)


def test_prompts_without_known_words_differ_from_each_other():
    recipes = {interpret(Subject(prompt=f"qx{i} zvr")) for i in range(40)}
    assert len(recipes) > 10


def test_style_mix_moves_the_weights_evenly_and_they_always_sum_to_one():
    subject = Subject(source="ink", style=(("lava", 1.0),), style_b=(("cubist", 3.0), ("lava", 1.0)))
    for mix in (0.0, 0.25, 1.0):
        weights = mixture(subject, None, 1.0, 0.0, mix).styles.weights
        assert weights.sum() == pytest.approx(1.0, abs=1e-6)
        assert weights[STYLES_BY_NAME["cubist"].index] == pytest.approx(0.75 * mix, abs=1e-6)


def test_prompt_mix_and_fade_share_the_picture_between_all_that_is_in_sight():
    before = Subject(prompt="gold smoke", generation=1)
    now = Subject(prompt="a neon city", prompt_b="a quiet forest", generation=2)
    seen = mixture(now, before, 0.5, 0.25, 0.0)
    shares = {layer.source: layer.share for layer in seen.layers}
    assert shares == pytest.approx({"ink": 0.5, "city": 0.375, "forest": 0.125})


def test_the_same_source_in_two_palettes_is_one_layer_between_them():
    gold, ice = Subject(source="ink", palette="gold"), Subject(source="ink", palette="ice")
    (layer,) = mixture(ice, gold, 0.5, 0.0, 0.0).layers
    assert layer.share == pytest.approx(1.0)
    assert np.allclose(layer.colours, (PALETTES["gold"] + PALETTES["ice"]) / 2)
    assert mixture(replace(ice, seed=1), gold, 0.5, 0.0, 0.0).layers[0].seed == 0
