"""A show, wired: sound → ear → mapping → painter → stage, and the operator's hand over all.

The only place (with film.py) that knows all stages; the loop that plays them is in loop.py.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from realtime.audio.analyzer import Analyzer
from realtime.audio.ear import LiveEar, VirtualEar
from realtime.audio.io import portaudio
from realtime.audio.io.open import check_source, open_source
from realtime.clock import Clock, VirtualClock
from realtime.control.external import ExternalControl
from realtime.control.osc_in import OscServer
from realtime.control.osc_out import OscOut
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.files import check_output
from realtime.interrupts import terminate_as_interrupt
from realtime.isf.library import ShaderLibrary
from realtime.isf.software_gl import is_software
from realtime.live.anacrusis import Anacrusis
from realtime.live.commands import OperatorCommands
from realtime.live.frame_pacing import CountedPace, Pace, TimedPace
from realtime.live.loop import Show
from realtime.mapping.mapper import Mapper
from realtime.options import BLOCKLIST, ShowOptions
from realtime.paint.engines import AUTO, Plan, make_painter, plan_engines
from realtime.paint.frame import PaintLoop
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.paint.run.ray_loop import SCHEME, RayPaintLoop, check_address, remote_engine
from realtime.paint.run.supervisor import ProcessPaintLoop
from realtime.record.movie import ENDINGS
from realtime.record.recorder import Recorder
from realtime.record.trace import Trace
from realtime.resources import shader_folders
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Setlist
from realtime.setlist.vocabulary import input_limits, load_checked
from realtime.stage.stage import Stage
from realtime.stage.window import Window, open_window

Say = Callable[[str], None]

_ABOVE_REFRESH = 1.05
_USUAL_FPS = 60.0
# Where the processor draws the picture, what it draws is taken from the painter: cinema's rate, and no
# more lines than the painter gives.
_SOFTWARE_FPS = 24.0
_SOFTWARE_LINES = 540


def play(options: ShowOptions, say: Say) -> None:
    """Play one show until its sound ends, the operator quits, or Ctrl-C. Raises UserError if it cannot begin.

    say: takes one line at a time for the person who started it.
    """
    with ExitStack() as stack, terminate_as_interrupt():
        show = build(options, say, stack)
        if options.realtime:
            seen = show.window.kind == "screen"
            say("q twice stops it, h shows the head-up display" if seen else "Ctrl-C stops it")
        # What lives from here on lives as long as the show: keep the collector off it.
        gc.collect()
        gc.freeze()
        try:
            show.run(options.seconds)
        except KeyboardInterrupt:
            say("stopped")
        finally:
            gc.unfreeze()
    if show.recorder is not None:
        say(show.recorder.error or _recorded(show.recorder))


def _recorded(recorder: Recorder) -> str:
    left_out = f", {recorder.dropped} left out while the machine was busy" if recorder.dropped else ""
    return f"recorded {recorder.path} ({recorder.frames} frames{left_out})"


def build(options: ShowOptions, say: Say, stack: ExitStack) -> Show:
    """All stages of a show; what must be closed is left to `stack`."""
    live = options.realtime
    library = ShaderLibrary((*shader_folders(), *options.shader_folders))
    blocklist = Blocklist.load(BLOCKLIST)
    setlist = load_checked(options.setlist, blocklist, library)
    if options.prompt is not None and not (verdict := blocklist.check(options.prompt)).fit:
        raise UserError(f"--prompt was refused: {verdict.reason}")

    # A slip of the pen is told before a screen goes dark for it.
    songs = [song.audio for song in setlist.songs if song.audio is not None]
    source_name = options.source or (songs[0] if songs else "demo")
    check_source(source_name, live)
    if options.record is not None:
        check_output(options.record, ENDINGS, "record to")
    _check_model(options.model)
    apart = options.painter.startswith(SCHEME)
    plan = plan_engines(AUTO if apart else options.painter, options.model).knowing(setlist.texts)
    if live:
        portaudio.prepare()  # before the painters have something to say

    window = _open_window(options, say)
    stack.callback(window.close)
    fps, scale = _drawing(options, window)
    stage = Stage(window.context, window.framebuffer, library, scale=scale)
    stack.callback(stage.release)
    stage.prepare(
        {name for scene in setlist.scenes for name in scene.post},
        {scene.transition.shader for scene in setlist.scenes if scene.transition.beats > 0},
    )
    for error in stage.errors.values():
        say(f"shader left out: {error}")

    where = f"{options.painter}, which paints {plan.name}" if apart else plan.name
    say(f"painter: {where} ({plan.why})")
    painter = _open_painter(plan, options)
    stack.callback(painter.close)

    # The sound comes last: it plays from the moment it is opened.
    source = open_source(
        source_name,
        block=options.block,
        loop=options.loop or (live and source_name == "demo"),
        rate=options.stdin_rate if source_name == "-" else None,
        channels=options.stdin_channels if source_name == "-" else None,
        realtime=live,
        output=options.output,
    )
    stack.callback(source.close)
    say(f"sound: {source.name}" + (f" ({note})" if (note := getattr(source, "note", None)) else ""))
    clock = source.clock if live else VirtualClock()

    recorder = _open_recorder(options, window, fps, source.rate, say)
    if recorder is not None:
        stack.callback(recorder.close)
    trace = Trace(options.trace, live=live) if options.trace else None
    if trace is not None:
        stack.callback(trace.close)

    table = ParameterTable()
    analyzer = Analyzer(source.rate, options.block)
    playhead = Playhead(setlist)
    osc_out = None
    if live and options.osc_in:
        server = OscServer(table, *options.osc_in)
        stack.callback(server.close)
        say(f"control: OSC on {server.host}:{server.port}")
    if live and options.osc_out:
        osc_out = OscOut(options.osc_out, clock)
        stack.callback(osc_out.close)
    external = None
    if live and (options.midi or options.link):
        external = ExternalControl(
            options.midi,
            options.midi_channel,
            options.link,
            table,
            analyzer.external,
            clock,
            options.beats_per_bar,
        )
        stack.callback(external.close)
        say(f"follows: {', '.join(external.names)}")

    listeners = (lambda block, features: recorder.sound(block),) if recorder else ()
    ear = (LiveEar if live else VirtualEar)(source, analyzer, listeners)
    stack.callback(ear.close)
    limits = input_limits(library)
    display_latency = 1.0 / fps if live else 0.0
    return Show(
        pace=_pace(fps, clock, window),
        ear=ear,
        playhead=playhead,
        table=table,
        commands=OperatorCommands(
            table,
            playhead,
            analyzer,
            blocklist,
            lambda: _read_again(options.setlist, blocklist, library),
            options.prompt,
        ),
        painter=painter,
        anacrusis=Anacrusis(painter, playhead.scene, limits, display_latency, 1.0 / fps),
        mapper=Mapper(playhead.scene, limits),
        stage=stage,
        window=window,
        display_latency=display_latency,
        osc_out=osc_out,
        external=external,
        recorder=recorder,
        trace=trace,
        live=live,
    )


def _check_model(model: str | None) -> None:
    """A folder that is not there is told before the show, not by a painter during it."""
    is_path = model is not None and (model.startswith((".", "/", "~")) or model.count("/") != 1)
    if is_path and not Path(model).expanduser().is_dir():
        raise UserError(
            f"There is no model folder {model}; give a diffusers folder or a hub name, "
            "such as stabilityai/sd-turbo."
        )


def _read_again(path: Path, blocklist: Blocklist, library: ShaderLibrary) -> Setlist:
    """The setlist as its file is now, with the shaders that were dropped in since."""
    library.scan()
    return load_checked(path, blocklist, library)


def _open_window(options: ShowOptions, say: Say) -> Window:
    if options.headless or not options.realtime:
        return open_window("off-screen", options.size)
    try:
        window = open_window("screen", options.size, options.display, fullscreen=not options.window)
    except UserError as error:
        say(f"{error} Drawing off-screen.")
        return open_window("off-screen", options.size)
    say(f"screen: {window.size[0]}×{window.size[1]}")
    return window


def _drawing(options: ShowOptions, window: Window) -> tuple[float, float]:
    """(display frames a second, share of the size that is drawn inside): as asked, else what suits here."""
    spare = options.realtime and is_software(window.context)
    fps = options.fps or (_SOFTWARE_FPS if spare else _USUAL_FPS)
    scale = options.scale or (min(1.0, _SOFTWARE_LINES / window.size[1]) if spare else 1.0)
    return fps, scale


def _open_recorder(options: ShowOptions, window: Window, fps: float, rate: int, say: Say) -> Recorder | None:
    path = options.record
    if path is None and window.kind == "off-screen" and not options.headless and options.realtime:
        # Nobody would see anything otherwise.
        path = Path("out") / time.strftime("show-%Y%m%d-%H%M%S.mp4")
        path.parent.mkdir(exist_ok=True)
    if path is None:
        return None
    say(f"recording to {path}")
    return Recorder(path, window.size, fps, rate, live=options.realtime, start=0.0)


def _open_painter(plan: Plan, options: ShowOptions) -> PaintLoop:
    if options.realtime and options.painter.startswith(SCHEME):
        address = check_address(options.painter)
        return RayPaintLoop(address, remote_engine(plan.ladder), lambda: ProcessPaintLoop(plan.ladder))
    if options.realtime:
        return ProcessPaintLoop(plan.ladder)
    painter = PainterThread(lambda: make_painter(plan.ladder[0]))
    return InlinePaintLoop(painter, options.paint_latency, options.paint_fps)


def _pace(fps: float, clock: Clock, window: Window) -> Pace:
    if isinstance(clock, VirtualClock):
        return CountedPace(clock, fps)
    return TimedPace(clock, fps * (_ABOVE_REFRESH if window.kind == "screen" else 1.0))
