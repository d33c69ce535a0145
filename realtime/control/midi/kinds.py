"""How what a knob or button sends is meant: the kinds of assignments, and what each writes to the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from realtime.control.midi.source import Move, SourceKind
from realtime.control.parameters import Parameter, Value

_NEAR = 1.5 / 127.0
"""So close to the value, in shares of the range, a knob takes it."""
_LARGEST_MOVE = 0.5
"""A hand does not move a knob farther between two messages: what does is a button or a bank that changed."""
_STEP = 1.0 / 100.0
"""Share of the range that one step of an encoder is worth."""


@dataclass(slots=True)
class Grip:
    """What is remembered of one assignment. last: share at which the knob was last seen; written: what it
    wrote, to know whether somebody else has moved the value since; before: the value before a press."""

    last: float | None = None
    written: Value | None = None
    before: Value | None = None
    down: bool = False

    def let_go(self) -> None:
        self.last = self.written = self.before = None
        self.down = False


@dataclass(frozen=True, slots=True)
class Play:
    """The row that is played, between `ends` (in its own unit; the first may be the larger), and its value
    now. press: what a press sets; None where nothing was given."""

    row: Parameter
    ends: tuple[float, float]
    now: Value
    press: float | None = None

    def at(self, share: float) -> float:
        low, high = self.ends
        return low + (high - low) * share

    def where(self, value: Value) -> float:
        """Share of the way between the ends at which a value is; may lie outside 0..1."""
        low, high = self.ends
        return (float(value) - low) / (high - low) if high != low else 0.0


Writes = Callable[[Play, Move, Grip], float | None]
"""What an assignment writes on a move, in the row's own unit; None for nothing."""


def _pickup(play: Play, move: Move, grip: Grip) -> float | None:
    here = play.where(play.now)
    last, grip.last = grip.last, move.share
    if play.row.kind == "bool":
        # A switch has no way to be picked up on: it changes as the middle is passed.
        passed = last is None or (last >= 0.5) != (move.share >= 0.5)
        return play.at(move.share) if passed else None
    held = grip.written is not None and play.now == grip.written
    reached = abs(move.share - min(max(here, 0.0), 1.0)) <= _NEAR
    if last is not None and abs(move.share - last) < _LARGEST_MOVE:
        reached = reached or (last - here) * (move.share - here) <= 0.0
    if not (held or reached):
        return None
    return play.at(move.share)


def _jump(play: Play, move: Move, grip: Grip) -> float | None:
    grip.last = move.share
    return play.at(move.share)


def _relative(steps: Callable[[int], int]) -> Writes:
    def writes(play: Play, move: Move, grip: Grip) -> float | None:
        count = steps(move.raw)
        if not count:
            return None
        if play.row.kind == "bool":
            return float(count > 0)
        low, high = min(play.ends), max(play.ends)
        up = 1 if play.ends[0] <= play.ends[1] else -1
        step = 1.0 if play.row.kind == "int" else (high - low) * _STEP
        return min(max(float(play.now) + up * count * step, low), high)

    return writes


def twos_complement(raw: int) -> int:
    return raw if raw < 64 else raw - 128


def binary_offset(raw: int) -> int:
    return raw - 64


def sign_magnitude(raw: int) -> int:
    return raw if raw < 64 else 64 - raw


def _momentary(play: Play, move: Move, grip: Grip) -> float | None:
    if move.pressed == grip.down:
        return None
    grip.down = move.pressed
    if move.pressed:
        grip.before = play.now
        return _pressed(play)
    before, grip.before = grip.before, None
    return 0.0 if play.row.kind == "bool" else before


def _latch(play: Play, move: Move, grip: Grip) -> float | None:
    if not _begins(move, grip):
        return None
    if play.row.kind == "bool":
        return float(not play.now)
    target = _pressed(play)
    if abs(play.where(play.now) - play.where(target)) > 1e-6:
        grip.before = play.now
        return target
    before, grip.before = grip.before, None
    return before if before is not None else float(play.row.default)


def _trigger(play: Play, move: Move, grip: Grip) -> float | None:
    return _pressed(play) if _begins(move, grip) else None


def _velocity(play: Play, move: Move, grip: Grip) -> float | None:
    if move.pressed:
        if not grip.down:
            grip.before = play.now
        grip.down = True
        return play.at(move.share)
    grip.down = False
    before, grip.before = grip.before, None
    return before


def _begins(move: Move, grip: Grip) -> bool:
    begins = move.pressed and not grip.down
    grip.down = move.pressed
    return begins


def _pressed(play: Play) -> float:
    return play.at(1.0) if play.press is None else play.press


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assignment. help: for docs/osc-and-midi.md; rows: kinds of rows that it can play; sources:
    what it can be played from; button: it has a press, which may have a value of its own."""

    name: str
    help: str
    writes: Writes
    rows: tuple[str, ...] = ("float", "int", "bool")
    sources: tuple[SourceKind, ...] = ("cc",)
    button: bool = False


_ABSOLUTE: tuple[SourceKind, ...] = ("cc", "cc14", "nrpn", "pitch")
_BUTTONS: tuple[SourceKind, ...] = ("note", "cc", "nrpn")


_KINDS = (
    Kind(
        "pickup",
        "position of a knob or fader; it takes the value when it passes it",
        _pickup,
        sources=_ABSOLUTE,
    ),
    Kind(
        "jump",
        "position of a knob or fader, at once: for motor faders and rings of lights",
        _jump,
        sources=_ABSOLUTE,
    ),
    Kind("relative", "steps of an encoder: 1, 2 … up; 127, 126 … down", _relative(twos_complement)),
    Kind("relative-offset", "steps of an encoder: 65, 66 … up; 63, 62 … down", _relative(binary_offset)),
    Kind("relative-sign", "steps of an encoder: 1, 2 … up; 65, 66 … down", _relative(sign_magnitude)),
    Kind(
        "momentary",
        "a button: on, or at `value`, while it is held; then as before",
        _momentary,
        sources=_BUTTONS,
        button=True,
    ),
    Kind(
        "latch",
        "a button: each press turns over, or goes to `value` and back",
        _latch,
        sources=_BUTTONS,
        button=True,
    ),
    Kind(
        "trigger",
        "a button: a press fires the command, with its `value`; or sets the control to `value`",
        _trigger,
        rows=("float", "int", "bool", "trigger", "index", "text"),
        sources=_BUTTONS,
        button=True,
    ),
    Kind(
        "velocity",
        "a pad: how hard it is hit is how far the value goes while it is held",
        _velocity,
        rows=("float",),
        sources=("note",),
        button=True,
    ),
    Kind(
        "number",
        "program change: goes to that scene or snapshot, counted from 1",
        _jump,
        ("index",),
        ("program",),
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
"""All kinds by name."""


def usual_kind(source: SourceKind, row: str) -> str:
    """The kind that an assignment has where none is written."""
    if source == "program":
        return "number"
    if row in ("trigger", "index", "text"):
        return "trigger"
    if source == "note":
        return "latch" if row == "bool" else "momentary"
    return "pickup"


def kinds_markdown() -> str:
    """The table of kinds as Markdown, for docs/osc-and-midi.md."""
    lines = ["| `kind` | how it is meant | sources |", "| --- | --- | --- |"]
    lines += [
        f"| `{kind.name}` | {kind.help} | {', '.join(f'`{source}`' for source in kind.sources)} |"
        for kind in KINDS.values()
    ]
    return "\n".join(lines) + "\n"
