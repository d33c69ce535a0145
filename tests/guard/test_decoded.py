"""Texts that are in disguise as a whole, read in plain writing."""

from __future__ import annotations

import pytest

from realtime.guard.decoded import decoded
from realtime.guard.normalise import normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("dkssud gktpdy", "안녕 하세요"),
        ("ㅡㅐㅐㅜ light", "moon light"),
        ("bada wiui deungdae", "바다 위의 등대"),
        ("hanguk norae", "한국 노래"),
        ("gangaji wa goyangi", "강아지 와 고양이"),
        ("m00nl1ght 0ver the l4ke", "moonlight over the lake"),
        ("the f.o.x and one w o l f", "the fox and one wolf"),
        ("바 다 위 의 등 대", "바다위의등대"),
    ],
)
def test_a_disguise_is_read_as_it_is_meant(text, plain):
    assert plain in decoded(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "a quiet harbour at dawn",
        "sperm whale under moonlight",
        "synthwave, 80s, 8k, 4d, mp3, r18, 1920x1080 --ar 16:9 --v 6",
        "바다 위의 등대 ㅋㅋㅋ ㅠㅠ",
        "strength of rhythm",
        "banana, a piano and one domino",
        "una bella donna in piazza",
        "magna cum laude",
        "",
    ],
)
def test_plain_writing_is_read_in_one_way(text):
    assert decoded(normalise(text)) == []
