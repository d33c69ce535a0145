"""A beat that settled half a beat beside the music is turned; where it is right, or was given, it stays."""

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.offbeat_correction import LEAST_BEATS, WINDOW_BEATS, OffbeatCorrection
from realtime.audio.io.block import Block
from synthetic_music.music import RATE, scene

PERIOD = 48


def drums(frame):
    """Novelty, chroma, power of the bass: kick and snare in turns, hats between, a new chord every bar."""
    beat, since = divmod(frame, PERIOD)
    novelty = np.zeros(4)
    if since < 3:
        novelty[:] = (0.9, 0.4, 0.2, 0.3) if beat % 2 == 0 else (0.3, 0.6, 0.8, 0.7)
    elif abs(since - PERIOD // 2) < 3:
        novelty[3] = 0.9
    chroma = np.full(12, 0.1)
    chroma[beat // 4 * 5 % 12] = 1.0
    return novelty, chroma, float(np.exp(-since / 6.0) * (1.0 if beat % 2 == 0 else 0.6))


def nothing_said(_):
    return 0.0


def hear(judge, beats, offset, drums=drums, network=nothing_said):
    """Beats for which the judge's beat was turned, when the running beat is `offset` beside the drums."""
    turned_at = []
    for frame in range(beats * PERIOD):
        was = judge.turned
        position = frame / PERIOD - offset - 0.5 * judge.turned
        judge.hear(position, float(PERIOD), *drums(frame), network(frame))
        if judge.turned != was:
            turned_at.append(frame // PERIOD)
    return turned_at


def test_half_a_beat_off_is_turned_once():
    judge = OffbeatCorrection()
    turned_at = hear(judge, 100, 0.5)
    assert judge.turned
    assert len(turned_at) == 1
    assert LEAST_BEATS <= turned_at[0] <= WINDOW_BEATS


def test_the_beat_is_not_turned_however_long_the_show():
    judge = OffbeatCorrection()
    assert hear(judge, 400, 0.0) == []


def even(frame):
    """The same stroke on every beat and half-beat."""
    stroke = frame % (PERIOD // 2) < 3
    return np.full(4, 0.6 * stroke), np.full(12, 0.1), float(stroke)


def leading_over(frame):
    """Bass drum on one and three, and half a beat before each: nothing else tells beats from half-beats."""
    half_beat, since = divmod(frame, PERIOD // 2)
    stroke = since < 3 and half_beat % 4 in (0, 3)
    return np.array((0.8, 0.1, 0.1, 0.4)) * stroke, np.full(12, 0.1), float(np.exp(-since / 4.0) * stroke)


def test_the_network_says_which_of_two_alike_is_the_beat():
    judge = OffbeatCorrection()
    hear(judge, 100, 0.5, even, lambda frame: 1.0 if frame % PERIOD < 2 else 0.0)
    assert judge.turned


def test_of_two_strokes_close_together_the_second_is_on_the_beat():
    judge = OffbeatCorrection()
    hear(judge, 100, 0.5, leading_over)
    assert judge.turned
    judge = OffbeatCorrection()
    assert hear(judge, 100, 0.0, leading_over) == []


def test_where_the_tracker_comes_over_itself_the_running_beat_stays():
    judge = OffbeatCorrection()
    hear(judge, 40, 0.5)
    before = judge.phase(0.2, PERIOD)
    after = judge.phase(0.7 + 1.0 / PERIOD, PERIOD)
    assert abs(after - before) < 0.05
    assert not judge.turned


def test_another_tempo_begins_anew():
    judge = OffbeatCorrection()
    hear(judge, 40, 0.5)
    judge.phase(0.2, PERIOD)
    assert judge.phase(0.25, 1.5 * PERIOD) == 0.25


def test_a_locked_beat_stays_where_the_hand_put_it():
    music = scene("house", 5, 22.0)
    analyzer, off_beats = Analyzer(RATE), music.beats[8:11] + 0.5 * np.diff(music.beats[8:12])
    stereo = np.repeat(music.samples[:, None], 2, axis=1)
    taps = list(off_beats)
    for first in range(0, len(stereo), 1024):
        features = analyzer.feed(Block(stereo[first : first + 1024], first / RATE, RATE))
        if taps and features.time > taps[0]:
            analyzer.tap(taps.pop(0))
            if not taps:
                analyzer.lock(True)
    announced = [time for time, _ in features.clock.beats_between(20.0, 21.5)]
    assert announced
    for time in announced:
        assert 0.3 < np.interp(time, music.beats, np.arange(len(music.beats))) % 1.0 < 0.7
