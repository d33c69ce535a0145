"""What the operator sees of the controllers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assigned:
    """device: its name; source, kind: in words; target: the control, with the value that a press sets."""

    device: str
    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class MidiState:
    """devices: (name, its map's name or "", plugged in?) of all that were seen; moved: the knob or pad that
    was moved last and plays nothing, with its device, or ""; learning: the control that waits for one, or "";
    learned: what was learned last, or ""."""

    devices: tuple[tuple[str, str, bool], ...] = ()
    moved: str = ""
    learning: str = ""
    learned: str = ""
    assigned: tuple[Assigned, ...] = ()
