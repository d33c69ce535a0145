"""How long a knob that is turned takes to the finished picture."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Callable

import aiohttp
import numpy as np
from pythonosc.osc_message_builder import build_msg

from benchmarks.frame_watch import FrameWatch
from realtime.live.loop import Show

TURNS = 60
_REST_S = (0.25, 0.45)
_PALE, _COLOURED = 0.3, 1.0
_SEEN_SHARE = 0.3
"""The picture's colours have changed by so much of themselves."""


def knob_to_pixels(watch: FrameWatch, show: Show, ports: dict[str, int]) -> list[dict[str, object]]:
    """Rows, over OSC and from a page: milliseconds from turning `post.saturation` to pixels that show it,
    read back, beside one displayed frame and 5 ms. Not `master`: what it lights is held back for the eyes."""
    rows = []
    for name, turn_all in (("OSC", _over_osc), ("a page", _from_page)):
        delays = _delays(watch, show, lambda turn_all=turn_all, **kept: turn_all(ports, **kept))
        rows.append(
            {
                "knob to pixels from": name,
                "turns": len(delays),
                "ms p50": float(np.percentile(delays, 50)),
                "ms p95": float(np.percentile(delays, 95)),
                "ms worst": max(delays),
                "a frame and 5 ms": 1000.0 * show.pace.interval + 5.0,
            }
        )
    return rows


def _delays(watch: FrameWatch, show: Show, turn_all: Callable[..., None]) -> list[float]:
    seen: list[tuple[float, float]] = []
    turned: list[float] = []
    step = show.step

    def watched(now: float) -> None:
        step(now)
        picture = show.stage.picture()[::4, ::4, :3]
        colour = float((picture.max(2) - picture.min(2)).mean())
        seen.append((time.perf_counter(), colour))

    show.step = watched  # type: ignore[method-assign]
    hand = threading.Thread(target=turn_all, kwargs={"turned": turned})
    try:
        hand.start()
        while hand.is_alive():
            watch.play(0.5)
        watch.play(0.3)
    finally:
        show.step = step  # type: ignore[method-assign]
        hand.join()
        show.table.set("post.saturation", 1.0)
    times, colour = np.array(seen).T
    delays = []
    for at in turned:
        first = int(np.searchsorted(times, at))
        before = colour[max(first - 1, 0)]
        changed = np.flatnonzero(np.abs(colour[first:] - before) > _SEEN_SHARE * max(before, 1.0))
        if len(changed):
            delays.append(1000.0 * (times[first + changed[0]] - at))
    return delays


def _turns(turned: list[float], turn: Callable[[float], object]) -> None:
    dice = random.Random(1)
    for number in range(TURNS):
        time.sleep(dice.uniform(*_REST_S))
        turned.append(time.perf_counter())
        turn(_PALE if number % 2 == 0 else _COLOURED)
    time.sleep(_REST_S[1])


def _over_osc(ports: dict[str, int], turned: list[float]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        at = "127.0.0.1", ports["osc"]
        _turns(turned, lambda value: udp.sendto(build_msg("/anacrusis/post/saturation", [value]).dgram, at))


def _from_page(ports: dict[str, int], turned: list[float]) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"http://127.0.0.1:{ports['panel']}/panel/socket") as page,
        ):
            reading = asyncio.create_task(_read(page))

            def turn(value: float) -> None:
                asyncio.run_coroutine_threadsafe(page.send_json({"set": {"post.saturation": value}}), loop)

            await asyncio.to_thread(_turns, turned, turn)
            reading.cancel()

    asyncio.run(run())


async def _read(page: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in page:
        pass
