"""A virtual camera: pictures where there is one, a sentence that helps where there is none."""

from __future__ import annotations

import glob
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.output.listing import format_outputs
from realtime.output.output import Shown
from realtime.output.video.kinds import VIDEO_KINDS
from realtime.output.video.virtual_camera import VirtualCamera
from tests.missing import missing


def test_a_camera_takes_pictures_or_says_how_to_get_one():
    if find_spec("pyvirtualcam") is None:
        missing("pyvirtualcam is not installed: ./setup.sh test")
    camera = VirtualCamera((320, 180), 30.0)
    loopbacks = sys.platform != "linux" or [
        path for path in glob.glob("/sys/devices/virtual/video4linux/*/name") if path
    ]
    assert ("modprobe" in format_outputs([])) == (not loopbacks)
    if loopbacks:
        camera.open()
        camera.send(np.full((180, 320, 4), 128, np.uint8), Shown())
    else:
        with pytest.raises(UserError, match=r"no virtual camera here.*modprobe v4l2loopback"):
            camera.open()
    camera.close()


@pytest.mark.parametrize("kind", [name for name, row in VIDEO_KINDS.items() if not row.installed])
def test_what_is_not_installed_says_how_to_install_it(kind):
    row = VIDEO_KINDS[kind]
    device = row.make("Anacrusis", (320, 180), 30.0, "")
    with pytest.raises(UserError, match=rf"pip install 'anacrusis\[{kind}\]'.*{row.package}"):
        device.open()
    device.close()
