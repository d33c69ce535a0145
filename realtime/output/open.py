"""Opens what takes the finished picture, and what is written beside it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from realtime.audio.ear import Listener
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.control.table import ParameterTable
from realtime.ending import RECORDING_S, Ending
from realtime.isf.software_gl import is_software
from realtime.options import ShowOptions
from realtime.output.output import Output
from realtime.output.outputs import Outputs
from realtime.output.recording import Recording
from realtime.output.rig_follower import RigFollower
from realtime.output.rig_schema import RigModel
from realtime.output.rigged import OpenRig, ShowsMapped
from realtime.output.stills import Stills
from realtime.record import pieces
from realtime.record.pieces import Pieces, open_recording
from realtime.record.recorder import Recorder
from realtime.record.trace import Trace
from realtime.resources import pictures_folder
from realtime.say import Say
from realtime.stage.stage import Stage
from realtime.stage.window import Window


@dataclass(frozen=True, slots=True)
class Records:
    """Where the finished picture goes beside the window, and what is written with it; None for what is
    not. rig: what the rig's file has opened."""

    outputs: Outputs
    stills: Stills | None
    recorder: Recorder | Pieces | None
    trace: Trace | None
    rig: OpenRig | None = None

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """Who else is given the sound."""
        return (_to_recorder(self.recorder),) if self.recorder is not None else ()

    def keep_still(self) -> None:
        """Keep the picture that is shown next."""
        if self.stills is not None:
            self.stills.ask()


def open_records(
    options: ShowOptions,
    rig: RigModel,
    window: Window,
    stage: Stage,
    fps: float,
    sound_rate: int,
    say: Say,
    stack: ExitStack,
    ending: Ending,
) -> Records:
    """The recording, the trace and the outputs that were asked for, of what `stage` finishes.

    stack: closes what belongs to GL; ending: all else, a show's recording soon, a film's when all is written.
    Raises UserError where they cannot be.
    """
    size, context = stage.size, window.context
    main = window if isinstance(window, ShowsMapped) else None
    wanted = pieces.Wanted(options.record, options.record_every, options.record_keep, options.record_most)
    recorder = open_recording(wanted, size, fps, sound_rate, options.realtime, say)
    if recorder is not None:
        within_s = RECORDING_S if options.realtime else None
        ending.part("the recording", writes=True).callback(recorder.close, within_s)
    trace = Trace(options.trace, live=options.realtime) if options.trace else None
    if trace is not None:
        ending.part("the trace", writes=True).callback(trace.close)
    found: list[Output] = [Recording(recorder, size)] if recorder is not None else []
    stills = _stills(options, size) if options.realtime else None
    if stills is not None:
        found.append(stills)
    for output in found:
        ending.part(output.name, writes=True).callback(output.close)
    opened = OpenRig(rig, size, main, partial(ending.part, writes=True)) if options.realtime else None
    for output in opened.now.outputs if opened is not None else ():
        say(f"output: {output.name}")
    at_once = not options.realtime or is_software(context)
    outputs = Outputs(context, stage, found, at_once, opened)
    stack.callback(outputs.release)
    return Records(outputs, stills, recorder, trace, opened)


def follow_rig(
    options: ShowOptions, rig: RigModel, records: Records, table: ParameterTable, say: Say, ending: Ending
) -> None:
    """Has the outputs follow the rig's file, and listens to the lighting desk that it names. Raises UserError
    where it cannot."""
    if records.rig is None:
        return
    follower = RigFollower(options.outputs, rig, records.rig, table)
    ending.part("the rig").callback(follower.close)
    records.outputs.follower = follower
    if follower.desk is not None and rig.desk is not None:
        say(f"Art-Net in: universe {rig.desk.universe} on {rig.desk.listen}:{follower.desk.port}")


def _stills(options: ShowOptions, size: tuple[int, int]) -> Stills:
    return Stills(options.stills or pictures_folder(), size, Path(options.setlist).stem)


def _to_recorder(recorder: Recorder | Pieces) -> Listener:
    def listener(block: Block, features: Features) -> None:
        recorder.sound(block)

    return listener
