"""What words come to look like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.paint.frame import Subject
from realtime.paint.style.palettes import PALETTES
from realtime.paint.style.prompt import interpret, mixture
from realtime.paint.style.sources import source_names
from realtime.paint.style.styles import STYLES_BY_NAME


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
        ("cherry blossom garden, Monet", "bloom", "sakura", "impressionist"),
        ("비 내리는 서울의 밤거리", "city", "night", None),
        ("바다 위로 지는 노을", "horizon", "dusk", None),
        ("밤바다", "horizon", "night", None),
        ("벚꽃이 흩날리는 봄날의 정원", "bloom", "sakura", None),
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
    assert recipe.source in source_names() and recipe.palette in PALETTES
    assert {name for name, _ in recipe.style + recipe.style_b} <= set(STYLES_BY_NAME)


def test_prompts_without_known_words_differ_from_each_other():
    recipes = {interpret(Subject(prompt=f"qx{i} zvr")) for i in range(40)}
    assert len(recipes) > 10


def test_style_mix_moves_the_weights_evenly_and_they_always_sum_to_one():
    subject = Subject(source="ink", style=(("lava", 1.0),), style_b=(("cubist", 3.0), ("lava", 1.0)))
    for mix in (0.0, 0.25, 1.0):
        weights = mixture(subject, None, 1.0, 0.0, mix).weights
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
