"""When a displayed frame is seen."""

from realtime.live.display_time import DisplayTime


def test_a_film_is_seen_at_once_however_long_drawing_takes():
    display = DisplayTime(1 / 30)
    for _ in range(100):
        display.note(0.2)
    assert (display.interval_s, display.latency_s) == (1 / 30, 0.0)


def test_a_slow_machine_is_foreseen_for_and_one_slow_frame_is_not():
    display = DisplayTime(1 / 24, live=True)
    assert display.latency_s == display.interval_s == 1 / 24
    for _ in range(50):
        display.note(0.07)
    assert abs(display.latency_s - 0.07) < 1e-9 and display.interval_s == display.latency_s
    display.note(1.5)
    assert display.latency_s < 0.072
    for _ in range(100):
        display.note(0.01)
    assert display.latency_s == 1 / 24, "no frame is seen before the next one is due"
