"""One segment: a stretch of the frame log, painted, staged and encoded into a file of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.isf.library import ShaderLibrary
from realtime.isf.pictures import load_picture
from realtime.lettering.letterer import Letterer
from realtime.lettering.lettering import Lettering
from realtime.paint.engines import seeing
from realtime.paint.frame import FeedbackPainter, Frame, FrameRequest, Painter, TravellingPainter
from realtime.paint.gl_thread import leave_gl
from realtime.paint.known_looks import StylePairs
from realtime.paint.run.spec import BadFrame, EngineSpec, build
from realtime.paint.run.worker_main import checked
from realtime.record.recorder import Recorder
from realtime.render.frame_log import LoggedFrame, read_frames, read_requests
from realtime.render.reference_colours import (
    ReferenceColours,
    paint_reference_colours,
    read_reference_colours,
    reference_colours_file,
    treat_carried,
    treat_shown,
    write_reference_colours,
)
from realtime.render.segments import Segment
from realtime.resources import shader_folders
from realtime.stage.stage import Stage
from realtime.stage.window import open_window

_LOG = logging.getLogger(__name__)
_REPORT_EVERY = 8
# One thread paints all segments of a process, one after the other: what a thread may keep, GL's driver and
# the allocator, then exists once.
_PAINTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


@dataclass(frozen=True, slots=True)
class Job:
    """A segment to be rendered: all that another process, or another machine, needs to know.

    frame_log: file of the whole film's frame log; offset: the film's first frame in it; target: file to make;
    filters, transitions: shaders that the stage compiles before it begins; shader_folders: the user's;
    first_image: what the film grows out of; sources: those with a picture or video, and styles that are
    pictures, as the frame log names them → as they are found here; lettering: what is written over it.
    """

    segment: Segment
    frame_log: Path
    offset: int
    target: Path
    engine: EngineSpec
    size: tuple[int, int]
    fps: float
    crf: int
    preset: str
    filters: tuple[str, ...] = ()
    transitions: tuple[str, ...] = ()
    shader_folders: tuple[Path, ...] = ()
    first_image: Path | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    lettering: Lettering = Lettering()


def render(job: Job, report: Callable[[int], None]) -> None:
    """Make `job.target`, whole or not at all; `report` gets numbers of frames drawn. Raises UserError."""
    segment = job.segment
    with ExitStack() as stack:
        temporary = stack.enter_context(written_whole(job.target))
        window = open_window("off-screen", job.size)
        stack.callback(window.close)
        library = ShaderLibrary(shader_folders(job.shader_folders))
        stage = Stage(window.context, window.framebuffer, library, waits=True)
        stack.callback(stage.release)
        stage.prepare(job.filters, job.transitions)
        engine = seeing(job.engine, job.shader_folders)
        pipeline = PipelinedPainter(engine, _reference_colours(job), job.sources)
        stack.callback(pipeline.close)
        pipeline.follow(read_requests(job.frame_log, 0, job.offset + segment.lead))
        if job.first_image is not None and job.offset + segment.lead == 0:
            pipeline.adopt(load_picture(job.first_image))
        letterer = None if job.lettering.empty else Letterer(job.lettering, job.size)
        start = (job.offset + segment.first) / job.fps
        recorder = Recorder(
            temporary, job.size, job.fps, live=False, crf=job.crf, preset=job.preset, start=start
        )
        stack.callback(recorder.close)
        frames = read_frames(job.frame_log, job.offset + segment.lead, job.offset + segment.last)
        for count, frame in enumerate(frames, segment.lead):
            pipeline.play(frame, stage)
            if count >= segment.first:
                picture = stage.picture()
                if letterer is not None:
                    letterer.lay(picture, frame.view.time)
                recorder.frame(picture, frame.view.time)
            if recorder.error:
                break
            if (count - segment.lead + 1) % _REPORT_EVERY == 0:
                report(_REPORT_EVERY)
        recorder.close()
        if recorder.error:
            raise _unwritten(recorder.error)
    report(segment.drawn % _REPORT_EVERY)


def _reference_colours(job: Job) -> ReferenceColours | None:
    """The colours that the film is held to, if it asks for any."""
    first = next((_here(one, job.sources) for one in read_requests(job.frame_log, 0, 1)), None)
    if first is None or first.treatment is None or not first.treatment.coherence:
        return None
    space = first.treatment.coherence
    path = reference_colours_file(job.frame_log)
    reference = read_reference_colours(path)
    if reference is None:
        image = load_picture(job.first_image) if job.first_image is not None else None
        engine = seeing(job.engine, job.shader_folders)
        reference = _PAINTING.submit(paint_reference_colours, engine, first, space, image).result()
        try:
            write_reference_colours(path, reference)
        except OSError as error:
            raise _unwritten(f"{path}: {error.strerror}.") from error
    return reference


def _here(request: FrameRequest, sources: Mapping[str, str]) -> FrameRequest:
    """`request` with its pictures and videos where they lie on this machine."""
    if all(named == here for named, here in sources.items()):
        return request

    def styles(pairs: StylePairs) -> StylePairs:
        return tuple((sources.get(name, name), weight) for name, weight in pairs)

    asked = request.subject
    source, palette = (sources.get(named, named) for named in (asked.source, asked.palette))
    here = replace(
        asked, source=source, palette=palette, style=styles(asked.style), style_b=styles(asked.style_b)
    )
    return replace(request, subject=here)


def _unwritten(why: str) -> UserError:
    return UserError(
        f"The film could not be written: {why} What is finished is kept; make room and run the same again."
    )


class PipelinedPainter:
    """A painter in another thread, which works while the stage draws and the recorder encodes.

    A frame is waited for only when it is due, so the pictures do not depend on anybody's speed.
    reference: the colours to which frames are held whose treatment asks for coherence; sources: as in Job.
    """

    def __init__(
        self,
        engine: EngineSpec,
        reference: ReferenceColours | None = None,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        self._reference_colours, self._sources = reference, sources or {}
        self._painter: Painter = _PAINTING.submit(build, engine).result()
        self._asked: dict[int, Future[Frame | None]] = {}
        self._before: FrameRequest | None = None
        self._anything_shown = False

    def follow(self, requests: Iterable[FrameRequest]) -> None:
        """Be where painting all these would have left the camera, without painting them."""
        _PAINTING.submit(self._follow, requests).result()

    def _follow(self, requests: Iterable[FrameRequest]) -> None:
        painter = self._painter
        for request in requests:
            self._before = request
            if isinstance(painter, TravellingPainter):
                painter.follow(_here(request, self._sources))

    def adopt(self, pixels: np.ndarray) -> None:
        """Begin with `pixels`, uint8 (H, W, 4), if the painter can."""
        if isinstance(self._painter, FeedbackPainter):
            _PAINTING.submit(self._painter.adopt, pixels, Pose()).result()

    def play(self, frame: LoggedFrame, stage: Stage) -> None:
        """Paint what the frame log asks for now, and let the stage draw what is due now."""
        requests = frame.requests
        if not requests and not self._asked and not self._anything_shown and self._before is not None:
            # A picture at rest is not asked for again: this part of the film begins with the last one.
            requests = (self._before,)
        for request in requests:
            self._asked[request.id] = _PAINTING.submit(self._paint, _here(request, self._sources))
        due = frame.shown if frame.shown in self._asked else None
        if due is None and not self._anything_shown and requests:
            # A film does not begin with black frames: its first painting is there at once.
            due = requests[0].id
        if due is not None:
            painted = self._asked[due].result()
            for asked in [asked for asked in self._asked if asked <= due]:
                del self._asked[asked]
            if painted is not None:
                stage.show_frame(painted, frame.fade_s)
                self._anything_shown = True
        view = frame.view
        if view.layers:
            found = self._sources.get
            layers = (one._replace(source=found(one.source, one.source)) for one in view.layers)
            view = replace(view, layers=tuple(layers))
        stage.render(view)

    def _paint(self, request: FrameRequest) -> Frame | None:
        try:
            wholly = request.treatment is not None and not treat_carried(
                self._painter, request.treatment, self._reference_colours
            )
            pixels = checked(self._painter.paint(request), self._painter.size).copy()
            if request.treatment is not None:
                treat_shown(pixels, request.treatment, self._reference_colours, wholly)
        except BadFrame as error:
            _LOG.warning("a painted frame at %.2f s was thrown away: %s", request.time, error)
            return None
        return Frame(
            pixels,
            request.id,
            request.time,
            request.pose,
            request.subject.generation,
            paint_s=0.0,
            engine=self._painter.name,
        )

    def close(self) -> None:
        for future in self._asked.values():
            future.cancel()
        _PAINTING.submit(self._painter.close).result()
        _PAINTING.submit(leave_gl).result()
