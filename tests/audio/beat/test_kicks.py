"""The beat is told from the half-beat by the kick that falls on it, however loud the off-beats are."""

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.kicks import RUN_BEATS, Kicks
from realtime.audio.beat.tracker import BeatTracker
from realtime.audio.io.block import Block
from synthetic_music.music import RATE, scene

INTERVAL = 48


def bass(hits, decay_frames, length=480, loud=1.0):
    """Power of the bass in frames: it strikes at each of the hits and dies away."""
    power = np.zeros(length)
    for hit in hits:
        since = np.arange(length) - hit
        power += np.where(since >= 0, loud * np.exp(-np.maximum(since, 0) / decay_frames), 0.0)
    return power


def steadiness_heard(power):
    """Of every kick that was found: (frame it was found in, steadiness)."""
    kicks = Kicks()
    return [(frame, kicks.steadiness(INTERVAL)) for frame, low in enumerate(power) if kicks(low)]


def test_a_kick_on_every_beat_is_steady_and_the_bass_between_is_no_kick():
    beats = np.arange(20, 460, INTERVAL)
    power = bass(beats, 6.0, loud=2.0) + bass(beats + INTERVAL // 2, 30.0)
    heard = steadiness_heard(power)
    assert len(heard) == pytest.approx(len(beats), abs=1)
    assert all((frame - beats[0]) % INTERVAL < 16 for frame, _ in heard)
    assert all(steady > 0.5 for _, steady in heard[RUN_BEATS:])


def test_kicks_that_skip_beats_tell_nothing():
    one_and_third = np.concatenate([np.arange(20, 460, 4 * INTERVAL), np.arange(20 + 120, 460, 4 * INTERVAL)])
    assert all(steady <= 0.0 for _, steady in steadiness_heard(bass(one_and_third, 6.0)))


def test_sustained_bass_is_no_kick():
    assert not steadiness_heard(bass(np.arange(20, 460, INTERVAL), 40.0))


def test_a_kick_moves_the_phase_and_leaves_the_tempo_as_it_was():
    tracker = BeatTracker()
    space = tracker.space
    tempo_before = np.add.reduceat(tracker._belief.sum(axis=1), space.first)
    tracker.favour_beat(0.0, 2.0)
    belief = tracker._belief.sum(axis=1)
    assert np.allclose(np.add.reduceat(belief, space.first), tempo_before, rtol=1e-4)
    on_beat, half = (np.abs(space.phase - phase) < 0.03 for phase in (0.0, 0.5))
    assert belief[on_beat].mean() > 3.0 * belief[half].mean()


@pytest.mark.parametrize("seed", [3, 33])
def test_loud_off_beats_are_not_taken_for_the_beat(seed):
    music = scene("offbeat", seed, 14.0)
    analyzer, beats = Analyzer(RATE), []
    stereo = np.repeat(music.samples[:, None], 2, axis=1)
    for first in range(0, len(stereo), 512):
        beats += analyzer.feed(Block(stereo[first : first + 512], first / RATE, RATE)).beats
    settled = [beat.time for beat in beats if beat.time > 6.0]
    assert len(settled) > 12
    assert np.mean([np.abs(music.beats - time).min() < 0.05 for time in settled]) > 0.9
