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

# Over TCP alone: with the library's own protocol over UDP the first picture came after anything between a
# moment and 48 seconds, on the loopback.
CONFIG = {
    "networks": {"ips": "127.0.0.1,"},
    "tcp": {way: {"enable": True} for way in ("recv", "send")},
    **{
        over: {way: {"enable": False} for way in ("recv", "send")}
        for over in ("rudp", "unicast", "multicast")
    },
}

SENT_AND_RECEIVED = """
import json
import threading
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
ended = threading.Event()

def show():
    while not ended.wait(0.03):
        output.take(picture, Shown())

showing = threading.Thread(target=show)
showing.start()
finder = Finder()
finder.open()
while not (names := [name for name in finder.get_source_names() if "Anacrusis test" in name]):
    finder.wait_for_sources(0.5)

def received(seconds):
    receiver = Receiver(color_format=RecvColorFormat.RGBX_RGBA, bandwidth=RecvBandwidth.highest)
    frame = VideoRecvFrame()
    receiver.set_video_frame(frame)
    receiver.set_source(finder.get_source(names[0]))
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if receiver.receive(ReceiveFrameType.recv_video, 100) == ReceiveFrameType.recv_video:
                got = np.frombuffer(frame, np.uint8)
                if got.size == picture.size:
                    return frame.get_resolution(), got.reshape(picture.shape).copy()
    finally:
        receiver.disconnect()

seconds = 1.0  # a receiver that missed the first moment of a connection may hear nothing for a minute
while (frame := received(seconds)) is None:
    seconds *= 1.5
resolution, got = frame
colours = [got[y, x, :3].tolist() for y, x in ((45, 80), (135, 240), (45, 240))]
print("GOT", json.dumps([resolution, *colours]))
finder.close()
ended.set()
showing.join()
output.close()
"""


def test_the_picture_is_found_and_received(tmp_path):
    if find_spec("cyndilib") is None:
        missing("cyndilib is not installed: ./setup.sh test")
    # The library looks for sources where its file says, and for no others.
    (tmp_path / "ndi-config.v1.json").write_text(json.dumps({"ndi": CONFIG}))
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
