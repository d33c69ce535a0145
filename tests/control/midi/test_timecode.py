"""MIDI time code: where the song is, from quarter frames; and the scene that plays then."""

from __future__ import annotations

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.control.midi.timecode import RATES, SongTime, TimeCode
from realtime.setlist.change_rules import Rule
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song


def pieces(hours: int, minutes: int, seconds: int, frames: int, code: int) -> list[tuple[int, int]]:
    """The eight quarter frames of a time."""
    whole = (frames, seconds, minutes, hours | code << 5)
    return [(2 * at + half, value >> 4 * half & 15) for at, value in enumerate(whole) for half in (0, 1)]


def heard(decoder: TimeCode, parts: list[tuple[int, int]], start: float, rate: float) -> list[SongTime]:
    places = [decoder.feed(piece, value, start + at / rate / 4) for at, (piece, value) in enumerate(parts)]
    return [one for one in places if one is not None]


@pytest.mark.parametrize("code", range(4))
def test_the_time_is_that_of_the_song_at_the_moment(code):
    rate = RATES[code]
    places = heard(TimeCode(), pieces(0, 2, 10, 12, code), 100.0, rate)
    frames = 130 * round(rate) + 12 - (4 if code == 2 else 0)
    assert len(places) == 1 and places[0].at(100.0 + 7 / rate / 4) == pytest.approx((frames + 1.75) / rate)
    assert places[0].at(100.3) == pytest.approx(frames / rate + 0.3, abs=1e-6)
    assert places[0].at(101.0) is None, "it stands"


def test_one_hour_of_dropped_frames_is_one_hour():
    (places,) = heard(TimeCode(), pieces(1, 0, 0, 0, 2), 0.0, RATES[2])
    assert places.seconds - 7 / RATES[2] / 4 == pytest.approx(3600.0, abs=0.004)


def test_pieces_that_are_lost_or_make_no_sense_say_nothing():
    decoder, parts = TimeCode(), pieces(0, 0, 5, 0, 1)
    assert heard(decoder, parts[3:] + parts[:4], 0.0, 25.0) == []
    assert heard(decoder, parts, 1.0, 25.0)[0].seconds == pytest.approx(5.07)
    assert heard(decoder, [(piece, 15) for piece, _ in parts], 2.0, 25.0) == []


def test_the_scene_of_that_time_plays_and_the_next_comes_when_it_should():
    scenes = (
        Scene("a", advance=Rule("seconds", 20.0)),
        Scene("b", advance=Rule("bars", 8)),
        Scene("c", advance=Rule("operator", 0.0)),
        Scene("d"),
    )
    playhead = Playhead(Setlist("x", (Song("s", scenes),)))
    clock = BeatClock(period=0.5, anchor=0.0, confidence=1.0)
    playhead.locate(5.0, clock, 100.0)
    assert not playhead.update(clock, 100.0) and playhead.next_change(clock) == pytest.approx(115.0)
    playhead.locate(28.0, clock, 101.0)
    assert playhead.update(clock, 101.0) and playhead.scene.name == "b"
    assert playhead.next_change(clock) == pytest.approx(109.0, abs=1.0), "on a bar line"
    playhead.locate(1000.0, clock, 102.0)
    assert playhead.update(clock, 102.0) and playhead.scene.name == "c"
    playhead.locate(0.0, clock, 103.0)
    assert playhead.update(clock, 103.0) and playhead.scene.name == "a"


def test_a_full_frame_says_where_it_was_moved_to():
    decoder = TimeCode()
    place = decoder.locate((0x7F, 0x7F, 1, 1, 1 | 1 << 5, 2, 3, 5), 50.0)
    assert place == SongTime(50.0, 3723.2)
    assert decoder.locate((0x7F, 0x7F, 1, 1, 1 << 5, 61, 0, 0), 50.0) is None, "no time"
    for other in ((0x7F, 0x7F, 6, 1), (0x7E, 0x7F, 1, 1, 0, 0, 0, 0), (0x7F, 0x7F, 1, 2, 0, 0, 0, 0)):
        assert decoder.locate(other, 50.0) is None


def _setlist(*songs: tuple[float, ...]) -> Setlist:
    return Setlist(
        "x",
        tuple(
            Song(
                f"song {n}", tuple(Scene(f"{n}.{m}", advance=Rule("seconds", s)) for m, s in enumerate(song))
            )
            for n, song in enumerate(songs)
        ),
    )


@pytest.mark.parametrize(
    ("seconds", "scene"),
    [
        (0.0, "0.0"),
        (25.0, "0.1"),
        (3600.0, "0.0"),
        (3625.0, "0.1"),
        (3645.0, "1.0"),
        (7200.0, "1.0"),
        (7235.0, "1.1"),
        (7299.0, "1.1"),
        (5 * 3600.0, "1.0"),
    ],
)
def test_each_hour_begins_a_song_of_a_short_setlist(seconds, scene):
    playhead = Playhead(_setlist((20.0, 20.0), (30.0, 30.0)))
    playhead.locate(seconds, BeatClock(period=0.5, anchor=0.0, confidence=1.0), 100.0)
    assert playhead.scene.name == scene


def test_hours_of_a_long_setlist_are_hours():
    playhead = Playhead(_setlist((2000.0, 2000.0), (3000.0, 3000.0)))
    playhead.locate(3700.0, BeatClock(period=0.5, anchor=0.0, confidence=1.0), 100.0)
    assert playhead.scene.name == "0.1"
