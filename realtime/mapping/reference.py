"""What a route can use, for people and programs: signals, targets, shader inputs, curves, with their help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from realtime.mapping.curves import FAMILIES, Family, Option, Range, make_curve
from realtime.mapping.signals import SIGNALS, Signal
from realtime.mapping.targets import TARGETS, Target

Rows = list[dict[str, object]]
Entry = Signal | Target | Family
_RISING, _FALLING = (0.0, 1.0), (1.0, 0.0)

_INTRODUCTION = """# What a route can use

A route of a setlist takes a signal of the sound, bends it by a curve, and moves a target:

    { from = "bass", to = "strength", curve = "power", exponent = 2.5, range = [0.25, 0.7], release = 0.25 }

`live.py routes` prints these tables; `live.py routes --markdown` wrote this file.
"""
_TITLES = {
    "signals": "Signals, from 0 to 1",
    "targets": "Targets",
    "inputs": "Shader inputs",
    "curves": "Curves",
}
_COLUMNS = {
    "signals": ("name", "help"),
    "targets": ("name", "values", "at rest", "help"),
    "inputs": ("name", "values", "at rest", "help"),
    "curves": ("name", "rising", "falling", "parameters", "help"),
}


def reference(inputs: Iterable[Target]) -> dict[str, Rows]:
    """Rows by table: "signals", "targets", "inputs" (the shader inputs that exist) and "curves"."""
    return {table: [_row_of(entry) for entry in entries] for table, entries in _entries(inputs).items()}


def _entries(inputs: Iterable[Target]) -> dict[str, list[Entry]]:
    return {
        "signals": [*SIGNALS.values()],
        "targets": [*TARGETS.values()],
        "inputs": [*inputs],
        "curves": [*FAMILIES.values()],
    }


def reference_markdown(inputs: Iterable[Target]) -> str:
    """The text of docs/routes.md."""
    parts = [_INTRODUCTION]
    for table, entries in _entries(inputs).items():
        lines = [f"## {_TITLES[table]}", "", _row(_COLUMNS[table]), _row("---" for _ in _COLUMNS[table])]
        lines += [_row([f"`{name}`", *rest]) for name, *rest in map(_cells, entries)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def reference_text(inputs: Iterable[Target]) -> str:
    """The tables for a terminal, in columns; a curve's parameters stand below it, a line each."""
    parts = []
    for table, entries in _entries(inputs).items():
        shown = [number for number, name in enumerate(_COLUMNS[table]) if name != "parameters"]
        cells = [[_cells(entry)[number] for number in shown] for entry in entries]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [f"{_TITLES[table]}: {', '.join(_COLUMNS[table][number] for number in shown)}"]
        for entry, line in zip(entries, cells, strict=True):
            lines.append("  ".join(map(str.ljust, line, widths)).rstrip())
            if isinstance(entry, Family):
                lines += [f"    {_parameter(option)}" for option in entry.options]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _row_of(entry: Entry) -> dict[str, object]:
    if isinstance(entry, Signal):
        return {"name": entry.name, "help": entry.help}
    if isinstance(entry, Target):
        return asdict(entry)
    return {
        "name": entry.name,
        "help": entry.help,
        "formula": entry.formula_text,
        "rising": _shapes(entry, _RISING),
        "falling": _shapes(entry, _FALLING),
        "parameters": [asdict(option) for option in entry.options],
    }


def _shapes(family: Family, over: Range) -> list[str]:
    """Convex, concave or neither over a range, with the defaults first, then as it is drawn."""
    curves = (make_curve(family.name, options, family.drawn_range) for options in ({}, *family.drawn))
    return list(dict.fromkeys(curve.shape_over(*over) for curve in curves))


def _cells(entry: Entry) -> list[str]:
    if isinstance(entry, Family):
        parameters = "; ".join(map(_parameter, entry.options))
        shapes = [" or ".join(_shapes(entry, over)) for over in (_RISING, _FALLING)]
        return [entry.name, *shapes, parameters, f"{entry.help}: {entry.formula_text}"]
    if isinstance(entry, Signal):
        return [entry.name, entry.help]
    values = f"{entry.low:g} … {entry.high:g} {entry.unit}".rstrip()
    return [entry.name, values, f"{entry.rest:g}", entry.help]


def _parameter(option: Option) -> str:
    if option.limits is None or isinstance(option.default, tuple):
        return f"{option.name}: {option.help}"
    low, high = option.limits
    return f"{option.name} {low:g} … {high:g}, usually {option.default:g}: {option.help}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
