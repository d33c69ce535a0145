"""What a button that is known by a text stands for: "strength.gain", "scene.go 3", "prompt a lighthouse"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from realtime.control.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row, and the value that a press sets, where it needs one."""

    row: Parameter
    value: float | str | None = None

    @property
    def words(self) -> str:
        value = f" {self.value:g}" if isinstance(self.value, float) else f" {self.value or ''}"
        return f"{self.row.name}{value}".rstrip()


def wanted(text: str, rows: Mapping[str, Parameter]) -> Wanted | None:
    """What a text such as "strength.gain" or "scene.go 3" asks for; None where there is no such control, or
    where it needs a value and has none that it takes."""
    name, _, rest = text.strip().partition(" ")
    row, rest = rows.get(name), rest.strip()
    if row is None:
        return None
    if row.kind == "text":
        return Wanted(row, rest) if rest else None
    if not rest:
        return None if row.kind == "index" else Wanted(row)
    try:
        value = float(rest)
    except ValueError:
        return None
    return Wanted(row, value) if row.kind == "bool" or row.low <= value <= row.high else None
