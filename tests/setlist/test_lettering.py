"""What a setlist has written over a song: read, found beside it, timed by the song that plays."""

import math
from dataclasses import replace

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.errors import UserError
from realtime.lettering.lettering import Lettering
from realtime.setlist.load import load_setlist
from realtime.setlist.open_blocklist import open_blocklist
from realtime.setlist.playhead import Playhead

SETLIST = """
name = "Evening"
[[song]]
name = "One"
lettering = { title = "비 오는 날", artist = "이하늘", lyrics = "one.lrc", place = "middle" }
[[song.scene]]
name = "a"
prompt = "the sea"
after = "10 s"
[[song.scene]]
name = "b"
after = "10 s"
[[song]]
name = "Two"
[[song.scene]]
name = "c"
"""


def _written(folder, text=SETLIST):
    path = folder / "evening.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_with_its_lyrics(tmp_path):
    (tmp_path / "one.lrc").write_text("[00:02.50]첫 줄\n[00:05.00]second line\n", encoding="utf-8")
    one, two = load_setlist(_written(tmp_path), open_blocklist()).songs
    assert one.lettering.title == "비 오는 날" and one.lettering.place == "middle"
    assert one.lettering.lines == ((2.5, "첫 줄"), (5.0, "second line"))
    assert two.lettering.empty and two.lettering.end == math.inf


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('{ lyrics = "no.lrc" }', "there is no file"),
        ('{ logo = "no.png" }', "there is no file"),
        ('{ place = "left" }', "top"),
        ('{ titel = "x" }', "titel"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path, table, says):
    text = SETLIST.replace(SETLIST.split("lettering = ")[1].split("\n")[0], table)
    with pytest.raises(UserError, match=says) as raised:
        load_setlist(_written(tmp_path, text), open_blocklist())
    assert "evening.toml:5:" in str(raised.value)


def test_each_song_has_a_time_of_its_own(tmp_path):
    (tmp_path / "one.lrc").write_text("[00:02.50]a\n", encoding="utf-8")
    playhead = Playhead(load_setlist(_written(tmp_path), open_blocklist()))
    clock = BeatClock()
    times = []
    for now in range(0, 25):
        playhead.update(clock, float(now))
        times.append((playhead.song.name, playhead.song_time(float(now))))
    assert times[3] == ("One", 3.0) and times[12] == ("One", 12.0)
    assert times[20] == ("Two", 0.0) and times[24] == ("Two", 4.0)


def test_what_is_said_twice_is_what_is_said_last():
    setlist = Lettering(title="A", artist="B", lines=((1.0, "x"),), place="top")
    film = Lettering(title="C")
    assert film.over(setlist) == replace(setlist, title="C")
    assert Lettering().over(setlist) == setlist
