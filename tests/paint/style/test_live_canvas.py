"""The canvas of a show is as large as the machine is fast, and the painter is as new when it begins."""

import math

import pytest

from realtime.paint.engines import plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style import live_canvas


@pytest.mark.parametrize(
    ("seconds", "canvas"),
    [(0.012, (1152, 648)), (0.05, (768, 432)), (0.11, (512, 288)), (0.13, (384, 216)), (3.0, (384, 216))],
)
def test_the_largest_canvas_with_eight_frames_a_second_is_chosen(seconds, canvas):
    assert live_canvas.largest_canvas(seconds) == canvas
    if canvas != (384, 216):
        assert seconds * math.prod(canvas) / (512 * 288) <= 1 / 8
    assert live_canvas.too_slow(seconds) is (seconds > 1.0)


def test_a_machine_at_the_edge_keeps_the_canvas_of_its_last_show(tmp_path):
    small, large = (384, 216), (512, 288)
    for seconds in (0.115, 0.125, 0.135):
        assert live_canvas.largest_canvas(seconds, large) == large
        assert live_canvas.largest_canvas(seconds, small) == small
    assert live_canvas.largest_canvas(0.17, large) == small, "clearly too slow"
    assert live_canvas.largest_canvas(0.09, small) == large, "clearly faster"
    assert live_canvas.largest_canvas(0.11, (64, 40)) == large, "one that there is no more"
    file = tmp_path / "state" / "canvas.json"
    assert live_canvas.remembered(file, "here") is None
    live_canvas.remember(file, "here", small)
    assert live_canvas.remembered(file, "here") == small and live_canvas.remembered(file, "there") is None
    file.write_text("[]")
    assert live_canvas.remembered(file, "here") is None


def test_a_show_opens_a_painter_that_has_painted_nothing(monkeypatch):
    monkeypatch.setattr(live_canvas, "_TRIED", (64, 40))
    monkeypatch.setattr(live_canvas, "CANVASES", ((96, 56), (64, 40)))
    spec = plan_engines("style", size=(160, 90)).live().ladder[0]
    # In the shape of a screen that is none of the table's.
    painter = live_canvas.open_live((150, 100))
    try:
        assert painter.carried() is None
        picture = painter.paint(FrameRequest(1, 0.0, Subject("a forest")))
        carried = painter.carried()
        assert carried is not None and picture.shape[:2] == (painter.size[1], painter.size[0])
        assert carried.shape[1] / carried.shape[0] == pytest.approx(1.5, abs=0.2)
        assert painter.size[0] <= 150 and painter.size[1] <= 100
    finally:
        painter.close()
    assert spec.factory.endswith(":open_live") and spec.size == (1280, 720)
