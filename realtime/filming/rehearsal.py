"""The rehearsal of a film: the show's own loop on the virtual clock, with a painter and a stage that only
write down what they are told."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from realtime.anacrusis import Anacrusis
from realtime.clock import VirtualClock
from realtime.control.table import ParameterTable
from realtime.ear import VirtualEar
from realtime.filming.score import ScoreFrame, ScoreWriter
from realtime.filming.segments import Change
from realtime.loop import Show
from realtime.mapping.mapper import Limits, Mapper
from realtime.orders import Orders, TempoHand
from realtime.pace import CountedPace
from realtime.paint.frame import Frame, FrameRequest
from realtime.paint.inline import InlinePaintLoop
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Setlist
from realtime.stage.view import View


class _Notebook:
    """Implements realtime.paint.frame.Painter: notes requests, paints nothing."""

    name = "rehearsal"
    note = ""
    size = (8, 8)

    def __init__(self) -> None:
        self.requests: list[FrameRequest] = []
        self._blank = np.zeros((8, 8, 4), np.uint8)

    def paint(self, request: FrameRequest) -> np.ndarray:
        self.requests.append(request)
        return self._blank

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class _Scribe:
    """Stands in for the stage and its window: writes the score instead of drawing."""

    size: tuple[int, int]
    notebook: _Notebook
    score: ScoreWriter
    tell: Callable[[int], None]
    changes: list[Change] = field(default_factory=list)
    closing: bool = False
    _shown: Frame | None = None
    _fade_s: float | None = None
    _generation: int | None = None

    def show_frame(self, frame: Frame, fade_s: float | None = None) -> None:
        self._shown, self._fade_s = frame, fade_s

    def render(self, view: View) -> None:
        frame, self._shown = self._shown, None
        if frame is not None:
            if self._generation is not None and frame.generation > self._generation:
                seconds = view.transition_beats * view.features.clock.period
                self.changes.append(Change(self.score.frames, seconds))
            self._generation = frame.generation
        shown = frame.id if frame else None
        self.score.write(ScoreFrame(view, tuple(self.notebook.requests), shown, self._fade_s))
        self.notebook.requests.clear()
        self.tell(self.score.frames)

    def overlay(self, view: View) -> None:
        """Nobody looks on."""

    def present(self) -> None:
        """Nothing to show."""

    def poll(self) -> list[str]:
        """Nobody presses a key."""
        return []


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """frames: of the score; changes: when scenes come in; bar_lines: of the song, in seconds."""

    frames: int
    changes: tuple[Change, ...]
    bar_lines: tuple[float, ...] = ()


def rehearse(
    ear: VirtualEar,
    tempo: TempoHand,
    setlist: Setlist,
    limits: Limits,
    blocklist: Blocklist,
    score: ScoreWriter,
    size: tuple[int, int],
    fps: float,
    paint_fps: float,
    seconds: float | None,
    tell: Callable[[int], None] = lambda frames: None,
) -> Rehearsed:
    """Play `setlist` to the sound of `ear` into `score`, until the sound ends or for `seconds`.

    A painted frame is asked for one painted frame before it is seen, `paint_fps` times a second or a
    little less, so that one of them is seen on each beat.
    """
    notebook = _Notebook()
    scribe = _Scribe(size, notebook, score, tell)
    table = ParameterTable()
    playhead = Playhead(setlist)
    paint_fps = min(paint_fps, fps)
    painter = InlinePaintLoop(notebook, 1.0 / paint_fps, paint_fps)
    Show(
        pace=CountedPace(VirtualClock(), fps),
        ear=ear,
        playhead=playhead,
        table=table,
        orders=Orders(table, playhead, tempo, blocklist, lambda: setlist),
        painter=painter,
        anacrusis=Anacrusis(painter, playhead.scene, limits, asked_every_s=1.0 / fps),
        mapper=Mapper(playhead.scene, limits),
        stage=scribe,
        window=scribe,
        display_latency=0.0,
        live=False,
    ).run(seconds)
    frames = score.frames
    if ear.ended:
        # The loop ends with the frame that finds the sound at an end, which has none of it left to show.
        frames = min(frames, max(1, math.ceil(ear.features.time * fps - 1e-6)))
    return Rehearsed(frames, tuple(scribe.changes))
