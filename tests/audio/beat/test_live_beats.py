"""The beat clock on music, silence and speech, and under the operator's hand."""

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.io.block import Block
from synthetic_music import beatless
from synthetic_music.music import RATE, scene, speech
from tests import songs


def hear(analyzer, mono, start=0.0, block=512):
    """Feed mono samples; all beats that were announced, and the last features."""
    stereo = np.repeat(np.asarray(mono, dtype=np.float32)[:, None], 2, axis=1)
    beats, features = [], None
    for first in range(0, len(stereo), block):
        features = analyzer.feed(Block(stereo[first : first + block], start + first / RATE, RATE))
        beats += features.beats
    return beats, features


def clicks(tempo, seconds, offset=0.0):
    """A kick on every beat from `offset` on."""
    t = np.arange(int(seconds * RATE)) / RATE - offset
    phase = (t % (60.0 / tempo)) * (t >= 0)
    kick = np.sin(2 * np.pi * (50 + 60 * np.exp(-phase / 0.03)) * phase) * np.exp(-phase / 0.07)
    noise = 0.002 * np.random.default_rng(0).standard_normal(len(t))
    return 0.7 * kick * (t >= 0) + noise


def share_right(beats, truth, tolerance=0.05):
    return np.mean([np.abs(truth - beat.time).min() < tolerance for beat in beats]) if beats else 0.0


def distance_from_grid(clock, tempo, offset, at):
    """Seconds from the clock's beat nearest to `at` to the true grid."""
    period = 60.0 / tempo
    beat = clock.beats_between(at, at + 2 * period)[0][0]
    return abs((beat - offset + period / 2) % period - period / 2)


def test_house_is_followed_and_announced_before_it_falls():
    music = scene("house", 5, 20.0)
    beats, features = hear(Analyzer(RATE), music.samples)
    settled = [beat for beat in beats if beat.time > 5.0]
    truth = music.beats[(music.beats > 5.0) & (music.beats < 19.9)]
    assert share_right(settled, music.beats) > 0.9
    assert len(settled) == pytest.approx(len(truth), abs=2)
    assert np.percentile([beat.announced - beat.time for beat in beats], 90) < 0.02
    assert np.median([beat.announced - beat.time for beat in settled]) < 0.0
    assert features.clock.confidence > 0.5
    assert [b.beat_in_bar for b in settled[-5:]] in [
        [(first + n) % 4 + 1 for n in range(5)] for first in range(4)
    ]


def test_a_deep_kick_under_loud_hats_is_the_beat():
    mono, tempo = songs.beats(12.0, 128.0), 128.0
    analyzer, heard = Analyzer(songs.RATE), []
    for first in range(0, len(mono), 256):
        block = np.repeat(mono[first : first + 256, None], 2, axis=1).astype(np.float32)
        heard += analyzer.feed(Block(block, first / songs.RATE, songs.RATE)).beats
    beats = np.array([beat.time for beat in heard if beat.time > 5.0]) * tempo / 60.0
    assert len(beats) > 12
    assert np.abs(beats - np.rint(beats)).max() < 0.12


@pytest.mark.parametrize("block", [128, 1024])
def test_block_size_does_not_change_the_beat(block):
    _, reference = hear(Analyzer(RATE), clicks(120, 8.0), block=256)
    _, features = hear(Analyzer(RATE), clicks(120, 8.0), block=block)
    assert features.clock.tempo == pytest.approx(reference.clock.tempo, rel=0.01)
    difference = features.clock.phase(8.0) - reference.clock.phase(8.0)
    assert abs((difference + 0.5) % 1.0 - 0.5) < 0.04


@pytest.mark.parametrize("seed", [0, 1])
def test_speech_has_no_beat(seed):
    beats, features = hear(Analyzer(RATE), speech(seed))
    assert len(beats) <= 5
    assert features.clock.confidence < 0.4


@pytest.mark.parametrize("name", list(beatless.SOUNDS))
def test_sound_with_a_pulse_but_no_beat_is_left_to_its_energy(name):
    a_minute, _ = beatless.claims(beatless.sound(name, 1, 24.0))
    assert a_minute <= 10


def test_silence_and_hiss_have_no_beat():
    for loudness in (0.0, 1e-5, 0.1):
        noise = loudness * np.random.default_rng(2).standard_normal(10 * RATE)
        beats, features = hear(Analyzer(RATE), noise)
        assert len(beats) <= 2, loudness
        assert features.clock.confidence < 0.3


def test_clock_coasts_through_silence_with_falling_confidence():
    analyzer = Analyzer(RATE)
    _, playing = hear(analyzer, clicks(120, 10.0))
    _, after = hear(analyzer, np.zeros(8 * RATE), start=10.0)
    assert after.clock.confidence < 0.5 * playing.clock.confidence
    assert after.clock.tempo == pytest.approx(120, rel=0.02)
    assert distance_from_grid(after.clock, 120, 0.0, 18.0) < 0.06


@pytest.mark.parametrize("tempo", [124.0, 140.0])
def test_clock_goes_on_through_two_bars_of_a_held_chord(tempo):
    mono, period = clicks(tempo, 30.0), 60.0 / tempo
    t = np.arange(len(mono)) / RATE
    begin, end = 33 * period - 0.05, 40 * period - 0.05
    mono[(t >= begin) & (t < end)] = 0.0
    mono += 0.06 * sum(np.sin(2 * np.pi * 110.0 * harmonic * t) / harmonic for harmonic in (1, 1.5, 2, 3, 4))
    beats, _ = hear(Analyzer(RATE), mono)
    held = [beat for beat in beats if begin + 2 * period < beat.time < end + 4 * period]
    assert len(held) == pytest.approx(9, abs=1)
    assert max(abs((beat.time + period / 2) % period - period / 2) for beat in held) < 0.03


def test_eight_bars_of_silence_leave_tempo_phase_and_one_as_they_were():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 10.0))
    analyzer.resync(9.5)
    hear(analyzer, clicks(120, 2.0), start=10.0)
    _, after = hear(analyzer, np.zeros(16 * RATE), start=12.0)
    assert distance_from_grid(after.clock, 120, 0.0, 28.0) < 0.06
    assert (after.clock.bar_position(27.5) + 0.5) % 4.0 == pytest.approx(0.5, abs=0.12)
    beats, features = hear(analyzer, clicks(120, 4.0), start=28.0)
    assert len(beats) >= 3
    assert share_right(beats, 0.5 * np.arange(80)) == 1.0
    assert (features.clock.bar_position(31.5) + 0.5) % 4.0 == pytest.approx(0.5, abs=0.12)


def test_beat_that_returns_out_of_phase_is_found_within_two_bars():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 10.0))
    hear(analyzer, np.zeros(3 * RATE), start=10.0)
    beats, _ = hear(analyzer, clicks(120, 8.0, offset=0.2), start=13.0)
    truth = 13.2 + 0.5 * np.arange(20)
    assert share_right([b for b in beats if b.time > 13.2 + 4.0], truth) > 0.9


def test_ramp_is_followed():
    music = scene("ramp", 1, 30.0)
    beats, features = hear(Analyzer(RATE), music.samples)
    assert share_right([b for b in beats if b.time > 6.0], music.beats, 0.07) > 0.85
    assert features.clock.tempo == pytest.approx(130, rel=0.04)


def test_three_taps_set_tempo_and_phase():
    analyzer = Analyzer(RATE)
    noise = 0.01 * np.random.default_rng(0).standard_normal(3 * RATE)
    hear(analyzer, noise)
    for time in (3.0, 3.6, 4.2):
        analyzer.tap(time)
    beats, features = hear(analyzer, noise[: 2 * RATE], start=4.3)
    assert features.clock.tempo == pytest.approx(100, abs=0.5)
    assert [round(b.time, 2) for b in beats[:2]] == [4.8, 5.4]


def test_resync_makes_now_the_one():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    analyzer.resync(8.0)
    _, features = hear(analyzer, clicks(120, 0.6), start=8.0)
    assert features.clock.bar_position(8.5) == pytest.approx(1.0, abs=0.1)
    analyzer.resync(9.0)
    _, features = hear(analyzer, clicks(120, 0.6, offset=0.4), start=8.6)
    assert (features.clock.bar_position(9.0) + 2.0) % 4.0 == pytest.approx(2.0, abs=0.1)


def test_half_and_double_hold_against_the_ear():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    analyzer.half()
    _, features = hear(analyzer, clicks(120, 12.0), start=8.0)
    assert features.clock.tempo == pytest.approx(60, rel=0.03)
    analyzer.double()
    _, features = hear(analyzer, clicks(120, 12.0), start=20.0)
    assert features.clock.tempo == pytest.approx(120, rel=0.03)


def test_an_octave_that_was_ordered_outlives_the_song_and_ends_with_release():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    analyzer.half()
    hear(analyzer, clicks(120, 2.0), start=8.0)
    hear(analyzer, np.zeros(10 * RATE), start=10.0)
    _, features = hear(analyzer, clicks(128, 12.0), start=20.0)
    assert features.clock.tempo == pytest.approx(64, rel=0.03)
    analyzer.release()
    _, features = hear(analyzer, clicks(128, 14.0), start=32.0)
    assert features.clock.tempo == pytest.approx(128, rel=0.03)


def test_range_folds_the_tempo_into_it():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    analyzer.set_range(50, 90)
    _, features = hear(analyzer, clicks(120, 6.0), start=8.0)
    assert features.clock.tempo == pytest.approx(60, rel=0.03)


def test_lock_ignores_the_music_until_it_is_lifted():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    analyzer.lock(True)
    _, features = hear(analyzer, clicks(97, 8.0), start=8.0)
    assert features.clock.tempo == pytest.approx(120, rel=0.01)
    analyzer.lock(False)
    _, features = hear(analyzer, clicks(97, 12.0), start=16.0)
    assert features.clock.tempo == pytest.approx(97, rel=0.03)


def test_nudge_moves_the_beat_and_stays():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0))
    _, straight = hear(analyzer, clicks(120, 2.0), start=8.0)
    analyzer.nudge(0.05)
    _, nudged = hear(analyzer, clicks(120, 4.0), start=10.0)
    # Each at its own time: the true tempo has 20 beats at 10 s and 28 at 14 s.
    before, after = straight.clock.position(10.0) - 20.0, nudged.clock.position(14.0) - 28.0
    moved = (before - after + 0.5) % 1.0 - 0.5
    assert moved * 0.5 == pytest.approx(0.05, abs=0.012)


def test_external_clock_rules_while_it_is_fresh():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 6.0))
    sound = clicks(120, 16.0)
    for step in range(20):
        now = 6.0 + 0.1 * step
        analyzer.external(now, 90.0, now * 1.5, 3)
        _, features = hear(analyzer, sound[int(0.1 * step * RATE) : int(0.1 * (step + 1) * RATE)], start=now)
    assert features.clock.tempo == pytest.approx(90.0)
    assert features.clock.beats_per_bar == 3
    assert features.clock.bar_position(8.0) == pytest.approx(12.0 % 3, abs=0.02)
    _, features = hear(analyzer, sound[2 * RATE :], start=8.0)
    assert features.clock.tempo == pytest.approx(120, rel=0.03)
    assert distance_from_grid(features.clock, 120, 0.0, 22.0) < 0.05


def test_source_that_begins_anew_is_followed_at_once():
    analyzer = Analyzer(RATE)
    hear(analyzer, clicks(120, 8.0), start=100.0)
    beats, features = hear(analyzer, clicks(120, 6.0), start=0.0)
    assert len(beats) > 8
    assert distance_from_grid(features.clock, 120, 0.0, 6.0) < 0.05


def tapped(tempo: float = 128.0) -> Analyzer:
    """An ear in silence that was given three perfect taps."""
    analyzer = Analyzer(RATE)
    hear(analyzer, np.zeros(3 * RATE))
    for tap in range(3):
        analyzer.tap(3.0 + tap * 60.0 / tempo)
    hear(analyzer, np.zeros(RATE), start=3.0 + 120.0 / tempo)
    return analyzer


def test_a_tapped_beat_lives_for_eight_bars_of_silence():
    analyzer = tapped()
    beats, features = hear(analyzer, np.zeros(14 * RATE), start=4.0 + 120.0 / 128.0)
    assert features.clock.trusted and features.clock.tempo == pytest.approx(128.0, rel=0.005)
    assert beats[-1].time - (3.0 + 120.0 / 128.0) > 31 * 60.0 / 128.0
    _, features = hear(analyzer, np.zeros(4 * RATE), start=18.0 + 120.0 / 128.0)
    assert not features.clock.trusted


def test_a_tapped_beat_can_be_released():
    analyzer = tapped()
    analyzer.release()
    beats, features = hear(analyzer, np.zeros(2 * RATE), start=4.0 + 120.0 / 128.0)
    assert beats == [] and not features.clock.trusted
