"""The outputs that a rig names."""

from __future__ import annotations

from functools import partial

from realtime.output.light.lights import Lights
from realtime.output.light.sending import ARTNET_PORT, SACN_PORT, ArtNet, LevelSender, Sacn
from realtime.output.light.universe import SIZE as LIGHT_SIZE
from realtime.output.output import Output, Wanted
from realtime.output.rig_schema import LightModel, RigModel, VideoModel
from realtime.output.video.kinds import VIDEO_KINDS
from realtime.output.worker import WorkerOutput


def rigged(rig: RigModel, size: tuple[int, int]) -> list[Output]:
    """All of them, open; size: of the show's picture (width, height)."""
    return [*(_video(one, size) for one in rig.video), *(_lights(one) for one in rig.light)]


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
