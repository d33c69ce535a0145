"""What the beat model is fitted on, and what it then says."""

import numpy as np
import pytest

from realtime.audio.beat.observation_model import KINDS, PHASE_BINS, TRAITS, log_table, traits
from realtime.audio.beat.tracker import BeatTracker
from synthetic_music.groove_genres import GENRES, groove
from training.fit_observation_model import Batch, loss_and_slope


@pytest.mark.parametrize("name", list(GENRES)[::7])
def test_a_genre_is_the_same_for_the_same_seed_and_another_for_another(name):
    one, again, other = groove(name, 3, 4.0), groove(name, 3, 4.0), groove(name, 4, 4.0)
    assert np.array_equal(one.samples, again.samples)
    assert not np.array_equal(one.beats, other.beats)
    assert np.isfinite(one.samples).all()
    assert np.abs(one.samples).max() > 0.05
    assert np.diff(one.beats).min() > 0.25


def test_every_kind_is_followed_by_one_that_it_follows():
    assert sorted(KINDS) == list(range(len(KINDS)))
    assert all(KINDS[after] == kind for kind, after in enumerate(KINDS))


def test_traits_of_silence_are_only_the_constant():
    assert traits(np.zeros(4)) == [0.0] * (TRAITS - 1) + [1.0]
    assert log_table().shape == (len(KINDS), PHASE_BINS, TRAITS)


@pytest.mark.parametrize("between", [0.0, 0.6])
def test_a_drum_on_the_beat_is_told_from_a_bright_sound_between(between):
    tracker = BeatTracker()
    hits = []
    for frame in range(900):
        novelty = np.zeros(4)
        if frame % 50 in (0, 1, 2):
            novelty = np.array([1.0, 0.5, 0.4, 0.4])
        elif frame % 50 in (25, 26, 27):
            novelty = np.array([0.0, 0.0, 0.2, between])
        tracker.step(novelty)
        if frame > 600 and frame % 50 == 1:
            hits.append((tracker.phase + 0.5) % 1.0 - 0.5)
    assert tracker.interval == pytest.approx(50.0, abs=1.0)
    assert np.abs(hits).max() < 0.06
    assert tracker.mass > 0.8


def test_the_fit_goes_where_the_truth_becomes_more_probable():
    chance = np.random.default_rng(0)
    batch = Batch(
        sums=chance.standard_normal((3, 5, 2, 20)),
        prior=chance.standard_normal((3, 5)),
        truth=np.array([[1.0, 0, 0, 0, 0], [1.0, 0, 0, 0, 0], [0.2, 0.2, 0.2, 0.2, 0.2]]),
        share=np.array([1.0, 0.5, 2.0]),
        own=np.array([[0.0] * 4 + [-1.0] * 4, [0.0] * 8, [0.0] * 8]),
    )
    weights = 0.1 * chance.standard_normal((len(KINDS), 20))
    loss, slope = loss_and_slope(weights, batch)
    assert loss_and_slope(weights - 0.01 * slope, batch)[0] < loss
