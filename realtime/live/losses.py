"""What a show loses on its way, in the log: counted where it happens; the head-up display has it too."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from realtime.audio.ear import Ear
from realtime.control.osc_out import OscOut
from realtime.notice import Notice
from realtime.output.outputs import Outputs
from realtime.record.pieces import Pieces
from realtime.record.recorder import Recorder
from realtime.record.trace import Trace

_LOG = logging.getLogger(__name__)
_EVERY_S = 10.0


class LossLog:
    """Writes a line when something more was lost, one in ten seconds at most."""

    def __init__(self) -> None:
        self._logged: dict[str, int] = {}
        self._next_s: float | None = None

    def note(self, now: float, losses: Mapping[str, int]) -> None:
        """losses: how often each has happened so far, by what it is; `now` in seconds of any clock."""
        if self._next_s is not None and now < self._next_s:
            return
        grown = [f"{count} {what}" for what, count in losses.items() if count > self._logged.get(what, 0)]
        if grown:
            self._logged = dict(losses)
            self._next_s = now + _EVERY_S
            _LOG.warning("so far: %s", ", ".join(grown))


def losses_of(
    ear: Ear,
    outputs: Outputs | None,
    recorder: Recorder | Pieces | None,
    trace: Trace | None,
    osc_out: OscOut | None,
) -> dict[str, int]:
    """What these have lost so far, by what it is."""
    losses = dict(ear.losses)
    if outputs is not None:
        losses |= outputs.losses
    if recorder is not None:
        losses[Notice("frames or blocks left out of the recording")] = recorder.dropped
    if trace is not None:
        losses[Notice("rows left out of the trace")] = trace.dropped
    if osc_out is not None:
        losses[Notice("OSC packets not sent")] = osc_out.failed
    return losses
