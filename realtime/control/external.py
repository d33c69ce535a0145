"""What stands beside the show: MIDI controllers and Ableton Link, opened together and closed together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from realtime.clock import Clock
from realtime.control.command import Command
from realtime.control.link import LinkTempo
from realtime.control.midi.clock_out import ClockOut
from realtime.control.midi.controllers import Controllers
from realtime.control.midi.lights import Stand
from realtime.control.midi.ports import available
from realtime.control.midi.state import MidiState
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import TempoLead

MIDI_COMMANDS: dict[str, Callable[[Controllers, str], None]] = {
    "midi.learn": Controllers.learn,
    "midi.assign": Controllers.assign,
    "midi.forget": Controllers.forget,
}
"""Commands of the parameter table that are for controllers."""


def open_external(
    midi: tuple[str, ...] | None,
    channel: int | None,
    link: bool,
    table: ParameterTable,
    lead: TempoLead,
    clock: Clock,
    beats_per_bar: int,
    clock_out: str | None,
) -> ExternalControl | None:
    """What `ExternalControl` takes; None where nothing is there. Raises UserError for what was asked for by
    its name and is missing; of controllers that nobody named nothing is reported."""
    wanted = midi if midi or available() else None
    if wanted is None and not link and clock_out is None:
        return None
    return ExternalControl(wanted, channel, link, table, lead, clock, beats_per_bar, clock_out)


class ExternalControl:
    """MIDI controllers (`midi`: names of ports, none for every one that comes, None for no MIDI; `channel`:
    whose knobs and pads count, None for all) and, if asked for, Link; clock_out: name of a port that the beat
    is sent to.

    lead: what their tempo is reported to, in bars of so many beats; clock: the audio clock. Raises
    UserError for a port that is not there or an extra that is missing; nothing stays open then.
    """

    def __init__(
        self,
        midi: tuple[str, ...] | None,
        channel: int | None,
        link: bool,
        table: ParameterTable,
        lead: TempoLead,
        clock: Clock,
        beats_per_bar: int = 4,
        clock_out: str | None = None,
    ) -> None:
        with ExitStack() as opened:
            self._midi = (
                Controllers(midi, table, lead.follow, clock, channel, beats_per_bar)
                if midi is not None
                else None
            )
            if self._midi is not None:
                opened.callback(self._midi.close)
            self._link = LinkTempo(lead.follow("Link"), clock, beats_per_bar) if link else None
            if self._link is not None:
                opened.callback(self._link.close)
            self._clock_out = ClockOut(clock_out, clock) if clock_out is not None else None
            if self._clock_out is not None:
                opened.callback(self._clock_out.close)
            self._opened = opened.pop_all()

    @property
    def names(self) -> tuple[str, ...]:
        """What was opened, in words."""
        controllers = self._midi.names if self._midi is not None else ()
        return tuple(f"MIDI {name}" for name in controllers) + (("Ableton Link",) if self._link else ())

    @property
    def notices(self) -> tuple[str, ...]:
        """What the operator should know: a controller that is unplugged, a clock that stands."""
        return self._midi.notices if self._midi is not None else ()

    @property
    def midi(self) -> MidiState | None:
        """The controllers and what they play; None without MIDI."""
        return self._midi.state if self._midi is not None else None

    def song_time(self, now: float) -> float | None:
        """Seconds since the beginning of the song that a time code leads; None where none runs."""
        leading = self._midi.song_time if self._midi is not None else None
        return leading.at(now) if leading is not None else None

    def show(self, stand: Stand) -> None:
        """Where the show stands, for the lights of controllers and those who follow its beat; costs the
        display loop nothing."""
        if self._midi is not None:
            self._midi.show(stand)
        if self._clock_out is not None:
            self._clock_out.publish(stand.clock)

    def apply(self, command: Command) -> None:
        """Carry out one of `MIDI_COMMANDS`."""
        if self._midi is not None:
            MIDI_COMMANDS[command.name](self._midi, str(command.value))

    def close(self) -> None:
        """Close everything; safe to call twice."""
        self._opened.close()
