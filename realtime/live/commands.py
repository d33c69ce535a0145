"""What the operator commands during a show: scenes, prompts, tempo. No command can end the show."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from realtime.audio.beat.clock import BeatClock
from realtime.control.command import Command
from realtime.control.external import MIDI_COMMANDS, ExternalControl
from realtime.control.rejections import NEWS_S, Rejections
from realtime.control.snapshots import Snapshots, SnapshotStore
from realtime.control.table import ParameterTable
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError
from realtime.live.memory import ShowMemory
from realtime.live.route_edits import RouteEdits
from realtime.live.second_deck import SecondDeck
from realtime.live.setlist_reader import Reading, Saving
from realtime.live.side_process import SideWork
from realtime.live.typed_words import NEGATIVE, PROMPT, Ruling, TypedWords, Words
from realtime.notice import Notice
from realtime.resources import own_setlist
from realtime.setlist.blocklist import Verdict
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, scene_named

log = logging.getLogger(__name__)

TEMPO_RANGES = ((60.0, 120.0), (90.0, 180.0), (40.0, 220.0))
"""bpm: what `tempo.range` goes through; the last is all that the ear knows."""


_TIMECODE_JUMP_S = 0.25
# A judge that has just been started on a busy machine takes a while; the operator is told from here on.
_SLOW_VERDICT_S = 1.5
_STILL_JUDGED = Notice("What was typed is still being judged.")
# Every text of a setlist is judged: thousands of scenes take half a minute.
_SLOW_READING_S = 2.0
_STILL_READ = Notice("The setlist is still being read; the old one goes on.")


class TempoControl(Protocol):
    """The part of `Analyzer` that takes commands; callable from any thread."""

    def tap(self, time: float) -> None: ...
    def resync(self, time: float) -> None: ...
    def half(self) -> None: ...
    def double(self) -> None: ...
    def release(self) -> None: ...
    def lock(self, on: bool) -> None: ...
    def set_range(self, low_bpm: float, high_bpm: float) -> None: ...
    def nudge(self, seconds: float) -> None: ...


class OperatorCommands:
    """Carries out what control servers and keys have written to the parameter table.

    judging, reading: judge typed texts and read the setlist at `path` again, beside the loop (None: it
    cannot be read again); adopt: takes the shaders that were found with it; prompt: stands before the
    scenes' own while none is typed; restart_painter: has the painters replaced; take_still: keeps the
    picture that is shown; snapshots: where they are kept; external: takes what is for MIDI controllers,
    and knows the time code that leads; memory: is given what the show is. second: deck B.
    """

    def __init__(
        self,
        table: ParameterTable,
        playhead: Playhead,
        tempo: TempoControl,
        judging: SideWork[Words, Verdict],
        reading: SideWork[Path | Saving, Reading] | None = None,
        path: Path | None = None,
        adopt: Callable[[Reading], None] = lambda reading: None,
        prompt: str | None = None,
        restart_painter: Callable[[], None] = lambda: None,
        snapshots: SnapshotStore | None = None,
        external: ExternalControl | None = None,
        memory: ShowMemory | None = None,
        take_still: Callable[[], None] = lambda: None,
        second: SecondDeck | None = None,
    ) -> None:
        self._table = table
        self._playhead = playhead
        self._tempo = tempo
        self._reading, self._path, self._adopt = reading, path, adopt
        self._words = TypedWords(judging, playhead, prompt)
        self._routes = RouteEdits(playhead)
        self._restart_painter, self._take_still = restart_painter, take_still
        self._snapshots = Snapshots(table, snapshots)
        self._external = external
        self._song: tuple[float, float] | None = None  # (now, seconds of the time code then)
        self._memory, self._second = memory, second
        self._refusal = ""
        self._refusals = Rejections(log)
        self._nudged_ms = 0.0
        self._slow = False
        self._version = -1  # the values at first are followed, too
        self._range = tuple(table.parameters[name].default for name in ("tempo.low", "tempo.high"))
        self._locked = False
        # Since when the setlist is read again, None where the operator knows what became of that.
        self._reads_since: float | None = None
        self._now: float | None = None
        self._announced: tuple[float, str] = -math.inf, ""

    @property
    def notice(self) -> str:
        """The last message to the operator, while it is new: for the head-up display, which others see."""
        at, text = self._announced
        return text if (self._now or 0.0) - at <= NEWS_S else ""

    @property
    def prompt(self) -> str:
        """The prompt that the operator typed and that is painted now, or ""."""
        return self._words.prompt

    @property
    def negative(self) -> str:
        """The negative prompt that the operator typed and that holds now, or ""."""
        return self._words.negative

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What became of the texts that were typed last; not for everybody: refused ones are among them."""
        return self._words.rulings

    @property
    def routes_changed(self) -> int:
        """How many routes are not as they stand in the setlist's file."""
        return len(self._routes.changed)

    @property
    def snapshots(self) -> Snapshots:
        """The operator's snapshots."""
        return self._snapshots

    def apply(self, now: float, clock: BeatClock) -> None:
        """Carry out everything ordered since the last call; `now` in audio-clock seconds."""
        passed_s = now - self._now if self._now is not None else 0.0
        self._now = now
        for command in self._table.commands():
            self._carry_out(command, now, clock)
        self._follow_timecode(now, clock)
        self._judge_words(now)
        while self._reading is not None and (answer := self._reading.answer()) is not None:
            if isinstance(answer.job, Saving):
                self._take_saved(answer.job, answer.result, answer.fault)
            else:
                self._reads_since = None
                self._take_setlist(answer.result, answer.fault)
        if self._reads_since is not None and now - self._reads_since > _SLOW_READING_S:
            self._reads_since = None
            self._tell(_STILL_READ)
        self._snapshots.advance(max(passed_s, 0.0) / clock.period)
        if self._table.version != self._version:
            self._version = self._table.version
            self._follow_values()
        if self._memory is not None:
            self._memory.note(self._playhead, self.prompt, self.negative)

    @property
    def faults(self) -> tuple[str, ...]:
        """Why something is not kept for the next show."""
        return self._snapshots.fault, self._memory.fault if self._memory is not None else ""

    def end(self) -> None:
        """The show ends as it was meant to: the next one begins anew."""
        if self._memory is not None:
            self._memory.forget()

    def override(self, scene: Scene, upcoming: bool) -> Scene:
        """The scene with the operator's own words, while they hold. upcoming: it is the one that follows."""
        return self._words.applied(scene, upcoming)

    def _carry_out(self, command: Command, now: float, clock: BeatClock) -> None:
        bars = int(self._table.get("scene.bars"))
        name, value = command.name, command.value
        if name == "scene.next":
            self._playhead.step(1, clock, now, bars)
        elif name == "scene.previous":
            self._playhead.step(-1, clock, now, bars)
        elif name == "scene.go" and value is not None:
            self._go(value, clock, now, bars)
        elif name == "scene.cancel":
            self._playhead.cancel()
        elif name == "scene.reload" and self._reading is not None and self._path is not None:
            self._reads_since = self._now
            self._reading.submit(self._path)
        elif name == "tempo.tap":
            self._tempo.tap(command.time)
        elif name == "tempo.resync":
            self._tempo.resync(command.time)
        elif name == "tempo.half":
            self._tempo.half()
        elif name == "tempo.double":
            self._tempo.double()
        elif name == "tempo.range":
            self._next_range()
        elif name == "tempo.release":
            self._tempo.release()
        elif name == "snapshot.save" and isinstance(value, int):
            self._snapshots.save(value)
        elif name == "snapshot.recall" and isinstance(value, int):
            if not self._snapshots.recall(value):
                self._tell(Notice("Nothing is saved as snapshot {number}.", number=value))
        elif name == "snapshot.undo":
            if not self._snapshots.undo():
                self._tell(Notice("No snapshot was recalled that could be undone."))
        elif name == "painter.restart":
            self._restart_painter()
        elif name == "still":
            self._take_still()
        elif name == "route" and isinstance(value, str):
            self._change_route(value)
        elif name == "route.save":
            self._save_routes()
        elif name.startswith("deck."):
            if self._second is None:
                self._tell(Notice("There is no deck B: begin the show with --decks."))
            elif line := self._second.carry_out(command, now, clock, bars):
                self._tell(line)
        elif name in (PROMPT, NEGATIVE):
            self._words.take(command)
        elif name in MIDI_COMMANDS:
            if self._external is None:
                self._tell(Notice("There is no MIDI here: plug a controller in and start the show again."))
            else:
                self._external.apply(command)

    def _go(self, scene: int | str, clock: BeatClock, now: float, bars: int) -> None:
        if isinstance(scene, int):
            if not self._playhead.cue(scene - 1, clock, now, bars):
                count = self._playhead.scene_count
                self._tell(
                    Notice("There is no scene {number}; the setlist has {count}.", number=scene, count=count)
                )
        elif (index := scene_named(self._playhead.scenes, scene)) is not None:
            self._playhead.cue(index, clock, now, bars)
        else:
            # What somebody sent may be anything: it stands in the log only.
            near = suggest(nearest(scene, (one.name for one in self._playhead.scenes)))
            self._tell(Notice("There is no scene of that name{near}", near=near or "."), repr(scene))

    def _follow_timecode(self, now: float, clock: BeatClock) -> None:
        """Be where a time code says, as it begins or jumps; between, the scenes go on by themselves, and by
        hand."""
        seconds = self._external.song_time(now) if self._external is not None else None
        before, self._song = self._song, None if seconds is None else (now, seconds)
        if seconds is None:
            return
        expected = before[1] + now - before[0] if before is not None else -math.inf
        if abs(seconds - expected) > _TIMECODE_JUMP_S:
            self._playhead.locate(seconds, clock, now)

    def _next_range(self) -> None:
        span = (self._table.get("tempo.low"), self._table.get("tempo.high"))
        number = TEMPO_RANGES.index(span) + 1 if span in TEMPO_RANGES else 0
        low, high = TEMPO_RANGES[number % len(TEMPO_RANGES)]
        self._table.set("tempo.low", low)
        self._table.set("tempo.high", high)
        self._tell(
            Notice("Tempos from {low} to {high} bpm are looked for.", low=f"{low:.0f}", high=f"{high:.0f}")
        )

    def _judge_words(self, now: float) -> None:
        taken, refusals = self._words.settle(now)
        for news in self._words.news():
            self._tell(news)
        slow = self._words.waiting_s(now) > _SLOW_VERDICT_S
        if slow and not self._slow:
            self._tell(_STILL_JUDGED)
        elif self._slow and not slow and self._announced[1] == _STILL_JUDGED:
            self._announced = -math.inf, ""
        self._slow = slow
        if taken and self._announced[1] == self._refusal:
            self._announced = -math.inf, ""
        for refusal in refusals:
            self._refusal = refusal.text
            self._announced = now, refusal.text
            self._refusals.add(refusal.text, refusal.details)

    def _take_setlist(self, reading: Reading | None, fault: str) -> None:
        if reading is None:
            self._tell(Notice("The setlist was not read again; the old one goes on."), fault)
        elif reading.setlist is None:
            self._tell(
                Notice("The setlist was not read again: {why}. The old one goes on.", why=reading.lines),
                reading.reason,
            )
        else:
            self._adopt(reading)
            self._playhead.replace(reading.setlist)
            if self._second is not None:
                self._second.playhead.replace(reading.setlist)
            self._routes.changed.clear()
            self._tell(Notice("The setlist was read again."))

    def _change_route(self, words: str) -> None:
        try:
            self._routes.take(words)
        except UserError as error:
            reason = Notice("A change of a route was refused; the log says why.")
            self._announced = self._now or 0.0, reason
            self._refusals.add(reason, str(error))

    def _save_routes(self) -> None:
        if not self._routes.changed:
            self._tell(Notice("No route was changed, so there is nothing to save."))
        elif self._reading is not None and self._path is not None:
            self._reading.submit(Saving(self._path, own_setlist(self._path), dict(self._routes.changed)))

    def _take_saved(self, saving: Saving, reading: Reading | None, fault: str) -> None:
        if reading is None or reading.setlist is None:
            why = fault if reading is None else reading.reason
            self._tell(Notice("The routes were not saved; the log says why."), why)
            return
        for place, route in saving.changed.items():
            # What was moved again meanwhile is not saved yet.
            if self._routes.changed.get(place) == route:
                del self._routes.changed[place]
        self._path = saving.to
        self._tell(Notice("The routes are saved in {file}.", file=saving.to.name), str(saving.to))

    def _follow_values(self) -> None:
        values = self._table.snapshot()
        self._playhead.auto = bool(values["show.auto"])
        span = (values["tempo.low"], values["tempo.high"])
        if span != self._range:
            self._range = span
            self._tempo.set_range(*span)
        if values["tempo.lock"] != self._locked:
            self._locked = bool(values["tempo.lock"])
            self._tempo.lock(self._locked)
        if values["tempo.nudge_ms"] != self._nudged_ms:
            self._tempo.nudge((values["tempo.nudge_ms"] - self._nudged_ms) / 1000.0)
            self._nudged_ms = values["tempo.nudge_ms"]

    def _tell(self, text: str, details: str = "") -> None:
        """Tell the operator `text`, and only the log the details, which a wall should not show."""
        self._announced = self._now or 0.0, text
        log.warning("%s%s", text, f" {details}" if details else "")
