"""A whole show with a rig: lights by UDP that obey the hand, and a lighting desk that is one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from stupidArtnet import StupidArtnet, StupidArtnetServer

ROOT = Path(__file__).resolve().parents[2]
HERE = "127.0.0.1"
RIG = """
[[light]]
protocol = "artnet"
host = "127.0.0.1"
port = {lights}
universe = 0
[[light.fixture]]
address = 1
channels = [77, "one", "brightest"]
gamma = 2.2

[desk]
universe = 3
listen = "127.0.0.1"
port = {desk}
channels = {{ blackout = 1, still = 2 }}
"""


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(900):  # not by the clock: the whole machine may stand still meanwhile
        if true():
            return
        time.sleep(0.1)
    pytest.fail(what)


def test_lights_follow_the_show_and_a_desk_plays_it(tmp_path) -> None:
    node = StupidArtnetServer(port=free_port())
    listener, desk_port = node.register_listener(universe=0), free_port()
    (tmp_path / "rig.toml").write_text(RIG.format(lights=node.port, desk=desk_port))
    desk = StupidArtnet(HERE, universe=3, packet_size=2, port=desk_port)
    words = ["demo", "--headless", "--size", "160x90", "--painter", "shader", "--output", "none", "--fresh"]
    words += ["--osc", "off", "--osc-out", "off", "--panel", "off", "--midi", "off"]
    words += ["--outputs", str(tmp_path / "rig.toml"), "--stills", str(tmp_path / "stills")]
    show = subprocess.Popen(
        [sys.executable, "live.py", *words],
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def levels() -> list[int]:
        return list(node.get_buffer(listener) or bytes(3))[:3]

    def hand(blackout: int, still: int) -> None:
        desk.send(bytearray([blackout, still]))

    try:
        until(lambda: levels()[:2] == [77, 255] and levels()[2] > 20, "the lights do not shine")
        until(lambda: (hand(255, 0), levels() == [77, 0, 0])[1], "they do not obey the blackout")
        until(lambda: (hand(0, 0), levels()[1] == 255)[1], "they do not come back")

        def kept() -> bool:
            hand(0, 255)
            time.sleep(0.2)
            hand(0, 0)
            return any((tmp_path / "stills").glob("concert-*.png"))

        until(kept, "no still was written")
        show.send_signal(signal.SIGINT)
        printed, _ = show.communicate(timeout=60)
        assert show.returncode == 0 and "output: Art-Net universe 0" in printed, printed
        until(lambda: levels() == [77, 0, 0], "the universe is not dark at the end")
    finally:
        show.kill()
        node.close()
        desk.close()
