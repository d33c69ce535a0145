"""The anacrusis, shown from pixels: a painted hit is seen on the beat, however slow the painter is."""

import numpy as np
import pytest

from benchmarks.sync import FPS, ProbePainter, lateness

FRAME_S = 1.0 / FPS


@pytest.mark.parametrize("latency_s", [0.01, 0.1, 0.4])
def test_a_painted_hit_is_seen_on_the_beat(latency_s):
    late = lateness(ProbePainter(), latency_s, 14.0, ("source.glow",), lead=True)
    assert len(late) >= 8
    assert abs(np.median(late)) <= 0.02


def test_without_asking_early_it_is_late_by_the_painters_latency():
    late = lateness(ProbePainter(), 0.1, 14.0, ("source.glow",), lead=False)
    assert np.median(late) >= 0.1


def test_a_hit_on_the_display_path_is_seen_within_one_frame_of_the_beat():
    late = lateness(ProbePainter(), 0.4, 14.0, ("post.flash",), lead=True)
    assert abs(np.median(late)) <= FRAME_S
