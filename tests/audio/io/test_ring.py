"""The ring between an audio callback and its reader."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.audio.io.ring import SampleRing
from realtime.audio.io.stream_clock import StreamClock


def ramp(start: int, count: int) -> np.ndarray:
    return np.repeat(np.arange(start, start + count, dtype=np.float32)[:, None], 2, axis=1)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=40))
def test_what_is_read_is_what_was_written_in_order(steps):
    ring = SampleRing(100)
    written = 0
    for write, read in steps:
        ring.write(ramp(written, write))
        written += write
        taken = ring.read(read)
        if taken is not None:
            position, samples = taken
            assert np.array_equal(samples, ramp(position, read))


def test_a_reader_that_is_late_gets_the_newest_and_is_told_what_it_lost():
    ring = SampleRing(100)
    for start in range(0, 1000, 10):
        ring.write(ramp(start, 10))
    position, samples = ring.read(10)
    assert position >= 900 and np.array_equal(samples, ramp(position, 10))
    assert ring.lost == position


def test_mono_is_doubled():
    ring = SampleRing(8)
    ring.write(np.array([[1.0], [2.0]], dtype=np.float32))
    assert np.array_equal(ring.read(2)[1], [[1, 1], [2, 2]])


def test_what_is_not_there_is_silence_when_copied():
    ring = SampleRing(16)
    ring.write(ramp(1, 4))
    out = np.full((6, 2), 9.0, dtype=np.float32)
    assert ring.copy_to(2, out) == 4
    assert np.array_equal(out[:, 0], [3, 4, 0, 0, 0, 0])


def test_two_threads_never_see_half_written_sound():
    ring = SampleRing(4096)
    stop = threading.Event()

    def write() -> None:
        at = 0
        while not stop.is_set():
            ring.write(ramp(at % 1_000_000, 64))
            at += 64

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2000):
            taken = ring.read(256)
            if taken is not None:
                steps = np.diff(taken[1][:, 0])
                assert np.all((steps == 1) | (steps < -900_000))
    finally:
        stop.set()
        writer.join()


def test_the_clock_is_smooth_and_monotone_over_late_and_bunched_callbacks():
    now = [0.0]
    clock = StreamClock(lambda: now[0])
    random = np.random.default_rng(1)
    seen, last = [], 0
    for tick in range(20_000):  # half a millisecond each; two blocks of 256 come at once, a bit late
        now[0] = tick * 0.0005
        due = int(now[0] * 44100 / 512) * 512
        if due > last and random.random() < 0.5:
            last = due
            clock.observe((due - 256) / 44100)
            clock.observe(due / 44100)
        seen.append(clock.now())
    steps = np.diff(seen[4000:])
    assert steps.min() >= 0 and steps.max() < 0.002
    assert np.ptp(np.array(seen[4000:]) - np.arange(4000, 20_000) * 0.0005) < 0.004


def test_a_clock_that_was_not_started_stands_at_zero():
    assert StreamClock().now() == 0.0


@pytest.mark.parametrize("at", [-0.1, 0.0, 5.0])
def test_a_clock_runs_from_where_it_is_started(at):
    now = [100.0]
    clock = StreamClock(lambda: now[0])
    clock.start(at)
    now[0] += 1.0
    assert clock.now() == pytest.approx(at + 1.0)
