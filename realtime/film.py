"""A film, wired: a song and a setlist in, a music video out; offline, exact, resumable.

The show's own loop is played once, without painting, on the virtual clock; that dry run gives a frame log,
which is cut into segments; each is painted, staged and encoded apart, and at the end they are joined with
the song. With show.py the only place that knows all stages: `make_film` is the whole of it, and the steps
that it names follow in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from realtime.audio.beat.offline import analyse_song
from realtime.audio.beat.song_clock import bar_lines
from realtime.audio.io.file import FileSource
from realtime.audio.known_sound import BLOCK, ForeseeingEar
from realtime.audio.song_analyzer import SongAnalyzer
from realtime.audio.stems import stem_files, stems_for, with_stems
from realtime.author.new_setlist import listen, plain_idea, write_setlist
from realtime.command_name import typed
from realtime.errors import UserError
from realtime.eyes.video import judge_film
from realtime.files import check_output
from realtime.interrupts import terminate_as_interrupt
from realtime.isf.library import ShaderLibrary
from realtime.isf.pictures import load_picture
from realtime.keyframes.animation import Animation
from realtime.lettering.letterer import check_lettering
from realtime.options import BLOCKLIST
from realtime.paint.engines import has_guidance, plan_engines
from realtime.paint.run.spec import EngineSpec
from realtime.record.movie import ENDINGS
from realtime.render.concat import Sound, concat
from realtime.render.disk_space import missing_space, needed_bytes
from realtime.render.dry_run import DryRun, perform_dry_run
from realtime.render.film_engine import MODELS, engine_for_film
from realtime.render.frame_log import FrameLogWriter
from realtime.render.imported import without_effect, write_animation
from realtime.render.material import Material, read_material
from realtime.render.options import QUALITIES, FilmOptions, SettledOptions, settled
from realtime.render.progress import Progress
from realtime.render.ray_workers import run_on_ray
from realtime.render.resume import VERSION, Parts, digest, model_files, shader_files
from realtime.render.segment import Job
from realtime.render.segments import LEAD_S, Segment, plan_segments
from realtime.render.telling_moments import Excerpts, moments
from realtime.render.workers import run_here
from realtime.resources import own_shader_folders
from realtime.say import Say
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.scene import Setlist, shaders_of
from realtime.vocabulary import input_limits


def make_film(options: FilmOptions, say: Say) -> None:
    """Make `options.output`. Raises UserError; Ctrl-C leaves parts from which the same call goes on."""
    check_output(options.output, ENDINGS, "film to")
    material = read_material(options, partial(write_own_setlist, say=say), say)
    film = settled(lettered(options, material), material.animation)
    engine = choose_engine(film, material, say)
    parts = open_parts(film, material, engine, say)
    with terminate_as_interrupt():
        dry_run = parts.dry_run() or write_frame_log(film, material, engine, parts, say)
        plan = plan_jobs(film, material, engine, parts, dry_run)
        report_what_waits(film, plan, parts, say)
        with explain_an_early_end(film, plan, parts, say):
            render_segments(film, plan, say)
            seconds = join_segments(film, material, plan, say)
    parts.remove()
    say(f"filmed {film.output} ({seconds:.1f} s, {len(plan.jobs)} segments)")
    judge_flashes(film, seconds, say)


def lettered(options: FilmOptions, material: Material) -> FilmOptions:
    """The options with what the setlist has written over its song, where they say nothing else."""
    if isinstance(material.script, Animation):
        return options
    return replace(options, lettering=options.lettering.over(material.script.songs[0].lettering))


def write_own_setlist(song: str, path: Path, blocklist: Blocklist, library: ShaderLibrary, say: Say) -> None:
    """A setlist from the song alone, for who has given none. Raises UserError."""
    say("no setlist was given: listening to the song to make one")
    heard = listen(song)
    idea = plain_idea(heard)
    say(f"from the music: {idea.why}")
    write_setlist(heard, idea, path, blocklist, library, say)
    say(f"setlist: {path}, which you may edit; `{typed('new')}` makes one from your own idea")


def choose_engine(options: SettledOptions, material: Material, say: Say) -> EngineSpec:
    """What paints, in the film's shape; lists what of an imported file it cannot do. Raises UserError."""
    plan = plan_engines(options.painter, options.model)
    say(f"painter: {plan.name} ({plan.why})")
    if material.animation is not None:
        for note in material.animation.notes:
            say(note)
        unused = without_effect(material.animation, has_guidance(plan.ladder[0]))
        if unused:
            say(f"without effect here: {', '.join(unused)}")
    return engine_for_film(plan.ladder[0], options)


def open_parts(options: SettledOptions, material: Material, engine: EngineSpec, say: Say) -> Parts:
    """The folder to resume from; what another song, setlist or option left there is thrown away."""
    files = [material.song, *material.files]
    if options.first_image is not None:
        load_picture(options.first_image)  # raises UserError where it is none
        files.append(options.first_image)
    check_lettering(options.lettering)
    files += [*options.lettering.files, *stem_files(options.stems)]
    key = digest(
        [*files, BLOCKLIST, *shader_files(*options.shader_folders)],
        VERSION,
        engine,
        model_files(options.model),
        *(options.size, options.fps, options.quality, options.paint_fps, options.start, options.seconds),
        *(options.beats, options.preview, options.lettering),
    )
    parts = Parts(options.output, key, options.restart)
    if parts.discarded:
        say("the song, setlist or options have changed: beginning anew")
    return parts


def write_frame_log(
    options: SettledOptions, material: Material, engine: EngineSpec, parts: Parts, say: Say
) -> DryRun:
    """Work out every frame of the film, from setlist or animation, and write it down in `parts`."""
    if isinstance(material.script, Animation):
        dry_run = _log_animation(options, material.script, engine, parts, say)
    else:
        dry_run = _log_setlist(options, material, material.script, parts, say)
    parts.keep(dry_run)
    return dry_run


def _log_setlist(
    options: SettledOptions, material: Material, setlist: Setlist, parts: Parts, say: Say
) -> DryRun:
    source = FileSource(material.song, block=BLOCK)
    duration = source.duration or 0.0
    if options.start and options.start >= duration > 0:
        raise UserError(
            f"{material.song} is {duration:.1f} s long: --start {options.start:g} is after its end."
        )
    say("listening to the song")
    beats = analyse_song(material.song, options.beats)
    hears = SongAnalyzer(beats, source.rate, BLOCK)
    stems = stems_for(setlist.stems, options.stems, say)
    seconds = None if options.seconds is None else options.start + options.seconds
    frames = round((min(duration, seconds) if seconds and duration else seconds or duration) * options.fps)
    try:
        with _open_frame_log(parts) as frame_log, Progress("listening", frames, say) as progress:
            dry_run = perform_dry_run(
                ForeseeingEar(source, with_stems(hears, stems)),
                hears.analyzer,
                setlist,
                input_limits(material.library),
                material.blocklist,
                frame_log,
                options.size,
                options.fps,
                options.paint_fps or QUALITIES[options.quality].paint_fps,
                seconds,
                lambda _: progress.step(),
            )
    finally:
        source.close()
    lines = bar_lines(beats, dry_run.frames / options.fps)
    return replace(dry_run, bar_lines=tuple(lines))


def _log_animation(
    options: SettledOptions, animation: Animation, engine: EngineSpec, parts: Parts, say: Say
) -> DryRun:
    frames = animation.frames
    if options.seconds is not None:
        frames = min(frames, max(1, round((options.start + options.seconds) * animation.fps)))
    if options.start * animation.fps >= frames:
        raise UserError(
            f"The animation is {animation.frames / animation.fps:.1f} s long: --start is after it."
        )
    with _open_frame_log(parts) as frame_log, Progress("reading", animation.frames, say) as progress:
        dry_run = write_animation(
            animation,
            frame_log,
            every_seed=engine.name in MODELS,
            grows=options.first_image is not None,
            report=progress.step,
        )
    return replace(dry_run, frames=frames)


@contextmanager
def _open_frame_log(parts: Parts) -> Iterator[FrameLogWriter]:
    try:
        frame_log = FrameLogWriter(parts.frame_log)
        yield frame_log
        frame_log.close()
    except OSError as error:
        raise UserError(f"Cannot write the film's frame log to {parts.folder}: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class JobPlan:
    """jobs: one a segment, in order; offset: the film's first frame in the frame log."""

    jobs: tuple[Job, ...]
    offset: int

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(job.segment for job in self.jobs)

    def waiting(self) -> list[Job]:
        """The jobs whose segment is not finished yet."""
        return [job for job in self.jobs if not job.target.exists()]


def plan_jobs(
    options: SettledOptions, material: Material, engine: EngineSpec, parts: Parts, dry_run: DryRun
) -> JobPlan:
    """The part of the frame log that is filmed, cut into segments, a job for each."""
    options = replace(options, lettering=replace(options.lettering, end=dry_run.frames / options.fps))
    if options.preview:
        segments = moments(parts.frame_log, dry_run.frames, options.fps, dry_run.changes, dry_run.bar_lines)
        return JobPlan(tuple(_job(options, material, engine, parts, segment, 0) for segment in segments), 0)
    offset = min(round(options.start * options.fps), dry_run.frames - 1)
    frames = dry_run.frames - offset
    changes = [replace(change, frame=change.frame - offset) for change in dry_run.changes]
    bars = [line - offset / options.fps for line in dry_run.bar_lines]
    first, *others = plan_segments(frames, options.fps, changes, bars)
    # A preview begins with the picture that the film has there, not with a bare canvas.
    first = replace(first, lead=-min(offset, round(LEAD_S * options.fps)))
    segments = (first, *others)
    return JobPlan(
        tuple(_job(options, material, engine, parts, segment, offset) for segment in segments), offset
    )


def _job(
    options: SettledOptions,
    material: Material,
    engine: EngineSpec,
    parts: Parts,
    segment: Segment,
    offset: int,
) -> Job:
    quality = QUALITIES[options.quality]
    filters, transitions = shaders_of(material.scenes)
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
        filters=tuple(sorted(filters)),
        transitions=tuple(sorted(transitions)),
        shader_folders=own_shader_folders(options.shader_folders),
        first_image=options.first_image,
        sources={source: source for source in material.pictures},
        lettering=options.lettering,
    )


def report_what_waits(options: SettledOptions, plan: JobPlan, parts: Parts, say: Say) -> None:
    """Say how much an earlier run has finished, and if the disk may be too small for the rest."""
    finished = len(plan.jobs) - len(plan.waiting())
    if finished:
        say(f"resuming: {finished} of {len(plan.jobs)} segments are finished")
    if short := _missing_space(options, plan, parts):
        say(f"the disk may become full: {short}")


def _missing_space(options: SettledOptions, plan: JobPlan, parts: Parts) -> str:
    waiting = [job.segment for job in plan.waiting()]
    return missing_space(parts.folder, needed_bytes(options, plan.segments, waiting))


@contextmanager
def explain_an_early_end(options: SettledOptions, plan: JobPlan, parts: Parts, say: Say) -> Iterator[None]:
    """Within it, Ctrl-C says how far the film is, and an error says if the disk is full."""
    try:
        yield
    except KeyboardInterrupt:
        done = len(plan.jobs) - len(plan.waiting())
        say(f"stopped: {done} of {len(plan.jobs)} segments are finished; the same command goes on from there")
        raise
    except UserError as error:
        if short := _missing_space(options, plan, parts):
            raise UserError(f"{error} {short[0].upper()}{short[1:]}.") from error
        raise


def render_segments(options: SettledOptions, plan: JobPlan, say: Say) -> None:
    """Paint, stage and encode what is not finished, here or on a Ray cluster. Raises UserError."""
    waiting = plan.waiting()
    with Progress("filming", sum(job.segment.drawn for job in waiting), say) as progress:
        if options.ray is not None:
            run_on_ray(waiting, options.ray, options.workers, progress.step)
        else:
            run_here(waiting, options.workers, progress.step)


def join_segments(options: SettledOptions, material: Material, plan: JobPlan, say: Say) -> float:
    """Write the film from its segments and the song; gives its length in seconds. Raises UserError."""
    seconds = sum(segment.frames for segment in plan.segments) / options.fps
    say("joining the pictures and the song")
    source = FileSource(material.song)
    sound: Sound = source
    if options.preview:
        sound = Excerpts(source, [(one.first / options.fps, one.last / options.fps) for one in plan.segments])
    concat([job.target for job in plan.jobs], sound, plan.offset / options.fps, seconds, options.output)
    source.close()
    return seconds


def judge_flashes(options: SettledOptions, seconds: float, say: Say) -> None:
    """Look at the finished film as its audience will, and say what of it could harm them."""
    with Progress("looking for flashes", round(seconds), say) as progress:
        report = judge_film(options.output, progress.reach)
    for incident in report.incidents:
        say(f"can harm the eyes: {incident}")
    say(f"flashes: {report.verdict}")
