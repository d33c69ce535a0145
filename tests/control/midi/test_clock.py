"""MIDI clock: tempo and place in the song from pulses, jitter and all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.audio.analyzer import Analyzer
from realtime.audio.io.block import Block
from realtime.control.midi.clock import MidiClock


def _play(decoder: MidiClock, tempo: float, beats: float, start: float = 0.0, jitter_s: float = 0.0) -> float:
    """Send that many beats of pulses; gives the time after them."""
    period = 60.0 / tempo / 24
    random = np.random.default_rng(4)
    for pulse in range(round(beats * 24)):
        decoder.feed("clock", start + pulse * period + jitter_s * random.uniform(-1, 1))
    return start + beats * 24 * period


def _decoder() -> tuple[MidiClock, list[tuple]]:
    announced: list[tuple] = []
    return MidiClock(lambda *report: announced.append(report)), announced


@pytest.mark.parametrize("tempo", [60.0, 128.0, 174.5])
def test_tempo_and_position_are_those_of_the_pulses(tempo):
    decoder, announced = _decoder()
    decoder.feed("start", 2.0)
    _play(decoder, tempo, 8, start=2.0)
    for time, heard, position, beats_per_bar in announced:
        assert heard == pytest.approx(tempo)
        assert position == pytest.approx((time - 2.0) * tempo / 60, abs=1e-6)
        assert beats_per_bar == 4
    assert len(announced) >= 28


def test_a_jittery_cable_does_not_shake_the_tempo():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    _play(decoder, 125.0, 16, jitter_s=0.003)
    settled = announced[12:]
    assert max(abs(tempo - 125.0) for _, tempo, _, _ in settled) < 1.0
    assert max(abs(position - time * 125 / 60) * 60 / 125 for time, _, position, _ in settled) < 0.002


def test_pulses_before_a_start_say_nothing_but_the_start_is_known_at_once():
    decoder, announced = _decoder()
    end = _play(decoder, 120.0, 4)
    assert announced == []
    decoder.feed("start", end)
    _play(decoder, 120.0, 1, start=end)
    assert announced[0][2] == 0.0 and announced[0][0] == pytest.approx(end)


def test_stop_silences_and_continue_goes_on_where_it_was():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    end = _play(decoder, 120.0, 4)
    decoder.feed("stop", end)
    announced.clear()
    end = _play(decoder, 120.0, 4, start=end)
    assert announced == []
    decoder.feed("continue", end)
    _play(decoder, 120.0, 1, start=end)
    assert announced[0][2] == pytest.approx(4.0)


def test_song_position_moves_the_place():
    decoder, announced = _decoder()
    decoder.feed("songpos", 0.0, position=64)
    decoder.feed("continue", 0.0)
    _play(decoder, 120.0, 2)
    assert announced[-1][2] - (announced[-1][0] * 2) == pytest.approx(16.0)


def test_continue_after_a_song_position_knows_the_one_of_a_waltz():
    """Bar 6 of a waltz begins at beat 15; the ear behind the clock puts its "one" there."""
    analyzer = Analyzer()
    decoder = MidiClock(analyzer.external, beats_per_bar=3)
    decoder.feed("songpos", 0.0, position=15 * 4)
    decoder.feed("continue", 0.0)
    pulse = 60.0 / 150.0 / 24
    features, sent = None, 0
    for block in range(int(2.0 * 44100 / 256)):
        while sent * pulse <= block * 256 / 44100:
            decoder.feed("clock", sent * pulse)
            sent += 1
        features = analyzer.feed(Block(np.zeros((256, 2), np.float32), block * 256 / 44100, 44100))
    clock = features.clock
    assert clock.beats_per_bar == 3 and clock.tempo == pytest.approx(150.0, abs=0.1)
    for bar in range(4):
        assert abs((clock.bar_position(bar * 3 * 0.4) + 1.5) % 3 - 1.5) < 0.05


def test_a_new_tempo_is_heard_within_a_beat():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    end = _play(decoder, 100.0, 8)
    announced.clear()
    _play(decoder, 140.0, 1.01, start=end)
    assert announced[-1][1] == pytest.approx(140.0, abs=0.5)


def test_a_tempo_that_is_turned_up_keeps_its_beats_in_place():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    end = _play(decoder, 120.0, 8, jitter_s=0.002)
    announced.clear()
    _play(decoder, 128.0, 8, start=end, jitter_s=0.002)
    for time, _, position, _ in announced:
        assert position == pytest.approx(8 + (time - end) * 128 / 60, abs=0.03)
    assert all(tempo == pytest.approx(128.0, abs=1.0) for time, tempo, _, _ in announced if time > end + 2.0)


def test_a_hiccup_of_the_machine_moves_nothing():
    """One pulse is held up for 30 ms, the next come in time."""
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    pulse = 60.0 / 125.0 / 24
    for number in range(24 * 8):
        decoder.feed("clock", number * pulse + (0.030 if number == 100 else 0.0))
    assert max(abs(tempo - 125.0) for _, tempo, _, _ in announced) < 0.01
    assert max(abs(position - time * 125 / 60) for time, _, position, _ in announced) < 1e-6


def test_pulses_lost_on_the_way_do_not_set_the_song_back():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    pulse = 60.0 / 125.0 / 24
    for number in range(24 * 12):
        if number not in (100, 101, 102, 180):
            decoder.feed("clock", number * pulse)
    assert max(abs(position - time * 125 / 60) for time, _, position, _ in announced) < 1e-6
    assert len(announced) >= 24 * 12 // 6 - 4


def test_machines_that_send_pulses_while_stopped_are_recognised():
    decoder, _ = _decoder()
    assert not decoder.idles(0.0)
    end = _play(decoder, 120.0, 1)
    assert decoder.idles(end) and not decoder.idles(end + 1.0)
    decoder.feed("start", end)
    assert not decoder.idles(end)


def test_a_gap_in_the_pulses_starts_afresh():
    decoder, announced = _decoder()
    decoder.feed("start", 0.0)
    end = _play(decoder, 120.0, 4)
    announced.clear()
    _play(decoder, 90.0, 4, start=end + 5.0)
    assert all(tempo == pytest.approx(90.0) for _, tempo, _, _ in announced) and announced


KINDS = st.sampled_from(["clock", "start", "continue", "stop", "songpos", "note_on"])


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, st.floats(-10, 1e6), st.integers(0, 16383)), max_size=120))
def test_no_stream_of_messages_gives_nonsense(messages):
    decoder, announced = _decoder()
    for kind, time, position in messages:
        decoder.feed(kind, time, position)
    assert all(20 <= tempo <= 400 and np.isfinite(time) for time, tempo, _, _ in announced)


@pytest.mark.parametrize("tempo", [90.0, 128.0, 174.0])
@pytest.mark.parametrize("jitter_s", [0.0, 0.010])
def test_the_phase_holds_within_10_ms_at_10_ms_jitter_and_two_lost_pulses_in_a_hundred(tempo, jitter_s):
    for seed in range(2):
        random = np.random.default_rng(seed)
        times = np.arange(64 * 24) * 60.0 / tempo / 24
        lost = random.random(len(times)) < 0.02
        lost[0] = False
        # A cable keeps the order of what it carries.
        heard = np.maximum.accumulate(times + random.uniform(-jitter_s, jitter_s, len(times)))[~lost]
        decoder, announced = _decoder()
        decoder.feed("start", 0.0)
        for time in heard:
            decoder.feed("clock", float(time))
        settled = [report for report in announced if report[0] > 4.0]
        assert len(settled) > 3.0 * (64 - 4.0 * tempo / 60)
        assert max(abs(position * 60 / tempo - time) for time, _, position, _ in settled) < 0.010
        assert max(abs(heard - tempo) for _, heard, _, _ in settled) < 0.01 * tempo
