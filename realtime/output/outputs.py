"""All outputs of a show: each finished picture is read back once for all that want the same of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

import moderngl

from realtime.control.table import Values
from realtime.isf.software_gl import is_software
from realtime.notice import Notice
from realtime.output.output import Output, Shown, Wanted
from realtime.output.rig_follower import RigFollower
from realtime.output.rigged import OpenRig, Rigged
from realtime.stage.readback import Readback

log = logging.getLogger(__name__)


class Finishes(Protocol):
    """What draws the picture; see `stage.stage.Stage`."""

    @property
    def finished(self) -> moderngl.Texture: ...


class Outputs:
    """Hands what `stage` has finished to `outputs`.

    at_once: each one is handed on before the next is drawn, which waits for the GPU; else one frame later.
    Where the processor draws, there is nothing to wait for. rig: what a rig's file has opened, which may
    become other outputs; follower: of that file.
    """

    def __init__(
        self,
        context: moderngl.Context,
        stage: Finishes,
        outputs: Sequence[Output],
        at_once: bool,
        rig: OpenRig | None = None,
    ) -> None:
        self._own, self._rig = tuple(outputs), rig
        self._rigged = rig.now if rig is not None else Rigged()
        self.all = (*self._own, *self._rigged.outputs)
        self.follower: RigFollower | None = None
        self._values: Values | None = None
        self._context, self._stage, self._at_once = context, stage, at_once
        self._readbacks: dict[Wanted, Readback] = {}
        self._waiting: list[tuple[Readback, list[Output], Shown]] = []
        self._broken: dict[str, str] = {}

    @property
    def wants_words(self) -> bool:
        """Is there an operator's window? Then words need not be on the wall."""
        return any(window.wants_words and window.open for window in self._rigged.windows)

    def keys(self) -> list[str]:
        """Keys that were pressed in further windows since the last call."""
        return [key for window in self._rigged.windows for key in window.pressed()]

    def follow(self, values: Values) -> None:
        """The newest values of the parameter table, and the newest rig."""
        if self._rig is not None and self._rig.now is not self._rigged:
            self._take_up(self._rig.now)
            return  # these values may be older than its rows
        if self._rigged.tuned and values is not self._values:
            self._values = values
            for screen in self._rigged.tuned:
                screen.take(values)

    def _take_up(self, rigged: Rigged) -> None:
        self._hand_on()
        self._rigged, self._values = rigged, None
        self.all = (*self._own, *rigged.outputs)
        names = {output.name for output in self.all}
        self._broken = {name: why for name, why in self._broken.items() if name in names}
        for wanted in set(self._readbacks) - {output.wanted for output in self.all}:
            self._readbacks.pop(wanted).release()

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
                    self._context,
                    wanted.size,
                    wanted.crop,
                    wanted.stretched,
                    self._at_once,
                    as_drawn=wanted.smaller and is_software(self._context),
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
        fault = self.follower.fault if self.follower is not None else ""
        errors = (*(one.error for one in self.all), *self._broken.values(), fault)
        return [error for error in errors if error]

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
