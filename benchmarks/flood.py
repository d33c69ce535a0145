"""Does a flood of control messages make the picture late? `live.py bench flood`.

A sender in a process of its own sends 20,000 long prompts a second over UDP, with triggers that are held and
reloads among them: in turn to a port where nobody listens, which takes the same of the machine, and to the
show, and as many bytes that are no message to the show. What differs is what the show does with them. Turns
are short: the scenes of a show cost more than a flood does.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

from benchmarks.frame_watch import Frames, FrameWatch, in_turn
from realtime.options import ShowOptions
from realtime.show import build

ROUNDS = 14
FPS = 30.0
SIZE = (640, 360)
_SETTLE_S = 0.7
_REST_S = 0.3
# Until all processes that a show has beside it are there.
_START_S = 15.0
_SENDER = """
import os, socket, sys, time
from pythonosc.osc_message_builder import build_msg
def message(address, *values): return build_msg("/anacrusis/" + address, values).dgram
port, rate, rubbish = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
prompts = [message("prompt", "a-b-1-" * 130 + str(n)) for n in range(8)]
sentence = "a quiet harbour at dusk, fishing boats with lanterns, rain on the water, "
prompts += [message("prompt", sentence * 13 + str(n)) for n in range(8)]
if rubbish: prompts = [b"/" + prompt[24:] for prompt in prompts]
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


def run(seconds: float = 3.0, rate: int = 20_000) -> list[dict[str, object]]:
    """A row for each flood: the time between displayed frames and that of drawing one, in
    milliseconds, over several turns of `seconds`."""
    options = ShowOptions(
        painter="plain", headless=True, fps=FPS, size=SIZE, osc_in=("127.0.0.1", 0), osc_out=(), output="none"
    )
    ports: dict[str, int] = {}
    with ExitStack() as stack:
        show = build(options, lambda line: _note_port(line, ports), stack)
        nobody = 9  # "discard", which no machine of today serves
        cases = {
            "prompts to nobody": [str(nobody), str(rate)],
            "prompts to the show": [str(ports["show"]), str(rate)],
            "rubbish to the show": [str(ports["show"]), str(rate), "rubbish"],
        }
        watch, refused = FrameWatch(show), dict.fromkeys(cases, 0)
        frames = {case: Frames() for case in cases}
        watch.play(_START_S)
        for number in range(ROUNDS):
            for case in in_turn(tuple(cases), number):
                before = show.table.rejections.count
                _turn(watch, frames[case], cases[case], seconds)
                refused[case] += show.table.rejections.count - before
    return [{"flood of": case, **frames[case].figures(), "refused": refused[case]} for case in cases]


def _note_port(line: str, ports: dict[str, int]) -> None:
    if line.startswith("control: OSC on"):
        ports["show"] = int(line.rpartition(":")[2])


def _turn(watch: FrameWatch, frames: Frames, flood: list[str], seconds: float) -> None:
    """flood: the sender's port, messages a second, and what it says."""
    sender = subprocess.Popen([sys.executable, "-c", _SENDER, *flood])
    try:
        watch.play(_SETTLE_S)
        watch.play(seconds, frames)
    finally:
        sender.kill()
        sender.wait()
    watch.play(_REST_S)
