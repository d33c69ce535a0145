"""What the system says of other processes."""

from __future__ import annotations

import contextlib
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
