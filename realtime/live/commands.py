"""What the operator commands during a show: scenes, prompts, tempo. No order can end the show."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from realtime.audio.beat.clock import BeatClock
from realtime.control.rejections import NEWS_S
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.live.anacrusis import with_prompt
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist

log = logging.getLogger(__name__)

# A refused prompt may be as long as a packet; so much of it is shown.
_LONGEST_QUOTE = 60


class TempoControl(Protocol):
    """The part of `Analyzer` that takes commands; callable from any thread."""

    def tap(self, time: float) -> None: ...
    def resync(self, time: float) -> None: ...
    def half(self) -> None: ...
    def double(self) -> None: ...
    def lock(self, on: bool) -> None: ...
    def set_range(self, low_bpm: float, high_bpm: float) -> None: ...
    def nudge(self, seconds: float) -> None: ...


class OperatorCommands:
    """Carries out what control servers and keys have written to the parameter table.

    reload: reads the setlist's file again (raises UserError if it is not right), in a thread of its own.
    """

    def __init__(
        self,
        table: ParameterTable,
        playhead: Playhead,
        tempo: TempoControl,
        blocklist: Blocklist,
        reload: Callable[[], Setlist],
        prompt: str | None = None,
    ) -> None:
        self._table = table
        self._playhead = playhead
        self._tempo = tempo
        self._blocklist = blocklist
        self._reload = reload
        self._reader = ThreadPoolExecutor(1, "setlist")
        self._reading: Future[Setlist] | None = None
        self._prompt = prompt
        self._negative: str | None = None
        self._prompt_scene: int | None = None
        self._nudged_ms = 0.0
        values = table.snapshot()
        self._version = table.version
        self._range = (values["tempo.low"], values["tempo.high"])
        self._locked = False
        self._now = 0.0
        self._told: tuple[float, str] = (-math.inf, "")

    @property
    def notice(self) -> str:
        """The last message to the operator, while it is new: for the head-up display."""
        at, text = self._told
        return text if self._now - at <= NEWS_S else ""

    def apply(self, now: float, clock: BeatClock) -> None:
        """Carry out everything ordered since the last call; `now` in audio-clock seconds."""
        self._now = now
        for name, value in self._table.commands():
            self._carry_out(name, value, now, clock)
        if self._reading is not None and self._reading.done():
            self._take_setlist(self._reading)
        if self._table.version != self._version:
            self._version = self._table.version
            self._follow_values()

    def override(self, scene: Scene) -> Scene:
        """The scene with the operator's own prompt, while it holds: until the scene changes."""
        if self._prompt_scene is not None and self._prompt_scene != self._playhead.index:
            self._prompt = self._negative = self._prompt_scene = None
        if self._prompt is None and self._negative is None:
            return scene
        return with_prompt(scene, self._prompt, self._negative)

    def _carry_out(self, name: str, value: int | str | None, now: float, clock: BeatClock) -> None:
        bars = int(self._table.get("scene.bars"))
        if name == "scene.next":
            self._playhead.step(1, clock, now, bars)
        elif name == "scene.previous":
            self._playhead.step(-1, clock, now, bars)
        elif name == "scene.go" and isinstance(value, int):
            if not self._playhead.cue(value - 1, clock, now, bars):
                self._tell(f"There is no scene {value}; the setlist has {self._playhead.scene_count}.")
        elif name == "scene.reload":
            self._reading = self._reader.submit(self._reload)
        elif name == "tempo.tap":
            self._tempo.tap(now)
        elif name == "tempo.resync":
            self._tempo.resync(now)
        elif name == "tempo.half":
            self._tempo.half()
        elif name == "tempo.double":
            self._tempo.double()
        elif name in ("prompt", "prompt.negative") and isinstance(value, str):
            self._take_prompt(name, value)

    def _take_prompt(self, name: str, text: str) -> None:
        verdict = self._blocklist.check(text)
        if not verdict.fit:
            self._tell(f"The prompt “{_short(text)}” was {verdict.reason}. The scene goes on.")
            return
        if name == "prompt":
            self._prompt = text
        else:
            self._negative = text
        self._prompt_scene = self._playhead.index

    def _take_setlist(self, read: Future[Setlist]) -> None:
        self._reading = None
        try:
            setlist = read.result()
        except UserError as error:
            self._tell(f"The setlist was not read again: {error}")
            return
        self._playhead.replace(setlist)
        self._tell("The setlist was read again.")

    def _follow_values(self) -> None:
        values = self._table.snapshot()
        self._playhead.auto = bool(values["show.auto"])
        span = (values["tempo.low"], values["tempo.high"])
        if span != self._range:
            self._range = span
            self._tempo.set_range(*span)
        if values["tempo.lock"] != self._locked:
            self._locked = bool(values["tempo.lock"])
            self._tempo.lock(self._locked)
        if values["tempo.nudge_ms"] != self._nudged_ms:
            self._tempo.nudge((values["tempo.nudge_ms"] - self._nudged_ms) / 1000.0)
            self._nudged_ms = values["tempo.nudge_ms"]

    def _tell(self, text: str) -> None:
        self._told = self._now, text
        log.warning("%s", text)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
