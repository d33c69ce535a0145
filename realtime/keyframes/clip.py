"""The user's own video, every frame of which Deforum's mode "Video Input" paints over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av

from realtime.errors import UserError


@dataclass(frozen=True, slots=True)
class Clip:
    """frames, fps: of the file; first, every: frame `first` and each so-many-th after it are painted over."""

    path: Path
    frames: int
    fps: float
    first: int = 0
    every: int = 1

    @property
    def painted(self) -> int:
        """Frames that a film of the whole clip has."""
        return max(1, -(-(self.frames - self.first) // self.every))

    def time(self, frame: int) -> float:
        """Seconds into the clip of the picture that is painted over at `frame` of the film."""
        # In the middle of a frame, so that no rounding makes it the one before.
        return (min(self.first + frame * self.every, self.frames - 1) + 0.5) / self.fps


def read_clip(path: Path, first: int, every: int) -> Clip:
    """The clip at `path`. Raises UserError where it is no video, or shorter than `first` frames."""
    if not path.is_file():
        raise UserError(f"There is no video {path}, which the settings are to be painted over.")
    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            stream = next(iter(container.streams.video), None)
            rate = float(stream.average_rate or 0) if stream else 0.0
            frames = stream.frames if stream else 0
            if stream and not frames and rate:
                seconds = (
                    float(stream.duration * stream.time_base)
                    if stream.duration and stream.time_base
                    else (container.duration or 0) / av.time_base
                )
                frames = round(seconds * rate)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UserError(
            f"Cannot read the video {path}: {getattr(error, 'strerror', None) or error}."
        ) from None
    if not rate or not frames:
        raise UserError(f"Cannot read the video {path}: it does not say how long or how fast it is.")
    if first >= frames:
        raise UserError(f"{path} has {frames} frames, and the settings begin at its frame {first}.")
    return Clip(path, frames, rate, first, every)
