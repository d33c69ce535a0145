"""When a hit is seen, measured on the pixels: painted with and without asking early, and the display's own.

A virtual-clock show of a song with known beats, so the figures are exact and the same everywhere.
Run by `live.py bench sync`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np

from realtime.live.anacrusis import Anacrusis
from realtime.live.display_time import DisplayTime
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.options import ShowOptions
from realtime.paint.engines import make_painter, plan_engines
from realtime.paint.frame import FrameRequest, Painter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.setlist.scene import Scene
from realtime.show import build
from synthetic_music.wav import write_wav

TEMPO = 80.0
FPS = 60.0
DARK, LIGHT = 60, 180
_LISTEN_S = 6.0  # the ear finds the beat first
LEAST_S = 12.0


class ProbePainter:
    """Paints one colour, light and dark in turn: it changes with each hit that it is asked to paint."""

    name = "probe"
    note = ""

    def __init__(self, size: tuple[int, int] = (64, 36)) -> None:
        self.size = size
        self._frame = np.full((size[1], size[0], 4), DARK, np.uint8)
        self._changed = -1.0

    def paint(self, request: FrameRequest) -> np.ndarray:
        if request.inputs.get("glow", 0.0) > 0.6 and request.time - self._changed > 0.5 * 60.0 / TEMPO:
            self._changed = request.time
            self._frame[:] = LIGHT + DARK - self._frame[0, 0, 0]
        return self._frame

    def close(self) -> None:
        pass


def run(seconds: float = 24.0) -> list[dict[str, object]]:
    """Rows: painter, latency, lateness of the painted hit (led, not led) and of the display's.

    seconds: of the song, LEAST_S at least, as the ear listens first."""
    seconds = max(seconds, LEAST_S)
    rows = [_row("probe", ProbePainter, latency, seconds) for latency in (0.01, 0.1, 0.4)]
    rows.append(_row("style", lambda: _engine("style"), 0.12, seconds))
    if find_spec("diffusers") is not None:
        from benchmarks.tiny_models import build_tiny

        with tempfile.TemporaryDirectory() as folder:
            build_tiny(Path(folder), "sd-turbo")
            rows.append(_row("tiny diffusion", lambda: _engine("diffusion", folder, (64, 64)), 0.15, seconds))
    return rows


def _engine(name: str, model: str | None = None, size: tuple[int, int] | None = None) -> Painter:
    return PainterThread(lambda: make_painter(plan_engines(name, model, size).ladder[0]))


def _row(name: str, painter: Callable[[], Painter], latency: float, seconds: float) -> dict[str, object]:
    row: dict[str, object] = {"painter": name, "latency ms": 1000 * latency}
    for title, targets, lead in (
        ("led", ("source.glow", "strength"), True),
        ("not led", ("source.glow", "strength"), False),
        ("display", ("post.flash",), True),
    ):
        late = lateness(painter(), latency, seconds, targets, lead)
        row[f"{title} ms p50"] = 1000 * float(np.median(late))
        row[f"{title} ms p90"] = 1000 * float(np.percentile(np.abs(late), 90))
    return row


def lateness(
    painter: Painter, latency_s: float, seconds: float, targets: Iterable[str], lead: bool
) -> np.ndarray:
    """Seconds from each beat to the moment when its hit is seen, (beats,) float; > 0 is late."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        song = Path(folder) / "song.wav"
        beats = write_song(song, seconds)
        options = ShowOptions(
            source=str(song), painter="plain", realtime=False, size=(64, 36), fps=FPS, osc_in=None, osc_out=()
        )
        show = build(options, lambda line: None, stack)
        scene = Scene(
            "hit",
            prompt="the sea",
            source="clouds",
            routes=tuple(Route("beat", target, range=(0.1, 1.0)) for target in targets),
        )
        show.painter = InlinePaintLoop(painter, latency_s)
        stack.callback(show.painter.close)
        show.mapper = Mapper(scene)
        show.commands.override = lambda _, upcoming: scene
        show.anacrusis = Anacrusis(show.painter, scene, display=DisplayTime(1.0 / FPS), lead=lead)
        ask = show.anacrusis.ask
        # As live: the painter is kept at work.
        show.anacrusis.ask = lambda *args, **more: ask(*args, **more | {"ahead_s": 1.0 / FPS})
        picture = np.zeros((36, 64, 4), np.uint8)
        pictures: list[np.ndarray] = []
        step = show.step

        def watched(now: float) -> None:
            step(now)
            show.stage.read_frame(picture)
            pictures.append(picture[8:-8, 12:-12, :3].astype(np.int16))

        show.step = watched
        show.run(seconds)
    changes = np.array([np.abs(b - a).mean() for a, b in pairwise(pictures)])
    return _hits(changes, beats[(beats > _LISTEN_S) & (beats < seconds - 1.0)])


def _hits(changes: np.ndarray, beats: np.ndarray) -> np.ndarray:
    """From each beat to the middle of the picture's greatest change in the beat's own stretch of time."""
    period = 60.0 / TEMPO
    late = []
    for beat in beats:
        first, last = round((beat - 0.25 * period) * FPS), round((beat + 0.75 * period) * FPS)
        greatest = first + int(changes[first:last].argmax())
        near = np.arange(max(greatest - 2, 0), min(greatest + 4, len(changes)))
        middle = float((near * changes[near]).sum() / max(changes[near].sum(), 1e-9))
        # changes[n] is what frame n + 1 brought.
        late.append((middle + 1) / FPS - beat)
    return np.array(late)


def write_song(path: Path, seconds: float, rate: int = 44100) -> np.ndarray:
    """A drum loop at TEMPO as 16-bit mono WAV; gives the times of its beats."""
    period = 60.0 / TEMPO
    time = np.arange(int(seconds * rate)) / rate
    since = time % period
    kick = np.sin(2 * np.pi * (50 * since + 25 * (1 - np.exp(-since * 30)) / 30 * 10)) * np.exp(-since * 12)
    noise = np.random.default_rng(2).standard_normal(len(time))
    snare = noise * np.exp(-((time + period) % (2 * period)) * 20) * 0.4
    hats = noise * np.exp(-((time * 2) % period) / 2 * 80) * 0.15
    write_wav(path, 0.6 * kick + snare + hats, rate)
    return np.arange(0.0, seconds, period)
