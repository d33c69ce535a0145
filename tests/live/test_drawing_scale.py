"""How large a picture a processor draws inside."""

from realtime.live.drawing_scale import DrawingScale


def steps(drawing: DrawingScale, drawn_s: float, frames: int = 400) -> list[float]:
    return [scale for _ in range(frames) if (scale := drawing.note(drawn_s)) is not None]


def test_a_quick_processor_keeps_the_largest_picture():
    drawing = DrawingScale(1080, 1 / 24)
    assert drawing.scale == 0.5
    assert steps(drawing, 0.020) == []


def test_a_slow_one_goes_down_as_far_as_it_must_and_stays_there():
    drawing = DrawingScale(720, 1 / 24)
    assert steps(drawing, 0.080) == [360 / 720, 216 / 720]
    assert steps(drawing, 0.001) == [] and drawing.scale == 216 / 720
    assert steps(DrawingScale(720, 1 / 24), 0.045) == [432 / 720, 360 / 720, 288 / 720, 216 / 720]


def test_a_very_slow_one_does_not_wait_for_many_frames():
    drawing = DrawingScale(720, 1 / 24)
    assert steps(drawing, 0.25, 8) == [360 / 720] and steps(drawing, 0.25, 8) == [216 / 720]


def test_a_single_slow_frame_changes_nothing():
    drawing = DrawingScale(720, 1 / 24)
    for _ in range(20):
        assert steps(drawing, 0.5, 1) == [] and steps(drawing, 0.01, 30) == []


def test_a_small_window_is_drawn_as_it_is():
    drawing = DrawingScale(144, 1 / 24)
    assert drawing.scale == 1.0 and steps(drawing, 0.5) == []
