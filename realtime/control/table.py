"""The live values of the parameter table, shared by all control servers and the show loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from realtime.clock import Clock, VirtualClock, WallClock
from realtime.control import row_values
from realtime.control.command import Command
from realtime.control.parameters import PARAMETERS, Parameter, Value
from realtime.control.presses import Presses
from realtime.control.rejections import Rejections
from realtime.did_you_mean import nearest, suggest
from realtime.notice import Notice

_LOG = logging.getLogger(__name__)
_KEPT_ON_RESET = ("master", "blackout", "freeze")
_MOST_COMMANDS = 256
_DIGITS_OF_STEPS = 9

SCENE = "scene"
"""The word that gives a control back to what the scene says."""
Values = Mapping[str, Value]
"""Values of the table by name."""


class ParameterTable:
    """Values that control servers write from their threads and the show reads every frame.

    Reading takes no lock and copies nothing: `snapshot()` is a mapping that never changes; every
    write makes a new one. Bad input is counted, never raised; servers add what they cannot read to the
    same `rejections`, so that one flood costs one log line a second. clock: the audio clock, by which
    commands are stamped as they come in.
    """

    def __init__(
        self,
        parameters: tuple[Parameter, ...] = PARAMETERS,
        rejections: Rejections | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.parameters: Mapping[str, Parameter] = {row.name: row for row in parameters}
        self.rejections = rejections or Rejections(_LOG)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._values: dict[str, Value] = {row.name: row.default for row in parameters if not row.is_command}
        self._pressed: dict[str, int] = {}
        # Rows of the scene's own values that a hand has taken.
        self._held: frozenset[str] = frozenset()
        self._version = 0
        self._acting: tuple[int, Values] = (-1, {})
        self._clock = clock or WallClock()
        # By a number, or by the name of a row of which only the newest counts.
        self._commands: dict[int | str, Command] = {}
        self._count = 0
        self._presses = Presses()

    def adopt(
        self, parameters: Iterable[Parameter], in_place_of: Callable[[Parameter], bool] = lambda row: True
    ) -> None:
        """Have these rows in place of others from now on, as a setlist's new shaders bring and take them.

        `parameters` is another mapping then. A row that stays keeps its value within its new limits, but for
        one at rest, which stays at rest; the value of one that goes is kept for when it comes back, held or
        not.
        """
        with self._lock:
            before = self.parameters
            staying = [row for row in before.values() if not in_place_of(row)]
            at = next((at for at, row in enumerate(before.values()) if in_place_of(row)), len(staying))
            rows = {row.name: row for row in (*staying[:at], *parameters, *staying[at:])}
            if list(rows.values()) == list(before.values()):
                return
            values = dict(self._values)
            for row in rows.values():
                value, old = values.get(row.name, row.default), before.get(row.name, row)
                if old.choices != row.choices:  # the same word, though another number may stand for it now
                    value = next(
                        (row.choices.get(word, value) for word in row_values.words_for(old, value)), value
                    )
                if not row.is_command:
                    resting = value == old.default and row.name not in self._held
                    values[row.name] = row.default if resting else row_values.fitted(row, value)
            # In this order: who looks up a row finds its value.
            self._values = values
            self.parameters = rows
            self._note_change()

    @property
    def version(self) -> int:
        """Grows with every change of a value."""
        return self._version

    def wait_newer(self, version: int, within_s: float) -> bool:
        """Have values changed since there was this `version`? Waits for it so many seconds at most."""
        with self._changed:
            return self._changed.wait_for(lambda: self._version != version, within_s)

    def get(self, name: str) -> Value:
        """The value of a float, int or bool row; KeyError for any other name (a mistake in the program)."""
        return self._values[name]

    def snapshot(self) -> Values:
        """All values at this moment by name; the same object until something changes."""
        return self._values

    @property
    def held(self) -> frozenset[str]:
        """Rows whose value takes the place of the scene's own, as a hand has moved them since they were last
        released."""
        return self._held

    def acting(self) -> Values:
        """As `snapshot()`, with how often each trigger was pressed that acts on something, and without the
        rows that leave the scene its own value. For the display loop, which alone reads it."""
        version = self._version
        if self._acting[0] != version:
            held, values = self._held, {**self._values, **self._pressed}
            left = [row.name for row in self.parameters.values() if row.takes_over and row.name not in held]
            for name in left:
                values.pop(name, None)
            self._acting = version, values
        return self._acting[1]

    def ago(self, seconds: float) -> float:
        """What `now` was so many real seconds ago; on a virtual clock none have passed."""
        return self._clock.now() - (0.0 if isinstance(self._clock, VirtualClock) else seconds)

    @property
    def now(self) -> float:
        """The time by which commands are stamped: seconds on the audio clock."""
        return self._clock.now()

    def set(self, name: str, value: object = None, sender: str = "", time: float | None = None) -> bool:
        """Write `value` in the row's own unit; out of range is clamped. True if it was taken.

        Commands are queued for `commands()`, stamped with `time` (audio-clock seconds; None: now). A trigger
        without a value fires each time; one with a number fires as it goes from 0 to above 0 (`Presses`).
        A switch without a value is toggled. A number for a text row is written out. A row that takes over
        what the scene says holds it from now on, and the word "scene" releases it.
        """
        row = self.parameters.get(name)
        if row is None:
            return self._refuse(
                Notice(
                    "There is no such control{near}",
                    near=suggest(map(repr, nearest(name, self.parameters))) or ".",
                ),
                repr(name),
            )
        if row.is_command:
            return self._queue(row, value, sender, self.now if time is None else time)
        if row.kind == "bool" and value is None:
            with self._lock:
                self._store(name, not self._values[name])
            return True
        number = row_values.finite(row_values.chosen(row, value) if isinstance(value, str) else value)
        if number is None and row.takes_over and isinstance(value, str) and value.strip().casefold() == SCENE:
            return self.release(name)
        if number is None:
            return self._refuse(row_values.wants_value(row), repr(value))
        with self._lock:
            self._store(name, row_values.fitted(row, number))
        return True

    def set_normalised(
        self, name: str, share: object = None, sender: str = "", time: float | None = None
    ) -> bool:
        """As `set`, with 0..1 standing for the row's whole range, as hardware controllers send it."""
        row = self.parameters.get(name)
        number = row_values.finite(share)
        if row is None or row.kind not in ("float", "int") or number is None:
            return self.set(name, share, sender, time)
        return self.set(name, row.from_normalised(min(max(number, 0.0), 1.0)), sender, time)

    def add(self, name: str, change: object, share: bool = False) -> bool:
        """Move the value of a float or int row by `change`, in its own unit or, with `share`, as a part of
        its range. True if it was taken."""
        row, number = self.parameters.get(name), row_values.finite(change)
        if row is None or row.kind not in ("float", "int") or number is None:
            return self._refuse(
                Notice("Control {name} cannot be moved by that.", name=repr(name)), repr(change)
            )
        step = number * (row.high - row.low) if share else number
        with self._lock:
            # An encoder that is turned back comes to rest where it was, to the last digit.
            self._store(name, row_values.fitted(row, round(self._values[name] + step, _DIGITS_OF_STEPS)))
        return True

    def toggle(self, name: str, value: object = None, sender: str = "", time: float | None = None) -> bool:
        """Turn a switch over: each time without a value, else as its button is pressed. True if taken."""
        row, number = self.parameters.get(name), row_values.finite(value)
        if row is None or row.kind != "bool" or (value is not None and number is None):
            return self._refuse(
                Notice("Control {name} cannot be turned over by that.", name=repr(name)), repr(value)
            )
        at = self.now if time is None else time
        with self._lock:
            if number is None or self._presses.fires(sender, name, number > 0.0, at):
                self._store(name, not self._values[name])
        return True

    def press(
        self, name: str, number: int, value: object, sender: str = "", time: float | None = None
    ) -> bool:
        """A button that stands for `number` of an index row was pressed or, with 0, let go. True if taken."""
        row, level = self.parameters.get(name), row_values.finite(value)
        if row is None or row.kind != "index" or not row.low <= number <= row.high:
            return self._refuse(
                Notice("Control {name} has no button of that number.", name=repr(name)), repr(number)
            )
        if value is not None and level is None:
            return self._refuse(
                Notice("A button of {name} takes no value or a number.", name=repr(name)), repr(value)
            )
        at = self.now if time is None else time
        with self._lock:
            if level is not None and not self._presses.fires(sender, f"{name}/{number}", level > 0.0, at):
                return True
        return self._append(row, Command(name, number, at, sender))

    def release(self, name: str) -> bool:
        """Back to rest: what the scene says of it holds again. False for commands and unknown names."""
        row = self.parameters.get(name)
        if row is None or row.is_command:
            return False
        with self._lock:
            changes = self._values[name] != row.default or name in self._held
            self._values, self._held = {**self._values, name: row.default}, self._held - {name}
            if changes:
                self._note_change()
        return True

    def reset(self) -> None:
        """All values back to their defaults, but for those that would flash the room or lose the beat."""
        with self._lock:
            rows = self.parameters.values()
            rest = {row.name: row.default for row in rows if not row.is_command and self.is_reset(row.name)}
            self._values, self._held = {**self._values, **rest}, self._held - rest.keys()
            self._note_change()

    @staticmethod
    def is_reset(name: str) -> bool:
        """Does `reset` take this value back? Not what would flash the room or lose the beat."""
        return name not in _KEPT_ON_RESET and not name.startswith(("tempo.", "snapshot."))

    def fitted(self, name: str, value: object) -> Value | None:
        """`value` as the row `name` would hold it; None where there is no such value."""
        row, number = self.parameters.get(name), row_values.finite(value)
        return None if row is None or row.is_command or number is None else row_values.fitted(row, number)

    def move(self, values: Mapping[str, float]) -> None:
        """Write several values, of those rows that there are, as one change. For the program's own hand: a
        row at its default is released."""
        with self._lock:
            rows = self.parameters
            new = {
                name: row_values.fitted(rows[name], value) for name, value in values.items() if name in rows
            }
            held = {
                name for name, value in new.items() if rows[name].takes_over and value != rows[name].default
            }
            held |= self._held - new.keys()
            if held != self._held or any(self._values[name] != value for name, value in new.items()):
                self._values, self._held = {**self._values, **new}, frozenset(held)
                self._note_change()

    def commands(self) -> list[Command]:
        """The commands since the last call, in order; the show drains them once a frame."""
        if not self._commands:
            return []
        with self._lock:
            waiting = list(self._commands.values())
            self._commands = {}
        return waiting

    def _queue(self, row: Parameter, value: object, sender: str, time: float) -> bool:
        given: int | str | None = None
        if row.kind == "text":
            number = None if isinstance(value, bool) else row_values.finite(value)
            text = value if number is None else row_values.written(number)
            if not isinstance(text, str) or not row_values.is_line(text):
                return self._refuse(
                    Notice(
                        "Control {name} wants one line of text of at most {most} characters.",
                        name=repr(row.name),
                        most=row_values.LONGEST_TEXT,
                    )
                )
            given = text
        elif row.kind == "index":
            given = 0 if row_values.lets_go(row, value) else row_values.counted(row, value)
            if given is None:
                return self._refuse(row_values.wants_index(row), repr(value))
            if not self._fires(row, given, sender, time):
                return True
        elif value is not None:
            number = row_values.finite(value)
            if number is None:
                return self._refuse(
                    Notice("Control {name} takes no value or a number.", name=repr(row.name)), repr(value)
                )
            if not self._fires(row, number > 0.0, sender, time):
                return True
        if row.name == "reset":
            self.reset()
            return True
        if row.on:
            with self._lock:
                self._pressed = {**self._pressed, row.name: self._pressed.get(row.name, 0) + 1}
                self._note_change()
            return True
        return self._append(row, Command(row.name, given, time, sender))

    def _fires(self, row: Parameter, value: float | str, sender: str, time: float) -> bool:
        with self._lock:
            return self._presses.fires(sender, row.name, value, time)

    def _append(self, row: Parameter, command: Command) -> bool:
        with self._lock:
            if row.newest:
                self._commands.pop(row.name, None)
            full = len(self._commands) >= _MOST_COMMANDS
            if not full:
                self._count += 1
                self._commands[row.name if row.newest else self._count] = command
        return not full or self._refuse(
            Notice("Too many commands wait to be carried out; {name} was dropped.", name=repr(row.name))
        )

    def _store(self, name: str, value: Value) -> None:
        """A hand's own value."""
        taken = self.parameters[name].takes_over and name not in self._held
        if taken or self._values[name] != value:
            self._values = {**self._values, name: value}
            self._held |= {name} if taken else set()
            self._note_change()

    def _note_change(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def _refuse(self, reason: str, sent: str = "") -> bool:
        self.rejections.add(reason, sent)
        return False
