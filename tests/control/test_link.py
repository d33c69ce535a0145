"""Ableton Link with a real second member of the session, over the loopback network."""

import asyncio
import os
import time

import pytest

from realtime.clock import WallClock
from realtime.control.link import LinkTempo

try:
    import aalink
except ImportError:
    if os.environ.get("CI"):
        raise
    pytest.skip("aalink is missing: pip install -e '.[link]'", allow_module_level=True)


@pytest.mark.parametrize("beats_per_bar", [4, 3])
def test_tempo_and_bar_of_another_program_are_followed(beats_per_bar):
    announced: list[tuple[float, float, float, int]] = []
    clock = WallClock()
    follower = LinkTempo(lambda *report: announced.append(report), clock, beats_per_bar)

    async def other_program() -> tuple[float, float]:
        link = aalink.Link(133.0)
        link.quantum = float(beats_per_bar)
        link.enabled = True
        end = time.monotonic() + 15.0
        while len(announced) < 3 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        link.tempo = 141.0
        while announced and abs(announced[-1][1] - 141.0) > 0.1 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        return clock.now(), link.phase

    now, phase = asyncio.run(other_program())
    follower.close()
    follower.close()
    assert announced, "the two members of the session did not find each other"
    at, tempo, position, bar = announced[-1]
    assert bar == beats_per_bar
    assert tempo == pytest.approx(141.0, abs=0.01)
    expected = (position + (now - at) * tempo / 60.0) % beats_per_bar
    assert min(abs(expected - phase), beats_per_bar - abs(expected - phase)) < 0.1


def test_alone_in_the_network_it_says_nothing():
    announced: list[tuple] = []
    follower = LinkTempo(lambda *report: announced.append(report), WallClock())
    time.sleep(0.4)
    follower.close()
    assert follower.peers == 0 and announced == []
