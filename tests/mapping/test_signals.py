"""Route sources: what each gives at a moment, past or future."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import NEVER, Features
from realtime.errors import UserError
from realtime.mapping.signals import SIGNALS, Moment, Moments, find_signal

# 120 bpm; beat 8 falls at 4.0 s and is the first of its bar.
CLOCK = BeatClock(period=0.5, anchor=4.0, number=8, beat_in_bar=1, beats_per_bar=4, confidence=1.0)
SURE = Features(clock=CLOCK)


def read(name: str, time: float, features: Features = SURE) -> float:
    return find_signal(name).read(Moment(features, time))


@st.composite
def any_moment(draw):
    unit = st.floats(0.0, 1.0)
    clock = BeatClock(
        draw(st.floats(0.25, 1.5)),
        draw(st.floats(-100, 1e5)),
        draw(st.integers(-50, 100000)),
        draw(st.integers(1, 3)),
        draw(st.integers(3, 6)),
        draw(unit),
    )
    features = Features(
        clock=clock,
        level=draw(unit),
        bass=draw(unit),
        drop=draw(unit),
        last_onset=(draw(st.floats(0, 100)), NEVER, NEVER, 3.0),
        onset_strength=(draw(unit), 0.0, 0.0, 1.0),
    )
    return Moments().next(features, draw(st.floats(0, 1e5)))


@given(any_moment())
def test_every_signal_stays_within_0_and_1(moment):
    for signal in SIGNALS.values():
        assert 0.0 <= signal.read(moment) <= 1.0, signal.name


def test_every_signal_has_a_line_of_help():
    assert all(signal.help and "\n" not in signal.help for signal in SIGNALS.values())


def test_the_beat_is_1_on_a_beat_that_lies_in_the_future():
    assert read("beat", 4.0) == pytest.approx(1.0)
    assert read("beat", 11.5) == pytest.approx(1.0)
    assert read("beat", 4.49) < 0.01
    assert read("beat", 4.1) > read("beat", 4.2) > read("beat", 4.3)


def test_half_double_bar_and_phrase_pulse_at_their_own_rates():
    beats = [4.0 + 0.5 * n for n in range(16)]
    full = [n for n, t in enumerate(beats) if read("half", t) > 0.99]
    assert full == [0, 2, 4, 6, 8, 10, 12, 14]
    assert [n for n, t in enumerate(beats) if read("bar", t) > 0.99] == [0, 4, 8, 12]
    assert sum(read("phrase", t) > 0.99 for t in beats) == 1
    assert read("double", 4.25) == pytest.approx(1.0)


def test_saws_rise_and_jump_back():
    assert read("beat.saw", 4.25) == pytest.approx(0.5)
    assert read("bar.saw", 5.0) == pytest.approx(0.5)
    assert read("bar.saw", 5.999) > 0.99
    assert read("bar.saw", 6.0) == pytest.approx(0.0, abs=1e-9)


def test_bars_begin_on_one_whatever_beat_the_clock_is_anchored_to():
    third = replace(CLOCK, anchor=5.0, number=10, beat_in_bar=3)
    for name in ("bar.saw", "phrase.saw", "beat.random", "bar.random", "beat.toggle", "half"):
        for time in (4.1, 5.3, 9.9, 30.2):
            assert read(name, time) == pytest.approx(read(name, time, Features(clock=third))), name


def test_toggle_changes_on_each_beat_and_random_holds_within_one():
    assert read("beat.toggle", 4.1) != read("beat.toggle", 4.6)
    assert read("beat.random", 4.1) == read("beat.random", 4.4)
    values = {round(read("beat.random", 4.1 + 0.5 * n), 6) for n in range(64)}
    assert len(values) == 64
    assert min(values) < 0.1
    assert max(values) > 0.9


def test_without_a_trusted_beat_pulses_rest_and_swells_stand_in_the_middle():
    unsure = Features(level=0.7, clock=replace(CLOCK, confidence=0.05))
    for name in ("beat", "half", "double", "bar", "phrase", "beat.saw", "beat.toggle"):
        assert read(name, 4.0, unsure) == 0.0, name
    for name in ("beat.sine", "bar.sine", "phrase.sine", "beat.random", "bar.random"):
        assert read(name, 4.1, unsure) == 0.5, name
    assert read("level", 4.0, unsure) == 0.7


def test_confidence_fades_the_beat_in():
    levels = [
        read("beat", 4.0, Features(clock=replace(CLOCK, confidence=c))) for c in (0.1, 0.2, 0.3, 0.4, 0.6)
    ]
    assert levels == sorted(levels)
    assert levels[0] == 0.0
    assert levels[-1] == 1.0


def test_an_onset_decays_and_each_band_has_its_own():
    memory = Moments()
    quiet = Features(time=1.0)
    memory.next(quiet, 1.0)
    hit = replace(quiet, last_onset=(1.0, NEVER, NEVER, NEVER), onset_strength=(0.8, 0.0, 0.0, 0.0))
    bass, treble, either = (find_signal(n).read for n in ("onset.bass", "onset.treble", "onset"))
    now = memory.next(hit, 1.01)
    assert bass(now) == pytest.approx(0.8)
    assert either(now) == pytest.approx(0.8)
    assert treble(now) == 0.0
    later = memory.next(hit, 1.2)
    assert 0.05 < bass(later) < 0.25
    assert bass(memory.next(hit, 3.0)) < 1e-6


def test_a_painter_far_ahead_still_gets_the_onset_in_full_with_its_next_request():
    memory = Moments()
    memory.next(Features(), 10.4)
    hit = Features(last_onset=(10.0, NEVER, NEVER, NEVER), onset_strength=(1.0, 0.0, 0.0, 0.0))
    assert find_signal("onset.bass").read(memory.next(hit, 10.5)) == pytest.approx(1.0)


def test_an_onset_from_before_the_show_is_not_played_again():
    old = Features(last_onset=(10.0, NEVER, NEVER, NEVER), onset_strength=(1.0, 0.0, 0.0, 0.0))
    assert find_signal("onset.bass").read(Moments().next(old, 60.0)) < 1e-6


def test_slow_sources_move_without_any_music():
    silent = Features()
    for name, seconds in (("breath", 8), ("tide", 60), ("wander", 120)):
        values = [read(name, t / 4, silent) for t in range(seconds * 4)]
        assert max(values) - min(values) > 0.5, name
        assert max(abs(a - b) for a, b in pairwise(values)) < 0.11, name


@pytest.mark.parametrize("rate", [2.7, 7.0, 13.3, 60.0])
def test_every_beat_counts_in_full_in_the_evaluation_nearest_to_it(rate):
    moments, beat = Moments(), find_signal("beat").read
    times = [4.1 + n / rate for n in range(int(20 * rate))]
    levels = [beat(moments.next(SURE, time)) for time in times]
    full = [time for time, level in zip(times, levels, strict=True) if level == 1.0]
    beats = [4.5 + 0.5 * n for n in range(36)]
    for when in beats:
        assert min(abs(when - time) for time in full) <= 0.5 / rate + 1e-6
    if rate > 4:
        assert len(full) <= len(beats) + 4


def test_a_painter_of_uneven_pace_misses_no_beat():
    moments, beat = Moments(), find_signal("beat").read
    steps = [0.05, 0.21, 0.09, 0.3, 0.12, 0.07, 0.28]
    time, hits = 4.02, 0
    for n in range(200):
        time += steps[n % len(steps)]
        hits += beat(moments.next(SURE, time)) == 1.0
    assert hits >= int((time - 4.3) / 0.5)


def test_an_unknown_source_names_the_nearest():
    with pytest.raises(
        UserError, match=r'unknown route signal "onset.trebel"; did you mean "onset.treble"\?'
    ):
        find_signal("onset.trebel")
