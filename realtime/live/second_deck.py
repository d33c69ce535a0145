"""Deck B: a second scene alive beside the show's own, with its own place in the setlist and its own painter.

The crossfader mixes the two on the stage. A deck that is not seen is painted only so often that its picture
is fresh when it comes: the other one has the machine.
"""

from __future__ import annotations

from dataclasses import replace

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import STILL, Pose
from realtime.control.command import Command
from realtime.control.table import ParameterTable, Values
from realtime.live.anacrusis import Anacrusis, transition_beats
from realtime.live.camera_path import CameraPath
from realtime.live.display_time import DisplayTime
from realtime.live.filters_since import FiltersSince
from realtime.live.operator_gains import OperatorGains
from realtime.live.show_parts import ShowStage
from realtime.mapping.look import Look
from realtime.mapping.mapper import Mapper, gliding_s
from realtime.notice import Notice
from realtime.scenery.layers import SOLOS
from realtime.scenery.mixes import MIXES
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import scene_named
from realtime.stage.view import View

UNSEEN_S = 1.0
"""Between two paintings of a deck that is not seen."""
_A, _B = SOLOS.index("a"), SOLOS.index("b")


def fade_of(values: Values) -> float:
    """Deck B's share of the picture, 0..1, as fader and solo have it."""
    return {_A: 0.0, _B: 1.0}.get(int(values["solo"]), float(values["deck.fade"]))


class Restraint:
    """Says when a deck may be painted: always while it is seen, else once in UNSEEN_S and for a new scene."""

    def __init__(self) -> None:
        self._last, self._changes = -UNSEEN_S, -1

    def allows(self, now: float, seen: bool, changes: int) -> bool:
        """changes: how many scenes have begun on the deck."""
        return seen or changes != self._changes or not 0.0 <= now - self._last < UNSEEN_S

    def asked(self, now: float, changes: int) -> None:
        """The painter was asked."""
        self._last, self._changes = now, changes


class SecondDeck:
    """anacrusis: with the painter of this deck; table: where the fader is, which `deck.cross` moves.

    Its scenes change by hand, or with `deck.auto` by their rules. What the operator types is painted on deck
    A only.
    """

    def __init__(
        self,
        playhead: Playhead,
        anacrusis: Anacrusis,
        mapper: Mapper,
        table: ParameterTable,
        display: DisplayTime | None = None,
    ) -> None:
        self.playhead, self._anacrusis, self._mapper = playhead, anacrusis, mapper
        self._table, self._display = table, display or DisplayTime()
        self._pose, self._look, self._motion = Pose(), Look(), STILL
        self._since = FiltersSince()
        self._restraint = Restraint()
        self._crossing: tuple[float, float] | None = None  # where the fader goes, and where it was put last

    def follow_rows(self, gains: OperatorGains) -> None:
        """Obey the rows that the table has now."""
        self._anacrusis.gains = gains

    def step(
        self, now: float, dt: float, features: Features, values: Values, stage: ShowStage, ahead_s: float
    ) -> None:
        """A displayed frame: where the scene is, how it looks, what has been painted, what is asked for."""
        self._move_fader(dt, features.clock.period)
        playhead, gains = self.playhead, self._anacrusis.gains
        playhead.auto = bool(values["deck.auto"])
        playhead.hear(features, now)
        if playhead.update(features.clock, now):
            beats = 0.0 if playhead.edited else transition_beats(playhead.scene, values)
            self._mapper.set_scene(playhead.scene, gliding_s(beats))
        look = self._mapper.look(features, now + self._display.latency_s, values["react.gain"])
        self._look = gains.played(look, values)
        self._motion = self._look.motion
        self._pose = self._pose.moved(self._motion, dt)
        if (arrived := self._anacrusis.due(now)) is not None:
            stage.show_frame(*arrived, deck=1)
        seen = fade_of(values) > 0.0
        if self._restraint.allows(now, seen, playhead.changes):
            camera = CameraPath(self._mapper, features, self._pose, now, values, self._display.latency_s)
            if self._anacrusis.ask(now, features, camera, playhead, values, ahead_s=ahead_s) is not None:
                self._restraint.asked(now, playhead.changes)
        else:
            self._anacrusis.rest()

    def view(self, view: View, values: Values) -> View:
        """`view`, of deck A, with this deck in it."""
        scene, coming_in = self.playhead.scene, self._anacrusis.scene
        own = replace(
            view,
            pose=self._pose,
            inputs=self._look.inputs,
            filters=scene.post,
            filters_since=self._since.at(view.time, scene.post),
            images=self._anacrusis.gains.pictured(scene.images, values),
            transition=coming_in.transition.shader,
            transition_beats=transition_beats(coming_in, values),
        )
        index = int(values["deck.mix"])
        mix = scene.transition.shader if index < 0 else list(MIXES)[index]
        return replace(view, second=own, fade=fade_of(values), mix=mix)

    def carry_out(self, command: Command, now: float, clock: BeatClock, bars: int) -> str:
        """One of the "deck." commands; gives a line for the operator, or ""."""
        name, value, playhead = command.name, command.value, self.playhead
        if name in ("deck.next", "deck.previous"):
            playhead.step(1 if name == "deck.next" else -1, clock, now, bars)
        elif name == "deck.scene" and value is not None:
            index = value - 1 if isinstance(value, int) else scene_named(playhead.scenes, str(value))
            if index is None or not playhead.cue(index, clock, now, bars):
                return Notice("There is no such scene for deck B.")
        elif name == "deck.cut":
            self._crossing = None
            self._table.move({"deck.fade": self._other_end})
        elif name == "deck.cross":
            self._crossing = self._other_end, float(self._table.get("deck.fade"))
        return ""

    @property
    def _other_end(self) -> float:
        return 0.0 if self._table.get("deck.fade") >= 0.5 else 1.0

    def _move_fader(self, dt: float, period: float) -> None:
        """Go on with `deck.cross`; a hand on the fader takes it over."""
        if self._crossing is None:
            return
        end, before = self._crossing
        value = float(self._table.get("deck.fade"))
        if abs(value - before) > 1e-6:
            self._crossing = None
            return
        step = dt / max(float(self._table.get("deck.beats")) * period, 1e-3)
        value = min(value + step, end) if end > value else max(value - step, end)
        self._table.move({"deck.fade": value})
        self._crossing = None if value == end else (end, value)
