"""A tempo that is leant to is kept where the music thins out."""

import numpy as np

from realtime.audio.beat.tracker import BeatTracker

BEAT = 50
"""Frames: 120 bpm."""


def interval_after_a_break(lean):
    """Frames a beat that are believed in after ten seconds of a stroke every two beats and a half."""
    tracker = BeatTracker()
    tracker.focus(BEAT, 0.0)
    if lean:
        tracker.lean(120.0, 0.3)
    for frame in range(20 * BEAT):
        tracker.step(np.array((0.9, 0.5, 0.3, 0.3)) * (frame % (5 * BEAT // 2) < 3))
    return tracker.interval


def test_a_tempo_that_is_leant_to_outlasts_a_break():
    assert abs(interval_after_a_break(lean=True) - BEAT) < 2.0
    assert interval_after_a_break(lean=False) > 1.5 * BEAT
