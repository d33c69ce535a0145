"""Does a flood of control messages make the picture late? `live.py bench flood`.

A sender in a process of its own sends 20,000 long prompts a second over UDP, with triggers that are held and
reloads among them: in turn to a port where nobody listens, which takes the same of the machine, and to the
show. What differs is what the show does with them.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

from benchmarks.frame_watch import Frames, FrameWatch, in_turn
from realtime.options import ShowOptions
from realtime.show import build

ROUNDS = 6
FPS = 30.0
SIZE = (640, 360)
_SETTLE_S = 1.0
# Until all processes that a show has beside it are there.
_START_S = 15.0
_SENDER = """
import os, socket, sys, time
from pythonosc.osc_message_builder import build_msg
def message(address, *values): return build_msg("/anacrusis/" + address, values).dgram
port, rate = int(sys.argv[1]), int(sys.argv[2])
prompts = [message("prompt", "a-b-1-" * 130 + str(n)) for n in range(8)]
sentence = "a quiet harbour at dusk, fishing boats with lanterns, rain on the water, "
prompts += [message("prompt", sentence * 13 + str(n)) for n in range(8)]
others = [message("tempo/tap", 1.0), message("scene/previous", 0.0), message("scene/reload", 1.0)]
udp, sent, began = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0, time.perf_counter()
parent = os.getppid()
while os.getppid() == parent:  # whoever kills the benchmark means the flood, too
    while sent < (time.perf_counter() - began) * rate:
        packet = others[sent // 100 % 3] if sent % 100 == 0 else prompts[sent % 16]
        try:
            udp.sendto(packet, ("127.0.0.1", port))
        except OSError:
            pass  # nobody listens
        sent += 1
    time.sleep(0.001)
"""


def run(seconds: float = 8.0, rate: int = 20_000) -> list[dict[str, object]]:
    """A row for each receiver of the flood: the time between displayed frames and that of drawing one, in
    milliseconds, over several turns of `seconds`."""
    options = ShowOptions(
        painter="plain", headless=True, fps=FPS, size=SIZE, osc_in=("127.0.0.1", 0), osc_out=(), output="none"
    )
    ports: dict[str, int] = {}
    with ExitStack() as stack:
        show = build(options, lambda line: _note_port(line, ports), stack)
        ports["nobody"] = 9  # "discard", which no machine of today serves
        watch, refused = FrameWatch(show), show.table.rejections
        frames = {receiver: Frames() for receiver in ports}
        watch.play(_START_S)
        for number in range(ROUNDS):
            for receiver in in_turn(tuple(ports), number):
                _turn(watch, frames[receiver], ports[receiver], rate, seconds)
    return [
        {"flood to": receiver, **frames[receiver].figures(), "refused": refused.count}
        for receiver in reversed(ports)
    ]


def _note_port(line: str, ports: dict[str, int]) -> None:
    if line.startswith("control: OSC on"):
        ports["show"] = int(line.rpartition(":")[2])


def _turn(watch: FrameWatch, frames: Frames, port: int, rate: int, seconds: float) -> None:
    sender = subprocess.Popen([sys.executable, "-c", _SENDER, str(port), str(rate)])
    try:
        watch.play(_SETTLE_S)
        watch.play(seconds, frames)
    finally:
        sender.kill()
        sender.wait()
    watch.play(_SETTLE_S)
