"""A long show, watched from outside: memory, threads, open files and shared memory must stay flat.

Run by `live.py bench soak --seconds 1200`. Scenes are changed and prompts typed far more often than in any
real show, so that what leaks a little each time is seen within minutes. Linux only: it reads /proc.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pythonosc.udp_client import SimpleUDPClient

from realtime.errors import UserError
from realtime.resources import setlist

_LIVE = Path(__file__).resolve().parents[1] / "live.py"
_SAMPLE_EVERY_S = 20.0
_SCENE_EVERY_S = 15.0
_PROMPT_EVERY_S = 40.0
_PROMPTS = ("a lighthouse in the fog", "별이 쏟아지는 밤바다", "paper boats on a canal", "안개 낀 대나무 숲")
_OSC_PORT = 7790
# The first part of a run fills caches (compiled shaders, fonts, encoded prompts); growth is looked for after.
_WARM_UP_SHARE = 0.3
_MIB = 2.0**20


@dataclass(frozen=True, slots=True)
class Sample:
    """What all processes of the show hold at `time` (s since it began); sizes in MiB.

    show_mib, painters_mib: memory that is theirs alone (not libraries); shared_mib: what they share.
    """

    time: float
    show_mib: float
    painters_mib: float
    shared_mib: float
    threads: int
    files: int


def run(seconds: float = 1200.0, painter: str = "style") -> list[dict[str, object]]:
    """Rows: the samples, thinned to ten; each figure's growth an hour once caches are full; the last faults.

    Raises UserError where there is no /proc, or the show ended early.
    """
    if seconds < 6 * _SAMPLE_EVERY_S:
        raise UserError(f"{seconds:g} s say nothing about growth; give --seconds 600 or more.")
    if not Path("/proc/self/smaps_rollup").exists():
        raise UserError("The soak bench reads /proc, which only Linux has.")
    command = [sys.executable, str(_LIVE), "demo", "--headless", "--size", "640x360"]
    command += ["--setlist", str(setlist("exhibition.toml")), "--painter", painter, "--output", "none"]
    command += ["--osc", str(_OSC_PORT), "--osc-out", "off", "--seconds", str(seconds)]
    with tempfile.TemporaryFile("w+") as log:
        show = subprocess.Popen(command, stderr=log)
        try:
            samples = _watch(show, seconds)
        finally:
            show.terminate()
            show.wait()
        log.seek(0)
        faults = [line.rstrip() for line in log if " WARNING: " in line or " ERROR: " in line]
    return [*_thinned(samples), *_growth(samples), *({"the show logged": line} for line in faults[-10:])]


def _watch(show: subprocess.Popen, seconds: float) -> list[Sample]:
    hand = SimpleUDPClient("127.0.0.1", _OSC_PORT)
    began = time.monotonic()
    samples: list[Sample] = []
    scene_due, prompt_due, sample_due, prompts = _SCENE_EVERY_S, _PROMPT_EVERY_S, _SAMPLE_EVERY_S, 0
    while show.poll() is None and (now := time.monotonic() - began) < seconds - 1.0:
        if now >= scene_due:
            scene_due += _SCENE_EVERY_S
            hand.send_message("/anacrusis/scene/next", [])
        if now >= prompt_due:
            prompt_due += _PROMPT_EVERY_S
            hand.send_message("/anacrusis/prompt", _PROMPTS[prompts % len(_PROMPTS)])
            prompts += 1
        if now >= sample_due:
            sample_due += _SAMPLE_EVERY_S
            samples.append(_sample(now, show.pid))
        time.sleep(0.25)
    if len(samples) < 4:
        raise UserError(f"The show ended after {time.monotonic() - began:.0f} s; nothing could be measured.")
    return samples


def _sample(now: float, main: int) -> Sample:
    pids = _family(main)
    own = {pid: _memory_mib(pid, "Pss_Anon") for pid in pids}
    return Sample(
        time=now,
        show_mib=own[main],
        painters_mib=sum(own.values()) - own[main],
        shared_mib=sum(_memory_mib(pid, "Pss_Shmem") for pid in pids),
        threads=sum(_count(pid, "task") for pid in pids),
        files=sum(_count(pid, "fd") for pid in pids),
    )


def _family(main: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            parent = _parent(int(entry))
            children.setdefault(parent, []).append(int(entry))
    family, waiting = [], [main]
    while waiting:
        pid = waiting.pop()
        family.append(pid)
        waiting += children.get(pid, [])
    return family


def _parent(pid: int) -> int:
    try:
        # The name, in brackets, may hold anything; what follows it is plain.
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _memory_mib(pid: int, kind: str) -> float:
    """Its share of one kind of memory, as the kernel names it; 0 when the process has just ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    line = next((line for line in text.splitlines() if line.startswith(f"{kind}:")), ": 0 kB")
    return int(line.split()[1]) * 1024 / _MIB


def _count(pid: int, what: str) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/{what}"))
    except OSError:
        return 0


def _thinned(samples: list[Sample]) -> list[dict[str, object]]:
    chosen = sorted({round(i) for i in np.linspace(0, len(samples) - 1, 10)})
    return [
        {
            "after s": round(samples[i].time),
            "show MiB": samples[i].show_mib,
            "painters MiB": samples[i].painters_mib,
            "shared MiB": samples[i].shared_mib,
            "threads": samples[i].threads,
            "open files": samples[i].files,
        }
        for i in chosen
    ]


def _growth(samples: list[Sample]) -> list[dict[str, object]]:
    """Slope of a straight line through each figure after the warm-up, and its highest and lowest value."""
    settled = samples[int(len(samples) * _WARM_UP_SHARE) :]
    hours = np.array([sample.time for sample in settled]) / 3600.0
    rows = []
    for figure in ("show_mib", "painters_mib", "shared_mib", "threads", "files"):
        values = np.array([getattr(sample, figure) for sample in settled], float)
        rows.append(
            {
                "figure": figure,
                "growth an hour": float(np.polyfit(hours, values, 1)[0]),
                "lowest": float(values.min()),
                "highest": float(values.max()),
            }
        )
    return rows
