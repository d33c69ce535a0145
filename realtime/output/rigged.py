"""The outputs that a rig names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, runtime_checkable

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

    outputs: tuple[Output, ...]
    windows: tuple[WindowOutput, ...]
    tuned: tuple[TunedScreen, ...]


def rigged(rig: RigModel, size: tuple[int, int], main: ShowsMapped | None) -> Rigged:
    """All of them, open. size: of the show's picture (width, height); main: the show's own window, which is
    the first screen; None: that is a window like the others."""
    screens = [(one, _screen(one, size)) for one in rig.screen[0 if main is None else 1 :]]
    tuned = [TunedScreen(one.name, one.map(), partial(_follow, output)) for one, output in screens]
    if main is not None and rig.screen:
        tuned.append(TunedScreen(rig.screen[0].name, rig.screen[0].map(), main.follow))
    windows = [output for _, output in screens]
    if rig.operator is not None:
        windows.append(_operator(rig.operator, size))
    others = (*(_video(one, size) for one in rig.video), *(_lights(one) for one in rig.light))
    return Rigged((*windows, *others), tuple(windows), tuple(tuned))


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


def _lights(light: LightModel) -> WorkerOutput:
    sends = "Art-Net" if light.protocol == "artnet" else "sACN"
    name = f"{sends} universe {light.universe}" + (f" ({light.name})" if light.name else "")
    device = Lights(partial(_sender, light), [one.fixture() for one in light.fixture])
    return WorkerOutput(name, device, Wanted(LIGHT_SIZE, stretched=True), light.rate)


def _sender(light: LightModel) -> LevelSender:
    if light.protocol == "artnet":
        return ArtNet(light.universe, light.host, light.port or ARTNET_PORT)
    return Sacn(light.universe, light.host, light.port or SACN_PORT, light.priority)
