"""A command of the operator, as it came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Carried out once. name: of the row; value: None for a trigger, the number of an index,
    or the text; time: when it came in, audio-clock seconds; sender: who sent it, in words, "" if unknown."""

    name: str
    value: int | str | None = None
    time: float = 0.0
    sender: str = ""
