"""NDI: what is sent is found and received, in a network that is this machine alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tests.missing import missing

ROOT = Path(__file__).resolve().parents[3]
# In a network namespace of its own nothing leaves the machine, and no other test has its ports.
ALONE = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]

SENT_AND_RECEIVED = """
import json
import time
import numpy as np
from cyndilib import Finder, RecvBandwidth, RecvColorFormat, Receiver, VideoRecvFrame
from cyndilib.receiver import ReceiveFrameType
from realtime.output.video.ndi import Ndi
from realtime.output.output import Shown, Wanted
from realtime.output.worker import WorkerOutput

size = (320, 180)
picture = np.full((180, 320, 4), 255, np.uint8)
picture[:90, :160, :3] = 200, 40, 20
picture[90:, 160:, :3] = 20, 60, 220
output = WorkerOutput("NDI", Ndi("Anacrusis test", size, 30.0), Wanted(size), 1000.0)
finder, tries = Finder(), 0
finder.open()
while not any("Anacrusis test" in name for name in finder.get_source_names()):
    tries += 1
    assert tries < 120, f"not found: {output.error}"
    finder.wait_for_sources(0.5)
name = next(name for name in finder.get_source_names() if "Anacrusis test" in name)
receiver = Receiver(color_format=RecvColorFormat.RGBX_RGBA, bandwidth=RecvBandwidth.highest)
frame = VideoRecvFrame()
receiver.set_video_frame(frame)
receiver.set_source(finder.get_source(name))
while True:
    tries += 1
    assert tries < 1500, f"nothing received: {output.error}"
    output.take(picture, Shown())
    VIDEO = ReceiveFrameType.recv_video
    if receiver.is_connected() and receiver.receive(VIDEO, 100) == VIDEO:
        got = np.frombuffer(frame, np.uint8)
        if got.size == picture.size:
            break
    time.sleep(0.02)
got = got.reshape(picture.shape)[..., :3].astype(int)
colours = [got[y, x].tolist() for y, x in ((45, 80), (135, 240), (45, 240))]
print("GOT", json.dumps([frame.get_resolution(), *colours]))
receiver.disconnect()
finder.close()
output.close()
"""


def test_the_picture_is_found_and_received(tmp_path):
    if find_spec("cyndilib") is None:
        missing("cyndilib is not installed: ./setup.sh test")
    # The library looks for sources where its file says, and for no others.
    config = {"ndi": {"networks": {"ips": "127.0.0.1,"}}}
    (tmp_path / "ndi-config.v1.json").write_text(json.dumps(config))
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        missing("unshare or ip is not installed: apt-get install util-linux iproute2")
    run = subprocess.run(
        [*ALONE, sys.executable, "-c", SENT_AND_RECEIVED],
        cwd=ROOT,
        env=os.environ | {"NDI_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("GOT")]
    assert lines, run.stdout + run.stderr
    resolution, *colours = json.loads(lines[0].removeprefix("GOT "))
    assert resolution == [320, 180]
    difference = np.abs(np.array(colours) - [(200, 40, 20), (20, 60, 220), (255, 255, 255)])
    assert difference.max() < 12, lines
