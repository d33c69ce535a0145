"""What a film is asked to be; filled by the command line, readable without it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from realtime.errors import UserError
from realtime.keyframes.imported import beside
from realtime.lettering.lettering import Lettering

if TYPE_CHECKING:
    from realtime.keyframes.animation import Animation


@dataclass(frozen=True, slots=True)
class Quality:
    """crf, preset: of x264; paint_fps: painted frames a second; canvas: (width, height) of the style
    painter's painting at 16:9, as many pixels in other shapes; bits_per_pixel: about what a pixel of a frame
    takes in the file, as measured on films of lively songs."""

    crf: int
    preset: str
    paint_fps: float
    canvas: tuple[int, int]
    bits_per_pixel: float


DEFAULT_SIZE, DEFAULT_FPS = (1280, 720), 30.0
QUALITIES = {
    "draft": Quality(crf=23, preset="ultrafast", paint_fps=5.0, canvas=(512, 288), bits_per_pixel=0.3),
    "good": Quality(crf=18, preset="ultrafast", paint_fps=8.0, canvas=(768, 432), bits_per_pixel=0.75),
    "best": Quality(crf=16, preset="faster", paint_fps=12.0, canvas=(1152, 648), bits_per_pixel=0.65),
}


@dataclass(frozen=True, slots=True)
class FilmOptions:
    """One film. Sizes in pixels, times in seconds.

    song: a sound file or "demo", "" for the soundtrack that an imported file names; setlist, deforum,
    parseq: what to paint, the last two also together (none: a setlist is made from the song); start, seconds:
    only a part of it; preview: only its most telling moments, small and fast; workers: processes on this
    machine; ray: address of a Ray cluster ("local" starts one here) instead; restart: throw away what was
    rendered before; size, fps: None takes an
    imported file's own, or DEFAULT_SIZE and DEFAULT_FPS; paint_fps: None takes the quality's; first_image: a
    picture that the film grows out of; style_image: a picture as the style of all scenes; beats: one of
    `realtime.options.BEATS`, who hears them; stems: files and folders of the song's stems; lettering: what
    is written over it.
    """

    song: str
    output: Path
    setlist: Path | None = None
    deforum: Path | None = None
    parseq: Path | None = None
    size: tuple[int, int] | None = None
    fps: float | None = None
    quality: str = "good"
    paint_fps: float | None = None
    painter: str = "auto"
    model: str | None = None
    workers: int = 1
    ray: str | None = None
    restart: bool = False
    start: float = 0.0
    seconds: float | None = None
    first_image: Path | None = None
    style_image: Path | None = None
    shader_folders: tuple[Path, ...] = ()
    preview: bool = False
    lettering: Lettering = Lettering()
    beats: str = "own"
    stems: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class SettledOptions(FilmOptions):
    """The options of a film whose size and rate are known."""

    size: tuple[int, int] = DEFAULT_SIZE
    fps: float = DEFAULT_FPS


PREVIEW_ENDING = "-preview"
"""Of the name of a preview, which has its setlist from the film of the name without it."""
# A preview is no larger, even of a large film.
_PREVIEW_AREA, _PREVIEW_FPS, _PREVIEW_QUALITY = 640 * 360, 24.0, "draft"


def settled(options: FilmOptions, animation: Animation | None) -> SettledOptions:
    """The options with size and rate known: the imported file's, or the usual ones, and a preview's where
    that is asked for. Raises UserError."""
    film = _whole(options, animation)
    if not options.preview:
        return film
    if options.start or options.seconds is not None:
        raise UserError("A preview chooses its own moments: leave --start and --seconds out.")
    share = min(1.0, math.sqrt(_PREVIEW_AREA / math.prod(film.size)))
    width, height = (max(16, 2 * round(side * share / 2)) for side in film.size)
    fps = film.fps if animation is not None or options.fps else _PREVIEW_FPS
    return replace(film, size=(width, height), fps=fps, quality=_PREVIEW_QUALITY)


def _whole(options: FilmOptions, animation: Animation | None) -> SettledOptions:
    if animation is None:
        return _settled(options, size=options.size or DEFAULT_SIZE, fps=options.fps or DEFAULT_FPS)
    if options.fps not in (None, animation.fps):
        raise UserError(
            f"The file says {animation.fps:g} frames/s itself, which its schedules count: leave --fps out."
        )
    first_image = options.first_image
    if first_image is None and animation.init_image:
        settings = options.deforum or Path()
        first_image = beside(animation.init_image, settings, "init_image", "give it as --first-image FILE")
    size = options.size or animation.size
    return _settled(replace(options, first_image=first_image), size=size, fps=animation.fps)


def _settled(options: FilmOptions, size: tuple[int, int], fps: float) -> SettledOptions:
    given = {field.name: getattr(options, field.name) for field in fields(options)}
    return SettledOptions(**{**given, "size": size, "fps": fps})
