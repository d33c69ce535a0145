"""The bands' filters and levels: the same sound gives the same numbers, however it is cut into blocks."""

import numpy as np
import pytest

from realtime.audio.feature.bands import BAND_EDGES_HZ, BandEnvelopes, BandSplit, OnePole, group_length
from realtime.audio.feature.novelty import Bank

CUTS = (256, 64, 1, 7, 100, 600, 333, 1024)


def pieces(sound, cuts=CUTS):
    """The sound in blocks of these lengths, over and over."""
    first, turn = 0, 0
    while first < len(sound):
        yield sound[first : first + cuts[turn % len(cuts)]]
        first += cuts[turn % len(cuts)]
        turn += 1


def noise(seconds=0.5, rate=44100, seed=0):
    return (0.2 * np.random.default_rng(seed).standard_normal(int(seconds * rate))).astype(np.float32)


@pytest.mark.parametrize("rate", [44100, 192000])
def test_split_does_not_depend_on_the_blocks(rate):
    sound = noise(rate=rate)
    whole, cut = BandSplit(rate), BandSplit(rate)
    expected = np.concatenate([whole(sound[k : k + 64]) for k in range(0, len(sound) // 64 * 64, 64)], axis=1)
    got = np.concatenate([cut(piece)[:, : len(piece)] for piece in pieces(sound)], axis=1)
    assert np.abs(got[:, : expected.shape[1]] - expected).max() < 1e-5


@pytest.mark.parametrize("band", range(len(BAND_EDGES_HZ)))
def test_each_band_lets_its_own_tones_through_and_no_others(band):
    rate = 44100
    t = np.arange(rate // 2) / rate
    for other, (low, high) in enumerate(BAND_EDGES_HZ):
        middle = (low * high) ** 0.5
        split = BandSplit(rate)
        out = np.concatenate(
            [split(p)[:, : len(p)] for p in pieces(np.sin(2 * np.pi * middle * t).astype(np.float32))], axis=1
        )
        gain = float(np.abs(out[band, -rate // 8 :]).max())
        if other == band:
            assert 0.8 < gain < 1.1
        elif abs(other - band) > 1:
            assert gain < 0.06


def test_loud_bass_leaves_the_treble_filter_silent():
    rate = 48000
    split = BandSplit(rate)
    bass = (0.9 * np.sin(2 * np.pi * 50 * np.arange(2 * rate) / rate)).astype(np.float32)
    out = np.concatenate([split(bass[k : k + 256]) for k in range(0, len(bass), 256)], axis=1)
    # 12 dB an octave from 3 kHz down to 50 Hz is 71 dB; what single precision adds must stay below that.
    assert np.abs(out[3, rate:]).max() < 0.9 * 10 ** (-70 / 20)


def test_smoothing_does_not_depend_on_the_blocks():
    rate = 44100
    group = group_length(rate)
    power = np.abs(noise(0.1)[: 512 * group].reshape(-1, group).mean(axis=1))
    rows = np.stack([power, power])
    times = np.array((0.002, 0.12))
    whole, cut = OnePole(times, rate), OnePole(times, rate)
    expected = whole(rows, rows.shape[1] * group)
    got = [cut(rows[:, first : first + 32], 32 * group) for first in range(0, rows.shape[1], 32)]
    assert np.allclose(np.concatenate(got, axis=1), expected, rtol=1e-4)
    decay = np.exp(-group / (times[:, None] * rate))
    plain = np.zeros((2, 1))
    for column in rows.T:
        plain = plain * decay + (1.0 - decay) * column[:, None]
    assert np.allclose(expected[:, -1:], plain, rtol=1e-4)


@pytest.mark.parametrize("cuts", [(256,), (100,), CUTS, (1,)])
def test_levels_do_not_depend_on_the_blocks(cuts):
    rate = 44100
    sound = noise(0.1)
    reference, cut = BandEnvelopes(rate), BandEnvelopes(rate)
    for piece in pieces(sound, (128,)):
        reference(piece)
    for piece in pieces(sound, cuts):
        power = cut(piece)
        assert power.shape == (4, -(-len(piece) // group_length(rate)))
    assert np.allclose(cut.level, reference.level, rtol=0.03)


def test_silence_after_sound_ends_at_nothing():
    envelopes = BandEnvelopes(44100)
    envelopes(noise(0.02))
    for _ in range(2000):
        power = envelopes(np.zeros(256, np.float32))
    assert power.max() < 1e-20 and max(envelopes.level) < 1e-9


def test_bank_is_the_plain_product():
    weights = np.zeros((20, 300))
    for band in range(20):
        weights[band, band**2 // 2 : band**2 // 2 + 2 * band + 3] = 1.0 + band
    weights[19] = 0.0
    bins = np.random.default_rng(0).random(300).astype(np.float32)
    assert np.allclose(Bank(weights)(bins), weights @ bins, rtol=1e-5)
