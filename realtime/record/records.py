"""What is written while a show plays, opened and closed together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from realtime.audio.io.block import Block
from realtime.ending import RECORDING_S, Ending
from realtime.record.pieces import Pieces, Wanted, open_recording
from realtime.record.recorder import Recorder
from realtime.record.trace import Trace
from realtime.say import Say


@dataclass(frozen=True, slots=True)
class Records:
    """The recording and the trace; None for what is not written."""

    recorder: Recorder | Pieces | None
    trace: Trace | None

    def hear(self, block: Block, heard: object) -> None:
        """One block of the sound for the recording; heard: what the ear makes of it, which is left alone."""
        if self.recorder is not None:
            self.recorder.sound(block)


def open_records(
    wanted: Wanted,
    trace_to: Path | None,
    size: tuple[int, int],
    fps: float,
    sound_rate: int,
    live: bool,
    ending: Ending,
    say: Say,
) -> Records:
    """A recording of frames of `size` (width, height) at `fps`, and the trace, as far as they are wanted; a
    show's are closed soon, a film's when all is written. Raises UserError where they cannot be written."""
    recorder = open_recording(wanted, size, fps, sound_rate, live, say)
    if recorder is not None:
        ending.part("the recording").callback(recorder.close, RECORDING_S if live else None)
    trace = Trace(trace_to, live=live) if trace_to else None
    if trace is not None:
        ending.part("the trace").callback(trace.close)
    return Records(recorder, trace)
