"""A camera that is none: what programs for calls and streams can choose as a camera."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from realtime.errors import UserError
from realtime.output.output import Shown
from realtime.output.video.extra import lacking

_HINTS = {
    "linux": "sudo apt-get install v4l2loopback-dkms && sudo modprobe v4l2loopback exclusive_caps=1 "
    "card_label=Anacrusis makes one",
    "win32": "OBS Studio brings one",
    "darwin": "OBS Studio brings one; start its virtual camera once",
}


# What v4l2loopback makes is here, too.
_MADE = Path("/sys/devices/virtual/video4linux")


def needs_camera() -> str:
    """What is missing for a virtual camera, in words; "" where there is one, or where it cannot be told."""
    lacking_here = sys.platform == "linux" and not any(_MADE.glob("video*"))
    return _HINTS["linux"] if lacking_here else ""


class VirtualCamera:
    """`size` (width, height) at `fps`; device: such as /dev/video2, "" for the first that is free."""

    def __init__(self, size: tuple[int, int], fps: float, device: str = "") -> None:
        self._size, self._fps, self._device = size, fps, device
        self._camera: Any = None

    def open(self) -> None:
        try:
            import pyvirtualcam
        except ImportError as error:
            raise lacking("A virtual camera", "camera", "pyvirtualcam", error) from error
        try:
            self._camera = pyvirtualcam.Camera(*self._size, self._fps, device=self._device or None)
        except RuntimeError as error:
            hint = _HINTS.get(sys.platform, "install a driver for one")
            raise UserError(f"there is no virtual camera here ({error}); {hint}.") from error

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        self._camera.send(np.ascontiguousarray(picture[..., :3]))

    def close(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()
