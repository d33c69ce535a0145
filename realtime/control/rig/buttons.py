"""Buttons of programs beside the show, by their names."""

from __future__ import annotations

from collections.abc import Callable

from realtime.control.table import ParameterTable
from realtime.control.wanted import wanted


class Buttons:
    """A button that is called as a control is (`blackout`, `scene.go 3`, `prompt a lighthouse`) presses it;
    any other goes to the scene of its name.

    may: may a machine at an address press? What makes no sense is counted with the table's rejections.
    """

    def __init__(self, table: ParameterTable, may: Callable[[str], bool]) -> None:
        self._table, self._may = table, may

    def press(self, name: str, on: bool, program: str, host: str) -> None:
        """The button `name` of `program` on the machine `host` was pressed, or let go."""
        if not self._may(host):
            why = f"{program}: buttons count from this machine, and from those that --osc listens to."
            self._table.rejections.add(why, host)
            return
        sender, want = f"{program} {host}", wanted(name, self._table.parameters)
        if want is None:
            if on:
                self._table.set("scene.go", name, sender)
        elif want.row.kind == "index" and isinstance(want.value, float):
            self._table.press(want.row.name, round(want.value), float(on), sender)
        elif want.value is None and want.row.kind in ("bool", "trigger"):
            self._table.set(want.row.name, float(on), sender)
        elif on:
            self._table.set(want.row.name, want.value, sender)
