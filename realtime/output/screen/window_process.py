"""What runs in the process of a further window: shows the newest picture, sends keys back."""

from __future__ import annotations

import pickle
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.interrupts import end_with_parent
from realtime.isf.pictures import smooth
from realtime.output.screen.operator_view import OperatorView
from realtime.output.screen.picture_slot import PictureSlot
from realtime.stage.display_watch import DisplayWatch
from realtime.stage.displays import counted, find_display, list_displays
from realtime.stage.pygame_window import PygameWindow
from realtime.stage.screen_map import ScreenMap
from realtime.stage.screen_mapper import ScreenMapper

_LOOK_S = 0.004
_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """title: of the window; display: a number or a name; size: (width, height) of the window, None for the
    full screen; operator: it is the operator's, with words and the next scene."""

    title: str
    display: str
    size: tuple[int, int] | None = None
    operator: bool = False


class _Wall:
    """The picture by its map."""

    def __init__(self, window: PygameWindow, mapping: ScreenMap) -> None:
        self._target = window.framebuffer
        self._mapper = ScreenMapper(window.context, mapping)

    @property
    def fault(self) -> str:
        return self._mapper.fault

    def follow(self, mapping: ScreenMap) -> None:
        self._mapper.follow(mapping)

    def aim(self, target: moderngl.Framebuffer) -> None:
        self._target = target

    def draw(self, picture: moderngl.Texture, words: object) -> None:
        self._mapper.draw(picture, self._target)


def serve(slot: PictureSlot, pipe: Connection, spec: WindowSpec, mapping: ScreenMap) -> None:
    """Runs until the pipe says None, the show is gone, or the window cannot be drawn into.

    Takes a ScreenMap, or None for the end; sends ("open", words),
    ("key", name), ("gone", why) while there is no window, ("fault", what is wrong, or "").
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the show's; it ends us
    threading.Thread(target=end_with_parent, name="show", daemon=True).start()
    maps = _Maps(pipe, mapping)
    reason = ""
    while not maps.ended:
        displays = list_displays()
        found = find_display(displays, spec.display)
        if found is not None:
            try:
                reason = ""
                _play(slot, pipe, spec, maps)
                continue
            except UserError as error:
                text = str(error)
        else:
            text = f"there is no display {spec.display}; there are: {counted(displays)}. It is waited for."
        if text != reason:
            reason = text
            pipe.send(("gone", text))
        maps.wait(_AGAIN_S)


class _Maps:
    """What the show says: the newest map, and when it is over."""

    def __init__(self, pipe: Connection, mapping: ScreenMap) -> None:
        self._pipe, self.newest, self.ended = pipe, mapping, False

    def wait(self, seconds: float) -> None:
        """Hear what is said; where nothing is, for so long."""
        try:
            while not self.ended and self._pipe.poll(seconds):
                newest, seconds = self._pipe.recv(), 0.0
                if newest is None:
                    self.ended = True
                else:
                    self.newest = newest
        except (EOFError, OSError):
            self.ended = True


def _play(slot: PictureSlot, pipe: Connection, spec: WindowSpec, maps: _Maps) -> None:
    """Shows pictures until the end, or until the display that the window fills is gone or another."""
    with ExitStack() as stack:
        at = find_display(list_displays(), spec.display)
        watch = DisplayWatch(spec.display, at)
        stack.callback(watch.close)
        window = PygameWindow(spec.size or slot.size, spec.display, spec.size is None, spec.title)
        stack.callback(window.close)
        content: OperatorView | _Wall = (
            OperatorView(window.context, window.framebuffer) if spec.operator else _Wall(window, maps.newest)
        )
        window.aim = content.aim
        pipe.send(("open", f"{window.size[0]}×{window.size[1]}"))
        texture = smooth(window.context.texture(slot.size, 4))
        pixels = np.zeros((slot.size[1], slot.size[0], 4), np.uint8)
        number, mapping, fault = 0, maps.newest, ""
        while not maps.ended and (spec.size is not None or watch.found == at):
            for key in window.poll():
                pipe.send(("key", key))
            maps.wait(0.0)
            found = slot.take(number, pixels)
            if found is None and (number == 0 or maps.newest is mapping):
                time.sleep(_LOOK_S)
                continue
            words: object = None
            if found is not None:
                number, pickled = found
                words = pickle.loads(pickled)
                texture.write(np.ascontiguousarray(pixels[::-1]))
            mapping = maps.newest
            content.follow(mapping)
            if content.fault != fault:
                fault = content.fault
                pipe.send(("fault", fault))
            content.draw(texture, words)
            window.present()
