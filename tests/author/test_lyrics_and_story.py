"""Words with times: LRC files and lines of a story."""

import pytest

from realtime.author.brief import story_line
from realtime.author.lrc import read_lrc, verses
from realtime.errors import UserError


def test_lrc_times_repeats_offsets_and_korean(tmp_path):
    path = tmp_path / "song.lrc"
    path.write_text(
        "[ti:Night]\n[offset:+500]\n[00:10.50]첫 줄입니다\n[00:05.0][01:05.00]chorus line\n"
        "[00:12]<00:12.1>word <00:12.5>by word\n[00:20.00]\nno time\n",
        encoding="utf-8",
    )
    assert read_lrc(path) == [
        (4.5, "chorus line"),
        (10.0, "첫 줄입니다"),
        (11.5, "word by word"),
        (64.5, "chorus line"),
    ]
    assert verses(read_lrc(path), 9.9, 30.0) == "첫 줄입니다 word by word"


@pytest.mark.parametrize("text", ["", "no times at all\n", "[ar:someone]\n"])
def test_a_file_without_times_is_refused_in_words(tmp_path, text):
    path = tmp_path / "song.lrc"
    path.write_text(text)
    with pytest.raises(UserError, match="no line with a time"):
        read_lrc(path)


@pytest.mark.parametrize(
    "text, line",
    [
        ("1:05 the sea at night", (65.0, "the sea at night")),
        ("[0:07.5] 밤바다", (7.5, "밤바다")),
        ("12s: a door opens", (12.0, "a door opens")),
        ("7 seas under one moon", (None, "7 seas under one moon")),
        ("a lighthouse", (None, "a lighthouse")),
        ("1:05 - stars", (65.0, "stars")),
    ],
)
def test_a_line_of_the_story_may_have_a_time(text, line):
    assert story_line(text) == line
