"""How far a beat is to be believed, said once for routes, shaders, requests and messages."""

from __future__ import annotations

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.mapping.signals import Moment, find_signal
from realtime.stage.sound_inputs import sound_event, sound_values


def clock(confidence: float) -> BeatClock:
    return BeatClock(period=0.5, anchor=4.0, confidence=confidence)


def test_trust_begins_where_a_beat_is_claimed_and_is_half_where_it_leads():
    assert [clock(c).trust for c in (0.0, 0.1, 0.3, 0.5, 1.0)] == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    assert [clock(c).claimed for c in (0.09, 0.1)] == [False, True]
    assert [clock(c).trusted for c in (0.29, 0.3)] == [False, True]


@pytest.mark.parametrize("confidence", [0.0, 0.1, 0.2, 0.3, 0.45, 0.5, 1.0])
def test_routes_and_shaders_believe_in_the_beat_between_the_same_confidences(confidence):
    features = Features(clock=clock(confidence))
    route = find_signal("beat").read(Moment(features, 4.0))
    shader = sound_values(features, 4.0)["beat"]
    assert route == pytest.approx(clock(confidence).eased_trust)
    assert shader == pytest.approx(clock(confidence).trust)
    assert (route == 0.0) == (shader == 0.0) and (route == 1.0) == (shader == 1.0)
    assert sound_event("beat", features, 4.01, 0.02) == (confidence >= 0.3)
