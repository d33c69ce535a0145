"""Faults injected into a running show, and what of them is seen on the wall: from its pixels.

Each row is a show of its own, off-screen, whose picture is looked at from outside while one thing goes wrong.
Run by `live.py bench faults`. Linux only: it stops, kills and starves processes.
"""

from __future__ import annotations

import io
import itertools
import json
import math
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image
from pythonosc.udp_client import SimpleUDPClient

from benchmarks.dummy_screens import DummyScreens, missing
from realtime.errors import UserError
from realtime.record.movie import plays_to

_LIVE = Path(__file__).resolve().parents[1] / "live.py"
_BEGIN_S, _LOOK_EVERY_S = 90.0, 0.1
_BLACK, _STILL = 2.0, 0.15
"""Of codes 0..255: the mean of a black picture, and the change of one that stands still."""


@dataclass
class Running:
    """A show that plays. pictures: (time, pixels) as seen from outside, in seconds of this process."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    osc: int
    screens: DummyScreens | None = None
    pictures: list[tuple[float, np.ndarray]] = field(default_factory=list)

    @property
    def painters(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _parent(entry) == self.process.pid:
                arguments = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                maps = (entry / "maps").read_text(errors="replace")
                if "spawn_main" in arguments and "onnxruntime" in maps:
                    found.append(int(entry.name))
        return found

    @property
    def helpers(self) -> list[int]:
        """All processes that it has started."""
        entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [int(entry.name) for entry in entries if _parent(entry) == self.process.pid]

    @property
    def painter(self) -> str:
        """What its health says of it; "" while there is none."""
        try:
            asked = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5)
            return str(json.load(asked).get("painter", ""))
        except OSError:
            return ""

    def watch(self, seconds: float) -> None:
        """Look at the picture for so long, or until the show ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                url = f"http://127.0.0.1:{self.port}/snapshot.jpg"
                file = urllib.request.urlopen(url, timeout=5).read()
            except OSError:
                time.sleep(_LOOK_EVERY_S)
                continue
            pixels = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"), np.float32)
            self.pictures.append((time.monotonic(), pixels))
            time.sleep(_LOOK_EVERY_S)

    def painted(self) -> list[tuple[float, int]]:
        """(audio time, number of the painted frame on show) of each displayed frame."""
        rows = []
        trace = self.folder / "trace.jsonl"
        for line in trace.read_text().splitlines() if trace.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:
                continue  # the last line is being written
            if row["frame"] is not None:
                rows.append((row["time"], row["frame"]))
        return rows


Fault = Callable[[Running], None]


def run(seconds: float = 15.0, only: str = "") -> list[dict[str, object]]:
    """Rows: the fault; how long the wall was black and stood still; the longest time without a new painting
    afterwards; whether the show went on, or after how long it is seen again when it is started anew; what the
    operator was told. only: faults with this in their name."""
    if not Path("/proc/self/maps").exists():
        raise UserError("The fault bench stops and starves processes by /proc, which only Linux has.")
    rows = [_row(name, fault, asked, seconds) for name, fault, asked in FAULTS if only in name]
    of_screens = [one for one in SCREEN_FAULTS if only in one[0]]
    if of_screens and (lacking := missing()):
        return [*rows, {"fault": f"those of screens: without {lacking}"}]
    return rows + [_row(name, fault, (), seconds, walls) for name, fault, walls in of_screens]


def _row(
    name: str, fault: Fault, arguments: tuple[str, ...], seconds: float, walls: int | None = None
) -> dict[str, object]:
    """walls: on a screen of its own, with so many beside the desktop's; None: off-screen. A show that ends is
    started again, as the system would."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        log = stack.enter_context(open(Path(folder) / "log", "w+"))
        screens = None
        if walls is not None:
            screens = DummyScreens(Path(folder))
            stack.callback(screens.close)
            if walls:
                screens.add_wall()
        show = _started(Path(folder), log, arguments, screens)
        try:
            show.watch(4.0)
            begun, told_before = show.painted()[-1][0] if show.painted() else 0.0, log.tell()
            fault(show)
            show.watch(seconds)
            alive = show.process.poll() is None
            where = show.screens.window() if show.screens is not None and alive else ""
        finally:
            ended_s = _ended(show.process)
        again_s = 0.0 if alive else _again(Path(folder), log, arguments, screens, stack)
        log.seek(told_before)
        messages = [
            line.split(": ", 1)[-1].strip() for line in log if " WARNING: " in line or " ERROR: " in line
        ]
        record = Path(folder) / "show.mp4"
        return {
            "fault": name,
            "black s": _longest(show.pictures, lambda before, now: bool(now.mean() < _BLACK)),
            "frozen s": _longest(
                show.pictures, lambda before, now: bool(np.abs(now - before).mean() < _STILL)
            ),
            "unpainted s": _longest_without_paint(show.painted(), begun),
            "goes on": (where or "yes") if alive else f"no, code {show.process.returncode}",
            "again after s": "-" if alive else again_s,
            "ends in s": round(ended_s, 2) if alive else "-",
            "recording plays to s": plays_to(record) if record.exists() else 0.0,
            "the operator is told": "; ".join(dict.fromkeys(messages))[:160] or "-",
        }


def _ended(process: subprocess.Popen[str]) -> float:
    """Seconds until it has ended when it is asked to."""
    process.send_signal(signal.SIGCONT)
    process.terminate()
    began = time.monotonic()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return time.monotonic() - began


def _again(
    folder: Path,
    log: io.TextIOBase,
    arguments: tuple[str, ...],
    screens: DummyScreens | None,
    stack: ExitStack,
) -> float:
    """Seconds until a picture is seen of a show that is started again."""
    if screens is not None and screens.process.poll() is not None:
        screens = DummyScreens(folder)
        stack.callback(screens.close)
        screens.add_wall()
    show, began = _begun(folder, log, arguments, screens), time.monotonic()
    try:
        while time.monotonic() < began + _BEGIN_S and show.process.poll() is None:
            show.watch(_LOOK_EVERY_S)
            if show.pictures and show.pictures[-1][1].mean() >= _BLACK:
                return round(time.monotonic() - began, 1)
        return math.inf
    finally:
        _ended(show.process)


def _started(
    folder: Path, log: io.TextIOBase, arguments: tuple[str, ...], screens: DummyScreens | None = None
) -> Running:
    show = _begun(folder, log, arguments, screens)
    end = time.monotonic() + _BEGIN_S
    while time.monotonic() < end and show.process.poll() is None:
        if show.painter.startswith("style"):
            break
        time.sleep(0.5)
    return show


def _begun(
    folder: Path, log: io.TextIOBase, arguments: tuple[str, ...], screens: DummyScreens | None
) -> Running:
    port, osc = free_port(), free_port()
    (folder / "setlist.toml").unlink(missing_ok=True)
    (folder / "setlist.toml").write_text(_SETLIST)
    # A screen may be lost with its context.
    program = [str(_LIVE)] if screens is None else ["-m", "benchmarks.lost_context"]
    command = [sys.executable, *program, *(arguments or ("demo",)), "--size", "320x180"]
    command += ["--headless"] if screens is None else ["--display", "1"]
    command += ["--fps", "20", "--painter", "style", "--setlist", str(folder / "setlist.toml")]
    command += ["--output", "none", "--osc", str(osc), "--osc-out", "off", "--panel", str(port)]
    command += ["--trace", str(folder / "trace.jsonl"), "--record", str(folder / "show.mp4")]
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    if screens is not None:
        environment["DISPLAY"] = screens.name
    process = subprocess.Popen(command, stderr=log, text=True, env=environment, cwd=_LIVE.parent)
    return Running(process, folder, port, osc, screens)


def _longest(
    pictures: list[tuple[float, np.ndarray]], true: Callable[[np.ndarray, np.ndarray], bool]
) -> float:
    """Seconds of the longest stretch of pictures for which it holds, each beside the one before."""
    longest, since = 0.0, None
    for (before_at, before), (at, now) in itertools.pairwise(pictures):
        since = (before_at if since is None else since) if true(before, now) else None
        longest = max(longest, at - since if since is not None else 0.0)
    return round(longest, 2)


def _longest_without_paint(painted: list[tuple[float, int]], begun: float) -> float:
    after = [(time, frame) for time, frame in painted if time >= begun]
    longest, since = 0.0, begun
    for (_, before), (time_s, frame) in itertools.pairwise(after):
        if frame != before:
            longest, since = max(longest, time_s - since), time_s
    return round(max(longest, (after[-1][0] - since) if after else 0.0), 2)


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def free_port() -> int:
    """A TCP port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _stop_painters(show: Running) -> None:
    for pid in show.painters:
        os.kill(pid, signal.SIGSTOP)


def _kill_painters(show: Running) -> None:
    for pid in show.painters:
        os.kill(pid, signal.SIGKILL)


def _kill_painters_again_and_again(show: Running) -> None:
    for _ in range(6):
        _kill_painters(show)
        show.watch(1.5)


def _starve_painters(show: Running) -> None:
    for pid in show.painters:
        taken = int((Path("/proc") / str(pid) / "statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(pid, resource.RLIMIT_AS, (taken + (4 << 20), resource.RLIM_INFINITY))


def _suspend(show: Running) -> None:
    show.process.send_signal(signal.SIGSTOP)
    time.sleep(4.0)
    show.process.send_signal(signal.SIGCONT)


def _pipe_for_setlist(show: Running) -> None:
    setlist = show.folder / "setlist.toml"
    setlist.unlink()
    os.mkfifo(setlist)
    SimpleUDPClient("127.0.0.1", show.osc).send_message("/anacrusis/scene/reload", [])


def _fill_disk(show: Running) -> None:
    size = (show.folder / "show.mp4").stat().st_size
    resource.prlimit(show.process.pid, resource.RLIMIT_FSIZE, (size + (1 << 18), resource.RLIM_INFINITY))


def _kill_show(show: Running) -> None:
    show.process.kill()
    show.process.wait()


def _hang_all(show: Running) -> None:
    """A setlist that hangs, and then every process that the show has started, when it is told to end."""
    _pipe_for_setlist(show)
    show.watch(2.0)
    for pid in show.helpers:
        os.kill(pid, signal.SIGSTOP)


def _replug(show: Running) -> None:
    if show.screens is not None:
        show.screens.unplug()
        show.watch(4.0)
        show.screens.plug_in()


def _plug_in(show: Running) -> None:
    if show.screens is not None:
        show.screens.add_wall()


def _end_screen(show: Running) -> None:
    if show.screens is not None:
        show.screens.close()


def _lose_context(show: Running) -> None:
    show.process.send_signal(signal.SIGUSR1)


def _edit_list(show: Running) -> None:
    """Own words that cannot be read, while somebody types."""
    own = Path(__file__).resolve().parents[1] / "setlists" / "own-words.toml"
    if own.exists():
        return  # the venue's own are left alone
    try:
        own.write_text("words = [broken")
        SimpleUDPClient("127.0.0.1", show.osc).send_message("/anacrusis/prompt", "a lighthouse")
        show.watch(5.0)
    finally:
        own.unlink()


def _nothing(show: Running) -> None:
    """To compare with."""


FAULTS: tuple[tuple[str, Fault, tuple[str, ...]], ...] = (
    ("none", _nothing, ()),
    ("painter stopped (SIGSTOP)", _stop_painters, ()),
    ("painter killed", _kill_painters, ()),
    ("painter killed six times", _kill_painters_again_and_again, ()),
    ("painter without memory", _starve_painters, ()),
    ("machine suspended for 4 s", _suspend, ()),
    ("a pipe in place of the setlist", _pipe_for_setlist, ()),
    ("disk full", _fill_disk, ()),
    ("the blocklist is broken", _edit_list, ()),
    ("all that was started hangs", _hang_all, ()),
    ("no such sound card at the start", _nothing, ("card:no such card",)),
    ("hang-up (SIGHUP)", lambda show: show.process.send_signal(signal.SIGHUP), ()),
    ("show killed (SIGKILL)", _kill_show, ()),
)
SCREEN_FAULTS: tuple[tuple[str, Fault, int], ...] = (
    ("projector unplugged and plugged in again", _replug, 1),
    ("projector not there at the start", _plug_in, 0),
    ("X server ends", _end_screen, 1),
    ("GL context lost", _lose_context, 1),
)
"""On screens of their own, with so many walls at the start."""
_SETLIST = """name = "faults"
[[song]]
name = "one"
[[song.scene]]
name = "sea"
prompt = "the sea at night"
base = { zoom = 0.05 }
"""
