"""The plan of segments: whole, in order, joined where nothing shows."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.render.segments import LEAD_S, LONG_S, LONGEST_S, Change, plan_segments

FPS = 20.0
BARS = [2.0 * number for number in range(400)]


def test_a_join_lies_on_a_bar_line_and_is_led_into():
    segments = plan_segments(1200, FPS, [], BARS)
    assert len(segments) > 3
    for segment in segments[1:]:
        assert (segment.first / FPS) % 2.0 == 0.0
        assert segment.first - segment.lead == LEAD_S * FPS
    assert segments[0].lead == 0


def test_a_cut_is_a_join():
    segments = plan_segments(600, FPS, [Change(333, 0.0)], BARS)
    assert 333 in [segment.first for segment in segments]


def test_no_join_in_a_transition_and_no_lead_in_that_begins_in_one():
    changes = [Change(frame, 4.0) for frame in range(200, 4000, 260)]
    for segment in plan_segments(4000, FPS, changes, BARS)[1:]:
        for change in changes:
            assert not change.frame < segment.first < change.frame + 4 * FPS
            if change.frame < segment.first:
                assert not change.frame <= segment.lead < change.frame + 4 * FPS


@settings(deadline=None, max_examples=200)
@given(
    frames=st.integers(1, 5000),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.sampled_from([0.0, 1.0, 8.0, 30.0])), max_size=30),
    bar_s=st.floats(0.3, 30.0),
)
def test_every_frame_is_in_one_segment(frames, changes, bar_s):
    bars = [bar_s * number for number in range(int(5000 / FPS / bar_s) + 1)]
    segments = plan_segments(frames, FPS, [Change(*one) for one in changes], bars)
    assert segments[0].first == 0 and segments[-1].last == frames
    for number, segment in enumerate(segments):
        assert segment.index == number
        assert 0 <= segment.lead <= segment.first < segment.last
        assert segment.frames <= max(LONGEST_S, 1.25 * LONG_S) * FPS + 1
    for before, after in pairwise(segments):
        assert before.last == after.first
