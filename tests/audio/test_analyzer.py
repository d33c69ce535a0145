"""Bad input, levels and onsets: what the ear says at once, whatever it is given."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from realtime.audio.analyzer import Analyzer
from realtime.audio.features import BANDS, Features
from realtime.audio.io.block import Block

LEVELS = ("level", *BANDS, "presence", "brightness", "build", "drop")


def hear(analyzer, mono, rate, block=256, start=0.0):
    """Feed mono samples; the features of every block."""
    stereo = np.repeat(np.asarray(mono, dtype=np.float32)[:, None], 2, axis=1)
    return [
        analyzer.feed(Block(stereo[first : first + block], start + first / rate, rate))
        for first in range(0, len(stereo), block)
    ]


def assert_sane(features: Features):
    for name in LEVELS:
        value = getattr(features, name)
        assert 0.0 <= value <= 1.0, name
    clock = features.clock
    numbers = (features.time, features.raw_level, clock.period, clock.anchor, clock.confidence)
    assert all(math.isfinite(n) for n in (*numbers, *features.last_onset, *features.onset_strength))
    assert np.isfinite(features.spectrum).all() and np.isfinite(features.waveform).all()
    assert 0.0 <= features.spectrum.min() <= features.spectrum.max() <= 1.0
    assert 1 <= clock.beat_in_bar <= clock.beats_per_bar


sample = st.floats(width=32, allow_nan=True, allow_infinity=True)
blocks = hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=sample)


@settings(max_examples=25, deadline=None)
@given(
    chunks=st.lists(blocks, min_size=1, max_size=4),
    rate=st.sampled_from([8000, 11025, 44100, 48000, 96000, 192000]),
    other_rate=st.integers(8000, 192000),
    times=st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=4, max_size=4),
)
def test_features_are_finite_whatever_comes_in(chunks, rate, other_rate, times):
    analyzer = Analyzer(rate)
    loud = np.random.default_rng(0).normal(0, 30, (3000, 2)).astype(np.float32)
    for chunk, time in zip(chunks, times, strict=False):
        assert_sane(analyzer.feed(Block(chunk, time, rate)))
        assert_sane(analyzer.feed(Block(loud, 1.0, other_rate)))


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000, 88200, 96000, 192000])
def test_every_rate_is_heard(rate):
    t = np.arange(rate) / rate
    features = hear(Analyzer(rate), 0.3 * np.sin(2 * np.pi * 80 * t), rate)[-1]
    assert_sane(features)
    assert features.bass > 0.8
    assert features.high_mid < 0.3
    assert not features.silent


def test_empty_block_and_single_samples():
    analyzer = Analyzer(48000)
    assert_sane(analyzer.feed(Block(np.zeros((0, 2), np.float32), 0.0, 48000)))
    for number in range(50):
        assert_sane(analyzer.feed(Block(np.ones((1, 2), np.float32), number / 48000, 48000)))


def test_device_that_changes_its_rate_is_heard_on():
    analyzer = Analyzer(44100)
    tone = [0.3 * np.sin(2 * np.pi * 400 * np.arange(rate) / rate) for rate in (44100, 48000)]
    hear(analyzer, tone[0], 44100)
    features = hear(analyzer, tone[1], 48000, start=1.0)[-1]
    assert features.low_mid > 0.5
    assert analyzer.rate == 48000


@pytest.mark.parametrize("block", [64, 256, 1024])
@pytest.mark.parametrize("place", [0.0, 0.5, 0.999])
def test_click_is_heard_in_the_block_that_holds_it(block, place):
    rate = 48000
    analyzer = Analyzer(rate, block)
    noise = 1e-3 * np.random.default_rng(1).standard_normal(rate)
    before = hear(analyzer, noise, rate, block)[-1]
    samples = np.zeros((block, 2), np.float32)
    samples[int(place * block)] = 0.9
    after = analyzer.feed(Block(samples, before.time, rate))
    assert after.level > before.level + 0.1
    assert after.treble > before.treble + 0.1
    bands = {onset.band for onset in after.onsets}
    assert "treble" in bands and "high_mid" in bands
    onset = next(o for o in after.onsets if o.band == "treble")
    assert before.time <= onset.time <= onset.announced == after.time


def drums(rate, seconds=4.0):
    """Kicks on the half second and hats between, the same sound at any rate."""
    t = np.arange(int(seconds * rate)) / rate
    kick_t, hat_t = t % 0.5, (t + 0.25) % 0.5
    kick = 0.8 * np.sin(2 * np.pi * 55 * kick_t) * np.exp(-kick_t / 0.08)
    hat = sum(np.sin(2 * np.pi * f * hat_t) for f in (4100, 5300, 6700)) * 0.1 * np.exp(-hat_t / 0.03)
    return kick + hat


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
def test_block_size_and_rate_do_not_matter(rate):
    reference = hear(Analyzer(44100), drums(44100), 44100, 128)
    times = np.array([f.time for f in reference])
    for block in (128, 256, 512, 1024):
        heard = hear(Analyzer(rate, block), drums(rate), rate, block)
        moments = [f for f in heard if f.time > 1.0]
        for name in ("level", *BANDS, "presence", "brightness"):
            expected = np.interp([f.time for f in moments], times, [getattr(f, name) for f in reference])
            got = np.array([getattr(f, name) for f in moments])
            # An attack may fall between two of the reference's blocks: judge the bulk, not single moments.
            assert np.median(np.abs(got - expected)) < 0.02, (name, block)
            assert np.mean(np.abs(got - expected)) < 0.04, (name, block)
        kicks = [o.time for f in heard for o in f.onsets if o.band == "bass"]
        assert len(kicks) >= 7
        expected_kicks = [o.time for f in reference for o in f.onsets if o.band == "bass"]
        assert np.allclose(kicks, expected_kicks[: len(kicks)], atol=0.004)


def test_auto_gain_lifts_a_quiet_passage_without_pumping():
    rate = 44100
    analyzer = Analyzer(rate)
    loud, quiet = drums(rate, 10.0), 0.1 * drums(rate, 30.0)
    peaks = [f.level for f in hear(analyzer, loud, rate, 1024)]
    assert max(peaks[-200:]) > 0.8
    heard = hear(analyzer, quiet, rate, 1024, start=10.0)
    first = max(f.level for f in heard[:90])
    last = max(f.level for f in heard[-90:])
    assert first < 0.3, "a quiet bar after a loud one looks quiet"
    assert last > 2.5 * first, "but half a minute of it is lifted"
    again = hear(analyzer, loud, rate, 1024, start=40.0)
    hits = np.array([max(f.level for f in again[i : i + 22]) for i in range(0, 400, 22)])
    assert hits.min() > 0.6, "equal hits stay about equal"


def test_music_turned_down_by_20_db_is_lifted_within_four_seconds():
    rate = 44100
    analyzer = Analyzer(rate)
    hear(analyzer, drums(rate, 10.0), rate, 512)
    heard = hear(analyzer, 0.1 * drums(rate, 10.0), rate, 512, start=10.0)
    peaks = {name: [getattr(f, name) for f in heard if 14.0 < f.time < 15.0] for name in ("level", "bass")}
    assert min(max(levels) for levels in peaks.values()) > 0.7


def test_a_break_stays_softer_than_what_it_breaks():
    """12 dB below for eight seconds, and the room between two songs, 36 dB below."""
    rate = 44100
    for gain, highest in ((0.25, 0.5), (0.016, 0.1)):
        analyzer = Analyzer(rate)
        hear(analyzer, drums(rate, 10.0), rate, 512)
        heard = hear(analyzer, gain * drums(rate, 8.0), rate, 512, start=10.0)
        assert max(f.level for f in heard[20:]) < highest


def test_silence_is_told_and_freezes_the_gain():
    rate = 44100
    analyzer = Analyzer(rate)
    hear(analyzer, drums(rate), rate)
    silent = hear(analyzer, np.zeros(20 * rate), rate, 1024, start=4.0)[-1]
    assert silent.silent and silent.level < 0.01 and silent.presence < 0.02
    back = hear(analyzer, drums(rate, 1.0), rate, start=24.0)
    assert not back[-1].silent
    assert 0.5 < max(f.level for f in back) <= 1.0


def test_channels_that_cancel_out_are_still_heard():
    rate = 44100
    tone = (0.3 * np.sin(2 * np.pi * 1000 * np.arange(4096) / rate)).astype(np.float32)
    features = Analyzer(rate).feed(Block(np.stack([tone, -tone], axis=1), 0.0, rate))
    assert features.high_mid > 0.5


def test_build_up_and_drop():
    rate, rng = 44100, np.random.default_rng(3)
    groove = drums(rate, 16.0)
    t = np.arange(8 * rate) / rate
    riser = (t / 8.0) ** 1.5 * rng.standard_normal(len(t)) * 0.25
    riser += 0.2 * np.sin(2 * np.pi * (500 * t + 150 * t**2)) * (t / 8.0)
    analyzer = Analyzer(rate)
    assert max(f.drop for f in hear(analyzer, groove, rate, 512)) < 0.1
    rising = hear(analyzer, riser, rate, 512, start=16.0)
    assert rising[-1].build > 0.4
    assert max(f.drop for f in rising) < 0.1
    dropped = hear(analyzer, groove[: 2 * rate], rate, 512, start=24.0)
    assert max(f.drop for f in dropped) > 0.8
    assert next(f.time for f in dropped if f.drop > 0.8) < 24.8


def test_brightness_follows_the_highs():
    rate = 44100
    t = np.arange(rate) / rate
    dark = hear(Analyzer(rate), 0.3 * np.sin(2 * np.pi * 100 * t), rate)[-1].brightness
    bright = hear(Analyzer(rate), 0.3 * np.sin(2 * np.pi * 6000 * t), rate)[-1].brightness
    assert dark < 0.35 and bright > 0.7


def test_spectrum_shows_where_the_tone_is():
    rate = 44100
    t = np.arange(rate) / rate
    for hz in (100, 1000, 8000):
        spectrum = hear(Analyzer(rate), 0.3 * np.sin(2 * np.pi * hz * t), rate)[-1].spectrum
        expected = 64 * math.log(hz / 30) / math.log(16000 / 30) - 0.5
        assert abs(int(spectrum.argmax()) - expected) <= 2
        assert not spectrum.flags.writeable
