"""Who tells beats: our ear live, our ear with the whole song in view, and aubio's own tempo."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.beat_scores import IN_TIME_S, HeardBeats
from benchmarks.recordings import Recording
from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.aubio_tempo import AubioTempo
from realtime.audio.beat.offline import song_beats
from realtime.audio.beat.song_frames import song_frames
from realtime.audio.io.mono import clean, to_mono
from realtime.audio.io.samples import SampleSource

BLOCK = 256


def live(recording: Recording) -> HeardBeats:
    """Beats as a show announces them; those that come too late are left out."""
    analyzer = Analyzer(recording.rate, BLOCK)
    beats = []
    started = time.process_time()
    for block in recording.blocks(BLOCK):
        beats += analyzer.feed(block).beats
    cpu = (time.process_time() - started) / recording.seconds
    beats = [beat for beat in beats if beat.announced <= beat.time + IN_TIME_S]
    return HeardBeats(
        times=np.array([beat.time for beat in beats]),
        ones=np.array([beat.time for beat in beats if beat.beat_in_bar == 1]),
        announced=np.array([beat.announced for beat in beats]),
        cpu=cpu,
    )


def whole_song(recording: Recording) -> HeardBeats:
    """Beats as a film has them."""
    started = time.process_time()
    beats = song_beats(song_frames(SampleSource(recording.samples, recording.rate)))
    cpu = (time.process_time() - started) / recording.seconds
    return HeardBeats(beats.times, beats.times[beats.beat_in_bar == 1], None, cpu)


def aubio_tempo(recording: Recording) -> HeardBeats:
    """Beats of aubio's own tempo tracker, also those that it tells late."""
    tempo = AubioTempo(recording.rate)
    times, announced = [], []
    started = time.process_time()
    for block in recording.blocks(BLOCK):
        found = tempo(to_mono(clean(block.samples)))
        times += [block.time + beat for beat in found]
        announced += [block.end] * len(found)
    cpu = (time.process_time() - started) / recording.seconds
    return HeardBeats(np.array(times), None, np.array(announced), cpu)
