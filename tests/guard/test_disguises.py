"""Words of the list that are written in another way, and innocent words that look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from realtime.setlist.blocklist import Blocklist

LIST = Blocklist.load(Path(__file__).resolve().parents[2] / "setlists" / "blocklist.toml")


@pytest.mark.parametrize(
    "text",
    [
        "n*de woman",  # masked
        "a m_rd_r scene",
        "섹*",
        "자*하는 연인",
        "ㅈㅅ하는 사람",  # first consonants
        "섹ㅅ",
        "ㅈ살",
        "jasalhaneun saram",  # romanised, in two spellings
        "byungshin",
        "tprtm gksms",  # the keyboard was left at Latin letters
        "ㅔㅐ구",  # and at Hangul
        "sucide",  # misspelled
        "pornograpy",
        "nakde woman",  # two letters changed about
        "쎅쓰",  # by its sound
        "mur der in the dark",  # cut up
        "sexdoll",  # compounds
        "여성나체사진",
        "일본야동",
        "mujer desnuda",  # other languages
        "nackte Frau",
        "femme nue",
        "donna nuda",
        "mulher pelada",
        "슈사이드",  # English in Hangul
        "birthday suit",  # in other words
        "sewer slide",
        "ꮪex",  # letters of other alphabets
        "ƨex",
    ],
)
def test_a_disguise_does_not_help(text):
    found = LIST.findings(text)
    assert found.refusal or found.doubt, found


@pytest.mark.parametrize(
    "text",
    [
        "the pen is on the table",
        "por no saber, de la nube",
        "therapist, saline, tortuga, stage, change, violet, filter",
        "k-pop, e-mail, t-shirt, x-ray",
        "ㅋㅋ ㅇㅋ ㄱㅅ 귀여운 고양이",
        "쌀인데 맛있어",
        "와~하는 함성, 시~작하는 봄, 김*수는 걷는다",
        "그 사이로 비치는 빛",
        "동남아 바다",
        "북한강 물결, 한강 간선도로",
        "heroines of old films, scooters and condors",
        "Essex, Scunthorpe, Penistone",
        "여자지만 대장장이, 남자지만 정원사",
    ],
)
def test_what_only_looks_like_a_disguise_passes(text):
    found = LIST.findings(text)
    assert not found.refusal and not found.doubt, found


@pytest.mark.parametrize(
    "text",
    [
        "a ro\u200bbin with a br\u200beast",  # signs that cannot be seen
        "a nu\u00adde chair",
        "가\u2060슴, 누\u200d드",
        "누\u3164드",
        "nudе",  # a letter of another alphabet
        "n\u0336u\u0336d\u0336e\u0336",  # struck through
        "ㄴㅜㄷㅡ",  # syllables taken apart
        "ｎｕｄｅ chair",  # full-width
        "𝖓𝖚𝖉𝖊 model",  # of mathematics
        "ⓝⓤⓓⓔ model",  # in circles
        "ɴude model",  # small capitals
    ],
)
def test_a_hidden_word_in_doubt_is_found_and_known_as_hidden(text):
    found = LIST.findings(text)
    assert found.refusal or (found.doubt and found.hiding)


@pytest.mark.parametrize(
    "text", ["café, naïve, Łódź", "ㅋㅋ ㅠㅠ", "π and µm, α wave", "👩\u200d🎨 painting"]
)
def test_letters_with_a_sense_of_their_own_hide_nothing(text):
    assert not LIST.findings(text).hiding


def test_another_ending_of_a_word_in_doubt_is_no_disguise_of_it():
    found = LIST.findings("알몸이 드러난 매미")
    assert found.doubt and not found.refusal


def test_a_phrase_that_is_allowed_lifts_its_own_word_only():
    assert LIST.findings("great tits on a snowy branch").doubt is None
    for text in (
        "woman with great tits",
        "여자 보지 마사지",
        "병신년아 꺼져",
        "a murder of crows and a murder",
    ):
        found = LIST.findings(text)
        assert found.refusal or found.doubt, text
