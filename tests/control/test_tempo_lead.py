"""Two external clocks at once: one leads, and the beat does not shake."""

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.io.block import Block
from realtime.clock import VirtualClock
from realtime.control.midi.clock import MidiClock
from realtime.control.tempo_lead import TempoLead


def test_the_first_clock_leads_until_it_falls_silent():
    reports, clock = [], VirtualClock()
    lead = TempoLead(lambda *report: reports.append(report), clock)
    midi, link = lead.follow("MIDI clock"), lead.follow("Link")
    assert lead.leader == ""
    midi(0.0, 120.0, 0.0, 4)
    link(0.0, 133.0, 0.5, 4)
    assert lead.leader == "MIDI clock" and [tempo for _, tempo, _, _ in reports] == [120.0]
    clock.set(2.5)
    assert lead.leader == ""
    link(2.5, 133.0, 6.0, 4)
    assert lead.leader == "Link" and reports[-1][1] == 133.0


def test_midi_clock_moves_the_beat_of_the_ear_in_silence_and_lets_it_go():
    """The whole way: pulses → decoder → analyzer → beats on the song's own grid, with its bar."""
    rate, size = 44100, 256
    clock = VirtualClock()
    analyzer = Analyzer(rate, size)
    decoder = MidiClock(TempoLead(analyzer.external, clock).follow("MIDI clock"))
    pulse = 60.0 / 128.0 / 24
    decoder.feed("start", 1.0)
    sent, beats = 0, []
    for index in range(int(12.0 * rate / size)):
        now = index * size / rate
        clock.set(now)
        while 1.0 + sent * pulse <= min(now, 8.0):
            decoder.feed("clock", 1.0 + sent * pulse)
            sent += 1
        features = analyzer.feed(Block(np.zeros((size, 2), np.float32), now, rate))
        beats += features.beats
    led = [beat for beat in beats if 2.0 < beat.time < 8.0]
    assert len(led) == len([n for n in range(100) if 2.0 < 1.0 + n * 24 * pulse < 8.0])
    for beat in led:
        number = (beat.time - 1.0) / (24 * pulse)
        assert abs(number - round(number)) * 24 * pulse < 0.003
        assert beat.beat_in_bar == round(number) % 4 + 1
        assert beat.announced <= beat.time
    assert not [beat for beat in beats if beat.time > 11.0], "silence has no beat of its own"
