"""What `--follow` names, and opening it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from realtime.clock import Clock
from realtime.control.osc_dispatch import Take
from realtime.control.osc_out import parse_address
from realtime.control.rig import dj_link, os2l
from realtime.control.rig.buttons import Buttons
from realtime.control.rig.osc_beat import OscBeat
from realtime.control.tempo_lead import TempoLead
from realtime.errors import UserError

DJ_LINK, OS2L, OSC = "djlink", "os2l", "osc:"
_ADDRESS = re.compile(r"/[^\s#*,?\[\]{}]+")


class _Source(Protocol):
    name: str

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """names: what is followed, in words; takes: by OSC address, who takes the messages to it."""

    names: tuple[str, ...] = ()
    takes: dict[str, Take] = field(default_factory=dict)


def check_followed(text: str) -> str:
    """`text` if `open_followed` knows it. Raises UserError."""
    kind, _, rest = text.partition(":")
    if kind == OS2L and rest:
        parse_address(rest)
    elif text.startswith(OSC):
        _osc_addresses(text)
    elif text not in (DJ_LINK, OS2L):
        raise UserError(
            f"{text!r} cannot be followed: give {DJ_LINK}, {OS2L} or OSC addresses such as osc:/bpm,/beat."
        )
    return text


def open_followed(
    sources: Sequence[str],
    lead: TempoLead,
    clock: Clock,
    beats_per_bar: int,
    stack: ExitStack,
    buttons: Buttons | None = None,
) -> Followed:
    """Everything that is to be followed; `stack` closes it. beats_per_bar: of beats over OSC; buttons: take
    those of the programs that have some. Raises UserError."""
    names: list[str] = []
    takes: dict[str, Take] = {}
    for text in map(check_followed, sources):
        kind, _, rest = text.partition(":")
        if text.startswith(OSC):
            tempo_address, beat_address = _osc_addresses(text)
            name = f"OSC {beat_address}"
            takes |= OscBeat(lead.follow(name), tempo_address, beat_address, beats_per_bar).takes
        else:
            source: _Source
            if kind == DJ_LINK:
                source = dj_link.DjLink(lead.follow, clock)
            else:
                host, port = parse_address(rest) if ":" in rest else ("0.0.0.0", int(rest or os2l.PORT))
                source = os2l.Os2l(lead.follow, clock, host, port, buttons)
            stack.callback(source.close)
            name = source.name
        names.append(name)
    return Followed(tuple(names), takes)


def _osc_addresses(text: str) -> tuple[str, str]:
    """(tempo, beat) of `osc:/bpm,/beat` or `osc:/beat`."""
    addresses = text.removeprefix(OSC).split(",")
    if not 1 <= len(addresses) <= 2 or not all(map(_ADDRESS.fullmatch, addresses)):
        raise UserError(
            f"{text!r} names no OSC addresses: give that of the tempo and that of the beat, such as "
            "osc:/bpm,/beat, or that of the beat alone, such as osc:/beat."
        )
    return (addresses[0] if len(addresses) == 2 else ""), addresses[-1]
