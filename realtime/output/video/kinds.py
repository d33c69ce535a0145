"""The kinds of video for other programs: a row each, and one file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from realtime.output.video.ndi import Ndi
from realtime.output.video.spout import Spout
from realtime.output.video.syphon import Syphon
from realtime.output.video.virtual_camera import VirtualCamera, needs_camera
from realtime.output.worker import Device


@dataclass(frozen=True, slots=True)
class VideoKind:
    """title: for people; make: of name, size (width, height), fps and device; package: what must be
    installed, module: what it is imported as; system: where it works, as `sys.platform` begins, "" anywhere;
    tried: by whoever made this, somewhere; needs: what else is missing here, in words, "" for nothing."""

    title: str
    make: Callable[[str, tuple[int, int], float, str], Device]
    package: str
    module: str
    system: str = ""
    tried: bool = True
    needs: Callable[[], str] = str

    @property
    def installed(self) -> bool:
        return find_spec(self.module) is not None


VIDEO_KINDS: dict[str, VideoKind] = {
    "ndi": VideoKind("NDI", lambda name, size, fps, device: Ndi(name, size, fps), "cyndilib", "cyndilib"),
    "camera": VideoKind(
        "virtual camera",
        lambda name, size, fps, device: VirtualCamera(size, fps, device),
        "pyvirtualcam",
        "pyvirtualcam",
        needs=needs_camera,
    ),
    "spout": VideoKind(
        "Spout", lambda name, size, fps, device: Spout(name), "SpoutGL", "SpoutGL", "win32", tried=False
    ),
    "syphon": VideoKind(
        "Syphon",
        lambda name, size, fps, device: Syphon(name, size),
        "syphon-python",
        "syphon",
        "darwin",
        False,
    ),
}
