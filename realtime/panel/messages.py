"""What the panel's pages are sent, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from realtime import __version__
from realtime.audio.feature_table import FEATURES
from realtime.control.keyboard import KEYS
from realtime.control.midi.state import MidiState
from realtime.control.parameters import Parameter
from realtime.control.table import Values
from realtime.live.show_state import ShowState
from realtime.live.typed_words import Ruling
from realtime.mapping.curves import FAMILIES, make_curve, settle_options
from realtime.mapping.route import Route
from realtime.notice import Notice
from realtime.panel.access import GUARD_MAY, Role
from realtime.setlist.change_rules import rule_words
from realtime.setlist.scene import Scene

Message = dict[str, Any]

_MOST_NOTICES = 12
DRAWN_POINTS = 97
"""Points of a curve that a page draws through."""


def for_page(text: str) -> str | Message:
    """A text for the page; a notice with all that the page needs to say it in another language."""
    if not isinstance(text, Notice):
        return text
    fields = {
        name: for_page(field if isinstance(field, str) else str(field)) for name, field in text.fields.items()
    }
    return {"form": text.form, "fields": fields}


def hello(role: Role, rows: Iterable[Parameter]) -> Message:
    """What a page must know before all else: who it may be and which controls there are."""
    return {
        "hello": {
            "role": role,
            "version": __version__,
            "rows": [_row(row) for row in rows if may(role, row.name)],
            "levels": [{"name": row.name, "label": row.label} for row in FEATURES.values() if row.label],
            "curves": families() if role == "operator" else [],
            "keys": [[key.key, key.name, key.value] for key in KEYS] if role == "operator" else [],
        }
    }


def may(role: Role, name: str) -> bool:
    """May this role use the control `name`?"""
    return role == "operator" or name in GUARD_MAY


def values(role: Role, changed: Values) -> Message:
    """The values that have changed, as far as they are this role's business."""
    return {"values": {name: value for name, value in changed.items() if may(role, name)}}


def scenes(listed: Iterable[Scene]) -> Message:
    return {
        "scenes": [
            {
                "name": scene.name,
                "prompt": scene.prompt,
                "after": [for_page(rule_words(rule)) for rule in scene.rules],
            }
            for scene in listed
        ]
    }


def families() -> list[Message]:
    """The curves that a route may have, with their options."""
    return [
        {
            "name": family.name,
            "help": family.help,
            "options": [
                {
                    "name": option.name,
                    "help": option.help,
                    "default": option.default,
                    "limits": option.limits,
                }
                for option in family.options
            ],
        }
        for family in FAMILIES.values()
    ]


def routes(listed: Iterable[Route]) -> Message:
    """The routes of a scene, each with its curve as it is drawn: heights at even steps from 0 to 1."""
    return {
        "routes": [
            {
                "from": route.source,
                "to": route.target,
                "curve": route.curve,
                "options": settle_options(FAMILIES[route.curve], route.options),
                "range": list(route.range),
                "attack": route.attack,
                "release": route.release,
                "drawn": _drawn(route),
            }
            for route in listed
        ]
    }


def _drawn(route: Route) -> list[float]:
    curve = make_curve(route.curve, route.options, route.range)
    return [round(float(height), 4) for height in curve(np.linspace(0.0, 1.0, DRAWN_POINTS))]


def ruling(given: Ruling) -> Message:
    """For whoever typed the text, and nobody else."""
    refusal = given.refusal
    return {
        "ruling": {
            "name": given.name,
            "text": given.typed.text,
            "refusal": None if refusal is None else for_page(refusal.text),
            "rule": "" if refusal is None else refusal.rule,
            "found": "" if refusal is None else refusal.found,
        }
    }


def guard_state(state: ShowState) -> Message:
    """Enough to say in words whether all is well."""
    place = state.place
    return {
        "state": {
            "now": round(state.now, 3),
            "scene": place.scenes[place.index].name,
            "next": None if place.following is None else place.scenes[place.following].name,
            "master": state.values["master"],
            "freeze": state.values["freeze"],
            "silent": state.features.silent,
            "painted": round(state.rates.painted, 1),
            "faults": len(state.notices),
        }
    }


def operator_state(state: ShowState) -> Message:
    """Everything that the operator's page shows and that is no control."""
    place, rates, features = state.place, state.rates, state.features
    scene = place.scenes[place.index]
    return {
        "state": {
            "now": round(state.now, 4),
            "beat": _beat(state),
            "leader": state.leader,
            "scene": place.index,
            "next": place.following,
            "change": None if place.change is None else round(place.change, 3),
            "cued": place.cued,
            "waits": place.waits,
            "second": state.second,
            "levels": [round(getattr(features, row.name), 3) for row in FEATURES.values() if row.label],
            "raw": round(features.raw_level, 4),
            "silent": features.silent,
            "painter": for_page(state.painter),
            "lead_ms": round(1000.0 * state.lead_s),
            "drawing_ms": round(1000.0 * state.drawing_s, 1),
            "shown": round(rates.shown, 1),
            "p99_ms": round(rates.p99_ms, 1),
            "painted": round(rates.painted, 1),
            "recording": state.recording,
            "losses": [[count, for_page(what)] for what, count in state.losses.items() if count],
            "notices": [for_page(notice) for notice in state.notices[:_MOST_NOTICES]],
            "snapshots": list(state.snapshots),
            "held": sorted(state.held),
            "route_levels": [round(level, 3) for level in state.route_levels],
            "routes_changed": state.routes_changed,
            "prompt": state.prompt,
            "negative": state.negative,
            "of_scene": {"prompt": scene.prompt, "negative": scene.negative},
        }
    }


def midi(state: MidiState) -> Message:
    """The controllers, for the operator."""
    return {
        "midi": {
            "devices": [list(device) for device in state.devices],
            "moved": state.moved,
            "learning": state.learning,
            "learned": state.learned,
            "assigned": [[one.device, one.source, one.target, one.kind] for one in state.assigned],
        }
    }


def _row(row: Parameter) -> Message:
    return {
        "name": row.name,
        "kind": row.kind,
        "help": row.help,
        "unit": row.unit,
        "low": row.low,
        "high": row.high,
        "default": row.default,
        "command": row.is_command,
        "of_scene": row.takes_over,
        "words": {f"{value:g}": name for name, value in row.choices.items()},
    }


def _beat(state: ShowState) -> Message:
    """Enough for a page to foresee the beats by itself."""
    clock = state.features.clock
    return {
        "period": round(clock.period, 6),
        "anchor": round(clock.anchor, 4),
        "in_bar": clock.beat_in_bar,
        "per_bar": clock.beats_per_bar,
        "confidence": round(clock.confidence, 3),
        "claimed": clock.claimed,
    }
