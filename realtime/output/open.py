"""Opens what takes the finished picture, and what is written beside it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from realtime.audio.ear import Listener
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.control.table import ParameterTable
from realtime.ending import RECORDING_S, Ending
from realtime.isf.software_gl import is_software
from realtime.options import ShowOptions
from realtime.output.light.desk import ArtNetDesk
from realtime.output.light.sending import ARTNET_PORT
from realtime.output.output import Output
from realtime.output.outputs import Outputs
from realtime.output.recording import Recording
from realtime.output.rig_schema import RigModel
from realtime.output.rigged import Rigged, ShowsMapped, rigged
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
    not."""

    outputs: Outputs
    stills: Stills | None
    recorder: Recorder | Pieces | None
    trace: Trace | None

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
    more = Rigged((), (), ())
    if options.realtime:
        more = rigged(rig, size, main)
        found += more.outputs
    for output in found[1 if recorder is not None else 0 :]:
        if output is not stills:
            say(f"output: {output.name}")
    at_once = not options.realtime or is_software(context)
    outputs = Outputs(context, stage, found, at_once, more.windows, more.tuned)
    stack.callback(outputs.release)
    for output in found:
        ending.part(output.name, writes=True).callback(output.close)
    return Records(outputs, stills, recorder, trace)


def open_desk(rig: RigModel, table: ParameterTable, say: Say, stack: ExitStack) -> None:
    """Listens to the lighting desk that the rig names. Raises UserError where it cannot."""
    desk = rig.desk
    if desk is not None:
        listening = ArtNetDesk(
            table, desk.universe, desk.channels, desk.listen, desk.port or ARTNET_PORT, desk.allow
        )
        stack.callback(listening.close)
        say(f"Art-Net in: universe {desk.universe} on {desk.listen}:{listening.port}")


def _stills(options: ShowOptions, size: tuple[int, int]) -> Stills:
    return Stills(options.stills or pictures_folder(), size, Path(options.setlist).stem)


def _to_recorder(recorder: Recorder | Pieces) -> Listener:
    def listener(block: Block, features: Features) -> None:
        recorder.sound(block)

    return listener
