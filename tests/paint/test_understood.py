"""What is said of a text before it is painted: what is seen, what is left out, what is not known."""

from __future__ import annotations

import pytest

from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.paint.understood import understand
from realtime.scenery.generators import Generators

PROMPTS = PromptInterpreter(Generators())


@pytest.mark.parametrize(
    ("prompt", "paints", "unknown"),
    [
        ("a whale over the city", ("whale", "city"), ()),
        ("samurai in snow, woodcut", ("samurai", "snow"), ()),
        ("a gizmo on the piano", ("piano",), ("gizmo",)),
        ("drum and bass", (), ()),
        ("a firefly over the pond", ("firefly", "pond"), ()),
        ("우산 쓴 연인", ("우산 쓴 연인",), ()),
        ("불타는 성", ("불타", "성"), ()),
        ("쿼크를 든 소녀", ("소녀",), ("쿼크",)),
        ("너와 함께 걷던 그 밤", ("밤",), ()),
    ],
)
def test_what_is_painted_and_what_is_not_known(prompt, paints, unknown):
    found = understand(PROMPTS, Subject(prompt=prompt))
    assert found.paints == paints
    assert tuple(word for word, _ in found.unknown) == unknown


def test_a_slip_of_the_pen_is_told_with_the_word_that_was_meant():
    (slip,) = understand(PROMPTS, Subject(prompt="an elefant")).unknown
    assert slip == ("elefant", "elephant")


def test_a_noun_of_one_syllable_is_told_without_its_particle():
    told = understand(PROMPTS, Subject(prompt="달과 바다, 빗속의 도시, 종이 배"))
    assert told.line(korean=True) == "그리는 것: 달, 바다, 빗속, 도시, 종이 배"


def test_what_is_known_but_not_in_this_picture_is_left_out_and_told():
    found = understand(PROMPTS, Subject(prompt="a cat, a dog, a horse and a cow"))
    assert found.paints == ("cat", "dog", "horse") and found.left_out == ("cow",)
    assert found.line() == "paints: cat, dog, horse; leaves out: cow"
    assert found.line(korean=True).startswith("그리는 것: cat")
