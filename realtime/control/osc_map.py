"""Every OSC address of the program, as tables for people and files for the programs at the other end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from realtime.control.osc_feed import SENT
from realtime.control.osc_message import below
from realtime.control.parameters import PARAMETERS, Kind, Parameter

Rows = Sequence[Parameter]

_TYPES: dict[Kind, str] = {"float": "f", "int": "i", "bool": "i", "trigger": "i", "index": "i", "text": "s"}
_GENERAL = "show"
"""Group of controls whose names have no first part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address. way: "in" to the show, "out" from it; types: as OSC writes them; low, high, default: in
    `unit`, "" where there is none; normalised: the address that takes 0..1."""

    address: str
    way: str
    types: str
    low: float | str
    high: float | str
    default: float | str
    unit: str
    help: str
    normalised: str


def entries(rows: Rows) -> list[Entry]:
    """All addresses: those of the controls, then those that are sent."""
    taken = [_entry(row) for row in rows]
    return taken + [
        Entry(below(row.name), "out", row.types, "", "", "", "", f"{row.what}; {row.when}", "")
        for row in SENT
    ]


def _entry(row: Parameter) -> Entry:
    ranged = row.kind in ("float", "int", "bool", "index")
    high = 1 if row.kind == "bool" else row.high
    return Entry(
        below(row.address),
        "in",
        _TYPES[row.kind],
        row.low if ranged else "",
        high if ranged else "",
        "" if row.is_command else float(row.default) if row.kind == "float" else int(row.default),
        row.unit,
        row.help,
        below(f"norm/{row.address}") if row.kind in ("float", "int") else "",
    )


def as_csv(rows: Rows = PARAMETERS) -> str:
    """One line an address, with a head."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Entry))
    writer.writerows(astuple(entry) for entry in entries(rows))
    return text.getvalue()


def as_markdown(rows: Rows = PARAMETERS) -> str:
    """The same as a table."""
    lines = [
        "| address | way | types | range | default | what it is |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in entries(rows):
        span = f"{one.low:g} … {one.high:g} {one.unit}".strip() if one.low != "" else ""
        default = f"{one.default:g}" if one.default != "" else ""
        lines.append(f"| `{one.address}` | {one.way} | {one.types} | {span} | {default} | {one.help} |")
    return "\n".join(lines) + "\n"


def _groups(rows: Rows) -> dict[str, list[Parameter]]:
    groups: dict[str, list[Parameter]] = {}
    for row in rows:
        first, dot, _ = row.name.partition(".")
        groups.setdefault(first if dot else _GENERAL, []).append(row)
    return groups


# Open Stage Control: https://openstagecontrol.ammd.net/docs/widgets/properties-reference/

_SESSION_VERSION = "1.25.0"
_ROW = 44


def as_open_stage_control(rows: Rows = PARAMETERS) -> str:
    """A session with a tab for each group; the server's own options say where to send (`send`) and where to
    listen (`osc-port`)."""
    tabs = [
        {
            "type": "tab",
            "id": f"tab_{name}",
            "label": name,
            "layout": "grid",
            "gridTemplate": 3,
            "widgets": [_widget(row) for row in members],
        }
        for name, members in _groups(rows).items()
    ]
    session = {
        "createdWith": "Open Stage Control",
        "version": _SESSION_VERSION,
        "type": "session",
        "content": {"type": "root", "id": "root", "tabs": tabs},
    }
    return json.dumps(session, indent=2, ensure_ascii=False) + "\n"


def _widget(row: Parameter) -> dict[str, Any]:
    widget: dict[str, Any] = {
        "id": row.name,
        "address": below(row.address),
        "typeTags": _TYPES[row.kind],
        "comments": row.help,
        "height": _ROW,
    }
    if row.kind in ("float", "int"):
        unit = f" {row.unit}" if row.unit else ""
        return widget | {
            "type": "fader",
            "design": "compact",
            "horizontal": True,
            "range": {"min": row.low, "max": row.high},
            "default": row.default,
            "doubleTap": True,
            "decimals": 0 if row.kind == "int" else 3,
            "steps": round(row.high - row.low) + 1 if row.kind == "int" else "",
            "html": f"@{{this.id}}{unit}",
        }
    if row.kind == "text":
        return widget | {"type": "input", "html": "@{this.id}"}
    if row.kind == "index":
        return widget | {"type": "input", "numeric": True, "html": "@{this.id}"}
    return widget | {
        "type": "button",
        "mode": "toggle" if row.kind == "bool" else "push",
        "label": row.name,
    }


# TouchDesigner: https://docs.derivative.ca/TDJSON

_STYLES: dict[Kind, str] = {
    "float": "Float",
    "int": "Int",
    "bool": "Toggle",
    "trigger": "Pulse",
    "index": "Int",
    "text": "Str",
}


def as_touchdesigner(rows: Rows = PARAMETERS) -> str:
    """`parameters`: pages of custom parameters for TDJSON's addParametersFromJSONOp; `addresses`: where the
    value of each goes; `channels`: of an OSC In CHOP, with what each says."""
    parameters = {
        name.capitalize(): {touch_name(row): _custom_parameter(name.capitalize(), row) for row in members}
        for name, members in _groups(rows).items()
    }
    addresses = {touch_name(row): below(row.address) for row in rows}
    channels = {below(row.name)[1:]: f"{row.what}; {row.when}" for row in SENT if "s" not in row.types}
    made = {"parameters": parameters, "addresses": addresses, "channels": channels}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def touch_name(row: Parameter) -> str:
    """The name of a custom parameter: a capital, then small letters and digits only."""
    return "".join(letter for letter in row.name if letter.isalnum()).capitalize()


def _custom_parameter(page: str, row: Parameter) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": touch_name(row),
        "label": row.name.replace(".", " ").replace("_", " "),
        "page": page,
        "style": _STYLES[row.kind],
    }
    if row.kind in ("float", "int", "index"):
        made |= {"size": 1, "default": row.low if row.is_command else row.default}
        made |= {"min": row.low, "max": row.high, "normMin": row.low, "normMax": row.high}
        made |= {"clampMin": True, "clampMax": True}
    elif row.kind != "trigger":
        made["default"] = row.default if row.kind == "bool" else ""
    return made


FORMATS: dict[str, Callable[[Rows], str]] = {
    "csv": as_csv,
    "markdown": as_markdown,
    "open-stage-control": as_open_stage_control,
    "touchdesigner": as_touchdesigner,
}
