"""Several compiled engines of one model, sizes and steps, of which each request chooses one."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.paint.diffusion.cache import Compiled
from realtime.paint.diffusion.prompts import PromptBook
from realtime.paint.diffusion.step_painter import StepPainter, weight_of
from realtime.paint.diffusion.step_spec import StepSpec
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.run.engine_crossfade import EngineCrossfade
from realtime.scenery.crop import crop_to_fill

log = logging.getLogger(__name__)

_TREMBLE = 0.6  # of the way to the next engine
_MOST_MISSED = 2000  # an engine that is built first may take minutes


class EngineSet:
    """A `Painter` of the painters of one model, the cheapest first; its frames are of `size`, the largest's.

    The target `engine` chooses: 0 the cheapest, 1 the costliest, in equal steps. One that takes over grows
    its picture out of the last one, and comes in over it by a crossfade, so that nothing jumps.
    opening: gives further ones, costlier each; it is run beside the painting, for each takes its time.
    """

    def __init__(
        self,
        painters: Sequence[StepPainter],
        size: tuple[int, int],
        opening: Iterator[StepPainter],
    ) -> None:
        self._painters = tuple(painters)
        self.size = size
        self._opened: queue.SimpleQueue[StepPainter | None] = queue.SimpleQueue()
        # By those that are not open yet; None when all are.
        self._missed: deque[FrameRequest] | None = deque(maxlen=_MOST_MISSED)
        self._closing = threading.Event()
        threading.Thread(target=self._open, args=(opening,), name="engines", daemon=True).start()
        self._at: int | None = None
        self._shown: tuple[np.ndarray, Pose, Subject] | None = None
        self._crossfade = EngineCrossfade(self.size)

    @property
    def _now(self) -> StepPainter:
        return self._painters[-1 if self._at is None else self._at]

    @property
    def name(self) -> str:
        return self._now.name

    @property
    def note(self) -> str:
        """Which of them paints, and what it says."""
        now = self._now
        number = 1 + self._painters.index(now)
        which = f"engine {number} of {len(self._painters)}: {now.size[0]}x{now.size[1]}, {_steps(now.steps)}"
        more = "" if self._missed is None else "more are being opened"
        return "; ".join(filter(None, (which, more, now.note)))

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4); as `StepPainter.paint`."""
        self._take_opened()
        wanted = self._wanted(request)
        if wanted != self._at:
            if self._shown is not None:
                pixels, pose, subject = self._shown
                pixels = pixels.copy()  # it lies in a buffer that is written to again
                self._painters[wanted].take_over(pixels, pose, subject)
                self._crossfade.begin(pixels, pose)
            self._at = wanted
        for other in self._painters:
            if other is not self._now:
                other.follow(request)
        if self._missed is not None:
            self._missed.append(request)
        painted = crop_to_fill(self._now.paint(request), self.size)
        shown = self._crossfade.blend(request, painted)
        self._shown = shown, request.pose, request.subject
        return shown

    def _open(self, opening: Iterator[StepPainter]) -> None:
        try:
            for painter in opening:
                self._opened.put(painter)
                if self._closing.is_set():
                    break
        except Exception:  # those that are open paint on
            log.exception("No further engine can be opened")
        self._opened.put(None)

    def _take_opened(self) -> None:
        """Take in those that were opened meanwhile, their cameras where they would be had they been there."""
        while self._missed is not None and not self._opened.empty():
            painter = self._opened.get()
            if painter is None:
                self._missed = None
            else:
                for request in self._missed:
                    painter.follow(request)
                self._painters = (*self._painters, painter)

    def _wanted(self, request: FrameRequest) -> int:
        place = weight_of(request, "engine") * (len(self._painters) - 1)
        # A value that trembles between two must not switch with every frame.
        return round(place) if self._at is None or abs(place - self._at) > _TREMBLE else self._at

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Go on from another engine's frame."""
        for each in self._painters:
            each.adopt(pixels, pose)

    def carried(self) -> np.ndarray | None:
        """As `StepPainter.carried`, of the one that paints."""
        return self._now.carried()

    def carry(self, picture: np.ndarray) -> None:
        """Go on from a changed `carried()`."""
        self._now.carry(picture)

    def follow(self, request: FrameRequest) -> None:
        """Take every camera along, and paint nothing."""
        for each in self._painters:
            each.follow(request)
        if self._missed is not None:
            self._missed.append(request)

    def close(self) -> None:
        self._closing.set()
        self._take_opened()
        for each in self._painters:
            each.close()


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def compiled_together(compiled: Compiled) -> list[Compiled]:
    """The engines that were compiled with this one, itself among them; those that are gone are left out."""
    found = []
    for name in compiled.together or (compiled.folder.name,):
        with contextlib.suppress(UserError):
            found.append(Compiled.load(compiled.folder.parent / name))
    return found


def open_set(
    engines: Sequence[Compiled], open_one: Callable[[Path, PromptBook | None], StepPainter], at_once: bool
) -> EngineSet | StepPainter:
    """A painter for all of `engines`, or the one painter where there is but one.

    open_one(folder, book): opens one of them; the texts of the first are those of all. at_once: all are open
    before the first frame (films); else the cheapest paints while the others are opened. What does not open
    (memory that ran out) is left out, as long as one does. Raises UserError where none does.
    """
    opening = _opened(sorted(engines, key=lambda each: _work(each.spec)), open_one)
    painters = list(opening) if at_once else [next(opening)]
    if (at_once and len(painters) == 1) or len(engines) == 1:
        return painters[0]
    sizes = [each.size for each in painters] if at_once else [_size(each.spec) for each in engines]
    return EngineSet(painters, max(sizes, key=lambda size: size[0] * size[1]), opening)


def _opened(
    engines: Sequence[Compiled], open_one: Callable[[Path, PromptBook | None], StepPainter]
) -> Iterator[StepPainter]:
    """The painters of those that open, one after the other. Raises UserError where none does."""
    painters: list[StepPainter] = []
    for number, each in enumerate(engines):
        try:
            painter = open_one(each.folder, painters[0].prompts if painters else None)
        except UserError as error:
            if not painters and number == len(engines) - 1:
                raise
            log.warning("The engine %s is left out: %s", each.folder.name, error)
            continue
        if any((painter.size, painter.steps) == (other.size, other.steps) for other in painters):
            painter.close()  # in place of a larger one, for which there was no memory
        else:
            painters.append(painter)
            yield painter


def _size(spec: StepSpec) -> tuple[int, int]:
    return spec.width, spec.height


def _work(spec: StepSpec) -> int:
    """What a frame costs, roughly."""
    return spec.width * spec.height * spec.steps
