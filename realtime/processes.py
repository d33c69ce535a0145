"""What the system says of other processes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def waits_for_processor(pid: int) -> bool:
    """Does a thread of the process compute, or would it if there were a processor free? False where this
    system does not say (all but Linux)."""
    for status in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            # Behind the name, which may hold anything: its state.
            if status.read_text().rpartition(")")[2].split()[0] == "R":
                return True
    return False


def is_overdue(pid: int, waited_s: float, limit_s: float, starved_s: float) -> bool:
    """Has a process been waited for too long? limit_s: for one that hangs; starved_s: for one that still
    computes, or would if there were a processor free."""
    return waited_s > limit_s and (waited_s > starved_s or not waits_for_processor(pid))


def processor_s(pid: int) -> float:
    """Seconds that processors have worked for the process so far; 0 where this system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
