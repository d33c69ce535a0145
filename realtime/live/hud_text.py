"""The text of the head-up display."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from realtime.audio.feature_table import FEATURES
from realtime.audio.features import Features
from realtime.control.keyboard import QUIT_KEY
from realtime.control.parameters import PARAMETERS
from realtime.control.table import Values
from realtime.live.show_state import ShowState
from realtime.scenery.layers import SOLOS

QUIT_HINT = f"{QUIT_KEY} once more: quit"

# About as much as fits into a line of the display, which breaks longer ones.
_COLUMNS = 70
_MOST_CELLS = 8
_SHOWN = ("master", "solo", "deck.fade")
_MOST_LINES_A_NOTICE = 6
_MOST_LINES_OF_PROMPT = 3


def hud_lines(state: ShowState) -> tuple[str, ...]:
    """A few short lines for the operator in the dark: beat, levels, scene, painter, then what is unusual.

    What a low display has no room for is at the end: what is wrong comes before what the operator has set.
    """
    lines = [_beat(state), _levels(state.features), _scene(state), _painter(state)]
    lines += [line for line in (_decks(state), _hands(state)) if line]
    for notice in (*state.notices, *_losses(state.losses)):
        lines += _shortened(notice, _MOST_LINES_A_NOTICE)
    if state.prompt:
        lines += _shortened(f"prompt: {state.prompt}", _MOST_LINES_OF_PROMPT)
    lines += [line for line in (_gains(state.values),) if line]
    return tuple(lines)


def _shortened(text: str, most_lines: int) -> list[str]:
    return textwrap.wrap(text, _COLUMNS, max_lines=most_lines, placeholder=" …")


def _beat(state: ShowState) -> str:
    clock = state.features.clock
    if not clock.claimed and not state.leader:
        return "no beat heard: following the energy"
    beat = int(clock.bar_position(state.now)) + 1
    dots = "● " * beat + "○ " * (clock.beats_per_bar - beat)
    trust = f"led by {state.leader}" if state.leader else f"sure {clock.confidence:.0%}"
    return f"{clock.tempo:5.1f} bpm  {dots} {trust}"


def _levels(features: Features) -> str:
    rows = [row for row in FEATURES.values() if row.label]
    words = sum(len(row.label) + 3 for row in rows) - 2
    cells = min((_COLUMNS - words) // len(rows), _MOST_CELLS)
    return "  ".join(f"{row.label} {_bar(getattr(features, row.name), cells)}" for row in rows)


def _bar(value: float, cells: int) -> str:
    filled = round(min(max(value, 0.0), 1.0) * cells)
    return "▮" * filled + "▯" * (cells - filled)


def _scene(state: ShowState) -> str:
    number, count, name = state.scene
    line = f"scene {number}/{count}  {name}"
    if state.upcoming is None:
        return line
    upcoming, seconds = state.upcoming
    music = f"at a {waits}" if (waits := state.place.waits) in ("drop", "build") else f"when {waits}"
    when = [f"in {_span(seconds)}"] if seconds is not None else []
    when += [music] if waits else []
    return f"{line}   next: {upcoming}, {' or '.join(when) or 'on cue'}"


def _span(seconds: float) -> str:
    minutes, rest = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"


def _painter(state: ShowState) -> str:
    early = f"asked {state.lead_s:.2f} s early"
    rate = 1.0 / state.display_s
    return f"{state.painter}   {early}   {rate:.0f} frames/s, drawn in {1000 * state.drawing_s:.0f} ms"


def _decks(state: ShowState) -> str:
    """The crossfader, and what is on deck B."""
    if state.second is None:
        return ""
    fade = float(state.values["deck.fade"])
    return f"deck A {_bar(fade, 12)} B: {state.second + 1} {state.place.scenes[state.second].name}"


def _hands(state: ShowState) -> str:
    """What the operator has set that one forgets: why it is dark, why it stands."""
    values = state.values
    messages = {
        "BLACKOUT": values["blackout"],
        "FROZEN": values["freeze"],
        f"SOLO {SOLOS[int(values['solo'])]}": values["solo"],
        "TEST CARD": values["test_card"],
        f"MASTER {values['master']:.0%}": values["master"] < 1.0,
        "tempo locked": values["tempo.lock"],
        "scenes only by hand": not values["show.auto"],
        "recording": state.recording,
    }
    return "   ".join(text for text, holds in messages.items() if holds)


def _gains(values: Values) -> str:
    """The controls that the operator has moved away from where they begin."""
    moved = [row for row in PARAMETERS if row.kind in ("float", "int") and row.name not in _SHOWN]
    moved = [row for row in moved if values[row.name] != row.default]
    return "   ".join(f"{row.name} {values[row.name]:.3g}{_unit(row.unit)}" for row in moved)


def _unit(unit: str) -> str:
    return unit if unit == "×" or not unit else f" {unit}"


def _losses(losses: Mapping[str, int]) -> list[str]:
    counted = [f"{count} {what}" for what, count in losses.items() if count]
    return [f"so far: {', '.join(counted)}"] if counted else []
