"""Words with times: LRC files and lines of a story."""

import pytest

from realtime.author.brief import story_line
from realtime.author.setlist_toml import command_line
from realtime.author.sung import sung_fit, verses
from realtime.errors import UserError
from realtime.lettering.lrc import read_lrc
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist


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


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("비 오는 서울의 밤, 너와 나", "cp949"),
        ("사랑해 love 똠방각하", "cp949"),
        ("봄", "cp949"),
        ("夜の海を渡る風、君の歌", "cp932"),
        ("Hello サヨナラ", "cp932"),
        ("밤바다", "utf-16"),
    ],
)
def test_lyrics_of_older_programs_are_read(tmp_path, words, encoding):
    path = tmp_path / "song.lrc"
    path.write_bytes(f"[00:01.00]{words}".encode(encoding))
    assert read_lrc(path) == [(1.0, words)]


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


def test_a_line_that_cannot_be_painted_is_left_out_with_why():
    lines = [(1.0, "the sea at night"), (5.0, "a bloody corpse"), (9.0, "夜の海"), (12.0, "밤바다")]
    kept, left_out = sung_fit(lines, ["a lighthouse"], Blocklist.load(BLOCKLIST))
    assert kept == [lines[0], lines[3]]
    assert [(line, verdict.rule) for line, verdict in left_out] == [(lines[1], "gore"), (lines[2], "script")]


def test_lines_that_are_unfit_only_together_are_parted():
    class List:
        """Refuses what nobody would refuse alone."""

        def check(self, text: str):
            both = ("lamp" in text and "shade" in text) or ("mill" in text and "wind" in text)
            return Blocklist({"house": {"english": ["x"]}}).check("x" if both else text)

    kept, left_out = sung_fit([(0, "a lamp"), (2, "in the shade"), (4, "the wind")], ["a mill"], List())
    assert [text for _, text in kept] == ["a lamp"] and len(left_out) == 2


def test_commands_to_copy_take_names_with_a_dash_in_front():
    assert command_line("film", "-1.wav", "-1.toml").endswith("film ./-1.wav --setlist ./-1.toml")
