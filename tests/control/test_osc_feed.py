"""When OSC out says what, on a clock that the test moves."""

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.control.osc_feed import OscFeed


def _sent(feed: OscFeed, clock: BeatClock, start: float, end: float, step: float = 0.001) -> list[tuple]:
    sent = []
    features = Features(clock=clock)
    for tick in range(round((end - start) / step)):
        now = start + tick * step
        sent += [
            (round(now, 3), address.removeprefix("/anacrusis/"), arguments)
            for address, arguments in feed.messages(now, features, (1, "a"))
        ]
    return sent


def _beats(sent: list[tuple]) -> list[tuple]:
    return [(now, arguments[0]) for now, name, arguments in sent if name == "beat"]


def test_beats_are_said_on_the_beat_with_their_place_in_the_bar():
    clock = BeatClock(period=0.5, anchor=0.25, beat_in_bar=3, confidence=1.0)
    assert _beats(_sent(OscFeed(), clock, 0.0, 2.0)) == [(0.25, 3), (0.75, 4), (1.25, 1), (1.75, 2)]


def test_no_beat_is_said_where_none_is_claimed():
    assert _beats(_sent(OscFeed(), BeatClock(confidence=0.0), 0.0, 5.0)) == []


def test_a_beat_clock_corrected_backwards_does_not_count_the_beat_twice():
    feed = OscFeed()
    early = BeatClock(period=0.5, anchor=0.5, number=1, confidence=1.0)
    later = BeatClock(period=0.5, anchor=0.53, number=1, confidence=1.0)
    sent = _sent(feed, early, 0.0, 0.51) + _sent(feed, later, 0.51, 1.2)
    assert [now for now, _ in _beats(sent)] == [0.5, 1.03]


def test_levels_keep_their_rate_at_any_frame_rate():
    for step in (0.001, 1 / 60, 1 / 144):
        sent = _sent(OscFeed(), BeatClock(), 0.0, 4.0, step)
        levels = sum(name == "level" for _, name, _ in sent)
        assert 80 <= levels <= 121, step


def test_late_listeners_learn_tempo_and_scene_within_a_second():
    sent = _sent(OscFeed(), BeatClock(period=0.5), 0.0, 3.5, 0.01)
    for address in ("tempo", "scene"):
        assert len([1 for _, name, _ in sent if name == address]) == 4
