"""Painters on their way out share their waits."""

from __future__ import annotations

from realtime.paint.run.retired import GRACE_S, Retired


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Worker:
    """Ends when asked, when killed, or never."""

    def __init__(self, clock: Clock, ends: str) -> None:
        self._clock, self._ends = clock, ends
        self.asked_at = self.killed_at = None
        self.ended = self.released = False

    def ask_to_end(self) -> None:
        self.asked_at = self._clock()
        self.ended = self.ended or self._ends == "asked"

    def kill(self) -> None:
        self.killed_at = self.killed_at or self._clock()
        self.ended = self.ended or self._ends in ("asked", "killed")

    def release(self) -> None:
        self.released = True


def test_painters_that_hang_do_not_add_up():
    clock = Clock()
    retired = Retired(clock, clock.sleep)
    replaced = Worker(clock, "killed")
    retired.add(1, replaced)
    workers = [Worker(clock, "killed") for _ in range(4)]
    began = clock.now
    retired.end_with(workers)
    for worker in workers:
        assert worker.asked_at == began and worker.ended and worker.released
    assert replaced.ended
    assert clock.now - began <= GRACE_S + 0.02, "one grace for all"


def test_one_that_hangs_in_the_kernel_is_given_up():
    clock = Clock()
    began = clock.now
    Retired(clock, clock.sleep).end_with([Worker(clock, "never"), Worker(clock, "never")])
    assert clock.now - began <= 2 * GRACE_S + 0.02


def test_in_a_show_nothing_waits_and_a_rung_is_held_until_its_painter_is_gone():
    clock = Clock()
    retired = Retired(clock, clock.sleep)
    worker = Worker(clock, "killed")
    retired.add(0, worker)
    assert clock.now == 100.0 and worker.asked_at == 100.0 and retired.holds(0) and not retired.holds(1)
    retired.tend()
    assert worker.killed_at is None, "within its grace"
    clock.now += GRACE_S
    retired.tend()
    assert worker.ended
    retired.tend()
    assert worker.released and not retired.holds(0)
    for_ever = Worker(clock, "never")
    retired.add(0, for_ever, grace_s=0.0)
    clock.now += 60.0
    retired.tend()
    assert not retired.holds(0), "the next one is started all the same"
