"""The opinion on a text as a whole, with the encoder where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.guard.opinion import GRAMS, HEAD, Opinion, clauses, grams, load_opinion
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist
from tests.missing import missing


def test_the_head_says_of_a_text_what_its_numbers_say():
    with np.load(HEAD) as shipped:
        head = dict(shipped)
    plain = Opinion(lambda text: head["mean"], head)
    alone, _ = plain.of("zzz", {})
    assert plain.of("zzz", {"doubt: sexual": 2})[0] > alone
    assert plain.of("zzz", {"no such kind": 2})[0] == alone


def test_each_kind_has_a_limit_of_its_own():
    with np.load(HEAD) as shipped:
        head = dict(shipped)
    before, rule = Opinion(lambda text: head["mean"], head).of("zzz", {})
    for kind in head["kinds"]:
        limits = head["kind_limits"] + (head["kinds"] == kind)
        after, _ = Opinion(lambda text: head["mean"], head | {"kind_limits": limits}).of("zzz", {})
        assert before - after == pytest.approx(1.0 if kind == rule else 0.0)


def test_letters_are_hashed_within_words_and_have_length_one():
    places, values = grams("blue bird blue bird")
    assert np.linalg.norm(values) == pytest.approx(1.0)
    assert places.max() < GRAMS and len(set(places.tolist())) == len(places)
    assert grams("")[1].size == 0


def test_a_long_text_is_judged_in_pieces_and_nothing_is_lost():
    text = ", ".join(f"a quiet harbour number {i}" for i in range(40))
    pieces = clauses(text)
    assert len(pieces) > 3 and all(len(piece) <= 200 for piece in pieces)
    assert ", ".join(pieces) == text
    assert clauses(" ,,, ") == []


def noting() -> tuple[Opinion, list[str]]:
    """An opinion, and what it has encoded."""
    with np.load(HEAD) as shipped:
        head = dict(shipped)
    encoded: list[str] = []

    def encode(text: str) -> np.ndarray:
        encoded.append(text)
        return head["mean"]

    return Opinion(encode, head), encoded


def test_a_large_setlist_that_is_read_again_is_not_encoded_again():
    opinion, encoded = noting()
    prompts = [f"a quiet harbour number {i}" for i in range(3000)]
    for prompt in prompts + prompts:
        opinion.of(prompt, {})
    assert len(encoded) == len(prompts)


@pytest.mark.parametrize("part", ["1a ", "a-b-1-", "\u1100", "_a", "a quiet sea at night ", "달과 바다와 "])
def test_a_text_without_an_end_is_encoded_in_part_and_in_short_pieces(part):
    opinion, encoded = noting()
    opinion.of(part * (999 // len(part)), {})
    assert encoded and max(map(len, encoded)) <= 120 and sum(map(len, encoded)) <= 700


def test_the_more_pieces_a_text_has_the_worse_one_must_look():
    with np.load(HEAD) as shipped:
        head = dict(shipped)
    opinion = Opinion(lambda text: head["mean"], head)
    one = "a quiet harbour at dawn"
    assert len(clauses(". ".join([one] * 20))) > 3
    assert opinion.of(". ".join([one] * 20), {})[0] <= opinion.of(one, {})[0]


@pytest.fixture(scope="module")
def judged() -> Blocklist:
    opinion = load_opinion()
    if opinion is None:
        missing("the encoder is not installed: run make test, which installs it")
    return Blocklist.load(BLOCKLIST, opinion)


@pytest.mark.parametrize(
    "text",
    [
        "chicken breast with lemon and rosemary",
        "나비의 변태를 그린 도감",
        "a wild ass grazing on the steppe",
        "꿈을 좇는 소년",
        "머리가 잘 어울리는 여자",
        "산장에서 하룻밤을 보내는 등산객",
        "눈을 파헤치는 강아지",
        "담배를 피우는 신사",
    ],
)
def test_context_speaks_for_a_word_in_doubt(judged, text):
    assert judged.check(text).fit


@pytest.mark.parametrize(
    "text",
    [
        "he died by his own hand in the cell",
        "she undresses slowly on the bed",
        "아이를 지하실에 가두는 남자",
        "담배 피우는 아이",
        "담배를 문 아기",
    ],
)
def test_what_has_no_word_of_the_list_is_refused_for_what_it_says(judged, text):
    assert not judged.check(text).fit


@pytest.mark.parametrize("text", ["🦊🌊🔥" * 80, "1234 !?", "…"])
def test_signs_without_a_letter_say_nothing(judged, text):
    assert judged.check(text).fit


def test_a_word_in_doubt_that_is_hidden_is_refused_whatever_the_context(judged):
    assert judged.check("old pistol in a museum cabinet").fit
    assert not judged.check("old pis\u200btol in a museum cabinet").fit


def test_weights_of_words_hide_nothing(judged):
    assert not judged.check("((rotten:1.2)) (corpse:1.3), [flies]").fit
    assert judged.check("(lighthouse:1.3), [sea], {{foam}}").fit


def test_words_written_as_one_are_judged_as_several(judged):
    assert not judged.check("bloodsoakedbride").fit
    assert not judged.check("여자속옷도촬사진").fit
    assert judged.check("a cup of takeaway and bodyguards, sunflowers").fit


def test_one_unfit_clause_is_not_lost_in_a_long_harmless_text(judged):
    harmless = (
        "a quiet harbour at dawn, fishing boats, soft light, mist over the water, watercolour, gentle waves, "
    )
    assert judged.check(harmless * 3).fit
    assert judged.check(harmless.replace(",", "") * 9).fit
    assert not judged.check(harmless * 2 + "a man stabs his wife to death with a knife, " + harmless).fit
