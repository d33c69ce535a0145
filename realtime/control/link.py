"""Ableton Link as an external tempo, shared with every Link program on the network."""

from __future__ import annotations

import asyncio
import threading

from realtime.clock import Clock
from realtime.command_name import install_hint
from realtime.control.tempo_lead import OnTempo
from realtime.errors import UserError

REPORT_EVERY_S = 0.1
SETTLE_S = 0.5


class LinkTempo:
    """Follows a Link session in a thread of its own; reports while at least one other program is in it.

    clock: gives the audio time of each report; beats_per_bar: Link's quantum, over which bars are in step
    with those who have the same. Raises UserError without the extra.
    """

    def __init__(self, on_tempo: OnTempo, clock: Clock, beats_per_bar: int = 4) -> None:
        try:
            import aalink
        except ImportError as error:
            raise UserError(f"Ableton Link needs an extra: {install_hint('link')}") from error
        self.peers = 0
        self._aalink = aalink
        self._on_tempo = on_tempo
        self._clock = clock
        self._beats_per_bar = beats_per_bar
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._follow()), name="link", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Leave the session; safe to call twice."""
        self._stop.set()
        self._thread.join()

    async def _follow(self) -> None:
        link = self._aalink.Link(120.0)
        link.quantum = float(self._beats_per_bar)
        # One that joins in its first instant may press its own tempo on the others
        # (https://github.com/artfwo/aalink/issues/7): a peer must not change the DJ's tempo by joining.
        await asyncio.sleep(SETTLE_S)
        link.enabled = True
        while not self._stop.is_set():
            await asyncio.sleep(REPORT_EVERY_S)
            self.peers = link.num_peers
            if self.peers:
                # Link's phase is the place in the bar, independent of where its count of beats began.
                beat, phase = link.beat, link.phase
                bar = round((beat - phase) / self._beats_per_bar) * self._beats_per_bar
                self._on_tempo(self._clock.now(), link.tempo, bar + phase, self._beats_per_bar)
        link.enabled = False
