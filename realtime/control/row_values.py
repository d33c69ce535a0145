"""What a row of the parameter table makes of a value that it is sent."""

from __future__ import annotations

import math
import re

from realtime.control.parameters import Parameter, Value
from realtime.notice import Notice

LONGEST_TEXT = 2000
_WRITTEN_WHOLE = 1e15
"""Whole numbers below this are held exactly, and written with all their digits."""
_NAMED_CHOICES = 6
# Line breaks, other control characters and broken Unicode (categories Cc and Cs).
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DIGITS = re.compile("[0-9]{1,9}")


def finite(value: object) -> float | None:
    """A finite number, or None; True and False count as 1 and 0."""
    if not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def is_line(text: str) -> bool:
    """Is it one line of text, of a length that is taken?"""
    return len(text) <= LONGEST_TEXT and not _NO_LINE.search(text)


def written(number: float) -> str:
    """A number as people write it: 1234567, 0.5."""
    return str(int(number)) if number.is_integer() and abs(number) < _WRITTEN_WHOLE else f"{number:g}"


def lets_go(row: Parameter, value: object) -> bool:
    """Is `value` the 0 that a button of an index row counted from 1 sends as it is let go?"""
    return row.low > 0.0 and finite(value) == 0.0


def counted(row: Parameter, value: object) -> int | str | None:
    """What `value` says of an index row: a number, a name where it has names, or None."""
    if row.named and isinstance(value, str):
        text = value.strip()
        if not _DIGITS.fullmatch(text):
            return text if text and is_line(text) else None
        value = int(text)
    number = finite(value)
    return round(number) if number is not None and row.low <= number <= row.high else None


def chosen(row: Parameter, word: str) -> float | None:
    """The number that a word stands for, however its letters are written."""
    sought = word.strip().casefold()
    return next((number for known, number in row.choices.items() if known.casefold() == sought), None)


def words_for(row: Parameter, value: Value) -> list[str]:
    """All words that stand for a number."""
    return [word for word, number in row.choices.items() if number == value]


def fitted(row: Parameter, number: float) -> Value:
    """The number as the row holds it: within its limits, whole or a switch."""
    if row.kind == "bool":
        return number >= 0.5
    number = min(max(number, row.low), row.high)
    return round(number) if row.kind == "int" else number


def wants_index(row: Parameter) -> Notice:
    """What an index row takes, for whoever sent something else."""
    fields = {"name": repr(row.name), "low": f"{row.low:g}", "high": f"{row.high:g}"}
    if row.named:
        return Notice("Control {name} wants a number from {low} to {high} or a name.", **fields)
    return Notice("Control {name} wants a number from {low} to {high}.", **fields)


def wants_value(row: Parameter) -> Notice:
    """What another row takes, for whoever sent something else."""
    if not row.choices:
        return Notice("Control {name} wants a number.", name=repr(row.name))
    words = ", ".join(map(repr, list(row.choices)[:_NAMED_CHOICES]))
    return Notice(
        "Control {name} wants a number or a word, such as {words}.", name=repr(row.name), words=words
    )
