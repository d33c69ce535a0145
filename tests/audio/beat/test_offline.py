"""Whole songs and `listen`, on real files."""

import json

import numpy as np
import pytest

from realtime.audio.beat.offbeat_score import on_the_beat
from realtime.audio.beat.offline import analyse_song, song_beats
from realtime.audio.beat.song_frames import song_frames
from realtime.audio.io.file import FileSource
from realtime.audio.io.samples import SampleSource
from realtime.commands.listen_output import listen
from synthetic_music.music import RATE, scene
from synthetic_music.wav import write_wav


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    music = scene("house", 3, 15.0)
    return music, write_wav(tmp_path_factory.mktemp("song") / "house.wav", music.samples)


def test_song_beats_are_right_from_the_first_bar(house):
    music, path = house
    beats = analyse_song(path)
    inside = music.beats[music.beats < 14.8]
    found = [np.abs(beats.times - beat).min() < 0.05 for beat in inside]
    assert np.mean(found) > 0.95
    assert abs(len(beats.times) - len(inside)) <= 2
    assert np.all(np.diff(beats.times) > 0.2)
    assert np.median(beats.tempo) == pytest.approx(60 / np.diff(music.beats).mean(), rel=0.01)
    assert len(beats.times) == len(beats.beat_in_bar) == len(beats.tempo)
    assert beats.beats_per_bar == 4


def test_waltz_has_three_beats_a_bar(tmp_path):
    music = scene("waltz", 0, 25.0)
    beats = analyse_song(write_wav(tmp_path / "waltz.wav", music.samples))
    assert beats.beats_per_bar == 3
    ones = beats.times[beats.beat_in_bar == 1]
    true_ones = music.beats[music.beat_in_bar == 1]
    assert np.mean([np.abs(true_ones - one).min() < 0.07 for one in ones]) > 0.8


@pytest.mark.parametrize("samples", [0, 1, 3 * RATE])
def test_silent_and_tiny_songs_have_no_beats(tmp_path, samples):
    path = write_wav(tmp_path / "quiet.wav", np.zeros(max(1, samples)))
    assert len(analyse_song(path).times) == 0


def test_listen_writes_beats_and_onsets_as_json(house):
    music, path = house
    lines = []
    listen(FileSource(path), True, lines.append)
    events = [json.loads(line) for line in lines]
    beats = [event for event in events if event["event"] == "beat"]
    onsets = [event for event in events if event["event"] == "onset"]
    assert set(beats[0]) == {"event", "time", "announced", "tempo", "confidence", "beat_in_bar"}
    assert {onset["band"] for onset in onsets} == {"bass", "low_mid", "high_mid", "treble"}
    late = [beat for beat in beats if beat["time"] > 5.0]
    assert np.mean([np.abs(music.beats - beat["time"]).min() < 0.05 for beat in late]) > 0.9
    kicks = [onset["time"] for onset in onsets if onset["band"] == "bass"]
    assert np.mean([np.abs(np.array(kicks) - beat).min() < 0.03 for beat in music.beats[2:-2]]) > 0.9


def test_listen_for_people_shows_tempo(house):
    _, path = house
    lines = []
    listen(FileSource(path), False, lines.append)
    assert "no beat" in lines[0] or "silence" in lines[0]
    assert "bpm" in lines[-1]
    assert len(lines) >= 30


def test_loud_off_beats_are_not_taken_for_the_beat_when_the_whole_song_is_known(tmp_path):
    music = scene("offbeat", 31, 24.0)
    beats = analyse_song(write_wav(tmp_path / "offbeat.wav", music.samples))
    assert np.mean([np.abs(music.beats - beat).min() < 0.05 for beat in beats.times]) > 0.95


def test_beats_that_stand_between_the_kicks_are_moved_onto_them():
    music = scene("breakdown", 4, 24.0)
    frames = song_frames(SampleSource(music.samples, RATE))
    beats = np.searchsorted(frames.times, music.beats[music.beats < 23.0] + 0.03).astype(float)
    between = beats[:-1] + np.diff(beats) / 2
    heard = (frames.novelty, frames.chroma, frames.low, frames.beat)
    assert np.array_equal(on_the_beat(beats, *heard), beats)
    settled = on_the_beat(between, *heard)
    assert np.abs(settled[:, None] - beats[None]).min(axis=1).max() < 3
    assert len(settled) >= len(between) - 1


def test_a_bar_of_three_is_not_taken_for_one_slow_beat():
    music = scene("waltz", 1, 20.0)
    beats = song_beats(song_frames(SampleSource(music.samples, RATE))).times
    inside = music.beats[(music.beats > 1.0) & (music.beats < 19.0)]
    found = [np.abs(beats - beat).min() < 0.05 for beat in inside]
    assert np.mean(found) > 0.9
    assert np.median(np.diff(beats)) == pytest.approx(np.median(np.diff(music.beats)), rel=0.03)
