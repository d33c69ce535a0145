"""A show, wired: sound → ear → mapping → painter → stage, and the operator's hand over all.

With film.py the only place that knows all stages. `play` and `build` are the whole of it; the steps they
name follow in their order. The loop that plays is in live/loop.py.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from realtime.audio.analyzer import Analyzer
from realtime.audio.ear import Ear, LiveEar, VirtualEar
from realtime.audio.io import portaudio
from realtime.audio.io.open import check_source, file_duration, open_source
from realtime.audio.io.source import AudioSource, LiveSource
from realtime.audio.stems import Stems, stems_for, with_stems
from realtime.clock import Clock, VirtualClock
from realtime.control.external import ExternalControl, open_external
from realtime.control.osc import open_osc
from realtime.control.osc_out import OscOut
from realtime.control.rig.buttons import Buttons
from realtime.control.rig.followed import open_followed
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import TempoLead
from realtime.ending import ENDING_S, Ending
from realtime.errors import UserError
from realtime.files import check_output
from realtime.interrupts import terminate_as_interrupt
from realtime.isf.library import ShaderLibrary
from realtime.live.anacrusis import Anacrusis
from realtime.live.aside import Aside, adopt_shaders, open_aside
from realtime.live.canvas import Canvas, open_canvas
from realtime.live.commands import OperatorCommands
from realtime.live.frame_pacing import make_pace
from realtime.live.interpreter import nothing_collected_of_before, short_turns
from realtime.live.log_file import also_to_file
from realtime.live.loop import Show
from realtime.live.lost_screen import close_without_screen
from realtime.live.memory import ShowMemory
from realtime.live.opening_hours import OpeningHours, second_of_the_day
from realtime.live.second_deck import SecondDeck
from realtime.live.service_watch import service_watch
from realtime.live.shader_rows import rows_of_show
from realtime.live.standby import Standby, open_standby
from realtime.live.stuck_display import ended_even_when_stuck
from realtime.live.watched_pictures import open_watched, wants_look
from realtime.mapping.mapper import Limits, Mapper
from realtime.options import ShowOptions
from realtime.output.open import Records, follow_rig, open_records
from realtime.output.rig import read_rig
from realtime.output.rig_schema import RigModel
from realtime.output.screen.tuning import screen_rows
from realtime.paint.engines import AUTO, Plan, check_model, plan_engines
from realtime.paint.frame import PaintLoop
from realtime.paint.run.loops import paint_loop, paints_elsewhere
from realtime.panel.panel import Panel, open_panel
from realtime.panel.tiles import open_painting
from realtime.record.movie import ENDINGS
from realtime.resources import memory_file, own_shader_folders, shader_folders
from realtime.say import Say
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.open_blocklist import open_blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Setlist, shaders_of
from realtime.setlist.style_image import in_style_of
from realtime.stage.x_server import before_the_end
from realtime.vocabulary import input_limits, load_checked

_SOUND = "the sound"


def play(options: ShowOptions, say: Say) -> None:
    """Play one show until its sound ends, the operator quits, or Ctrl-C. Raises UserError if it cannot begin,
    ScreenLost where nothing can be drawn any more.

    say: takes one line at a time for the person who started it.
    """
    if options.log is not None:
        say = also_to_file(options.log, say)
    hours = OpeningHours(options.open) if options.open and options.realtime else None
    with ExitStack() as whole, ExitStack() as stack, terminate_as_interrupt():
        show = build(options, say, stack)
        show.hours = hours
        taken = threading.Event()
        stack.callback(taken.set)
        if options.realtime:
            whole.enter_context(ended_even_when_stuck(show.ending.close, taken))
            show.watch = service_watch(stack)
            seen = show.window.kind == "screen"
            say("q twice stops it, h shows the head-up display" if seen else "Ctrl-C stops it")
            if seen:
                before_the_end(partial(close_without_screen, show.ending, say))
        with nothing_collected_of_before():
            try:
                show.run(options.seconds)
                show.commands.end()
            except KeyboardInterrupt:
                say("stopped; the next show goes on from here" if options.realtime else "stopped")
    if show.recorder is not None:
        say(show.recorder.error or show.recorder.summary)


def build(options: ShowOptions, say: Say, stack: ExitStack) -> Show:
    """All stages of a show, opened in the order in which they need each other; `stack` closes them.

    Whatever can be wrong with what was asked for is found before a screen goes dark for it, and the sound
    comes last: it plays from the moment it is opened. Raises UserError.
    """
    programme = read_programme(options, say)
    plan = plan_painting(options, programme)
    if options.realtime:
        stack.enter_context(short_turns())
        portaudio.prepare()  # before the painters have something to say
    canvas = open_canvas(options, programme.rig, programme.library, programme.setlist, say, stack)
    standby = open_standby(options, canvas.window, stack) if options.realtime else Standby()
    ending = Ending(ENDING_S if options.realtime else None)
    stack.callback(ending.close)
    painter = open_painter(options, plan, say, ending)
    sound = open_sound(options, programme, say, ending)
    rate = sound.source.rate
    records = open_records(
        options, programme.rig, canvas.window, canvas.stage, canvas.fps, rate, say, stack, ending
    )
    controls = open_controls(options, programme, sound, records, say, ending)
    if options.realtime and wants_look(options.look, plan):
        painter = open_watched(painter, controls.table, say, ending.part("the look at pictures"))
    second = open_second_deck(options, programme, plan, canvas, painter, controls, ending, say)
    aside = open_aside(options, programme.library.folders, controls.table, ending)
    ear = open_ear(options, sound, programme.stems, records, ending)
    show = wire(
        options, programme, canvas, painter, sound, records, controls, second, aside, ear, ending, say
    )
    show.standby = standby
    return show


@dataclass(frozen=True, slots=True)
class Programme:
    """What is played. source: names the sound; rig: outputs; stems: of the sound."""

    source: str
    setlist: Setlist
    library: ShaderLibrary
    blocklist: Blocklist
    rig: RigModel
    stems: Stems


def read_programme(options: ShowOptions, say: Say) -> Programme:
    """The setlist with its names checked, and the name of the sound that goes with it. Raises UserError."""
    library = ShaderLibrary(shader_folders(options.shader_folders))
    blocklist = open_blocklist(options.setlist, options.venue)
    setlist = in_style_of(load_checked(options.setlist, blocklist, library), options.style_image)
    if options.prompt is not None and not (verdict := blocklist.check(options.prompt)).fit:
        raise UserError(f"--prompt was refused: {verdict.reason}")
    songs = [song.audio for song in setlist.songs if song.audio is not None]
    source = options.source or (songs[0] if songs else "demo")
    check_source(source, options.realtime)
    if options.record is not None:
        check_output(options.record, ENDINGS, "record to")
    rig = read_rig(options.outputs) if options.outputs is not None else RigModel()
    return Programme(source, setlist, library, blocklist, rig, stems_for(setlist.stems, options.stems, say))


def plan_painting(options: ShowOptions, programme: Programme) -> Plan:
    """Which engine paints, and which ones stand in for it. Raises UserError."""
    check_model(options.model)
    name = AUTO if paints_elsewhere(options) else options.painter
    plan = plan_engines(name, options.model).knowing(programme.setlist.texts)
    if options.realtime:
        plan = plan.live()
    return plan.seeing(own_shader_folders(options.shader_folders), stand_in=options.realtime)


def open_painter(
    options: ShowOptions, plan: Plan, say: Say, ending: Ending, after: PaintLoop | None = None
) -> PaintLoop:
    """The painter: in a process, on another machine, or in a thread on the virtual clock; after: one whose
    first picture it does not delay."""
    where = f"{options.painter}, which paints {plan.name}" if paints_elsewhere(options) else plan.name
    say(f"painter: {where} ({plan.why})")
    painter = paint_loop(options, plan, after)
    ending.part("the painter").callback(painter.close)
    return painter


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of the show. clock: the time that is being heard; analyzer: hears the beat in it."""

    source: AudioSource
    clock: Clock
    analyzer: Analyzer


def open_sound(options: ShowOptions, programme: Programme, say: Say, ending: Ending) -> Sound:
    """Sound card, file, demo track or stdin, and the clock that goes with it. Raises UserError."""
    name, live = programme.source, options.realtime
    source = open_source(
        name,
        block=options.block,
        loop=options.loop or (live and name == "demo"),
        rate=options.stdin_rate if name == "-" else None,
        channels=options.stdin_channels if name == "-" else None,
        realtime=live,
        output=options.output,
        waits=True,
    )
    ending.part(_SOUND).callback(source.close)
    clock: Clock = VirtualClock()
    note = None
    if isinstance(source, LiveSource):
        clock, note = source.clock, source.note
    say(f"sound: {source.name}" + (f" ({note})" if note else ""))
    return Sound(source, clock, Analyzer(source.rate, options.block, options.beats))


@dataclass(frozen=True, slots=True)
class Controls:
    """The operator's hand: the table that servers and keys write to, and who is sent the beat."""

    table: ParameterTable
    osc_out: OscOut | None = None
    external: ExternalControl | None = None
    lead: TempoLead | None = None
    panel: Panel | None = None
    memory: ShowMemory | None = None


def open_controls(
    options: ShowOptions, programme: Programme, sound: Sound, records: Records, say: Say, ending: Ending
) -> Controls:
    """OSC in and out, the panel, MIDI ports, Link and what else is followed; none of them on the virtual
    clock. Raises UserError."""
    rows = rows_of_show(programme.library, programme.setlist)
    table = ParameterTable((*rows, *screen_rows(programme.rig.maps)), clock=sound.clock)
    if not options.realtime:
        return Controls(table)
    # Before anybody can ask for a value or set one.
    memory = ShowMemory(memory_file(options.setlist), table, options.fresh)
    ending.part("the memory", writes=True).callback(memory.close)
    clock = sound.clock
    lead = TempoLead(sound.analyzer.external, clock)
    stack = ending.part("what is followed")
    buttons = Buttons(table, Senders(options.osc_allow).command(options.osc_in))
    followed = open_followed(options.follow, lead, clock, options.beats_per_bar, stack, buttons)
    stack = ending.part("OSC")
    osc = open_osc(
        table, clock, options.osc_in, options.osc_out, options.osc_allow, say, stack, followed.takes
    )
    external = open_external(
        options.midi,
        options.midi_channel,
        options.link,
        table,
        lead,
        clock,
        options.beats_per_bar,
        options.midi_clock_out,
    )
    if external is not None:
        ending.part("MIDI and Link").callback(external.close)
    if names := (*(external.names if external is not None else ()), *followed.names):
        say(f"follows: {', '.join(names)}")
    follow_rig(options, programme.rig, records, table, say, ending)
    stack = ending.part("the panel")
    painting = partial(open_painting, own_shader_folders(options.shader_folders))
    panel = open_panel(options.panel, table, osc, say, stack, painting) if options.panel else None
    return Controls(table, osc.out, external, lead, panel, memory)


def open_second_deck(
    options: ShowOptions,
    programme: Programme,
    plan: Plan,
    canvas: Canvas,
    first: PaintLoop,
    controls: Controls,
    ending: Ending,
    say: Say,
) -> SecondDeck | None:
    """Deck B, where one is asked for, at the setlist's second scene: with a painter of its own, and its
    shaders ready on the stage."""
    if not options.decks:
        return None
    canvas.stage.open_second(*shaders_of(programme.setlist.scenes))
    painter = open_painter(options, plan, say, ending, after=first)
    if options.realtime and wants_look(options.look, plan):
        painter = open_watched(painter, controls.table, say, ending.part("the look at pictures of deck B"))
    playhead = Playhead(programme.setlist, day_s=second_of_the_day if options.realtime else None)
    playhead.index = min(1, playhead.scene_count - 1)
    limits = input_limits(programme.library)
    anacrusis = _anacrusis(painter, playhead, limits, canvas)
    return SecondDeck(playhead, anacrusis, Mapper(playhead.scene, limits), controls.table, canvas.display)


def _anacrusis(painter: PaintLoop, playhead: Playhead, limits: Limits, canvas: Canvas) -> Anacrusis:
    aspect = canvas.window.size[0] / canvas.window.size[1]
    return Anacrusis(painter, playhead.scene, limits, canvas.display, aspect=aspect)


def open_ear(options: ShowOptions, sound: Sound, stems: Stems, records: Records, ending: Ending) -> Ear:
    """Begins to listen; a recording gets every block of sound from here."""
    analyzer = with_stems(sound.analyzer, stems)
    ear = (LiveEar if options.realtime else VirtualEar)(sound.source, analyzer, records.listeners)
    ending.part(_SOUND).callback(ear.close)  # before the source, which it reads
    return ear


def wire(
    options: ShowOptions,
    programme: Programme,
    canvas: Canvas,
    painter: PaintLoop,
    sound: Sound,
    records: Records,
    controls: Controls,
    second: SecondDeck | None,
    aside: Aside,
    ear: Ear,
    ending: Ending,
    say: Say,
) -> Show:
    """The loop over all that was opened, at the first scene of the setlist."""
    playhead = Playhead(programme.setlist, day_s=second_of_the_day if options.realtime else None)
    if controls.memory is not None and (line := controls.memory.resume(playhead)):
        say(line)
    limits = input_limits(programme.library)
    return Show(
        pace=make_pace(sound.clock, canvas.fps, canvas.window.kind == "screen"),
        ear=ear,
        playhead=playhead,
        table=controls.table,
        commands=OperatorCommands(
            controls.table,
            playhead,
            sound.analyzer,
            aside.judging,
            aside.reading,
            options.setlist,
            partial(adopt_shaders, programme.library, limits, controls.table),
            options.prompt,
            painter.restart,
            aside.snapshots,
            controls.external,
            controls.memory,
            records.keep_still,
            second,
        ),
        painter=painter,
        anacrusis=_anacrusis(painter, playhead, limits, canvas),
        mapper=Mapper(playhead.scene, limits),
        stage=canvas.stage,
        window=canvas.window,
        display=canvas.display,
        osc_out=controls.osc_out,
        external=controls.external,
        lead=controls.lead,
        outputs=records.outputs,
        recorder=records.recorder,
        trace=records.trace,
        panel=controls.panel,
        drawing=canvas.drawing,
        second=second,
        ends_at=None if options.loop else file_duration(programme.source),
        ending=ending,
        live=options.realtime,
    )
