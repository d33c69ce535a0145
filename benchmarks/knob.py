"""How long a knob that is turned takes to the finished picture."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import numpy as np

from benchmarks.frame_watch import FrameWatch
from realtime.live.loop import Show

TURNS = 60
_PALE, _COLOURED = 0.3, 1.0
_SEEN_SHARE = 0.3
"""The picture's colours have changed by so much of themselves."""
# Hands are processes of their own: what they do takes nothing from the show but the processor. They write
# down when they turned, in seconds of the clock that all processes of a machine share.
_HAND = f"""
import asyncio, random, socket, sys, time
dice = random.Random(1)
def turns():
    for number in range({TURNS}):
        yield dice.uniform(0.25, 0.45), {_PALE} if number % 2 == 0 else {_COLOURED}
def note():
    print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
"""
_OSC = f"""{_HAND}
from pythonosc.osc_message_builder import build_msg
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for rest_s, value in turns():
    time.sleep(rest_s)
    packet = build_msg("/anacrusis/post/saturation", [value]).dgram
    note()
    udp.sendto(packet, ("127.0.0.1", int(sys.argv[1])))
"""
_PAGE = f"""{_HAND}
import aiohttp
async def read(page):
    async for _ in page:
        pass
async def run():
    address = f"http://127.0.0.1:{{sys.argv[1]}}/panel/socket"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as page:
        reading = asyncio.create_task(read(page))
        for rest_s, value in turns():
            await asyncio.sleep(rest_s)
            note()
            await page.send_json({{"set": {{"post.saturation": value}}}})
        reading.cancel()
asyncio.run(run())
"""


def knob_to_pixels(watch: FrameWatch, show: Show, ports: dict[str, int]) -> list[dict[str, object]]:
    """Rows, over OSC and from a page: milliseconds from turning `post.saturation` to pixels that show it,
    read back, beside one displayed frame and 5 ms, and what drawing and reading back a frame took meanwhile.
    Not `master`: what it lights is held back for the eyes."""
    rows = []
    for name, hand, port in (("OSC", _OSC, ports["osc"]), ("a page", _PAGE, ports["panel"])):
        delays, drawn = _delays(watch, show, hand, port)
        rows.append(
            {
                "knob to pixels from": name,
                "turns": len(delays),
                "ms p50": float(np.percentile(delays, 50)),
                "ms p95": float(np.percentile(delays, 95)),
                "ms worst": max(delays),
                "a frame and 5 ms": 1000.0 * show.pace.interval + 5.0,
                "drawn and read ms p50": float(np.percentile(drawn, 50)),
                "drawn and read ms p95": float(np.percentile(drawn, 95)),
            }
        )
    return rows


def _delays(watch: FrameWatch, show: Show, hand: str, port: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each turn to its pixels, and those of drawing and reading back each frame."""
    seen: list[tuple[float, float]] = []
    drawn: list[float] = []
    step = show.step

    def watched(now: float) -> None:
        began = _now()
        step(now)
        picture = show.stage.picture()[::4, ::4, :3]
        colour = float((picture.max(2) - picture.min(2)).mean())
        seen.append((_now(), colour))
        drawn.append(1000.0 * (seen[-1][0] - began))

    show.step = watched
    turning = subprocess.Popen([sys.executable, "-c", hand, str(port)], stdout=subprocess.PIPE, text=True)
    turned: list[float] = []
    assert turning.stdout is not None
    reading = threading.Thread(target=lambda lines: turned.extend(map(float, lines)), args=(turning.stdout,))
    reading.start()
    try:
        while turning.poll() is None:
            watch.play(0.5)
        watch.play(0.3)
    finally:
        show.step = step
        turning.kill()
        reading.join()
        show.table.set("post.saturation", 1.0)
    times, colour = np.array(seen).T
    delays = []
    for at in turned:
        first = int(np.searchsorted(times, at))
        before = colour[max(first - 1, 0)]
        changed = np.flatnonzero(np.abs(colour[first:] - before) > _SEEN_SHARE * max(before, 1.0))
        if len(changed):
            delays.append(1000.0 * (times[first + changed[0]] - at))
    return delays, drawn


def _now() -> float:
    return time.clock_gettime(time.CLOCK_MONOTONIC)
