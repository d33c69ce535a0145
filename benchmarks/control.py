"""Do many hands make the picture late? `live.py bench control`.

In turn, several times over: nobody is there; one page of the panel is open; one that looks at pictures; 50
pages that look; 20,000 OSC messages a second; a controller that sends 3,000 MIDI messages a second; 200
connections that never finish their question. Pages and senders are processes of their own, which take their
part of the machine, too: on few cores that is most of what is seen here, so that floods are sent to nobody,
too, while their values are set inside: a picture with more bloom takes longer, whoever turned it up. Last,
how long a knob takes to the pixels.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import aiohttp
import moderngl
import numpy as np
from pythonosc.osc_message_builder import build_msg

from benchmarks import midi_storm
from benchmarks.frame_watch import Frames, FrameWatch, in_turn
from benchmarks.knob import knob_to_pixels
from realtime.control.table import ParameterTable, Values
from realtime.isf.quad import Copier
from realtime.isf.software_gl import is_software
from realtime.isf.surface import Surface
from realtime.live.show_parts import ShowStage
from realtime.options import ShowOptions
from realtime.panel.panel import Panel
from realtime.panel.picture import jpeg
from realtime.show import build
from realtime.stage.preview import Preview
from synthetic_music.score import RATE
from synthetic_music.wav import write_wav

ROUNDS = 3
FPS = 30.0
SIZE = (640, 360)
_SETTLE_S = 1.5
_REST_S = 5.0
_AGREEMENTS = 60
_PREVIEWS = 200
_LARGER = (960, 540)
_PAGES = """
import asyncio, json, sys
import aiohttp
port, pages, look = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
async def page(session):
    async with session.ws_connect(f"http://127.0.0.1:{port}/panel/socket") as socket:
        await socket.send_json({"look": look})
        async for message in socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                await socket.send_json({"seen": True})
async def run():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(page(session) for _ in range(pages)))
asyncio.run(run())
"""
_OSC = """
import os, socket, sys, time
from pythonosc.osc_message_builder import build_msg
port, rate = int(sys.argv[1]), int(sys.argv[2])
names = ("strength/gain", "noise/gain", "motion/zoom", "post/bloom", "speed", "style/mix", "audio/bass")
packets = [build_msg("/anacrusis/" + name, [step / 50.0]).dgram for step in range(50) for name in names]
parent = os.getppid()
udp, sent, began = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0, time.perf_counter()
while os.getppid() == parent:
    while sent < (time.perf_counter() - began) * rate:
        try:
            udp.sendto(packets[sent % len(packets)], ("127.0.0.1", port))
        except OSError:
            pass  # nobody listens
        sent += 1
    time.sleep(0.001)
"""
_SLOW = """
import os, socket, sys, time
parent = os.getppid()
port, count, held = int(sys.argv[1]), int(sys.argv[2]), []
while os.getppid() == parent:
    for connection in held:
        connection.close()
    held = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX: ")
        held.append(connection)
    time.sleep(1.0)
"""


@dataclass
class _Case:
    """hands: those who take part while it is open; like: the case whose values are set inside meanwhile;
    what was seen then. values: those of each frame of a first turn."""

    name: str
    hands: Callable[[], AbstractContextManager[None]] = nullcontext
    like: str = ""
    values: list[Values] = field(default_factory=list)
    frames: Frames = field(default_factory=Frames)
    panel_s: float = 0.0
    process_s: float = 0.0
    lasted_s: float = 0.0


def run(
    seconds: float = 8.0, pages: int = 50, rate: int = 20_000, midi_rate: int = 3_000, rounds: int = ROUNDS
) -> list[dict[str, object]]:
    """A row for each case: time between displayed frames and that of drawing one, in milliseconds; share of a
    core that the panel's thread and the whole process took; then what looking at pictures costs, memory
    after each round, and how long values take to the pixels and from page to page."""
    ports: dict[str, int] = {}
    cases = [
        _Case("nobody"),
        _Case("1 page", lambda: _process(_PAGES, ports["panel"], 1, 0)),
        _Case("1 page looks", lambda: _process(_PAGES, ports["panel"], 1, 12)),
        _Case(f"{pages} pages look", lambda: _process(_PAGES, ports["panel"], pages, 12)),
        _Case(f"OSC {rate}/s to nobody", lambda: _process(_OSC, 9, rate), f"OSC {rate}/s"),
        _Case(f"OSC {rate}/s", lambda: _process(_OSC, ports["osc"], rate)),
        _Case("200 slow connections", lambda: _process(_SLOW, ports["panel"], 200)),
    ]
    options = ShowOptions(
        painter="plain",
        headless=True,
        loop=True,
        fps=FPS,
        size=SIZE,
        osc_in=("127.0.0.1", 0),
        osc_out=(),
        panel=("127.0.0.1", 0),
        output="none",
    )
    with ExitStack() as stack:
        storm = midi_storm.opened(stack)
        if storm is not None:
            options = replace(options, midi=(midi_storm.NAME,))
            blown = _Case(f"MIDI {midi_rate}/s", partial(storm.blowing, midi_storm.NAME, midi_rate))
            to_nobody = partial(storm.blowing, midi_storm.ELSEWHERE, midi_rate)
            cases += [_Case(f"MIDI to nobody {midi_rate}/s", to_nobody, blown.name), blown]
        # The demo track is composed while it plays, and kept: no measure of memory that must stay flat.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        options = replace(options, source=str(write_wav(folder / "pulse.wav", _pulse())))
        show = build(options, lambda line: _note_port(line, ports), stack)
        watch = FrameWatch(show)
        watch.play(6.0)
        for case in cases:  # what each of them needs for good is no growth
            with case.hands(), watch.before_each(partial(_note_values, case, show.table)):
                watch.play(2.0 * _SETTLE_S)
            show.table.reset()
        watch.play(_REST_S)
        values = {case.name: case.values for case in cases}
        memory = [_memory_mib()]
        for number in range(rounds):
            for case in in_turn(cases, number):
                turned = itertools.cycle(values.get(case.like, [{}]))
                with watch.before_each(partial(_set_next, show.table, turned)):
                    _turn(watch, case, seconds)
                show.table.reset()
            watch.play(_REST_S)
            memory.append(_memory_mib())
        newest = [_newest(watch, show.table, ports["osc"])]
        if storm is not None:
            newest.append(_newest_of_storm(watch, show.table, storm, midi_rate))
        previews = list(_preview(show.stage, show.window.context))
        show.table.reset()
        knob = knob_to_pixels(watch, show, ports)
    rows = [_row(case) for case in cases]
    rows += [*previews, *newest]
    rows.append({"what": "memory MiB", **{f"round {n}": mib for n, mib in enumerate(memory)}})
    rows += knob
    rows.append(_agreement(pages))
    return rows


def _note_values(case: _Case, table: ParameterTable) -> None:
    case.values.append(table.snapshot())


def _set_next(table: ParameterTable, turned: Iterator[Values]) -> None:
    table.move(next(turned))


def _pulse() -> np.ndarray:
    """Eight bars of a low pulse at 120 bpm: float32 (samples,)."""
    time_s = np.arange(16 * RATE) / RATE
    return np.asarray(0.5 * np.sin(345.0 * time_s) * np.exp(-12.0 * (time_s % 0.5)), np.float32)


def _preview(stage: ShowStage, context: moderngl.Context) -> Iterator[dict[str, object]]:
    """Processor time of the picture for the pages, by itself: too little to be seen beside a show's own. Of
    this show's, and of one that is drawn inside with 540 lines."""
    larger = Surface(context, _LARGER)
    Copier(context).copy(stage.finished, larger.framebuffer)
    for source in (stage.finished, larger.texture):
        preview = Preview(context, source.size, is_software(context))
        preview.make(source)
        began = time.process_time()
        for _ in range(_PREVIEWS):
            preview.make(source)
            picture = preview.taken()
            assert picture is not None
        made = time.process_time()
        for _ in range(_PREVIEWS):
            jpeg(picture)
        made_s, coded_s = (made - began) / _PREVIEWS, (time.process_time() - made) / _PREVIEWS
        preview.release()
        yield {
            "a picture for the pages, from lines": source.size[1],
            "made and read ms": 1000.0 * made_s,
            "as a JPEG file ms": 1000.0 * coded_s,
            "% of a core at 12/s": 1200.0 * (made_s + coded_s),
        }


def _newest(watch: FrameWatch, table: ParameterTable, port: int) -> dict[str, object]:
    """Is the last of many values the one that holds? It is sent after 20,000 others, as fast as they go."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for step in range(20_000):
            udp.sendto(build_msg("/anacrusis/speed", [step / 20_000]).dgram, ("127.0.0.1", port))
        for _ in range(3):  # what a full buffer loses is sent again by every fader
            udp.sendto(build_msg("/anacrusis/speed", [1.625]).dgram, ("127.0.0.1", port))
            watch.play(0.3)
    return {"what": "the newest of 20,000 values holds", "is so": table.get("speed") == 1.625}


def _newest_of_storm(
    watch: FrameWatch, table: ParameterTable, storm: midi_storm.MidiStorm, rate: int
) -> dict[str, object]:
    with storm.blowing(midi_storm.NAME, rate):
        watch.play(2.0)
    watch.play(0.5)
    storm.turn(midi_storm.SPEED)
    watch.play(0.5)
    row = table.parameters["speed"]
    return {"what": "the newest value of a MIDI storm holds", "is so": table.get(row.name) == row.high}


def _agreement(pages: int) -> dict[str, object]:
    """How long a value that is set on one page takes to all of them, without a show beside it."""
    panel = Panel(ParameterTable(), "127.0.0.1", 0)
    try:
        delays = asyncio.run(_delays(f"http://127.0.0.1:{panel.port}/panel/socket", pages))
    finally:
        panel.close()
    return {
        "what": f"from one page to the last of {pages}",
        "times": len(delays),
        "ms p50": float(np.percentile(delays, 50)),
        "ms worst": max(delays),
    }


async def _delays(address: str, pages: int) -> list[float]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        sockets = [await session.ws_connect(address) for _ in range(pages)]
        delays = []
        for number in range(_AGREEMENTS):
            value = round(0.01 + number / 40.0, 3)
            began = time.perf_counter()
            await sockets[0].send_json({"set": {"speed": value}})
            seen = await asyncio.gather(*(_seen(socket, value) for socket in sockets))
            delays.append(1000.0 * (max(seen) - began))
            await asyncio.sleep(0.013 * (number % 7))  # at any moment of the panel's own rhythm
        for socket in sockets:
            await socket.close()
    return delays


async def _seen(socket: aiohttp.ClientWebSocketResponse, value: float) -> float:
    while True:
        message = json.loads((await socket.receive()).data)
        if message.get("values", {}).get("speed") == value:
            return time.perf_counter()


def _note_port(line: str, ports: dict[str, int]) -> None:
    for begin, name in (("control: OSC on", "osc"), ("panel: http", "panel")):
        if line.startswith(begin):
            ports[name] = int(line.rstrip("/").rpartition(":")[2])


@contextmanager
def _process(code: str, *arguments: object) -> Iterator[None]:
    """`code` runs in a process of its own meanwhile."""
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _turn(watch: FrameWatch, case: _Case, seconds: float) -> None:
    with case.hands():
        watch.play(_SETTLE_S)
        began, panel, process_s = time.perf_counter(), _panel_s(), time.process_time()
        watch.play(seconds, case.frames)
        case.lasted_s += time.perf_counter() - began
        case.panel_s += _panel_s() - panel
        case.process_s += time.process_time() - process_s
    watch.play(_SETTLE_S)


def _panel_s() -> float:
    """Processor time of the panel's thread so far."""
    thread = next(one for one in threading.enumerate() if one.name == "panel")
    assert thread.ident is not None
    return time.clock_gettime(time.pthread_getcpuclockid(thread.ident))


def _memory_mib() -> float:
    """Memory of the process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _row(case: _Case) -> dict[str, object]:
    return {
        "hands": case.name,
        **case.frames.figures(),
        "panel % of a core": 100.0 * case.panel_s / case.lasted_s,
        "process % of a core": 100.0 * case.process_s / case.lasted_s,
    }
