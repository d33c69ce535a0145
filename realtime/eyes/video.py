"""Reads a film and has it judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

from realtime.errors import UserError
from realtime.eyes.analysis import Analysis, Report
from realtime.eyes.rules import COLUMNS, ROWS

_SIZE = (10 * COLUMNS, 10 * ROWS)
"""(width, height) in which films are looked at, each pixel the mean of those that it stands for."""
_UNSPECIFIED = 2  # ITU-T H.273, matrix coefficients


def judge_film(path: Path, step: Callable[[float], None] = lambda time: None) -> Report:
    """What in the film at `path` can harm. step: is called with how far it is (s). Raises UserError."""
    analysis = Analysis()
    for time, pixels in _frames(path):
        analysis.add(time, pixels)
        step(time)
    report = analysis.report
    if not report.frames:
        raise UserError(f"{path} has no pictures: give a video file.")
    return report


def _frames(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    try:
        with av.open(str(path)) as film:
            if not film.streams.video:
                return
            stream = film.streams.video[0]
            stream.thread_type = "AUTO"
            for number, frame in enumerate(film.decode(stream)):
                time = frame.time if frame.time is not None else number / float(stream.average_rate or 25)
                yield time, _small(frame)
    except (OSError, av.FFmpegError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"Cannot look at {path}: {reason}; give a video file.") from error


def _small(frame: av.VideoFrame) -> NDArray[np.uint8]:
    width, height = _SIZE
    untold = int(frame.colorspace) == _UNSPECIFIED
    small = frame.reformat(
        width,
        height,
        format="rgb24",
        # As players do: films that do not say are BT.709 where they are large.
        src_colorspace=Colorspace.ITU709 if untold and frame.height >= 720 else None,
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA,
    )
    return np.asarray(small.to_ndarray(), np.uint8)
