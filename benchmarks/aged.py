"""Hours of a show with faults all the time, on the virtual clock, as fast as it goes: is what it holds flat?

The whole show runs in this process: sound, ear, mapping, a painter in a thread, stage, recording. Every ten
seconds of it something goes wrong or changes: frames fail, the painter paints nonsense or raises, scenes
change, prompts are refused, the setlist and a shader are broken and mended, the clock stands still. Processes
that die and hang are `bench faults`' and `bench soak`'s. Run by `live.py bench aged --seconds 10000`; Ctrl-C
ends it with what there is until then.
"""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.options import ShowOptions
from realtime.paint.frame import FrameRequest, Painter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.show import build
from synthetic_music.wav import write_wav

_FPS, _SIZE, _RATE = 4.0, (160, 90), 44100
_FAULT_EVERY_S = 10.0
_WARM_UP_SHARE = 0.3
_LEAST_SAMPLES = 10
_SETLIST = 'name = "aged"\nloop = true\n[[song]]\nname = "one"\n' + "".join(
    f'[[song.scene]]\nname = "{name}"\nprompt = "{name} in the rain"\npost = ["wobble"]\n'
    for name in ("harbour", "forest", "city")
)
_SHADER = """/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
void main() { gl_FragColor = IMG_NORM_PIXEL(inputImage, fract(isf_FragNormCoord + 0.01 * sin(TIME))); }
"""


class _OddPainter:
    """Paints moving light, and sometimes raises."""

    name, size, note = "odd", (128, 72), ""

    def __init__(self) -> None:
        self._number = 0

    def paint(self, request: FrameRequest) -> np.ndarray:
        self._number += 1
        if self._number % 37 == 0:
            raise RuntimeError("the painter has lost its thread")
        light = np.full((72, 128, 4), 255, np.uint8)
        light[..., :3] = (np.arange(128)[None, :, None] + self._number) % 255
        return light

    def close(self) -> None:
        """Nothing is open."""


def run(seconds: float = 10000.0) -> list[dict[str, object]]:
    """Rows: what the process holds, ten times; its growth an hour of the show, once caches are full.

    Raises UserError where there is no /proc.
    """
    if not Path("/proc/self/statm").exists():
        raise UserError("The aged bench reads /proc, which only Linux has.")
    samples: list[dict[str, float]] = []
    began = time.process_time()
    # Ctrl-C: what there is until then is judged.
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _play(Path(folder), seconds, samples, stack)
    if len(samples) < _LEAST_SAMPLES:
        raise UserError("The aged bench was ended before there was anything to compare.")
    settled = samples[int(len(samples) * _WARM_UP_SHARE) :]
    hours = [sample["show s"] / 3600.0 for sample in settled]
    growth: list[dict[str, object]] = [
        {
            "figure": figure,
            "growth an hour": round(
                float(np.polyfit(hours, [sample[figure] for sample in settled], 1)[0]), 3
            ),
        }
        for figure in ("memory MiB", "threads", "open files", "objects")
    ]
    chosen = sorted({round(place) for place in np.linspace(0, len(samples) - 1, 10)})
    return [
        *(dict(samples[place]) for place in chosen),
        *growth,
        {"CPU s": round(time.process_time() - began), "show s": samples[-1]["show s"]},
    ]


def _play(folder: Path, seconds: float, samples: list[dict[str, float]], stack: ExitStack) -> None:
    setlist, shader = folder / "set.toml", folder / "wobble.fs"
    setlist.write_text(_SETLIST)
    shader.write_text(_SHADER)
    write_wav(folder / "song.wav", _pulse())
    options = ShowOptions(source=str(folder / "song.wav"), setlist=setlist, painter="plain", size=_SIZE)
    options = replace(options, fps=_FPS, loop=True, realtime=False, osc_in=None, osc_out=(), block=2048)
    options = replace(options, shader_folders=(folder,))
    show = build(options, lambda line: None, stack)
    show.live = True  # faults are survived as they are live
    painter: Painter = _OddPainter()
    show.painter = InlinePaintLoop(PainterThread(lambda: painter), 0.1, 10.0)
    stack.callback(show.painter.close)
    show.anacrusis.loop = show.painter
    faults = itertools.cycle(_faults(setlist, shader))
    step, failing, due, sample_due = show.step, [0], _FAULT_EVERY_S, 0.0
    every_s = min(max(seconds / 40.0, 1.0), 60.0)

    def aged(now: float) -> None:
        nonlocal due, sample_due
        if now >= due:
            due += _FAULT_EVERY_S
            next(faults)(show.table.set, failing)
        if now >= sample_due:
            sample_due += every_s
            samples.append({"show s": round(now, 1), **_held()})
        if failing[0] > 0:
            failing[0] -= 1
            raise RuntimeError("a frame fails")
        step(now)

    show.step = aged
    show.run(seconds)


Set = Callable[[str, object], object]
Fault = Callable[[Set, list[int]], None]


def _faults(setlist: Path, shader: Path) -> Iterator[Fault]:
    def fail(put: Set, failing: list[int]) -> None:
        failing[0] = 8

    def command(name: str, value: object = 1) -> Fault:
        return lambda put, failing: put(name, value) and None

    def written(path: Path, text: str) -> Fault:
        def write(put: Set, failing: list[int]) -> None:
            path.write_text(text)
            put("scene.reload", 1)

        return write

    yield fail
    yield command("scene.next")
    yield command("prompt", "a lighthouse in the fog")
    yield written(setlist, "name = [broken")
    yield command("prompt", "naked bodies in blood")
    yield written(setlist, _SETLIST)
    yield written(shader, "void main() { this is no shader }")
    yield command("scene.next")
    yield written(shader, _SHADER)
    yield command("blackout", 1)
    yield command("blackout", 0)
    yield command("reset")


def _pulse() -> np.ndarray:
    """A minute of kicks at 120 bpm."""
    since = (np.arange(60 * _RATE) / _RATE) % 0.5
    return (0.8 * np.sin(2 * np.pi * 55 * since) * np.exp(-since * 20)).astype(np.float32)


def _held() -> dict[str, float]:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "memory MiB": round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1),
        "threads": float(threading.active_count()),
        "open files": float(len(os.listdir("/proc/self/fd"))),
        "objects": float(len(gc.get_objects())),
    }
