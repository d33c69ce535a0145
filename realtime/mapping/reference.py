"""What a route can use, for people and programs: signals, targets, shader inputs, curves, with their help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from realtime.mapping.curves import FAMILIES, Family, Range, make_curve
from realtime.mapping.signals import SIGNALS
from realtime.mapping.targets import TARGETS, Target

Row = dict[str, Any]
Rows = list[Row]

_INTRODUCTION = """# What a route can use

A route of a setlist takes a signal of the sound, bends it by a curve, and moves a target:

    { from = "bass", to = "strength", curve = "power", exponent = 2.5, range = [0.25, 0.7], release = 0.25 }

An input of a shader is `post.FILTER.INPUT`, `transition.TRANSITION.INPUT` or `source.GENERATOR.INPUT`. Where
the shader's name is left out, `post.INPUT`, it is that input of every filter that has it.

A voice of the song that you have as a file of its own is the signal `stem.NAME`, called as its file is:
`--stems stems/drums.wav "stems/Lead Vocals.wav"`, or `--stems stems`, gives `stem.drums` and
`stem.lead_vocals`.

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
    return {
        "signals": [{"name": signal.name, "help": signal.help} for signal in SIGNALS.values()],
        "targets": [asdict(target) for target in TARGETS.values()],
        "inputs": [asdict(target) for target in inputs],
        "curves": [_curve(family) for family in FAMILIES.values()],
    }


def reference_markdown(inputs: Iterable[Target]) -> str:
    """The text of docs/routes.md."""
    parts = [_INTRODUCTION]
    for table, rows in reference(inputs).items():
        lines = [f"## {_TITLES[table]}", "", _row(_COLUMNS[table]), _row("---" for _ in _COLUMNS[table])]
        lines += [_row([f"`{name}`", *rest]) for name, *rest in map(_cells, rows)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def reference_text(inputs: Iterable[Target]) -> str:
    """The tables for a terminal, in columns; a curve's parameters stand below it, a line each."""
    parts = []
    for table, rows in reference(inputs).items():
        shown = [number for number, name in enumerate(_COLUMNS[table]) if name != "parameters"]
        cells = [[_cells(row)[number] for number in shown] for row in rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [f"{_TITLES[table]}: {', '.join(_COLUMNS[table][number] for number in shown)}"]
        for row, line in zip(rows, cells, strict=True):
            lines.append("  ".join(map(str.ljust, line, widths)).rstrip())
            lines += [f"    {_parameter(option)}" for option in row.get("parameters", ())]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _curve(family: Family) -> Row:
    return {
        "name": family.name,
        "help": family.help,
        "formula": family.formula_text,
        "rising": _shapes(family, (0.0, 1.0)),
        "falling": _shapes(family, (1.0, 0.0)),
        "parameters": [asdict(option) for option in family.options],
    }


def _shapes(family: Family, over: Range) -> list[str]:
    """Convex, concave or neither: what it is over a range, with its defaults first, then as it is drawn."""
    curves = (make_curve(family.name, options, family.drawn_range) for options in ({}, *family.drawn))
    return list(dict.fromkeys(curve.shape_over(*over) for curve in curves))


def _cells(row: Row) -> list[str]:
    if "formula" in row:
        parameters = "; ".join(map(_parameter, row["parameters"]))
        shapes = [" or ".join(row[way]) for way in ("rising", "falling")]
        return [row["name"], *shapes, parameters, f"{row['help']}: {row['formula']}"]
    if "low" not in row:
        return [row["name"], row["help"]]
    values = f"{row['low']:g} … {row['high']:g} {row['unit']}".rstrip()
    return [row["name"], values, f"{row['rest']:g}", row["help"]]


def _parameter(option: Row) -> str:
    if option["limits"] is None:
        return f"{option['name']}: {option['help']}"
    low, high = option["limits"]
    return f"{option['name']} {low:g} … {high:g}, usually {option['default']:g}: {option['help']}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
