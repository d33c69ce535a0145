"""MIDI clock out: what follows it is on the beat, from a "one" on, whatever becomes of the tempo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.control.midi.clock import MidiClock
from realtime.control.midi.clock_out import PULSE, START, STOP, PulseTrain

CLOCK = BeatClock(period=0.5, anchor=10.0, number=7, beat_in_bar=3, confidence=1.0)


def sent(train: PulseTrain, clock: BeatClock, start: float, end: float) -> list[tuple[float, int]]:
    return [(now, byte) for now in np.arange(start, end, 0.001) for byte in train.due(clock, float(now))]


def test_a_follower_is_on_the_beat_from_a_one_on():
    pulses: list[tuple[float, ...]] = []
    follower = MidiClock(lambda *report: pulses.append(report))
    messages = sent(PulseTrain(), CLOCK, 10.1, 20.0)
    assert messages[0][1] == START and messages[0][0] == pytest.approx(11.0, abs=0.002), '"one" is at 11'
    for now, byte in messages:
        follower.feed({START: "start", PULSE: "clock"}[byte], now)
    for time, tempo, beats, _ in pulses:
        assert tempo == pytest.approx(120.0, abs=0.5)
        assert beats == pytest.approx((time - 11.0) * 2.0, abs=0.01)


def test_no_pulse_is_left_out_and_none_too_many_where_the_tempo_changes_or_the_beat_jumps():
    train = PulseTrain()
    before = sent(train, CLOCK, 10.9, 15.0)
    assert sum(byte == PULSE for _, byte in before) == pytest.approx(8 * 24, abs=1)
    faster = replace(CLOCK, period=0.4, anchor=15.0, number=17, beat_in_bar=1)
    after = sent(train, faster, 15.0, 19.0)
    assert [byte for _, byte in after] == [PULSE] * len(after)
    assert len(after) == pytest.approx(10 * 24, abs=1)
    # Counted from elsewhere, and a quarter of a beat later: the followers wait that quarter.
    other = replace(faster, anchor=19.1, number=400)
    assert len(sent(train, other, 19.0, 23.0)) == pytest.approx(10 * 24 - 6, abs=1)


def test_those_who_follow_are_stopped_when_the_music_has_gone_and_started_again_on_a_one():
    train = PulseTrain()
    sent(train, CLOCK, 10.9, 13.0)
    silent = replace(CLOCK, confidence=0.0)
    bytes_ = [byte for _, byte in sent(train, silent, 13.0, 20.0)]
    assert bytes_.count(STOP) == 1 and bytes_[-1] == STOP
    again = sent(train, CLOCK, 20.2, 24.0)
    assert again[0][1] == START and CLOCK.bar_position(again[0][0]) < 0.05
