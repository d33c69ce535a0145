"""What a film hears: the song's own beats, and all else as ever."""

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.offline import SongBeats
from realtime.audio.io.block import Block
from realtime.audio.song_analyzer import SongAnalyzer


def song(times):
    times = np.array(times, float)
    return SongBeats(times, np.arange(len(times)) % 4 + 1, 4, np.full(len(times), 120.0))


def test_each_beat_is_announced_once():
    ear = SongAnalyzer(song([0.5, 1.0, 1.5]))
    announced = []
    for number in range(40):
        features = ear.feed(Block(np.zeros((2205, 2), np.float32), number * 0.05, 44100))
        announced += [beat.time for beat in features.beats]
    assert announced == [0.5, 1.0, 1.5]


def test_where_the_beats_are_known_all_else_is_heard_as_ever():
    noise = 0.3 * np.random.default_rng(2).standard_normal((44100, 2)).astype(np.float32)
    guesses, knows = Analyzer(44100, 441), SongAnalyzer(song(np.arange(0.0, 2.0, 0.5)), 44100, 441)
    for number in range(100):
        block = Block(noise[441 * number : 441 * number + 441], number * 0.01, 44100)
        guessed, known = guesses.feed(block), knows.feed(block)
    for name in ("level", "bass", "treble", "brightness", "attack", "last_onset"):
        assert getattr(guessed, name) == getattr(known, name), name
