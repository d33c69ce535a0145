"""What the diffusion painters see of a subject beside its words: its picture, and what to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.paint.frame import FrameRequest
from realtime.paint.request_values import STEP_S, since_last
from realtime.scenery.media import Pictures
from realtime.scenery.source_name import SourceName, parse_source

# How much of the picture that a painting begins with is painted anew: its composition stays, and its details
# and its colours are the model's. SD-Turbo was distilled at this very share of the timesteps.
FRESH_STRENGTH = 0.75


class PictureLayer:
    """The sources of the subjects in sight, as the other painters see them (realtime.paint.scene_layers).

    These painters have their own last frame where the others have a generator, so `over` gives nothing for
    "tunnel" or "feedback", and of "tunnel + still:a.jpg" only the still; a generator comes in as
    "generator:tunnel". `fresh` gives what the others would paint over, the prompt's own generator too.
    `move` goes first, with every request. Without GL there are files and webcams alone, and no camera.
    Not for use in two threads. shaders: the user's shader folders, None for the one in the settings folder.
    """

    def __init__(self, shaders: Sequence[Path] | None = None) -> None:
        self._shaders = shaders
        self._rendered: _Rendered | None = None
        self._pictures: Pictures | None = None
        self._without_gl = ""

    def move(self, request: FrameRequest, size: tuple[int, int]) -> None:
        """Take in the request's subject and its camera. size: (width, height) of the pictures wanted."""
        if self._rendered is None and not self._without_gl and _has_picture(request):
            try:
                self._rendered = _Rendered(size, self._shaders)
            except UserError as error:
                self._without_gl = str(error)
        if self._rendered is not None:
            self._rendered.move(request)

    def over(self, request: FrameRequest, size: tuple[int, int]) -> tuple[np.ndarray, float] | None:
        """(uint8 (H, W, 4), share 0..1) of the pictures that the subjects in sight name; less than 1 while
        one comes or goes; None where there is none. Valid until the next call."""
        if self._rendered is not None:
            return self._rendered.over(request)
        picture = self._from_file(request, size)
        return None if picture is None else (picture, 1.0)

    def fresh(self, request: FrameRequest, size: tuple[int, int]) -> np.ndarray | None:
        """uint8 (H, W, 4) to begin a painting with, to be painted over at FRESH_STRENGTH or more; None for
        a subject that begins with nothing ("feedback", an imported animation). Valid until the next call."""
        if not _begins_with_picture(request):
            return None
        return self._from_file(request, size) if self._rendered is None else self._rendered.all(request)

    def nearness(self, request: FrameRequest) -> tuple[np.ndarray, float] | None:
        """(uint8 (H, W, 4), share 0..1): how near each place of what `fresh` gives is, black far to white
        near; less than 1 where that is not known of all in sight; None where of nothing. Valid until the next
        call."""
        if self._rendered is None or not _begins_with_picture(request):
            return None
        return self._rendered.nearness(request)

    def _from_file(self, request: FrameRequest, size: tuple[int, int]) -> np.ndarray | None:
        named = _named(request)
        if named.kind in ("", "feedback", "generator"):
            return None
        self._pictures = self._pictures or Pictures(size)
        found = self._pictures.at(named.picture, request.source_time)
        return None if found is None else found[1]

    @property
    def note(self) -> str:
        """What cannot be had and why, or ""."""
        holders = (self._pictures, self._rendered)
        notes = (self._without_gl, *(holder.note for holder in holders if holder is not None))
        return "; ".join(text for text in notes if text)

    def close(self) -> None:
        """Close files, cameras and the GL context."""
        for holder in (self._pictures, self._rendered):
            if holder is not None:
                holder.close()
        self._pictures = self._rendered = None


class _Rendered:
    """The scenery read back into numpy; in a GL context of its own, entered for drawing alone.

    Raises UserError where there is no GL.
    """

    def __init__(self, size: tuple[int, int], shaders: Sequence[Path] | None) -> None:
        from realtime.isf.passes import Buffer, FullScreenPass, open_context
        from realtime.paint.scene_layers import Blend, Scenery
        from realtime.scenery.generators import open_generators

        self._size = size
        self._context = open_context()
        with self._context:
            self._scenery = Scenery(self._context, size, generators=open_generators(shaders))
            self._blend = Blend(self._context, size)
            self._compose = FullScreenPass(self._context, "compose")
            self._target = Buffer(self._context, size, "f1")
        self._pixels = np.zeros((size[1], size[0], 4), np.uint8)
        self._pose: Pose | None = None
        self._time: float | None = None
        self._dt = STEP_S

    def move(self, request: FrameRequest) -> None:
        from realtime.paint.scene_layers import sound_step

        self._dt = since_last(request.time, self._time)
        step = sound_step(request.pose, self._pose or request.pose)
        self._time, self._pose = request.time, request.pose
        self._scenery.turn_to(request)
        self._scenery.move(step, self._dt)
        self._scenery.meet(request)

    def all(self, request: FrameRequest) -> np.ndarray:
        return self._read(self._scenery.mixture(request).layers, request)

    def over(self, request: FrameRequest) -> tuple[np.ndarray, float] | None:
        layers = self._scenery.pictures(request)
        if not layers:
            return None
        return self._read(layers, request), sum(layer.share for layer in layers)

    def nearness(self, request: FrameRequest) -> tuple[np.ndarray, float] | None:
        layers = self._scenery.mixture(request).layers
        with self._context:
            found = self._scenery.lay_nearness(layers, request, self._dt, self._blend.add)
            return None if found is None else (self._composed(found[1]), found[0])

    def _read(self, layers: Sequence, request: FrameRequest) -> np.ndarray:
        with self._context:
            return self._composed(self._scenery.lay(layers, request, self._dt, self._blend.add).pan_limit)

    def _composed(self, pan_limit: np.ndarray) -> np.ndarray:
        """The blended picture on the screen; the context is entered."""
        from realtime.isf.passes import mat3

        self._compose.run(
            self._target.framebuffer,
            {"source": self._blend.texture, "grain": self._blend.texture},
            {
                "size": self._size,
                "canvas": self._size,
                "source_from": mat3(np.linalg.inv(pan_limit)),
                "noise": 0.0,
            },
        )
        self._target.framebuffer.read_into(self._pixels, components=4)
        return self._pixels

    @property
    def note(self) -> str:
        return self._scenery.sources.note

    def close(self) -> None:
        self._scenery.close()
        self._context.release()


def _named(request: FrameRequest) -> SourceName:
    """What the subject's source names; nothing where it makes no sense: a setlist's were checked."""
    try:
        return parse_source(request.subject.source)
    except UserError:
        return SourceName()


def _begins_with_picture(request: FrameRequest) -> bool:
    # An imported animation names no source: it grows out of noise, as it did
    # where it comes from.
    return bool(request.inputs) and _named(request).kind != "feedback"


def _has_picture(request: FrameRequest) -> bool:
    return _begins_with_picture(request) or _named(request).kind not in ("", "feedback")
