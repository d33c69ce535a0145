"""A painter on a Ray cluster: its frames arrive, and a lost link falls back to the painter here."""

import os
import signal
import time

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.paint.engines import plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.plain_painter import PlainPainter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.ray_loop import RayPaintLoop, check_address

pytest.importorskip("ray") if not os.environ.get("CI") else __import__("ray")
pytestmark = pytest.mark.usefixtures("ray_alone")


def local():
    return InlinePaintLoop(PlainPainter((64, 36)), 0.01)


@pytest.fixture(scope="module")
def loop():
    engine = plan_engines("shader", size=(96, 56)).ladder[0]
    loop = RayPaintLoop("ray://local", engine, local, back_off_s=(0.2,))
    yield loop
    loop.close()


def frames(loop, wanted, seconds, start):
    """Ask as a show does until `wanted` engines' frames came; (frames, next number)."""
    found, number, until = [], start, time.monotonic() + seconds
    while time.monotonic() < until and not any(frame.engine == wanted for frame in found):
        now = number / 50
        frame = loop.newest(now)
        if frame is not None:
            found.append(frame)
        if loop.ready:
            loop.submit(FrameRequest(number, now, Subject(prompt="the sea", generation=1)))
        number += 1
        time.sleep(0.02)
    return found, number


def test_the_show_paints_here_until_the_link_is_up_and_again_when_it_is_lost(loop):
    found, number = frames(loop, "shader", 240, 1)
    # A cluster that starts at once leaves nothing to paint here.
    assert [frame.engine for frame in found[:-1]] == ["plain"] * (len(found) - 1)
    remote = found[-1]
    assert remote.engine == "shader" and remote.pixels.shape == (56, 96, 4)
    assert remote.pixels[..., :3].std() > 5
    assert "link 1" in loop.status and 0.0 < loop.latency < 5.0

    import ray

    assert ray.is_initialized()
    workers = [
        int(name) for name in os.listdir("/proc") if name.isdecimal() and b"_RemotePainter" in _command(name)
    ]
    assert workers, "the actor has a process of its own"
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    found, number = frames(loop, "plain", 20, number)
    assert found[-1].engine == "plain", "painted here while there is no link"
    found, number = frames(loop, "shader", 240, number)
    assert found[-1].engine == "shader", "and there again when it is back"
    assert np.isfinite(loop.latency)


def _command(process):
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def test_an_address_is_checked():
    assert check_address("ray://10.0.0.5:10001") == "ray://10.0.0.5:10001"
    with pytest.raises(UserError, match="HOST:PORT"):
        check_address("ray://somewhere")
