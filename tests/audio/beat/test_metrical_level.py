"""A song is counted at one level and in one phase, however the tracker's path turned."""

import numpy as np
import pytest

from realtime.audio.beat.metrical_level import at_metrical_level
from realtime.audio.beat.offbeat_score import offbeat_slips, on_the_beat
from realtime.audio.beat.song_frames import song_frames
from realtime.audio.io.samples import SampleSource
from synthetic_music.music import RATE, scene


@pytest.fixture(scope="module")
def rock():
    """(true beats in frames, frames)"""
    music = scene("rock", 1, 24.0)
    frames = song_frames(SampleSource(music.samples, RATE))
    beats = music.beats[(music.beats > 0.5) & (music.beats < 23.0)]
    return np.searchsorted(frames.times, beats + 0.03).astype(float), frames


@pytest.mark.parametrize("half", [slice(None), slice(0, 24), slice(24, None)], ids=["all", "first", "last"])
def test_beats_counted_in_half_time_come_back_whole(rock, half):
    beats, frames = rock
    dropped = np.zeros(len(beats), dtype=bool)
    dropped[half] = np.arange(len(beats))[half] % 2 == 1
    found = at_metrical_level(beats[~dropped], frames.novelty, frames.beat, frames.quiet)
    inner = beats[1:-1]
    assert np.abs(found[:, None] - inner).min(axis=0).max() < 6.0
    assert abs(len(found) - len(beats)) <= 2


def test_five_beats_counted_as_two_come_back_whole(rock):
    beats, frames = rock
    numbers = np.arange(len(beats))
    slow = np.interp(np.arange(0.0, len(beats) - 1.0, 2.5), numbers, beats)
    found = at_metrical_level(slow, frames.novelty, frames.beat, frames.quiet)
    inner = beats[(beats > slow[0]) & (beats < slow[-1])]
    assert np.abs(found[:, None] - inner).min(axis=0).max() < 6.0
    assert abs(len(found) - len(inner)) <= 2


def test_right_beats_are_left_alone(rock):
    beats, frames = rock
    assert np.array_equal(at_metrical_level(beats, frames.novelty, frames.beat, frames.quiet), beats)


def test_a_slip_to_the_off_beats_is_taken_back_where_it_began(rock):
    beats, frames = rock
    slipped = beats.copy()
    slipped[20:30] += np.linspace(0.05, 0.5, 10) * np.diff(beats).mean()
    slipped[30:] += 0.5 * np.diff(beats).mean()
    found = on_the_beat(slipped[:-1], frames.novelty, frames.chroma, frames.low, frames.beat)
    assert np.abs(found[:, None] - beats[None, 2:-2]).min(axis=0).max() < 6.0
    assert abs(len(found) - len(beats)) <= 1


def test_a_tempo_that_rises_is_no_slip():
    intervals = 50.0 / np.linspace(1.0, 1.3, 60)
    assert offbeat_slips(np.cumsum(intervals)) == []
