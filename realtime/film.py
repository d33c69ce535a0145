"""A film, wired: a song and a setlist in, a music video out; offline, exact, resumable.

The show's own loop is played once, without painting, on the virtual clock; that dry run gives a frame log,
which is cut into segments; each is painted, staged and encoded apart, and at the end they are joined with
the song.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.offline import analyse_song
from realtime.audio.beat.song_clock import SongAnalyzer, bar_lines
from realtime.audio.ear import VirtualEar
from realtime.audio.io.file import FileSource
from realtime.author.new_setlist import listen, plain_idea, write_setlist
from realtime.command_name import typed
from realtime.errors import UserError
from realtime.files import check_output
from realtime.interrupts import terminate_as_interrupt
from realtime.isf.library import ShaderLibrary
from realtime.isf.pictures import load_picture
from realtime.keyframes.animation import Animation
from realtime.options import BLOCKLIST
from realtime.paint.engines import has_guidance, plan_engines
from realtime.paint.run.spec import EngineSpec
from realtime.record.movie import ENDINGS
from realtime.render.concat import concat
from realtime.render.disk_space import missing_space, needed_bytes
from realtime.render.dry_run import DryRun, perform_dry_run
from realtime.render.frame_log import FrameLogWriter
from realtime.render.imported import load_animation, without_effect, write_animation
from realtime.render.options import DEFAULT_FPS, DEFAULT_SIZE, QUALITIES, FilmOptions
from realtime.render.progress import Progress
from realtime.render.ray_workers import run_on_ray
from realtime.render.resume import VERSION, Parts, digest, model_files, shader_files
from realtime.render.segment import Job
from realtime.render.segments import LEAD_S, Segment, plan_segments
from realtime.render.song_file import song_file
from realtime.render.workers import run_here
from realtime.resources import shader_folders
from realtime.scenery.source_name import FILES, parse_source
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.scene import Setlist
from realtime.setlist.vocabulary import input_limits, load_checked

Say = Callable[[str], None]
_BLOCK = 256
# Painters that a seed and a prompt mean more to than a choice of source.
MODELS = ("diffusion", "diffusers")


def make_film(options: FilmOptions, say: Say) -> None:
    """Make `options.output`. Raises UserError; Ctrl-C leaves parts from which the same call goes on.

    say: takes one line at a time for the person who started it.
    """
    check_output(options.output, ENDINGS, "film to")
    library = ShaderLibrary((*shader_folders(), *options.shader_folders))
    blocklist = Blocklist.load(BLOCKLIST)
    named = [path for path in (options.setlist, options.deforum, options.parseq) if path is not None]
    if len(named) > 1:
        raise UserError("Give one of --setlist, --deforum and --parseq, not several.")
    animation, setlist = None, None
    if options.deforum or options.parseq:
        animation = load_animation(options.deforum, options.parseq, blocklist)
    options = replace(options, song=_song(options, animation))
    song = song_file(options.song)
    if animation is None:
        named = [options.setlist or _own_setlist(options, blocklist, say)]
        setlist = load_checked(named[0], blocklist, library)
        named += sorted(Path(parse_source(source).target) for source in _pictures(setlist))
    options = settled(options, animation)
    plan = plan_engines(options.painter, options.model)
    say(f"painter: {plan.name} ({plan.why})")
    if animation and (unused := without_effect(animation, has_guidance(plan.ladder[0]))):
        say(f"without effect here: {', '.join(unused)}")
    engine = engine_for_film(plan.ladder[0], options)
    if options.first_image is not None:
        load_picture(options.first_image)
        named.append(options.first_image)

    key = digest(
        [song, *named, BLOCKLIST, *shader_files(*options.shader_folders)],
        VERSION,
        engine,
        model_files(options.model),
        *(options.size, options.fps, options.quality, options.paint_fps, options.start, options.seconds),
    )
    parts = Parts(options.output, key, options.restart)
    if parts.discarded:
        say("the song, setlist or options have changed: beginning anew")
    with terminate_as_interrupt():
        dry_run = parts.dry_run()
        if dry_run is None and animation is not None:
            dry_run = _import(options, animation, engine, parts, say)
        elif dry_run is None:
            dry_run = _dry_run(options, song, setlist, library, blocklist, parts, say)
        segments, offset = _plan(options, dry_run)
        jobs = [_job(options, setlist, engine, parts, segment, offset) for segment in segments]
        waiting = [job for job in jobs if not job.target.exists()]
        if len(waiting) < len(jobs):
            say(f"resuming: {len(jobs) - len(waiting)} of {len(jobs)} segments are finished")
        needed = needed_bytes(options, segments, [job.segment for job in waiting])
        if short := missing_space(parts.folder, needed):
            say(f"the disk may become full: {short}")
        try:
            with Progress("filming", sum(job.segment.drawn for job in waiting), say) as progress:
                if options.ray is not None:
                    run_on_ray(waiting, options.ray, options.workers, progress.step)
                else:
                    run_here(waiting, options.workers, progress.step)
            seconds = sum(segment.frames for segment in segments) / options.fps
            say("joining the pictures and the song")
            source = FileSource(song)
            concat([job.target for job in jobs], source, offset / options.fps, seconds, options.output)
            source.close()
        except KeyboardInterrupt:
            done = sum(job.target.exists() for job in jobs)
            say(f"stopped: {done} of {len(jobs)} segments are finished; the same command goes on from there")
            raise
        except UserError as error:
            left = [job.segment for job in jobs if not job.target.exists()]
            if short := missing_space(parts.folder, needed_bytes(options, segments, left)):
                raise UserError(f"{error} {short[0].upper()}{short[1:]}.") from error
            raise
    parts.remove()
    say(f"filmed {options.output} ({seconds:.1f} s, {len(jobs)} segments)")


def _song(options: FilmOptions, animation: Animation | None) -> str:
    """The song that was given, or the one that an imported file names. Raises UserError."""
    if options.song:
        return options.song
    if animation is None or not animation.soundtrack:
        raise UserError("Which song? Give a sound file; only a Deforum file that names one can do without.")
    named = Path(animation.soundtrack).expanduser()
    beside = options.deforum.parent / named if options.deforum else named
    return str(beside if beside.is_file() else named)


def settled(options: FilmOptions, animation: Animation | None) -> FilmOptions:
    """The options with size and rate known. Raises UserError."""
    if animation is None:
        return replace(options, size=options.size or DEFAULT_SIZE, fps=options.fps or DEFAULT_FPS)
    if options.fps not in (None, animation.fps):
        raise UserError(
            f"The file says {animation.fps:g} frames/s itself, which its schedules count: leave --fps out."
        )
    first_image = options.first_image or (Path(animation.init_image) if animation.init_image else None)
    size = options.size or animation.size
    return replace(options, size=size, fps=animation.fps, first_image=first_image)


def engine_for_film(engine: EngineSpec, options: FilmOptions) -> EngineSpec:
    """The engine with frames of the film's shape, and no larger than the film."""
    if engine.name in MODELS:
        # A compiled model has the size that it was compiled for, and a film can wait for it.
        waits = {"wait": True} if "wait" in engine.options else {}
        return replace(engine, options={**engine.options, **waits})
    width, height = options.size
    area = min(engine.size[0] * engine.size[1], width * height)
    size = _shaped(area, width / height)
    if engine.name != "style":
        return replace(engine, size=size)
    share = QUALITIES[options.quality].canvas
    canvas = _shaped(384 * 216 * share * share, width / height)
    return replace(engine, size=size, options={**engine.options, "canvas": canvas})


def _shaped(area: float, aspect: float) -> tuple[int, int]:
    """Multiples of 8 with about this area and this aspect."""
    height = math.sqrt(area / aspect)
    return max(16, 8 * round(height * aspect / 8)), max(16, 8 * round(height / 8))


def _dry_run(
    options: FilmOptions,
    song: Path,
    setlist: Setlist,
    library: ShaderLibrary,
    blocklist: Blocklist,
    parts: Parts,
    say: Say,
) -> DryRun:
    source = FileSource(song, block=_BLOCK)
    duration = source.duration or 0.0
    if options.start and options.start >= duration > 0:
        raise UserError(f"{song} is {duration:.1f} s long: --start {options.start:g} is after its end.")
    say("listening to the song")
    beats = analyse_song(song)
    analyzer = Analyzer(source.rate, _BLOCK)
    seconds = None if options.seconds is None else options.start + options.seconds
    frames = round((min(duration, seconds) if seconds and duration else seconds or duration) * options.fps)
    try:
        frame_log = FrameLogWriter(parts.frame_log)
        with Progress("listening", frames, say) as progress:
            dry_run = perform_dry_run(
                VirtualEar(source, SongAnalyzer(analyzer, beats)),
                analyzer,
                setlist,
                input_limits(library),
                blocklist,
                frame_log,
                options.size,
                options.fps,
                options.paint_fps or QUALITIES[options.quality].paint_fps,
                seconds,
                lambda _: progress.step(),
            )
        frame_log.close()
    except OSError as error:
        raise UserError(f"Cannot write the film's frame log to {parts.folder}: {error.strerror}.") from error
    finally:
        source.close()
    lines = bar_lines(beats, dry_run.frames / options.fps)
    dry_run = replace(dry_run, bar_lines=tuple(lines))
    parts.keep(dry_run)
    return dry_run


def _import(options: FilmOptions, animation: Animation, engine: EngineSpec, parts: Parts, say: Say) -> DryRun:
    frames = animation.frames
    if options.seconds is not None:
        frames = min(frames, max(1, round((options.start + options.seconds) * animation.fps)))
    if options.start * animation.fps >= frames:
        raise UserError(
            f"The animation is {animation.frames / animation.fps:.1f} s long: --start is after it."
        )
    try:
        frame_log = FrameLogWriter(parts.frame_log)
        with Progress("reading", animation.frames, say) as progress:
            dry_run = write_animation(
                animation,
                frame_log,
                every_seed=engine.name in MODELS,
                grows=options.first_image is not None,
                tell=progress.step,
            )
        frame_log.close()
    except OSError as error:
        raise UserError(f"Cannot write the film's frame log to {parts.folder}: {error.strerror}.") from error
    dry_run = replace(dry_run, frames=frames)
    parts.keep(dry_run)
    return dry_run


def _plan(options: FilmOptions, dry_run: DryRun) -> tuple[tuple[Segment, ...], int]:
    """The segments, and the film's first frame in the frame log."""
    offset = min(round(options.start * options.fps), dry_run.frames - 1)
    frames = dry_run.frames - offset
    changes = [replace(change, frame=change.frame - offset) for change in dry_run.changes]
    bars = [line - offset / options.fps for line in dry_run.bar_lines]
    first, *others = plan_segments(frames, options.fps, changes, bars)
    # A preview begins with the picture that the film has there, not with a bare canvas.
    first = replace(first, lead=-min(offset, round(LEAD_S * options.fps)))
    return (first, *others), offset


def _job(
    options: FilmOptions,
    setlist: Setlist | None,
    engine: EngineSpec,
    parts: Parts,
    segment: Segment,
    offset: int,
) -> Job:
    quality = QUALITIES[options.quality]
    scenes = setlist.scenes if setlist is not None else ()
    return Job(
        segment=segment,
        frame_log=parts.frame_log,
        offset=offset,
        target=parts.path(segment),
        engine=engine,
        size=options.size,
        fps=options.fps,
        crf=quality.crf,
        preset=quality.preset,
        filters=tuple(sorted({name for scene in scenes for name in scene.post})),
        transitions=tuple(
            sorted({scene.transition.shader for scene in scenes if scene.transition.beats > 0})
        ),
        shader_folders=options.shader_folders,
        first_image=options.first_image,
        sources={source: source for source in _pictures(setlist)},
    )


def _pictures(setlist: Setlist | None) -> set[str]:
    """The sources of a setlist that are read from files."""
    scenes = setlist.scenes if setlist is not None else ()
    return {scene.source for scene in scenes if parse_source(scene.source).kind in FILES}


def _own_setlist(options: FilmOptions, blocklist: Blocklist, say: Say) -> Path:
    """The setlist that belongs to the film by its name: written the first time, then the user's to edit."""
    path = options.output.with_suffix(".toml")
    if path.is_file():
        say(f"setlist: {path}, as it stands beside the film")
        return path
    say("no setlist was given: listening to the song to make one")
    heard = listen(options.song)
    idea = plain_idea(heard)
    say(f"from the music: {idea.why}")
    write_setlist(heard, idea, path, blocklist)
    say(f"setlist: {path}, which you may edit; `{typed('new')}` makes one from your own idea")
    return path
