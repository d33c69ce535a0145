"""The picture is on the beat, seen in the pixels of a shipped set; see also `live.py bench hit`."""

from __future__ import annotations

from functools import lru_cache

import pytest

from benchmarks.hit import judge, watch
from realtime import resources
from synthetic_music.music import scene

SECONDS = 18.0
PAINTED = (320, 180)
"""More than is displayed, so that its sharpness is that of the painting; a quarter of the usual pixels."""


@lru_cache
def played(paint_s: float) -> dict[str, float]:
    """Figures of the club set with a painter that takes so long."""
    music = scene("house", 11, SECONDS)
    seen = watch(resources.setlist("club.toml"), "shader", paint_s, music, painted=PAINTED)
    return judge(seen, music.beats)


@pytest.fixture(params=[0.1, 0.4], ids=["painter of 100 ms", "painter of 400 ms"])
def figures(request):
    return played(request.param)


def test_who_sees_only_the_picture_finds_the_beats(figures):
    assert figures["F of picture"] >= 0.9


def test_the_light_has_one_peak_a_beat_and_it_is_on_the_beat(figures):
    assert figures["peaks"] == 1
    assert -1.0 <= figures["peak at frames"] <= 2.0
    assert figures["swing"] >= 12.0


def test_no_mirrored_border_is_seen(figures):
    assert figures["mirrored %"] <= 0.5
    assert figures["worst %"] <= 3.0


def test_the_picture_does_not_blur_on_the_beat(figures):
    assert figures["sharp min/max"] > 0.6


def test_between_painted_frames_the_picture_changes_evenly():
    assert played(0.1)["uneven %"] <= 25.0
