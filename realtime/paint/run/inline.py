"""A painter in line with the show, for films and tests: on the virtual clock, exact to the byte."""

from __future__ import annotations

import math

import numpy as np

from realtime.paint.frame import Frame, FrameRequest, Painter
from realtime.paint.run.similarity import SimilarityFilter
from realtime.paint.run.spec import BadFrame
from realtime.paint.run.worker_main import checked

SHOWN = 5  # frames that stay valid after they were handed out: two on the stage, three held for their time


class InlinePaintLoop:
    """PaintLoop that behaves as a painter whose frames come `latency_s` virtual seconds after they are
    asked for, and which begins `fps` frames a second at most (None: works on one frame at a time).

    `newest` moves its clock: a request made after it counts as made at that moment, is painted when the
    painter is free, and its frame is given from then + latency_s on.
    """

    def __init__(self, painter: Painter, latency_s: float, fps: float | None = None) -> None:
        self._painter = painter
        self._latency_s = latency_s
        self._period_s = 1.0 / fps if fps else latency_s
        width, height = painter.size
        under_way = 1 if self._period_s <= 0 else math.ceil(latency_s / self._period_s) + 1
        self._ring = [np.zeros((height, width, 4), np.uint8) for _ in range(under_way + SHOWN)]
        self._painted = 0
        self._waiting: FrameRequest | None = None
        self._finished: list[tuple[float, Frame]] = []
        self._free_at = -math.inf
        self._asked_at = 0.0
        self._now = 0.0
        self._generation = 0
        self._bad = 0
        self._similar = SimilarityFilter()

    def submit(self, request: FrameRequest) -> None:
        """Ask for a frame; begun at once if the painter is free, else it replaces the one that waits."""
        self._generation = max(self._generation, request.subject.generation)
        self._waiting, self._asked_at = request, self._now
        self._begin()

    def newest(self, now: float) -> Frame | None:
        """The newest frame finished by `now` that has not been returned yet."""
        self._now = max(self._now, now)
        self._begin()
        given = None
        while self._finished and self._finished[0][0] <= self._now + 1e-9:
            _, frame = self._finished.pop(0)
            given = frame if frame.generation >= self._generation else given
        return given

    def _begin(self) -> None:
        if self._waiting is None or not self.ready:
            return
        request, self._waiting = self._waiting, None
        if self._similar.skip(request):
            return
        begun = max(self._free_at, self._asked_at)
        self._free_at = begun + self._period_s
        try:
            painted = checked(self._painter.paint(request), self._painter.size)
        except BadFrame:
            self._bad += 1
            self._similar.restart()
            return
        self._similar.painted(painted)
        pixels = self._ring[self._painted % len(self._ring)]
        self._painted += 1
        np.copyto(pixels, painted)
        frame = Frame(
            pixels=pixels,
            id=request.id,
            time=request.time,
            pose=request.pose,
            generation=request.subject.generation,
            paint_s=self._latency_s,
            engine=self._painter.name,
        )
        self._finished.append((begun + self._latency_s, frame))

    @property
    def ready(self) -> bool:
        return self._now >= self._free_at - 1e-9

    @property
    def free_in(self) -> float:
        return math.inf if self._waiting is not None else max(self._free_at - self._now, 0.0)

    @property
    def latency(self) -> float:
        return self._latency_s

    @property
    def status(self) -> str:
        bad = f", bad frames {self._bad}" if self._bad else ""
        bad += f", skipped {self._similar.skipped}" if self._similar.skipped else ""
        width, height = self._painter.size
        return f"{self._painter.name} {width}×{height} in line{bad}"

    def restart(self) -> None:
        """Nothing is replaced: films and tests must come out the same each time."""

    def close(self) -> None:
        self._painter.close()
