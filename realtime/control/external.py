"""What stands beside the show: MIDI ports and Ableton Link, opened together and closed together."""

from __future__ import annotations

from contextlib import ExitStack

from realtime.clock import Clock
from realtime.control.link import LinkTempo
from realtime.control.midi.port import MidiIn
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import TempoLead


class ExternalControl:
    """MIDI ports by name (`channel`: whose knobs and pads count, None for all) and, if asked for, Link.

    lead: what their tempo is reported to, in bars of so many beats; clock: the audio clock. Raises
    UserError for a port that is not there or an extra that is missing; nothing stays open then.
    """

    def __init__(
        self,
        midi: tuple[str, ...],
        channel: int | None,
        link: bool,
        table: ParameterTable,
        lead: TempoLead,
        clock: Clock,
        beats_per_bar: int = 4,
    ) -> None:
        with ExitStack() as opened:
            self._ports = []
            for name in midi:
                leads = lead.follow(f"MIDI clock {name}")
                port = MidiIn(name, table, leads, clock, channel, beats_per_bar)
                opened.callback(port.close)
                self._ports.append(port)
            self._link = LinkTempo(lead.follow("Link"), clock, beats_per_bar) if link else None
            if self._link is not None:
                opened.callback(self._link.close)
            self._opened = opened.pop_all()

    @property
    def names(self) -> tuple[str, ...]:
        """What was opened, in words."""
        ports = tuple(f"MIDI {port.name}" for port in self._ports)
        return ports + (("Ableton Link",) if self._link else ())

    @property
    def notices(self) -> tuple[str, ...]:
        """What the operator should know: a port that is unplugged, a clock that stands."""
        return tuple(notice for port in self._ports if (notice := port.notice))

    def close(self) -> None:
        """Close everything; safe to call twice."""
        self._opened.close()
