"""The live values of the parameter table, shared by all control servers and the show loop."""

from __future__ import annotations

import logging
import math
import threading
import unicodedata
from collections import deque
from collections.abc import Mapping

from realtime.control.parameters import PARAMETERS, Parameter, Value
from realtime.control.rejections import Rejections
from realtime.did_you_mean import did_you_mean

_LOG = logging.getLogger(__name__)
_KEPT_ON_RESET = ("master", "blackout", "freeze")
_MOST_COMMANDS = 256
_LONGEST_TEXT = 2000

Values = Mapping[str, Value]
"""Values of the table by name."""
Command = tuple[str, int | str | None]
"""(name, None for a trigger, the number of an index, or the text)."""


class ParameterTable:
    """Values that control servers write from their threads and the show reads every frame.

    Reading takes no lock and copies nothing: `snapshot()` is a mapping that never changes; every
    write makes a new one. Bad input is counted, never raised; servers add what they cannot read to the
    same `rejections`, so that one flood costs one log line a second.
    """

    def __init__(
        self, parameters: tuple[Parameter, ...] = PARAMETERS, rejections: Rejections | None = None
    ) -> None:
        self.parameters = {row.name: row for row in parameters}
        self.rejections = rejections or Rejections(_LOG)
        self._lock = threading.Lock()
        self._values: dict[str, Value] = {row.name: row.default for row in parameters if not row.is_command}
        self._version = 0
        self._commands: deque[Command] = deque(maxlen=_MOST_COMMANDS)

    @property
    def version(self) -> int:
        """Grows with every change of a value."""
        return self._version

    @property
    def rejected(self) -> int:
        """How much input was refused: unknown name, wrong type, not a number, unreadable."""
        return self.rejections.count

    def get(self, name: str) -> Value:
        """The value of a float, int or bool row; KeyError for any other name (a mistake in the program)."""
        return self._values[name]

    def snapshot(self) -> Values:
        """All values at this moment by name; the same object until something changes."""
        return self._values

    def set(self, name: str, value: object = None) -> bool:
        """Write `value` in the row's own unit; out of range is clamped. True if it was taken.

        Commands are queued for `commands()`. A trigger takes no value, or a number: a controller's
        release of a pad sends 0, which does nothing. A switch without a value is toggled.
        """
        row = self.parameters.get(name)
        if row is None:
            return self._refuse(f"There is no control named {name!r}.{self._nearest(name)}")
        if row.is_command:
            return self._queue(row, value)
        if row.kind == "bool" and value is None:
            with self._lock:
                self._store(name, not self._values[name])
            return True
        number = _number(value)
        if number is None:
            return self._refuse(f"Control {name!r} wants a number and got {value!r}.")
        with self._lock:
            self._store(name, _fitted(row, number))
        return True

    def set_normalised(self, name: str, share: object = None) -> bool:
        """As `set`, with 0..1 standing for the row's whole range, as hardware controllers send it."""
        row = self.parameters.get(name)
        number = _number(share)
        if row is None or row.kind not in ("float", "int") or number is None:
            return self.set(name, share)
        return self.set(name, row.from_normalised(min(max(number, 0.0), 1.0)))

    def reset(self) -> None:
        """All values back to their defaults, but for those that would flash the room or lose the beat."""
        with self._lock:
            values = dict(self._values)
            for name in values:
                if name not in _KEPT_ON_RESET and not name.startswith("tempo."):
                    values[name] = self.parameters[name].default
            self._values = values
            self._version += 1

    def commands(self) -> list[Command]:
        """The commands since the last call, in order; the show drains them once a frame."""
        if not self._commands:
            return []
        with self._lock:
            waiting = list(self._commands)
            self._commands.clear()
        return waiting

    def _queue(self, row: Parameter, value: object) -> bool:
        if row.kind == "text":
            if not isinstance(value, str) or not _is_line(value) or len(value) > _LONGEST_TEXT:
                return self._refuse(
                    f"Control {row.name!r} wants one line of text of at most {_LONGEST_TEXT} characters."
                )
            command: Command = (row.name, value)
        elif row.kind == "index":
            number = _number(value)
            if number is None or not row.low <= number <= row.high:
                return self._refuse(
                    f"Control {row.name!r} wants a number from {row.low:g} to {row.high:g}, got {value!r}."
                )
            command = (row.name, round(number))
        else:
            number = 1.0 if value is None else _number(value)
            if number is None:
                return self._refuse(f"Control {row.name!r} takes no value or a number and got {value!r}.")
            if number <= 0.0:
                return True
            if row.name == "reset":
                self.reset()
                return True
            command = (row.name, None)
        with self._lock:
            full = len(self._commands) == _MOST_COMMANDS
            if not full:
                self._commands.append(command)
        return not full or self._refuse(
            f"Too many commands wait to be carried out; {row.name!r} was dropped."
        )

    def _store(self, name: str, value: Value) -> None:
        if self._values[name] != value:
            self._values = {**self._values, name: value}
            self._version += 1

    def _refuse(self, reason: str) -> bool:
        self.rejections.add(reason)
        return False

    def _nearest(self, name: str) -> str:
        hint = did_you_mean(name, self.parameters)
        return f" {hint[0].upper()}{hint[1:]}" if hint else ""


def _number(value: object) -> float | None:
    """A finite number, or None; True and False count as 1 and 0."""
    if not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _fitted(row: Parameter, number: float) -> Value:
    if row.kind == "bool":
        return number >= 0.5
    number = min(max(number, row.low), row.high)
    return round(number) if row.kind == "int" else number


def _is_line(text: str) -> bool:
    """True for text without line breaks, other control characters or broken Unicode."""
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
