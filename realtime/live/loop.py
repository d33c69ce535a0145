"""The display loop of a show, live or on the virtual clock.

Nothing in it waits but for the next frame: sound is heard in a thread, frames are painted in a
process, recordings are written by a thread. On the virtual clock the very same loop runs frame by
frame, exactly.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

from realtime.audio.ear import Ear
from realtime.audio.features import Features
from realtime.camera import STILL, Pose
from realtime.control.external import ExternalControl
from realtime.control.keyboard import Keyboard
from realtime.control.midi.lights import Stand
from realtime.control.osc_out import OscOut
from realtime.control.table import ParameterTable, Values
from realtime.control.tempo_lead import TempoLead
from realtime.ending import Ending
from realtime.live.anacrusis import Anacrusis, transition_beats
from realtime.live.camera_path import CameraPath
from realtime.live.commands import OperatorCommands
from realtime.live.display_time import DisplayTime
from realtime.live.drawing_scale import DrawingScale
from realtime.live.filters_since import FiltersSince
from realtime.live.frame_pacing import BETWEEN_S, Pace
from realtime.live.frame_rates import FrameRates
from realtime.live.hud_text import QUIT_HINT, hud_lines
from realtime.live.layers_shown import card_words, shown_layers
from realtime.live.losses import LossLog, losses_of
from realtime.live.opening_hours import OpeningHours
from realtime.live.operator_gains import OperatorGains
from realtime.live.second_deck import Restraint, SecondDeck, fade_of
from realtime.live.service_watch import ServiceWatch
from realtime.live.show_parts import ShowPanel, ShowStage, ShowWindow
from realtime.live.show_state import Place, ShowState
from realtime.live.shown import shown_of
from realtime.live.shown_strength import ShownStrength
from realtime.live.standby import Standby
from realtime.mapping.look import Look
from realtime.mapping.mapper import Mapper, gliding_s
from realtime.output.outputs import Outputs
from realtime.paint.frame import Frame, PaintLoop
from realtime.record.pieces import Pieces
from realtime.record.recorder import Recorder
from realtime.record.trace import Trace, TraceRow
from realtime.setlist.playhead import Playhead
from realtime.stage.no_screen import ScreenLost
from realtime.stage.view import View

log = logging.getLogger(__name__)

_RELOAD_FRAMES = 30  # every so many, edited shader files are looked for
_REPORT_EVERY_S = 5.0  # one line about a fault, however often it happens


@dataclass
class Show:
    """Everything that a show is made of, and the loop that plays it.

    display: when displayed frames are seen; ends_at: audio-clock seconds at which the sound ends,
    None where nobody knows; live: a fault is logged and the show goes on,
    otherwise (films, tests) it is raised.
    """

    pace: Pace
    ear: Ear
    playhead: Playhead
    table: ParameterTable
    commands: OperatorCommands
    painter: PaintLoop
    anacrusis: Anacrusis
    mapper: Mapper
    stage: ShowStage
    window: ShowWindow
    display: DisplayTime
    osc_out: OscOut | None = None
    external: ExternalControl | None = None
    lead: TempoLead | None = None
    outputs: Outputs | None = None
    recorder: Recorder | Pieces | None = None
    trace: Trace | None = None
    panel: ShowPanel | None = None
    drawing: DrawingScale | None = None
    second: SecondDeck | None = None
    watch: ServiceWatch | None = None
    hours: OpeningHours | None = None
    ends_at: float | None = None
    ending: Ending = field(default_factory=Ending)
    standby: Standby = field(default_factory=Standby)
    live: bool = True
    pose: Pose = field(default_factory=Pose)
    newest: Frame | None = None
    frame_index: int = 0

    def __post_init__(self) -> None:
        self._keyboard = Keyboard(self.table)
        self._quitting = False
        self._follow_rows()
        self._strength = ShownStrength()
        self._spent: dict[str, float] = {}
        self._filters_since = FiltersSince()
        self._mark = 0.0
        self._words: tuple[str, ...] = ()
        self._version = self.table.version
        self._last: float | None = None
        self._motion = STILL
        self._reported = -_REPORT_EVERY_S
        self._loss_log = LossLog()
        self._rates = FrameRates()
        self._restraint = Restraint()

    def run(self, seconds: float | None = None) -> None:
        """Play until the sound ends, the operator quits, or for `seconds`. Raises ScreenLost."""
        while not self._quitting:
            now = self.pace.wait(self._between, self._hand_moved)
            self._read_keys()
            if seconds is not None and now >= seconds - 1e-9:
                return
            try:
                self.step(now)
            except Exception as error:
                if not self.live or isinstance(error, ScreenLost):
                    raise
                self._report(error)
                if self.standby.failed(time.perf_counter()):
                    self.window.present()
            if self.ear.ended and now >= self.ear.features.time:
                return

    def step(self, now: float) -> None:
        """Draw the frame of `now` (audio-clock seconds)."""
        self._mark = time.perf_counter()
        dt = 0.0 if self._last is None else max(now - self._last, 0.0)
        self._last = now

        self.ear.advance(now)
        self._lap("hear")

        self.commands.apply(now, self.ear.features.clock)
        if self.table.parameters is not self._rows:
            self._follow_rows()
        self._version, values = self.table.version, self.table.acting()
        features = self._gains.heard(self.ear.features, values)
        self.playhead.hear(features, now)
        if self.playhead.update(features.clock, now):
            scene = self.playhead.scene
            # What a hand changes is seen under the hand.
            beats = 0.0 if self.playhead.edited else transition_beats(scene, values)
            self.mapper.set_scene(scene, gliding_s(beats))
        look = self.mapper.look(features, now + self.display.latency_s, values["react.gain"])
        look = self._gains.played(look, values)
        self._motion = look.motion
        self.pose = self.pose.moved(look.motion, dt)
        self._lap("map")

        ahead_s = self.pace.interval if self.live else 0.0
        if self.second is not None:
            self.second.step(now, dt, features, values, self.stage, ahead_s)
        arrived = self.anacrusis.due(now)
        if arrived is not None:
            self.newest, fade_s = arrived
            self.stage.show_frame(self.newest, fade_s)
            self._rates.painted(now)
            self._strength.shown(self.newest.id)
        # A painter that will be free before the next frame is asked now: nothing is requested while drawing.
        self._ask(now, features, self.pose, values, ahead_s)
        self._lap("paint")

        self.stage.render(view := self._view(now, dt, features, look))
        self._lap("draw")
        if self.outputs is not None:
            self.outputs.follow(values)
            self.outputs.show(shown_of(view, now + self.display.latency_s, self.playhead, self._words))
        self._lap("outputs")
        self._tell_panel(now)
        self.stage.overlay(view)
        self.standby.over(now, self._light)
        self.window.present()
        self._rates.shown(now)
        self._lap("present")
        self.display.note(sum(self._spent.values()))
        drawn_s = self._spent["draw"] + self._spent["outputs"]
        if self.drawing is not None and (scale := self.drawing.note(drawn_s)) is not None:
            self.stage.rescale(scale)  # when all have this frame: what is drawn next begins empty
        if self.watch is not None:
            self.watch.shown()

        if self.live and self.frame_index % _RELOAD_FRAMES == 0:
            self.stage.reload_shaders()
            self._loss_log.note(now, self.losses)
        if self.osc_out is not None:
            self.osc_out.publish(self.ear.features, self.playhead.index + 1, self.playhead.scene.name)
        if self.external is not None:
            self.external.show(self._stand())
        if self.trace is not None:
            self.trace.write(self._trace_row(now, features))
        self.frame_index += 1

    def _follow_rows(self) -> None:
        self._rows = self.table.parameters
        self._gains = self.anacrusis.gains = OperatorGains(self._rows.values())
        if self.second is not None:
            self.second.follow_rows(self._gains)

    def _stand(self) -> Stand:
        """What controllers light."""
        playhead = self.playhead
        following = None if playhead.following is None else playhead.following + 1
        return Stand(
            self.ear.features.clock,
            playhead.index + 1,
            following,
            playhead.scene_count,
            self.commands.snapshots.numbers,
        )

    def _tell_panel(self, now: float) -> None:
        panel = self.panel
        if panel is None:
            return
        if panel.wants_state():
            panel.tell(self.state(now))
        picture = self.stage.preview(panel.wants_picture())
        if picture is not None:
            panel.show(picture)

    def _between(self, now: float) -> None:
        """Between two displayed frames: keys get their own time, and a painter that is free now need not wait
        for the next one."""
        self._read_keys()
        if self._last is None or self.painter.free_in > BETWEEN_S:
            return
        try:
            values = self.table.acting()
            features = self._gains.heard(self.ear.features, values)
            pose = self.pose.moved(self._motion, max(now - self._last, 0.0))
            self._ask(now, features, pose, values, BETWEEN_S)
        except Exception as error:
            self._report(error)

    def _hand_moved(self, within_s: float) -> bool:
        """Has a hand moved a value since the last frame, or does it so within that time?"""
        return self.table.wait_newer(self._version, within_s)

    def _ask(self, now: float, features: Features, pose: Pose, values: Values, ahead_s: float) -> None:
        seen = self.second is None or fade_of(values) < 1.0
        if not self._restraint.allows(now, seen, self.playhead.changes):
            self.anacrusis.rest()
            return
        camera = CameraPath(self.mapper, features, pose, now, values, self.display.latency_s)
        asked = self.anacrusis.ask(
            now, features, camera, self.playhead, values, self.commands.override, ahead_s=ahead_s
        )
        if asked is not None:
            self._restraint.asked(now, self.playhead.changes)
            self._strength.asked(asked.id, asked.strength)

    def _view(self, now: float, dt: float, features: Features, look: Look) -> View:
        values = self.table.snapshot()
        # Frames of the next scene arrive on its first beat, asked for while the last one still played.
        coming_in = self.anacrusis.scene
        view = View(
            time=now,
            dt=dt,
            frame_index=self.frame_index,
            pose=self.pose,
            inputs=look.inputs,
            features=features,
            filters=self.playhead.scene.post,
            filters_since=self._filters_since.at(now, self.playhead.scene.post),
            images=self._gains.pictured(self.playhead.scene.images, values),
            transition=coming_in.transition.shader,
            transition_beats=transition_beats(coming_in, values),
            layers=shown_layers(self.playhead.layers, values),
            solo=int(values["solo"]),
            card=card_words(self.window) if values["test_card"] else "",
            master=values["master"] * self._light,
            blackout=bool(values["blackout"]),
            freeze=bool(values["freeze"]),
            hud=self._hud(now, bool(values["hud"])),
            lettering=self.playhead.lettering(self.ends_at),
            lettering_time=self.playhead.song_time(now + self.display.latency_s),
        )
        return view if self.second is None else self.second.view(view, values)

    @property
    def _light(self) -> float:
        """Of the show, 0..1, that the opening hours leave."""
        return self.hours.share() if self.hours is not None else 1.0

    def _hud(self, now: float, shown: bool) -> tuple[str, ...]:
        # After the first `q` the operator sees what the second does, even without the head-up display.
        leaving = (QUIT_HINT,) if self._keyboard.quit_asked(time.perf_counter()) else ()
        elsewhere = self.outputs is not None and self.outputs.wants_words
        self._words = leaving + (hud_lines(self.state(now)) if shown or elsewhere else ())
        return () if elsewhere else self._words

    @property
    def losses(self) -> dict[str, int]:
        """What did not come through so far, by what it is."""
        return losses_of(self.ear, self.outputs, self.recorder, self.trace, self.osc_out)

    def state(self, now: float) -> ShowState:
        """What the operator is shown at `now`."""
        playhead, features, upcoming = self.playhead, self.ear.features, self.playhead.upcoming
        change = playhead.next_change(features.clock)
        return ShowState(
            now=now,
            features=features,
            values=self.table.snapshot(),
            leader=self.lead.leader if self.lead else "",
            scene=(playhead.index + 1, playhead.scene_count, playhead.scene.name),
            upcoming=None if upcoming is None else (upcoming.name, None if change is None else change - now),
            painter=self.painter.status,
            lead_s=self.anacrusis.latency,
            # Waiting for the screen's refresh is part of presenting; where there is none, the pace waits.
            display_s=max(self.pace.interval, sum(self._spent.values())),
            drawing_s=sum(seconds for stage, seconds in self._spent.items() if stage != "present"),
            recording=self.recorder is not None and not self.recorder.error,
            losses=self.losses,
            notices=tuple(notice for notice in self._notices() if notice),
            place=Place(
                playhead.scenes, playhead.index, playhead.following, change, playhead.cued, playhead.waits_for
            ),
            rates=self._rates.rates(now),
            frames=self.frame_index,
            second=None if self.second is None else self.second.playhead.index,
            restarts=int(getattr(self.painter, "restarts", 0)),
            prompt=self.commands.prompt,
            negative=self.commands.negative,
            rulings=self.commands.rulings,
            snapshots=self.commands.snapshots.numbers,
            midi=self.external.midi if self.external else None,
            held=self.table.held,
            route_levels=self.mapper.levels,
            routes_changed=self.commands.routes_changed,
        )

    def _notices(self) -> list[str | None]:
        """What is wrong now, or was refused just before."""
        return [
            self.ear.fault,
            self.recorder.error if self.recorder is not None else None,
            self.trace.error if self.trace is not None else None,
            *(self.outputs.notices if self.outputs else ()),
            *(self.external.notices if self.external else ()),
            getattr(self.painter, "notice", None),
            *self.stage.errors.values(),
            self.commands.notice,
            *self.commands.faults,
            self.table.rejections.notice,
        ]

    def _trace_row(self, now: float, features: Features) -> TraceRow:
        clock = features.clock
        return TraceRow(
            time=now,
            frame=self.newest.id if self.newest else None,
            frame_age=now - self.newest.time if self.newest else 0.0,
            beat_phase=clock.phase(now),
            bar_phase=clock.bar_phase(now),
            confidence=clock.confidence,
            strength=self._strength.value,
            camera=self.pose.matrix,
            scene=self.playhead.index + 1,
            # On the virtual clock a trace must be the same each time, so it has no wall-clock times.
            stages=dict(self._spent) if self.live else {},
        )

    def _lap(self, stage: str) -> None:
        """Record the time since the last lap as that of `stage`."""
        now = time.perf_counter()
        self._spent[stage] = now - self._mark
        self._mark = now
        if self.live:
            # A key is stamped when it is read: not only once a frame.
            self._read_keys()

    @property
    def spent(self) -> dict[str, float]:
        """Seconds that each stage took for the last frame, by name."""
        return self._spent

    def _read_keys(self) -> None:
        at = time.perf_counter()
        further = self.outputs.keys() if self.outputs is not None else ()
        for key in (*self.window.poll(), *further):
            self._quitting = self._keyboard.press(key, at) or self._quitting
        self._quitting = self._quitting or self.window.closing

    def _report(self, error: Exception) -> None:
        at = time.perf_counter()
        if at - self._reported >= _REPORT_EVERY_S:
            self._reported = at
            log.error("a display frame failed, the show goes on: %s", error, exc_info=error)
