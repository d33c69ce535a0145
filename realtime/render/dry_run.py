"""The dry run of a film: the show's own loop on the virtual clock, with a painter and a stage that only
write down what they are given."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from realtime.audio.ear import Ear
from realtime.clock import VirtualClock
from realtime.control.table import ParameterTable
from realtime.live.anacrusis import Anacrusis
from realtime.live.commands import OperatorCommands, TempoControl
from realtime.live.display_time import DisplayTime
from realtime.live.frame_pacing import CountedPace
from realtime.live.loop import Show
from realtime.live.show_parts import ShowStage, ShowWindow
from realtime.live.side_process import InlineWork
from realtime.live.typed_words import judge
from realtime.mapping.mapper import Limits, Mapper
from realtime.paint.frame import Frame, FrameRequest, PaintLoop
from realtime.paint.run.inline import InlinePaintLoop
from realtime.render.frame_log import FrameLogWriter, LoggedFrame
from realtime.render.segments import Change
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Setlist
from realtime.stage.view import View


class _RequestRecorder:
    """Implements realtime.paint.frame.Painter: notes requests, paints nothing."""

    name = "dry run"
    note = ""

    def __init__(self, aspect: float) -> None:
        """aspect: of the frames that will be painted."""
        self.requests: list[FrameRequest] = []
        self.size = (max(1, round(64 * aspect)), 64)
        self._blank = np.zeros((self.size[1], self.size[0], 4), np.uint8)

    def paint(self, request: FrameRequest) -> np.ndarray:
        self.requests.append(request)
        return self._blank

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class _ViewRecorder:
    """Stands in for the stage and its window: writes the frame log instead of drawing."""

    size: tuple[int, int]
    requests_asked: _RequestRecorder
    frame_log: FrameLogWriter
    report: Callable[[int], None]
    changes: list[Change] = field(default_factory=list)
    kind: str = "off-screen"
    closing: bool = False
    _shown: Frame | None = None
    _fade_s: float | None = None
    _generation: int | None = None

    def show_frame(self, frame: Frame, fade_s: float | None = None, deck: int = 0) -> None:
        self._shown, self._fade_s = frame, fade_s

    def render(self, view: View) -> None:
        frame, self._shown = self._shown, None
        if frame is not None:
            if self._generation is not None and frame.generation > self._generation:
                seconds = view.transition_beats * view.features.clock.period
                self.changes.append(Change(self.frame_log.frames, seconds))
            self._generation = frame.generation
        shown = frame.id if frame else None
        self.frame_log.write(LoggedFrame(view, tuple(self.requests_asked.requests), shown, self._fade_s))
        self.requests_asked.requests.clear()
        self.report(self.frame_log.frames)

    @property
    def errors(self) -> Mapping[str, str]:
        """No shader is compiled."""
        return {}

    def picture(self) -> np.ndarray:
        """Black: nothing is drawn."""
        width, height = self.size
        return np.zeros((height, width, 4), np.uint8)

    def preview(self, wanted: bool) -> None:
        """Nobody looks."""

    def rescale(self, scale: float) -> None:
        """Nothing is drawn."""

    def reload_shaders(self) -> None:
        """There are none."""

    def overlay(self, view: View) -> None:
        """Nobody looks on."""

    def present(self) -> None:
        """Nothing to show."""

    def poll(self) -> list[str]:
        """Nobody presses a key."""
        return []


@dataclass(frozen=True, slots=True)
class DryRun:
    """frames: of the frame log; changes: when scenes come in; bar_lines: of the song, in seconds."""

    frames: int
    changes: tuple[Change, ...]
    bar_lines: tuple[float, ...] = ()


def perform_dry_run(
    ear: Ear,
    tempo: TempoControl,
    setlist: Setlist,
    limits: Limits,
    blocklist: Blocklist,
    frame_log: FrameLogWriter,
    size: tuple[int, int],
    fps: float,
    paint_fps: float,
    seconds: float | None,
    report: Callable[[int], None] = lambda frames: None,
) -> DryRun:
    """Play `setlist` to the sound of `ear` into `frame_log`, until the sound ends or for `seconds`.

    A painted frame is asked for one painted frame before it is seen, `paint_fps` times a second or a
    little less, so that one of them is seen on each beat.
    """
    requests_asked = _RequestRecorder(size[0] / size[1])
    recorder = _ViewRecorder(size, requests_asked, frame_log, report)
    paint_fps = min(paint_fps, fps)
    painter = InlinePaintLoop(requests_asked, 1.0 / paint_fps, paint_fps)
    virtual_show(ear, tempo, setlist, limits, blocklist, painter, recorder, recorder, size, fps).run(seconds)
    frames = frame_log.frames
    if ear.ended:
        # The loop ends with the frame that finds the sound at an end, which has none of it left to show.
        frames = min(frames, max(1, math.ceil(ear.features.time * fps - 1e-6)))
    return DryRun(frames, tuple(recorder.changes))


def virtual_show(
    ear: Ear,
    tempo: TempoControl,
    setlist: Setlist,
    limits: Limits,
    blocklist: Blocklist,
    painter: PaintLoop,
    stage: ShowStage,
    window: ShowWindow,
    size: tuple[int, int],
    fps: float,
) -> Show:
    """A show on the virtual clock, `fps` frames a second of `size` (width, height): no time passes in it but
    that of its frames."""
    aspect = size[0] / size[1]
    table, display = ParameterTable(), DisplayTime()
    playhead = Playhead(setlist)
    return Show(
        pace=CountedPace(VirtualClock(), fps),
        ear=ear,
        playhead=playhead,
        table=table,
        commands=OperatorCommands(table, playhead, tempo, InlineWork(partial(judge, lambda: blocklist))),
        painter=painter,
        anacrusis=Anacrusis(painter, playhead.scene, limits, display, asked_every_s=1.0 / fps, aspect=aspect),
        mapper=Mapper(playhead.scene, limits),
        stage=stage,
        window=window,
        display=display,
        live=False,
    )
