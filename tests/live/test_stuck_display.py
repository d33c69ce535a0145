"""A signal ends a show whose main thread hangs; each in a process of its own, as that is what ends."""

from __future__ import annotations

import subprocess
import sys

from realtime.live.stuck_display import STUCK

PATIENCE_S = 100.0
_SHOW = """
import os, signal, sys, threading
from realtime.live.stuck_display import ended_even_when_stuck
signal.signal(signal.SIGTERM, lambda *_: None)
taken = threading.Event()
with ended_even_when_stuck(lambda: print("closed", flush=True), taken):
    os.kill(os.getpid(), signal.SIGTERM)
    {then}
print("went on", flush=True)
"""


def _show(then: str) -> subprocess.CompletedProcess[str]:
    script = _SHOW.format(then=then)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def test_what_is_open_is_closed_from_beside_and_the_process_ends():
    show = _show("threading.Event().wait(90)")
    assert (show.returncode, show.stdout) == (STUCK, "closed\n")
    assert "hangs" in show.stderr


def test_a_show_that_ends_by_itself_is_left_alone():
    show = _show("taken.set()")
    assert (show.returncode, show.stdout, show.stderr) == (0, "went on\n", "")
