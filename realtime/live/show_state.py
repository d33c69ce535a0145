"""What a show says of itself to its operator: the head-up display and the panel are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from realtime.audio.features import Features
from realtime.control.midi.state import MidiState
from realtime.control.table import Values
from realtime.live.frame_rates import Rates
from realtime.live.typed_words import Ruling
from realtime.setlist.scene import Scene


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the setlist a show stands. index: of the scene that plays, from 0; following: that of the one
    which comes next, None at the end; change: audio-clock seconds at which it begins, None where it waits for
    a cue; cued: the operator asked for it; waits: what the music may do that brings it sooner, or ""."""

    scenes: tuple[Scene, ...]
    index: int
    following: int | None
    change: float | None
    cued: bool
    waits: str = ""


@dataclass(frozen=True, slots=True)
class ShowState:
    """What the operator is shown of a show at `now` (audio-clock seconds).

    leader: who leads the tempo, "" for the ear; scene: (number from 1, how many, name); upcoming: (name of
    the next one, seconds until it comes or None where it waits for a cue); lead_s: how early frames are asked
    for; display_s: between two displayed frames, drawing_s of it at work; losses: what was lost so far, by
    what it is; notices: what is wrong now, or was refused just before. prompt, negative: what the operator
    typed, while it is painted; snapshots: numbers that values are saved under; midi: the controllers,
    None without MIDI; route_levels: of the sound, where each route of the scene stands on its curve;
    routes_changed: how many are not as in the file; rulings: what became of the texts that were typed last;
    frames: displayed so far; held: controls that a hand holds in place of what the scene says; second:
    number, from 0, of the scene on deck B, None without one; restarts: of painters. Others may see all this
    but the rulings: nothing else in it is a text that was refused.
    """

    now: float
    features: Features
    values: Values
    leader: str
    scene: tuple[int, int, str]
    upcoming: tuple[str, float | None] | None
    painter: str
    lead_s: float
    display_s: float
    drawing_s: float
    recording: bool
    losses: Mapping[str, int]
    notices: tuple[str, ...]
    place: Place
    rates: Rates
    prompt: str = ""
    negative: str = ""
    rulings: tuple[Ruling, ...] = ()
    snapshots: tuple[int, ...] = ()
    midi: MidiState | None = None
    route_levels: tuple[float, ...] = ()
    routes_changed: int = 0
    frames: int = 0
    restarts: int = 0
    second: int | None = None
    held: frozenset[str] = frozenset()
