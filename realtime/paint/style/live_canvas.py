"""The style painter of a live show: its canvas is chosen by how fast this machine paints, once, and kept."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from realtime.files import written_whole
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.engine import StylePainter
from realtime.resources import canvas_file

log = logging.getLogger(__name__)

CANVASES = ((1152, 648), (768, 432), (512, 288), (384, 216))
"""(width, height) at 16:9, best first; the last is for the weakest machines."""
LEAST_FPS = 8.0
# The brush is laid over the painting at so many times its pixels, as far as the frames' size goes; its hairs
# are what hides a small canvas, so they are never coarser than this, but where even the smallest canvas is
# painted too seldom: laying them takes a fifth of the time there, and the display draws fewer lines anyway.
_BAKED, _LEAST_FRAMES = 1.5, 960 * 540
_TRIED = CANVASES[2]
# A machine at the edge between two canvases, measured twice, must not have another look from night to night.
_ENOUGH, _ROOM = 1.25, 0.8
_WARM_UP, _TIMED = 2, 4
# A picture with windows, reflections and weather: none of the shipped generators takes longer by much.
_PROMPT = "a rainy city at night"


def open_live(
    size: tuple[int, int],
    threads: int = 1,
    runtime: str = "auto",
    shaders: Sequence[Path] | None = None,
    stand_in: bool = False,
) -> StylePainter:
    """A StylePainter with the largest canvas that is painted LEAST_FPS times a second here.

    size: (width, height) of the largest frames; the other options are StylePainter's. Takes as long as
    opening two painters, for a show in which another one paints meanwhile. Raises UserError.
    """

    def opened(canvas: tuple[int, int], least: int = _LEAST_FRAMES) -> StylePainter:
        frames = _frames(size, canvas, least)
        return StylePainter(frames, _shaped(canvas, size), threads, runtime, shaders, stand_in)

    trial = opened(_TRIED)
    try:
        seconds = median(_painting_times(trial))
    finally:
        trial.close()
    on = f"{size[0]}x{size[1]}, {threads} threads, {runtime}"
    memory = canvas_file()
    canvas = largest_canvas(seconds, remembered(memory, on))
    remember(memory, on, canvas)
    log.info("a canvas of %d×%d took %.0f ms a frame: %d×%d is painted", *_TRIED, 1000 * seconds, *canvas)
    return opened(canvas, 0 if too_slow(seconds) else _LEAST_FRAMES)


def too_slow(seconds: float) -> bool:
    """Is even the smallest of CANVASES painted less than LEAST_FPS times a second, where one of _TRIED takes
    `seconds`?"""
    return seconds * math.prod(CANVASES[-1]) / math.prod(_TRIED) > 1.0 / LEAST_FPS


def largest_canvas(seconds: float, before: tuple[int, int] | None = None) -> tuple[int, int]:
    """Of CANVASES, where one of _TRIED takes `seconds` to paint. What does not grow with the canvas is
    counted as if it did, so a larger one is a little faster than it is taken for. before: the one of the
    last show, which stays unless it is clearly too large or too small."""
    pixel_s = seconds / math.prod(_TRIED)

    def within(share: float) -> tuple[int, int]:
        fast = (canvas for canvas in CANVASES if math.prod(canvas) * pixel_s <= share / LEAST_FPS)
        return next(fast, CANVASES[-1])

    if before in CANVASES and math.prod(within(_ROOM)) <= math.prod(before) <= math.prod(within(_ENOUGH)):
        return before
    return within(1.0)


def remembered(file: Path, on: str) -> tuple[int, int] | None:
    """The canvas of the last show on such a machine; None where nothing is known."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return (int(kept["canvas"][0]), int(kept["canvas"][1])) if kept["on"] == on else None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def remember(file: Path, on: str, canvas: tuple[int, int]) -> None:
    """For the next show; where that cannot be written, it measures anew."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as part:
            part.write_text(json.dumps({"on": on, "canvas": canvas}), encoding="utf-8")
    except OSError as error:
        log.info("the canvas is not remembered: %s", error)


def _painting_times(painter: StylePainter, clock: Callable[[], float] = time.perf_counter) -> Iterable[float]:
    """Seconds that each of a few frames takes, after those that compile and warm up."""
    times = []
    for number in range(_WARM_UP + _TIMED):
        begun = clock()
        painter.paint(FrameRequest(number, number / LEAST_FPS, Subject(_PROMPT), source_time=5.0))
        times.append(clock() - begun)
    return times[_WARM_UP:]


def _shaped(canvas: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """As many pixels as `canvas` has in the shape of `size`, multiples of 8."""
    height = math.sqrt(math.prod(canvas) * size[1] / size[0])
    return 8 * round(height * size[0] / size[1] / 8), 8 * round(height / 8)


def _frames(size: tuple[int, int], canvas: tuple[int, int], least: int) -> tuple[int, int]:
    """Frames no larger than `size`, nor than the brush needs for `canvas`. least: pixels."""
    wanted = max(_BAKED**2 * math.prod(canvas), least)
    share = min(1.0, math.sqrt(wanted / math.prod(size)))
    return 2 * round(size[0] * share / 2), 2 * round(size[1] * share / 2)
