"""What OSC messages mean, however they came: writes to the parameter table, and answers to questions.

`/anacrusis/strength/gain 1.5` sets `strength.gain`; `/anacrusis/norm/strength/gain 0.75` sets the same
control to three quarters of its range, which is what faders and MIDI bridges send;
`/anacrusis/add/strength/gain 0.1` moves it; `/anacrusis/toggle/freeze 1` turns a switch over;
`/anacrusis/scene/go/3` presses one of many buttons. Without a value, `/anacrusis/strength/gain` is a
question.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, Protocol

from realtime.control.osc_message import Message, below
from realtime.control.osc_pattern import SPECIAL, OscPattern
from realtime.control.pace import Pace
from realtime.control.parameters import Parameter, Value
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.isf.inputs import hex_colour
from realtime.notice import Notice
from realtime.scenery.palettes import PALETTES, palette_colour

Form = Literal["set", "norm", "add", "share", "toggle"]
"""How a value is meant: in the control's own unit, 0..1 of its range, as a change of either, or as a
press."""
Take = Callable[[Sequence[object], float], None]
"""Takes the arguments of a message, and the audio-clock seconds at which it came."""

ASKED = "?"
"""As a value: what is it now? For switches, which a message without a value turns over."""
ALL_VALUES = below("values")
_TURNED_OVER = "toggle"
_SWITCHED = {"on": 1, "true": 1, "yes": 1, "off": 0, "false": 0, "no": 0}
_FORMS: tuple[tuple[Form, frozenset[str]], ...] = (
    ("norm", frozenset({"float", "int", "bool", "trigger", "index", "text"})),
    ("add", frozenset({"float", "int"})),
    ("toggle", frozenset({"bool"})),
)
_NUMBER = r"(\d{1,18}(\.\d{0,18})?|\.\d{1,18})(e-\d{1,2})?"
_SIGNED, _UNSIGNED = re.compile(f"[+-]{_NUMBER}"), re.compile(_NUMBER)
_LARGEST_STEP = 1e6
_KNOWN_PATTERNS = 256
_NO_ADDRESS = Notice("OSC: there is no control at such an address.")
# Who asks with a forged address must not be able to flood somebody else with answers.
_ANSWERS_PER_S, _ANSWERS_AT_ONCE = 600.0, 1200.0


class Speaker(Protocol):
    """Who sent a message. name: for the table and the log."""

    @property
    def name(self) -> str: ...

    def answer(self, messages: Sequence[Message]) -> None:
        """Send these back."""

    def spoke(self, name: str, shown: Value | None) -> None:
        """The control `name` was written as asked; shown: the value that the sender must take it to have now,
        None where it cannot know."""


def method_addresses(parameters: Collection[Parameter]) -> dict[str, str]:
    """Name of each control → its OSC address among programs to which a node is either a container or a
    method: a control that others stand below, such as `prompt`, is `prompt/set` there."""
    containers = {
        row.address[:at] for row in parameters for at, sign in enumerate(row.address) if sign == "/"
    }
    return {
        row.name: below(f"{row.address}/set" if row.address in containers else row.address)
        for row in parameters
    }


def osc_addresses(parameters: Collection[Parameter]) -> dict[str, tuple[str, Form]]:
    """OSC address → (name of the control, how a value is meant). A point or colour, whose numbers are a
    control each, is also addressed as a whole, by its first number."""
    addresses: dict[str, tuple[str, Form]] = {
        address: (name, "set") for name, address in method_addresses(parameters).items()
    }
    addresses |= {below(row.address): (row.name, "set") for row in parameters}
    for form, kinds in _FORMS:
        addresses |= {
            below(f"{form}/{row.address}"): (row.name, form) for row in parameters if row.kind in kinds
        }
    later = {row.second for row in parameters}
    for row in parameters:
        whole, _, part = row.address.rpartition("/")
        if row.second and row.name not in later and len(part) == 1:
            addresses.setdefault(below(whole), (row.name, "set"))
            addresses.setdefault(below(f"norm/{whole}"), (row.name, "norm"))
    return addresses


class OscDispatch:
    """Carries messages out; nothing raises, what makes no sense is counted with the table's rejections.

    others: takes messages to further addresses, such as another program's beat. For one thread.
    """

    def __init__(self, table: ParameterTable, others: Mapping[str, Take] | None = None) -> None:
        self._table = table
        self._others = others or {}
        self._answers = Pace(_ANSWERS_PER_S, _ANSWERS_AT_ONCE)
        self._follow_rows()

    def _follow_rows(self) -> None:
        self._rows = self._table.parameters
        self._addresses = osc_addresses(self._rows.values())
        self._patterns: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def carry_out(self, address: str, arguments: Sequence[object], speaker: Speaker, at: float) -> None:
        """One message that came at `at` (audio-clock seconds)."""
        if self._table.parameters is not self._rows:
            self._follow_rows()
        if (other := self._others.get(address)) is not None:
            other(arguments, at)
        elif address in self._addresses:
            self._carry_out(address, arguments, speaker, at)
        elif SPECIAL.intersection(address):
            self._carry_out_pattern(address, arguments, speaker, at)
        elif address == ALL_VALUES:
            self._answer([(row.name, "set") for row in self._rows.values() if not row.is_command], speaker)
        elif not self._press(address, arguments, speaker, at):
            self._table.rejections.add(_NO_ADDRESS, repr(address))

    def _carry_out_pattern(
        self, address: str, arguments: Sequence[object], speaker: Speaker, at: float
    ) -> None:
        meant = self._meant(address)
        # Nobody means to turn over all switches at once.
        asked = (
            [] if arguments else [one for one in meant if not self._rows[self._addresses[one][0]].is_command]
        )
        self._answer([self._addresses[one] for one in asked], speaker)
        for one in meant:
            if one not in asked:
                self._carry_out(one, arguments, speaker, at)

    def _carry_out(self, address: str, arguments: Sequence[object], speaker: Speaker, at: float) -> None:
        name, form = self._addresses[address]
        arguments = _joined_sign(arguments)
        if self._rows[name].address.endswith("/r") and not address.endswith("/r"):
            arguments = _as_colour(arguments)
        names = [name]
        while len(names) < len(arguments) and (second := self._rows[names[-1]].second):
            names.append(second)
        if len(arguments) > len(names):
            if len(names) == 1:
                reason = Notice("OSC: control {name} takes one value.", name=repr(name))
            else:
                fields = {"name": repr(name), "count": len(names)}
                reason = Notice("OSC: control {name} takes {count} values at most.", **fields)
            self._table.rejections.add(reason, f"{len(arguments)} values")
            return
        for each, value in zip(names, arguments or [None], strict=True):
            self._write(self._rows[each], form, value, speaker, at)

    def _write(self, row: Parameter, form: Form, value: object, speaker: Speaker, at: float) -> None:
        name = row.name
        if isinstance(value, str) and not row.is_command:
            form, value = _spelled(row, form, value)
        if (value == ASKED and not row.is_command) or (value is None and row.kind in ("float", "int")):
            self._answer([(name, form)], speaker)
            return
        if form in ("add", "share"):
            taken = self._table.add(name, value, share=form == "share")
        elif form == "toggle":
            taken = self._table.toggle(name, value, speaker.name, at)
        elif form == "norm":
            taken = self._table.set_normalised(name, value, speaker.name, at)
        else:
            taken = self._table.set(name, value, speaker.name, at)
        if taken and not row.is_command:
            speaker.spoke(name, self._shown(row, form, value))

    def _shown(self, row: Parameter, form: Form, value: object) -> Value | None:
        """What the sender of `value` must take the control to have now."""
        if form not in ("set", "norm") or not isinstance(value, (int, float)):
            return None
        if form == "norm" and row.kind in ("float", "int"):
            return row.from_normalised(value)
        return bool(value) if row.kind == "bool" else value

    def _press(self, address: str, arguments: Sequence[object], speaker: Speaker, at: float) -> bool:
        """`/anacrusis/scene/go/3`, as banks of buttons send it; False where it is none of that kind."""
        base, _, number = address.rpartition("/")
        name = self._addresses.get(base, ("", "set"))[0]
        if not name or self._rows[name].kind != "index" or not re.fullmatch("[0-9]{1,9}", number):
            return False
        if len(arguments) > 1:
            reason = Notice("OSC: a button of {name} takes one value.", name=repr(name))
            self._table.rejections.add(reason, repr(arguments))
        else:
            self._table.press(name, int(number), arguments[0] if arguments else None, speaker.name, at)
        return True

    def _answer(self, asked: Sequence[tuple[str, Form]], speaker: Speaker) -> None:
        if not asked:
            return
        if self._answers.overdrawn(time.monotonic(), len(asked)):
            reason = Notice("OSC: more is asked than can be answered.")
            self._table.rejections.add(reason, f"by {speaker.name}")
            return
        values = self._table.snapshot()
        speaker.answer([_state_message(self._rows[name], form, values[name]) for name, form in asked])

    def _meant(self, address: str) -> tuple[str, ...]:
        """The addresses that a pattern matches."""
        if (known := self._patterns.get(address)) is not None:
            self._patterns.move_to_end(address)
            return known
        try:
            meant = OscPattern(address).among(self._addresses)
        except ValueError as error:
            self._table.rejections.add(f"OSC: {error}.", repr(address))
            return ()
        if not meant:
            self._table.rejections.add(_NO_ADDRESS, repr(address))
            return ()
        self._patterns[address] = meant
        if len(self._patterns) > _KNOWN_PATTERNS:
            self._patterns.popitem(last=False)
        return meant


def _joined_sign(arguments: Sequence[object]) -> Sequence[object]:
    """`"+" 0.1` as `"+0.1"`: Resolume and others send the sign apart."""
    if len(arguments) == 2 and arguments[0] in ("+", "-") and isinstance(arguments[1], (int, float)):
        return [f"{arguments[0]}{abs(arguments[1]):.9f}"] if abs(arguments[1]) < _LARGEST_STEP else arguments
    return arguments


def _as_colour(arguments: Sequence[object]) -> Sequence[object]:
    """`"#ff8000"` and `"neon:3"`, as setlists write a colour, as its numbers; anything else as it is."""
    if len(arguments) != 1 or not isinstance(text := arguments[0], str):
        return arguments
    try:
        if text.strip().startswith("#"):
            return hex_colour(text)
        # A palette may also be a picture's, which is read from its file: not for who sends messages.
        return palette_colour(text) if text.partition(":")[0].strip() in PALETTES else arguments
    except (ValueError, UserError):
        return arguments


def _spelled(row: Parameter, form: Form, text: str) -> tuple[Form, object]:
    """What a text says to a control that holds no text: `+0.1` and `-0.1` move it, `on`, `off` and `toggle`
    switch it."""
    text = text.strip()
    if row.kind == "bool" and text.lower() == _TURNED_OVER:
        return "toggle", None
    if row.kind == "bool" and (switched := _SWITCHED.get(text.lower())) is not None:
        return form, switched
    if _UNSIGNED.fullmatch(text) or (form == "add" and _SIGNED.fullmatch(text)):
        return form, float(text)
    if _SIGNED.fullmatch(text):
        return "share" if form == "norm" else "add", float(text)
    return form, text


def value_message(row: Parameter, value: Value) -> Message:
    """The value of a control as it is sent to others. Switches are 1 or 0: some programs know no booleans."""
    return below(row.address), (int(value) if row.kind == "bool" else value,)


def _state_message(row: Parameter, form: Form, value: Value) -> Message:
    if form == "norm" and row.kind in ("float", "int"):
        return below(f"norm/{row.address}"), (row.normalised(value),)
    return value_message(row, value)
