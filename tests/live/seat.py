"""Where the operator of a test sits: real UDP in, and no picture."""

from __future__ import annotations

import time
from functools import partial

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from realtime.audio.beat.clock import BeatClock
from realtime.clock import VirtualClock
from realtime.control.osc_in import OscServer
from realtime.control.table import ParameterTable
from realtime.live.commands import OperatorCommands
from realtime.live.side_process import InlineWork
from realtime.live.typed_words import judge
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song

HEARD = BeatClock(period=0.5, anchor=10.0, number=20, beat_in_bar=1, beats_per_bar=4, confidence=0.9)
SCENES = tuple(Scene(f"scene {n}", prompt=f"a {thing}") for n, thing in enumerate(("tree", "sea", "moon")))
LOAD = partial(Blocklist.load, BLOCKLIST)


class Tempo:
    """Notes what the analyzer would be told."""

    def __init__(self) -> None:
        self.taps: list[float] = []
        self.released = 0
        self.ranges: list[tuple[float, float]] = []

    def tap(self, time: float) -> None:
        self.taps.append(time)

    def release(self) -> None:
        self.released += 1

    def resync(self, time: float) -> None: ...
    def half(self) -> None: ...
    def double(self) -> None: ...
    def lock(self, on: bool) -> None: ...
    def set_range(self, low_bpm: float, high_bpm: float) -> None:
        self.ranges.append((low_bpm, high_bpm))

    def nudge(self, seconds: float) -> None: ...


class Seat:
    """A show without picture: server, table, playhead and commands, on a clock that the test moves."""

    def __init__(self, judging=None, prompt: str | None = None) -> None:
        self.clock = VirtualClock()
        self.table = ParameterTable(clock=self.clock)
        self.server = OscServer(self.table, port=0)
        self.client = SimpleUDPClient("127.0.0.1", self.server.port)
        self.playhead = Playhead(Setlist("evening", (Song("song", SCENES),)))
        self.tempo = Tempo()
        self.judging = judging or InlineWork(partial(judge, LOAD))
        self.commands = OperatorCommands(self.table, self.playhead, self.tempo, self.judging, prompt=prompt)

    def send(self, address: str, *values: object) -> None:
        """One message, and wait until it and all before it were received."""
        self.client.send_message(f"/anacrusis/{address}", list(values))
        self.flush()

    def flush(self) -> None:
        # The master fader marks the end of what was sent before it.
        mark = 0.25 if self.table.get("master") != 0.25 else 0.75
        end = time.monotonic() + 60.0
        while self.table.get("master") != mark:
            # Where the socket is full, a packet is lost: the mark is sent until it comes through.
            self.client.send_message("/anacrusis/master", mark)
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.002)

    def frame(self, now: float | None = None) -> None:
        if now is not None:
            self.clock.set(now)
        self.commands.apply(self.clock.now(), HEARD)
        self.playhead.update(HEARD, self.clock.now())

    @property
    def painted(self) -> str:
        return self.commands.override(self.playhead.scene, False).prompt


def bundle(*messages: tuple[str, object], due: float = IMMEDIATELY) -> bytes:
    bundle = OscBundleBuilder(due)
    for address, value in messages:
        builder = OscMessageBuilder(f"/anacrusis/{address}")
        if value is not None:
            builder.add_arg(value)
        bundle.add_content(builder.build())
    return bundle.build().dgram
