"""An attack is heard whether it is struck, plucked or bowed, and however softly."""

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.io.block import Block

RATE = 44100


def attacks(mono, rate=RATE, block=256):
    """(times, levels) of the feature."""
    stereo = np.repeat(np.asarray(mono, dtype=np.float32)[:, None], 2, axis=1)
    analyzer = Analyzer(rate, block)
    heard = [
        analyzer.feed(Block(stereo[first : first + block], first / rate, rate))
        for first in range(0, len(stereo), block)
    ]
    return np.array([f.time for f in heard]), np.array([f.attack for f in heard])


def notes(attack_s, rate=RATE, gain=1.0):
    """A chord of six harmonics every second, each coming within `attack_s`."""
    t = np.arange(6 * rate) / rate
    since = t % 1.0
    pitch = 220.0 * 2.0 ** (np.floor(t) * 5 % 12 / 12.0)
    tone = sum(np.sin(2 * np.pi * pitch * n * t) / n for n in range(1, 7))
    return gain * 0.2 * tone * np.minimum(since / attack_s, 1.0) * np.exp(-since / 0.6)


def test_each_note_is_an_attack_and_between_them_there_is_none():
    for attack_s in (0.003, 0.04):
        times, levels = attacks(notes(attack_s))
        for second in range(3, 6):
            near = (times > second - 0.01) & (times < second + 0.12)
            between = (times > second + 0.5) & (times < second + 0.95)
            assert levels[near].max() > 0.25
            assert levels[between].max() < 0.1


def test_soft_music_and_other_rates_and_blocks_give_the_same():
    times, levels = attacks(notes(0.01))
    _, soft = attacks(notes(0.01, gain=0.05))
    late = times > 2.0
    assert np.abs(soft - levels)[late].mean() < 0.05
    for rate, block in ((48000, 128), (96000, 1024)):
        at, other = attacks(notes(0.01, rate), rate, block)
        assert np.abs(np.interp(times, at, other) - levels)[late].mean() < 0.08


def test_nothing_attacks_in_silence():
    mono = np.concatenate([notes(0.01), np.zeros(2 * RATE)])
    times, levels = attacks(mono)
    assert levels[times > 7.0].max() < 0.01
