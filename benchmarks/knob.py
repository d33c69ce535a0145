"""How long a knob that is turned takes to the finished picture."""

from __future__ import annotations

import bisect
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Frame:
    """began, ended: seconds; it was drawn and read back in between. colour: of the picture, in levels."""

    began: float
    ended: float
    colour: float


@dataclass(frozen=True, slots=True)
class _Delay:
    """From one turn to its pixels, milliseconds. busy: rest of a frame that was being drawn just then
    and does not show it; drawing: of the first one that does; added: what is left, for which the program
    answers."""

    whole: float
    busy: float
    drawing: float

    @property
    def added(self) -> float:
        return self.whole - self.busy - self.drawing


def knob_to_pixels(watch: FrameWatch, show: Show, ports: dict[str, int]) -> list[dict[str, object]]:
    """Rows, over OSC and from a page: milliseconds from turning `post.saturation` to pixels that show it,
    read back, beside one displayed frame and 5 ms; and of what they are made up. Not `master`: what it lights
    is held back for the eyes."""
    rows = []
    for name, hand, port in (("OSC", _OSC, ports["osc"]), ("a page", _PAGE, ports["panel"])):
        frames, turned = _played(watch, show, hand, port)
        delays = list(_delays(frames, turned))
        rows.append(
            {
                "knob to pixels from": name,
                "turns": len(delays),
                "a frame and 5 ms": 1000.0 * show.pace.interval + 5.0,
                **_figures("ms", [one.whole for one in delays]),
                **_figures("a frame being drawn, ms", [one.busy for one in delays]),
                **_figures("drawing it, ms", [one.drawing for one in delays]),
                **_figures("added, ms", [one.added for one in delays]),
            }
        )
    return rows


def _figures(name: str, delays: list[float]) -> dict[str, float]:
    return {f"{name} p{share}": float(np.percentile(delays, share)) for share in (50, 95)}


def _played(watch: FrameWatch, show: Show, hand: str, port: int) -> tuple[list[_Frame], list[float]]:
    """The frames that were drawn while a knob was turned, and when it was."""
    frames: list[_Frame] = []
    step = show.step

    def watched(now: float) -> None:
        began = _now()
        step(now)
        picture = show.stage.picture()[::4, ::4, :3]
        colour = float((picture.max(2) - picture.min(2)).mean())
        frames.append(_Frame(began, _now(), colour))

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
    return frames, turned


def _delays(frames: list[_Frame], turned: list[float]) -> Iterator[_Delay]:
    """Of each turn that was seen."""
    ended = [frame.ended for frame in frames]
    for at in turned:
        first = bisect.bisect(ended, at)
        if not 0 < first < len(frames):
            continue
        before, current = frames[first - 1].colour, frames[first]
        change = _SEEN_SHARE * max(before, 1.0)
        showing = next((one for one in frames[first:] if abs(one.colour - before) > change), None)
        if showing is not None:
            missed = current.began < at and showing is not current
            yield _Delay(
                1000.0 * (showing.ended - at),
                1000.0 * (current.ended - at) if missed else 0.0,
                1000.0 * (showing.ended - max(showing.began, at)),
            )


def _now() -> float:
    return time.clock_gettime(time.CLOCK_MONOTONIC)
