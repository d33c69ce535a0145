"""All outputs of a show: each finished picture is read back once for all that want the same of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

import moderngl

from realtime.control.table import Values
from realtime.notice import Notice
from realtime.output.output import Output, Shown, Wanted
from realtime.output.screen.tuning import TunedScreen
from realtime.output.screen.window_output import WindowOutput
from realtime.stage.readback import Readback

log = logging.getLogger(__name__)


class Finishes(Protocol):
    """What draws the picture; see `stage.stage.Stage`."""

    @property
    def finished(self) -> moderngl.Texture: ...


class Outputs:
    """Hands what `stage` has finished to `outputs`.

    at_once: each one is handed on before the next is drawn, which waits for the GPU; else one frame later.
    Where the processor draws, there is nothing to wait for. windows: those of the outputs that are windows;
    tuned: screens that are pinned and blended while the show plays.
    """

    def __init__(
        self,
        context: moderngl.Context,
        stage: Finishes,
        outputs: Sequence[Output],
        at_once: bool,
        windows: Sequence[WindowOutput] = (),
        tuned: Sequence[TunedScreen] = (),
    ) -> None:
        self.all = tuple(outputs)
        self._windows, self._tuned = tuple(windows), tuple(tuned)
        self._values: Values | None = None
        self._context, self._stage, self._at_once = context, stage, at_once
        self._readbacks: dict[Wanted, Readback] = {}
        self._waiting: list[tuple[Readback, list[Output], Shown]] = []
        self._broken: dict[str, str] = {}

    @property
    def wants_words(self) -> bool:
        """Is there an operator's window? Then words need not be on the wall."""
        return any(window.wants_words and window.open for window in self._windows)

    def keys(self) -> list[str]:
        """Keys that were pressed in further windows since the last call."""
        return [key for window in self._windows for key in window.pressed()]

    def follow(self, values: Values) -> None:
        """The newest values of the parameter table."""
        if self._tuned and values is not self._values:
            self._values = values
            for screen in self._tuned:
                screen.take(values)

    def show(self, shown: Shown) -> None:
        """The picture of `shown` is finished."""
        self._hand_on()
        texture = self._stage.finished
        groups: dict[Wanted, list[Output]] = {}
        for output in self.all:
            if output.wants(shown):
                groups.setdefault(output.wanted, []).append(output)
        for wanted, takers in groups.items():
            readback = self._readbacks.get(wanted)
            if readback is None:
                readback = self._readbacks[wanted] = Readback(
                    self._context, wanted.size, wanted.crop, wanted.stretched, self._at_once
                )
            readback.read(texture)
            self._waiting.append((readback, takers, shown))
        if self._at_once:
            self._hand_on()

    def _hand_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for readback, takers, shown in waiting:
            picture = readback.taken()
            if picture is None:
                continue
            for output in takers:
                try:
                    output.take(picture, shown)
                    self._broken.pop(output.name, None)
                except Exception as error:  # of one: the others get their picture
                    if output.name not in self._broken:
                        log.exception("%s could not take a picture", output.name)
                    self._broken[output.name] = f"{output.name}: {error}"

    @property
    def losses(self) -> Mapping[str, int]:
        """Pictures that did not come through so far, by what lost them; none that lost none."""
        return {
            Notice("pictures not sent by {name}", name=one.name): one.dropped
            for one in self.all
            if one.dropped
        }

    @property
    def notices(self) -> list[str]:
        """What is wrong with outputs now."""
        return [*(one.error for one in self.all if one.error), *self._broken.values()]

    def close(self) -> None:
        """Close all outputs; safe to call twice."""
        for output in self.all:
            output.close()

    def release(self) -> None:
        """Give the GL objects back."""
        self._waiting = []
        for readback in self._readbacks.values():
            readback.release()
        self._readbacks = {}
