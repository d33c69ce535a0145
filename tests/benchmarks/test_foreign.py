"""The second generator: its beats are where its music has them, and it is the same every time."""

import itertools

import numpy as np
import pytest

from benchmarks.foreign.instruments import INSTRUMENTS, RATE
from benchmarks.foreign.negatives import NEGATIVES, negative
from benchmarks.foreign.performance import piece
from benchmarks.foreign.styles import STYLES


@pytest.mark.parametrize(
    "name",
    ["rock", "blues_shuffle", "waltz", "six_eight", "trap", "lo_fi", "polka", "solo_piano", "odd_bars"],
)
def test_a_piece_has_sound_and_beats_in_bars(name):
    music = piece(name, 0, 3.0)
    assert music.samples.shape == (3 * RATE,) and music.samples.dtype == np.float32
    assert 0.1 < np.abs(music.samples).max() <= 1.0
    assert len(music.beats) == len(music.beat_in_bar) >= 2
    assert np.diff(music.beats).min() > 0.25 and music.beats[0] > 0.0 and music.beats[-1] < 3.0
    assert music.beat_in_bar[0] == 1 and music.beat_in_bar.max() <= STYLES[name].beats


def test_the_drums_fall_on_the_beats():
    music = piece("pop", 1, 5.0)
    low = np.abs(np.diff(np.convolve(music.samples, np.full(220, 1 / 220), "same")))
    on = [low[int(beat * RATE) : int((beat + 0.05) * RATE)].mean() for beat in music.beats[:-1]]
    before = [low[int((beat - 0.06) * RATE) : int((beat - 0.01) * RATE)].mean() for beat in music.beats[:-1]]
    assert np.median(np.array(on) / np.array(before)) > 1.5


def test_tempo_steps_and_rests_are_as_they_are_called():
    step = piece("tempo_step", 0, 8.0)
    gaps = np.diff(step.beats)
    assert np.median(gaps[:4]) / np.median(gaps[-3:]) == pytest.approx(1.3, abs=0.02)
    odd = piece("odd_bars", 0, 14.0).beat_in_bar
    assert any(a == 2 and b == 1 for a, b in itertools.pairwise(odd))


def test_the_same_seed_is_the_same_music():
    first, again, other = piece("lo_fi", 3, 2.0), piece("lo_fi", 3, 2.0), piece("lo_fi", 4, 2.0)
    assert np.array_equal(first.samples, again.samples) and np.array_equal(first.beats, again.beats)
    assert not np.array_equal(first.samples, other.samples)


def test_long_glides_hold_no_gap_in_their_numbers():
    for seed in range(3):
        assert np.isfinite(negative("glides", seed, 20.0)).all()


@pytest.mark.parametrize("name", NEGATIVES)
def test_sounds_without_a_beat_sound(name):
    sound = negative(name, 0, 2.0)
    assert sound.shape == (2 * RATE,) and np.isfinite(sound).all()
    assert np.sqrt(np.mean(sound**2)) > 0.02 and np.abs(sound).max() <= 1.0


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_gives_the_note_it_is_asked_for(name):
    sound = INSTRUMENTS[name](220.0, 0.5, np.random.default_rng(0))
    assert np.isfinite(sound).all() and 0.05 < np.abs(sound).max() < 2.5
    spectrum = np.abs(np.fft.rfft(sound[:22050]))
    hz = np.fft.rfftfreq(min(len(sound), 22050), 1.0 / RATE)
    tone = hz[spectrum.argmax()] / 220.0
    assert abs(tone * 2 - round(tone * 2)) < 0.06, "a partial of the note, or an octave or fifth beside it"
