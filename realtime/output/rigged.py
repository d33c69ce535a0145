"""The outputs that a rig names."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from realtime.output.light.lights import Lights
from realtime.output.light.sending import ARTNET_PORT, SACN_PORT, ArtNet, LevelSender, Sacn
from realtime.output.light.universe import SIZE as LIGHT_SIZE
from realtime.output.output import Output, Wanted
from realtime.output.rig_schema import LightModel, OperatorModel, RigModel, ScreenModel, VideoModel
from realtime.output.screen.tuning import TunedScreen
from realtime.output.screen.window_output import WindowOutput
from realtime.output.screen.window_process import WindowSpec
from realtime.output.video.kinds import VIDEO_KINDS
from realtime.output.worker import WorkerOutput
from realtime.stage.screen_map import UNMAPPED, ScreenMap

_PREVIEW = (640, 360)


@runtime_checkable
class ShowsMapped(Protocol):
    """The show's own window; see `stage.pygame_window`."""

    def follow(self, mapping: ScreenMap) -> None: ...


@dataclass(frozen=True, slots=True)
class Rigged:
    """outputs: all of them; windows: those of them that are windows; tuned: the screens whose maps follow
    the parameter table."""

    outputs: tuple[Output, ...] = ()
    windows: tuple[WindowOutput, ...] = ()
    tuned: tuple[TunedScreen, ...] = ()


class OpenRig:
    """The outputs of a rig, open.

    size: of the show's picture (width, height); main: the show's own window, which is the first screen; None:
    that is a window like the others. end: gives the stack on which the output of a name is closed at the end.
    now: what is open.
    """

    def __init__(
        self,
        rig: RigModel,
        size: tuple[int, int],
        main: ShowsMapped | None,
        end: Callable[[str], ExitStack] = lambda name: ExitStack(),
    ) -> None:
        self._size, self._main, self._end = size, main, end
        self._open: list[tuple[str, Output]] = []  # with what it was opened as
        self._named: set[str] = set()
        self._ended = False
        self.now = Rigged()
        self.change(rig)

    def change(self, rig: RigModel) -> None:
        """Have the outputs of another rig. Those that are in both go on; the others are closed, which takes a
        second, before new ones are opened: two cannot have one device."""
        screens = rig.screen[0 if self._main is None else 1 :]
        wanted: list[tuple[str, Callable[[tuple[int, int]], Output]]] = [
            *((_key(one.unmapped()), partial(_screen, one)) for one in screens),
            *((_key(one), partial(_operator, one)) for one in (rig.operator,) if one is not None),
            *((_key(one), partial(_video, one)) for one in rig.video),
            *((_key(one), partial(_lights, one)) for one in rig.light),
        ]
        left = self._open
        kept: list[Output | None] = []
        for key, _ in wanted:
            same = next((pair for pair in left if pair[0] == key), None)
            kept.append(None if same is None else same[1])
            left = [pair for pair in left if pair is not same]
        closing = [threading.Thread(target=output.close, daemon=True) for _, output in left]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join()
        if self._ended:
            return
        outputs = [old or make(self._size) for old, (_, make) in zip(kept, wanted, strict=True)]
        for name in {output.name for output in outputs} - self._named:
            self._named.add(name)
            self._end(name).callback(self._close, name)
        self._open = [(key, output) for (key, _), output in zip(wanted, outputs, strict=True)]
        windows = tuple(output for output in outputs if isinstance(output, WindowOutput))
        tuned = [
            TunedScreen(one.name, one.map(), partial(_follow, output))
            for one, output in zip(screens, windows, strict=False)
        ]
        if self._main is not None:
            name, mapping = next(((one.name, one.map()) for one in rig.screen), ("", UNMAPPED))
            tuned.append(TunedScreen(name, mapping, self._main.follow))
        self.now = Rigged(tuple(outputs), windows, tuple(tuned))

    def fixed(self, rig: RigModel) -> object:
        """What of a rig cannot change while the show plays."""
        first = rig.screen[0] if self._main is not None and rig.screen else ScreenModel(name="none")
        return rig.size, first.display, first.window

    def _close(self, name: str) -> None:
        self._ended = True
        for _, output in self._open:
            if output.name == name:
                output.close()


def _key(model: BaseModel) -> str:
    return f"{type(model).__name__} {model.model_dump_json()}"


def _screen(screen: ScreenModel, size: tuple[int, int]) -> WindowOutput:
    """It is given its part of the picture only."""
    mapping = screen.map()
    part = [max(2 * round(side * share / 2), 2) for side, share in zip(size, mapping.crop[2:], strict=True)]
    wanted = Wanted((part[0], part[1]), mapping.crop, stretched=True)
    spec = WindowSpec(f"Anacrusis {screen.name}", screen.display, screen.window)
    return WindowOutput(f"screen {screen.name}", spec, wanted, screen.fps, _whole(mapping))


def _whole(mapping: ScreenMap) -> ScreenMap:
    return replace(mapping, crop=UNMAPPED.crop)


def _follow(output: WindowOutput, mapping: ScreenMap) -> None:
    output.follow(_whole(mapping))


def _operator(operator: OperatorModel, size: tuple[int, int]) -> WindowOutput:
    share = min(_PREVIEW[0] / size[0], _PREVIEW[1] / size[1], 1.0)
    wanted = Wanted((max(round(size[0] * share), 1), max(round(size[1] * share), 1)))
    spec = WindowSpec("Anacrusis: operator", operator.display, operator.window, operator=True)
    return WindowOutput("operator's window", spec, wanted, operator.fps)


def _video(video: VideoModel, size: tuple[int, int]) -> WorkerOutput:
    kind, size = VIDEO_KINDS[video.to], video.size or size
    device = kind.make(video.name, size, video.fps, video.device)
    return WorkerOutput(f"{kind.title} {video.name}", device, Wanted(size), video.fps)


def _lights(light: LightModel, size: tuple[int, int]) -> WorkerOutput:
    sends = "Art-Net" if light.protocol == "artnet" else "sACN"
    name = f"{sends} universe {light.universe}" + (f" ({light.name})" if light.name else "")
    device = Lights(partial(_sender, light), [one.fixture() for one in light.fixture])
    return WorkerOutput(name, device, Wanted(LIGHT_SIZE, stretched=True), light.rate)


def _sender(light: LightModel) -> LevelSender:
    if light.protocol == "artnet":
        return ArtNet(light.universe, light.host, light.port or ARTNET_PORT)
    return Sacn(light.universe, light.host, light.port or SACN_PORT, light.priority)
