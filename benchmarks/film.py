"""Films: our own time a frame with painting apart, memory over a film's length, and what a join shows."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from realtime.audio.beat.offline import SongBeats
from realtime.audio.io.file import FileSource
from realtime.audio.known_sound import ForeseeingEar
from realtime.audio.song_analyzer import SongAnalyzer
from realtime.isf.library import ShaderLibrary
from realtime.options import BLOCKLIST, DEFAULT_SETLIST
from realtime.paint.engines import plan_engines, seeing
from realtime.paint.frame import FrameRequest
from realtime.paint.run.spec import EngineSpec, build
from realtime.render.dry_run import DryRun, perform_dry_run
from realtime.render.film_engine import engine_for_film
from realtime.render.frame_log import FrameLogWriter, read_requests
from realtime.render.options import QUALITIES, FilmOptions
from realtime.render.segment import Job, PipelinedPainter, render
from realtime.render.segments import CUT_LEAD_S, LEAD_S, Segment
from realtime.render.song_file import song_file
from realtime.setlist.blocklist import Blocklist
from realtime.vocabulary import input_limits, load_checked

_SIZE, _FPS, _PAINT_FPS = (1280, 720), 30.0, 8.0
_LIMIT_MS = 25.0
_TEMPO = 120.0


def run(seconds: float = 8.0) -> list[dict[str, object]]:
    """Rows for `live.py bench film`."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        dry_run, spent = _timed(lambda: _write_frame_log(place / "frame_log.jsonl", seconds + LEAD_S))
        rows.append(_row("dry run: ear, mapping, camera, frame log", spent, dry_run.frames, None))
        for beforehand in (True, False):
            rows.append(_own_time(place, seconds, beforehand))
        rows += [
            {"what": f"memory after {length:.0f} s of film", "MB": round(megabytes)}
            for length, megabytes in _memory(place, seconds)
        ]
        rows += _joins(place, seconds)
    return rows


def _row(what: str, spent: float, frames: int, limit_ms: float | None) -> dict[str, object]:
    row: dict[str, object] = {"what": what, "ms a frame": spent / frames * 1000.0}
    return row | {"limit": limit_ms if limit_ms else "-"}


def _timed(work: Callable[[], object]) -> tuple[object, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


def _write_frame_log(path: Path, seconds: float) -> DryRun:
    """The concert set on the demo track."""
    library, blocklist = ShaderLibrary(), Blocklist.load(BLOCKLIST)
    source = FileSource(song_file("demo"), 256, loop=True)
    times = np.arange(0.0, seconds + 4.0, 60.0 / _TEMPO)
    beats = SongBeats(times, np.arange(len(times)) % 4 + 1, 4, np.full(len(times), _TEMPO))
    hears = SongAnalyzer(beats, source.rate, 256)
    frame_log = FrameLogWriter(path)
    dry_run = perform_dry_run(
        ForeseeingEar(source, hears),
        hears.analyzer,
        load_checked(DEFAULT_SETLIST, blocklist, library),
        input_limits(library),
        blocklist,
        frame_log,
        _SIZE,
        _FPS,
        _PAINT_FPS,
        seconds,
    )
    frame_log.close()
    return dry_run


def _job(place: Path, painter: str, first_s: float, last_s: float, lead_s: float, name: str) -> Job:
    first, last = round(first_s * _FPS), round(last_s * _FPS)
    options = FilmOptions("demo", place / "film.mp4", size=_SIZE, fps=_FPS)
    return Job(
        segment=Segment(0, max(0, first - round(lead_s * _FPS)), first, last),
        frame_log=place / "frame_log.jsonl",
        offset=0,
        target=place / f"{name}.mp4",
        engine=engine_for_film(plan_engines(painter).ladder[0], options),
        size=_SIZE,
        fps=_FPS,
        crf=QUALITIES["good"].crf,
        preset=QUALITIES["good"].preset,
    )


class PaintedBefore:
    """Implements realtime.paint.frame.Painter: everything is painted when it is made, so that a film's own
    time can be measured on a film's own pictures."""

    name = "painted before"
    note = ""

    def __init__(
        self,
        size: tuple[int, int],
        engine: EngineSpec,
        frame_log: Path,
        frames: int,
        shaders: Sequence[Path],
    ) -> None:
        self.size = size
        painter = build(seeing(engine, shaders))
        self._pictures = {one.id: painter.paint(one).copy() for one in read_requests(frame_log, 0, frames)}
        painter.close()

    def paint(self, request: FrameRequest) -> np.ndarray:
        return self._pictures[request.id]

    def close(self) -> None:
        """Nothing to give back."""


def _own_time(place: Path, seconds: float, beforehand: bool) -> dict[str, object]:
    """Time of a segment less its start and the time spent waiting for the painter, which is the style
    painter: at work beside the film, or long before it."""
    marks: list[float] = []
    waited = _Waiting()
    job = _job(place, "style", 0.0, seconds, 0.0, "own")
    if beforehand:
        options = {"engine": job.engine, "frame_log": job.frame_log, "frames": job.segment.last}
        job = replace(
            job, engine=EngineSpec("painted before", f"{__name__}:PaintedBefore", job.engine.size, options)
        )
    with waited:
        render(job, lambda frames: marks.append(time.perf_counter() - waited.total))
    frames = 8 * (len(marks) - 2)
    label = "whole film frame, painting apart" if beforehand else "the same beside the style painter"
    return _row(label, marks[-2] - marks[0], frames, _LIMIT_MS if beforehand else None)


class _Waiting:
    """Adds up how long the pipelined painter waits for paintings."""

    def __init__(self) -> None:
        self.total = 0.0

    def __enter__(self) -> None:
        self._play = PipelinedPainter.play
        waiting, plain = self, self._play

        def play(pipelined, frame, stage) -> None:
            begun = time.perf_counter()
            if frame.shown is not None and frame.shown in pipelined._asked:
                pipelined._asked[frame.shown].result()
            waiting.total += time.perf_counter() - begun
            plain(pipelined, frame, stage)

        PipelinedPainter.play = play

    def __exit__(self, *_: object) -> None:
        PipelinedPainter.play = self._play


def _memory(place: Path, seconds: float) -> list[tuple[float, float]]:
    """(seconds of film, MB resident): a dry run that goes on, four times as long and again."""
    found = []
    for times in (1, 4, 16):
        _write_frame_log(place / "long.jsonl", seconds * times)
        found.append((seconds * times, _resident_mb()))
    return found


def _resident_mb() -> float:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024.0


def _joins(place: Path, seconds: float) -> list[dict[str, object]]:
    """Mean difference of a picture right after a join from the same one in a film without joins."""
    rows = []
    join_s = seconds / 2.0
    for painter in ("shader", "style"):
        whole = replace(_job(place, painter, 0.0, seconds, 0.0, f"whole-{painter}"), crf=1)
        render(whole, lambda frames: None)
        pictures = _pictures(whole.target)
        at = round(join_s * _FPS)
        steps = [np.abs(pictures[n] - pictures[n - 1]).mean() for n in range(at - 15, at + 15)]
        for lead_s in (0.0, CUT_LEAD_S, min(LEAD_S, join_s)):
            part = replace(_job(place, painter, join_s, seconds, lead_s, f"part-{painter}"), crf=1)
            render(part, lambda frames: None)
            difference = float(np.abs(_pictures(part.target)[0] - pictures[at]).mean())
            rows.append(
                {
                    "what": f"{painter}: join after a lead-in of {lead_s:g} s",
                    "difference of 255": difference,
                    "usual step": float(np.mean(steps)),
                }
            )
    return rows


def _pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as movie:
        return [
            frame.to_ndarray(format="rgb24").astype(np.int16)[::2, ::2] for frame in movie.decode(video=0)
        ]
