"""How soon what was killed is back as it was. Run by `live.py bench restart`.

A show with the painter's network plays dimmed, in its third scene; it is killed (SIGKILL) and started again,
as a service does. Cold: what it reads from the disk was put out of the machine's memory first, as far as no
other program has it open (Linux).

Then a painter of a compiled diffusion model, its text encoder made slow, in a show with many texts: first
with none of them encoded yet, then killed. It is a tiny one on the processor, or the one that --model names.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pythonosc.udp_client import SimpleUDPClient

from benchmarks.faults import free_port
from realtime.errors import UserError
from realtime.paint.engines import ENGINES
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.spec import EngineSpec
from realtime.paint.run.supervisor import ProcessPaintLoop
from realtime.resources import PACKAGE

if TYPE_CHECKING:
    from realtime.paint.diffusion.cache import Compiled

ROUNDS = 3
_LIVE = Path(__file__).resolve().parents[1] / "live.py"
_SETLIST = 'name = "evening"\n[[song]]\nname = "a"\n' + "".join(
    f'[[song.scene]]\nname = "{name}"\nprompt = "{name}"\n' for name in ("ink", "sea", "moon")
)
_PATIENCE_S, _LOOK_S, _KEPT_S = 90.0, 0.02, 3.0
_SCENE, _MASTER = 3, 0.5
TEXTS = 1, 12


class _Show:
    def __init__(self, folder: Path) -> None:
        self._panel, osc = free_port(), free_port()
        command = [
            sys.executable,
            str(_LIVE),
            "demo",
            "--headless",
            "--size",
            "320x180",
            "--painter",
            "style",
        ]
        command += ["--setlist", str(folder / "evening.toml"), "--output", "none", "--midi", "off"]
        command += ["--osc", str(osc), "--osc-out", "off", "--panel", str(self._panel)]
        state = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        self.osc = SimpleUDPClient("127.0.0.1", osc)
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=state)

    def until(self, path: str, true: Callable[[Any], bool]) -> float:
        """Seconds from the start until what the panel answers at `path` is so. Raises UserError."""
        while time.monotonic() < self.began + _PATIENCE_S and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._panel}{path}", timeout=5) as answer:
                    if true(json.load(answer)):
                        return time.monotonic() - self.began
            except OSError:
                pass  # not yet
            time.sleep(_LOOK_S)
        raise UserError(f"The show that was started again never came so far: {path}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def run(model: str | None = None) -> list[dict[str, object]]:
    """Rows, cold and warm: seconds from the start of the program until its values are those of before, until
    a picture of the scene is displayed, and until the network paints again; the worst of the rounds. Then
    those of `painter_rows`; model: a compiled one for them."""
    rows = []
    for cold in (True, False):
        times = [_round(cold) for _ in range(ROUNDS)]
        rows.append(
            {
                "started again": "cold" if cold else "warm",
                "rounds": ROUNDS,
                **{f"s until {what}": round(max(one[what] for one in times), 2) for what in times[0]},
            }
        )
    return [*rows, *painter_rows(model)]


def painter_rows(model: str | None = None) -> list[dict[str, object]]:
    """Seconds until a diffusion painter paints, in shows with few and many texts: first start, and killed."""
    from realtime.paint.diffusion.compiled_painter import find_compiled

    with tempfile.TemporaryDirectory() as named:
        compiled = _tiny(Path(named)) if model is None else find_compiled(model)
        return [row for texts in TEXTS for row in _painter_rows(compiled, texts)]


def _tiny(folder: Path) -> Compiled:
    from benchmarks.tiny_models import build_tiny
    from realtime.paint.diffusion.cache import Compiled
    from realtime.paint.diffusion.compile import compile_model

    made = compile_model(
        build_tiny(folder / "model"),
        (128, 64),
        root=folder / "compiled",
        precision="fp32",
        threads=1,
    )
    return Compiled.load(made.folder)


def _painter_rows(compiled: Compiled, texts: int) -> list[dict[str, object]]:
    now = time.time()  # texts that no earlier run has kept
    prompts = tuple(f"text {number} of {texts} at {now}" for number in range(texts))
    spec = EngineSpec(
        "diffusion",
        "benchmarks.slow_texts:open_painter",
        (compiled.spec.width, compiled.spec.height),
        {"model": str(compiled.folder), "prompts": prompts},
        start_s=_PATIENCE_S,
    )
    loop = ProcessPaintLoop((spec, ENGINES["shader"], ENGINES["plain"]), threads=1)
    try:
        rows = []
        for what in ("first start", "killed"):
            began = time.monotonic()
            if what == "killed":
                os.kill(loop.pids["diffusion"], signal.SIGKILL)
            any_s, own_s = _until_painted(loop, began, prompts[0])
            rows.append(
                {"painter": what, "texts": texts, "s until a picture": any_s, "s until its own": own_s}
            )
        return rows
    finally:
        loop.close()


def _until_painted(loop: ProcessPaintLoop, began: float, text: str) -> tuple[float, float]:
    """Seconds from `began` until some engine has painted, and until the diffusion model has."""
    any_s, number = 0.0, 0
    while time.monotonic() < began + _PATIENCE_S:
        number += 1
        if loop.ready:
            loop.submit(FrameRequest(number, time.monotonic(), Subject(prompt=text), inputs={"mix": 0.5}))
        frame = loop.newest(time.monotonic())
        if frame is not None:
            spent = round(time.monotonic() - began, 2)
            any_s = any_s or spent
            if " on " in frame.engine:  # "sd-turbo on ONNX Runtime"
                return any_s, spent
        time.sleep(_LOOK_S)
    raise UserError(f"The painter never painted: {loop.status}")


def _round(cold: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        (folder / "evening.toml").write_text(_SETLIST)
        show = _Show(folder)
        try:
            show.until("/health", lambda health: health.get("painter", "").startswith("style"))
            show.osc.send_message("/anacrusis/scene/go", _SCENE)
            show.osc.send_message("/anacrusis/master", _MASTER)
            show.until("/health", lambda health: health["scene"]["number"] == _SCENE)
            time.sleep(_KEPT_S)
        finally:
            show.kill()
        if cold:
            _forget_files()
        again = _Show(folder)
        try:
            return {
                "values": again.until("/anacrusis/master?VALUE", lambda node: node["VALUE"] == [_MASTER]),
                "picture": again.until("/health", lambda health: _is_back(health)),
                "paint": again.until(
                    "/health", lambda health: _is_back(health) and health["painted_fps"] > 0.0
                ),
                "network": again.until("/health", lambda health: health["painter"].startswith("style")),
            }
        finally:
            again.kill()


def _is_back(health: dict[str, Any]) -> bool:
    return bool(health.get("frames", 0) > 0 and health["scene"]["number"] == _SCENE)


def _forget_files() -> None:
    """Put this program's files and its packages' out of the machine's memory."""
    if not hasattr(os, "posix_fadvise"):
        return
    for root in (Path(sys.prefix), PACKAGE.parent):
        for path in root.rglob("*"):
            if path.is_file() and not path.is_symlink():
                with open(path, "rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
