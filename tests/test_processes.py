"""What the system says of other processes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from realtime.processes import processor_s, waits_for_processor

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says it")


@pytest.fixture
def process(request) -> Iterator[subprocess.Popen]:
    with subprocess.Popen([sys.executable, "-c", request.param]) as process:
        yield process
        process.kill()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60.0
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("process", ["while True: pass"], indirect=True)
def test_who_computes_waits_for_a_processor_until_it_is_stopped(process):
    until(lambda: waits_for_processor(process.pid))
    process.send_signal(signal.SIGSTOP)
    until(lambda: not waits_for_processor(process.pid))


@pytest.mark.parametrize("process", ["import threading; threading.Event().wait()"], indirect=True)
def test_who_waits_for_something_else_does_not(process):
    until(lambda: not waits_for_processor(process.pid))
    process.kill()
    process.wait()
    assert not waits_for_processor(process.pid)


@pytest.mark.parametrize("process", ["while True: pass"], indirect=True)
def test_the_time_that_processors_work_for_a_process_grows_until_it_is_gone(process):
    until(lambda: processor_s(process.pid) > 0.2)
    process.kill()
    process.wait()
    assert processor_s(process.pid) == 0.0
