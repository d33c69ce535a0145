"""Moving pictures as sources: video files and webcams, decoded ahead in a thread of their own."""

from __future__ import annotations

import contextlib
import math
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from realtime.errors import UserError
from realtime.scenery.crop import fill_geometry

AHEAD = 6  # decoded frames of the painter's size that are held ready
_PATIENCE_S = 5.0
# A jump by more than this is a seek, a shorter one is played through.
_SEEK_S = 2.0
_REOPEN_S = 2.0


class Video:
    """A video file, looped: `at(time)` gives the frame that is on at that time, always the same one.

    size: (width, height) that it is cut to. Raises UserError for what is no video.
    """

    def __init__(self, path: str | Path, size: tuple[int, int]) -> None:
        self._path, self._size = path, size
        self._container = _opened(str(path), None, f"Cannot read the video {path}")
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1  # the cores are the painter's
        self._duration = _duration(self._container, self._stream)
        self._news = threading.Condition()
        self._frames: deque[tuple[float, int, np.ndarray]] = deque()
        self._seek: float | None = None
        self._decoded = 0
        self._fault = ""
        self._closing = False
        self._thread = threading.Thread(target=self._decode, name="video-source", daemon=True)
        self._thread.start()

    def at(self, moment: float) -> tuple[int, np.ndarray]:
        """(number that differs from picture to picture, uint8 (H, W, 4), row 0 at the top) at `moment`
        seconds from the beginning; waits for it to be decoded. Raises UserError when that fails."""
        with self._news:
            if self._seek is None and (not self._frames or self._far(moment)):
                self._frames.clear()
                self._seek = moment
                self._news.notify_all()
            if not self._news.wait_for(lambda: self._fault or self._reached(moment), _PATIENCE_S):
                raise UserError(f"The video {self._path} cannot be decoded in time: make it smaller.")
            if self._fault:
                raise UserError(f"Cannot read the video {self._path}: {self._fault}.")
            return self._frames[0][1:]

    def _far(self, moment: float) -> bool:
        return moment < self._frames[0][0] or moment > self._frames[-1][0] + _SEEK_S

    def _reached(self, moment: float) -> bool:
        """Release frames that are over; True when the first one is that of `moment`."""
        if self._seek is not None:
            return False
        while len(self._frames) > 1 and self._frames[1][0] <= moment:
            self._frames.popleft()
            self._news.notify_all()
        return len(self._frames) > 1

    def _decode(self) -> None:
        playing: Iterator[tuple[float, av.VideoFrame]] | None = None
        try:
            while True:
                with self._news:
                    while (
                        not self._closing
                        and self._seek is None
                        and (playing is None or len(self._frames) >= AHEAD)
                    ):
                        self._news.wait()
                    if self._closing:
                        return
                    if self._seek is not None:
                        playing, self._seek = self._play(self._seek), None
                if playing is None:  # woken before there is a place to play from
                    continue
                moment, frame = next(playing)
                pixels = _cut(frame, self._size)
                with self._news:
                    if self._seek is None:
                        self._decoded += 1
                        self._frames.append((moment, self._decoded, pixels))
                    self._news.notify_all()
        except (av.FFmpegError, OSError, UserError, ValueError) as error:
            with self._news:
                self._fault = str(error)
                self._news.notify_all()
        finally:
            self._container.close()

    def _play(self, start: float) -> Iterator[tuple[float, av.VideoFrame]]:
        """(moment, frame) from the one that is on at `start`, round and round."""
        loop, local = divmod(start, self._duration) if math.isfinite(self._duration) else (0.0, start)
        origin = float((self._stream.start_time or 0) * self._stream.time_base)
        first: float | None = start
        while True:
            offset = int((local + origin) / self._stream.time_base)
            self._container.seek(offset, stream=self._stream, backward=True)
            on, last = None, None
            for frame in self._container.decode(self._stream):
                last = (frame.time or 0.0) - origin
                if last <= local:
                    on = (last, frame)
                    continue
                for moment, picture in (on, (last, frame)) if on else ((last, frame),):
                    moment += loop * self._duration if loop else 0.0
                    yield (moment if first is None else min(moment, first)), picture
                    first = None
                on = None
            if last is None:
                raise UserError("it has no pictures")
            if on is not None:
                yield on[0] + (loop * self._duration if loop else 0.0), on[1]
                first = None
            if not math.isfinite(self._duration):
                self._duration = last + 1.0 / float(self._stream.average_rate or 25)
            loop, local = loop + 1.0, 0.0

    def close(self) -> None:
        """Stop decoding and close the file."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._thread.join(_PATIENCE_S)


class Webcam:
    """A camera by number or device path (Video4Linux): `at` gives the newest picture.

    Unplugged, its last picture stays, and it is looked for again. form: FFmpeg's name of the input format.
    Raises UserError when it is not there to begin with.
    """

    def __init__(self, name: str, size: tuple[int, int], form: str = "v4l2") -> None:
        self._device = f"/dev/video{name}" if name.isdecimal() else name
        self._form, self._size = form, size
        self._newest: tuple[int, np.ndarray] | None = None
        self._closing = threading.Event()
        container = self._open()
        self._thread = threading.Thread(target=self._watch, args=(container,), name="webcam", daemon=True)
        self._thread.start()

    def at(self, moment: float) -> tuple[int, np.ndarray] | None:
        """As `Video.at`, the same at every moment; None until the first picture has come."""
        return self._newest

    def _open(self):
        there = ", ".join(sorted(str(path) for path in Path("/dev").glob("video*"))) or "none"
        if self._device.startswith("/dev/") and not Path(self._device).exists():
            raise UserError(f"There is no webcam {self._device}: plug it in (there now: {there}).")
        advice = (
            f"Cannot use the webcam {self._device}; close other programs that use it (there now: {there})"
        )
        return _opened(self._device, self._form, advice)

    def _watch(self, container) -> None:
        number = 0
        while not self._closing.is_set():
            with contextlib.suppress(av.FFmpegError, OSError, UserError):  # unplugged: its picture stays
                container = container or self._open()
                for frame in container.decode(video=0):
                    number += 1
                    self._newest = number, _cut(frame, self._size)
                    if self._closing.is_set():
                        break
            if container is not None:
                container.close()
                container = None
            self._closing.wait(_REOPEN_S)

    def close(self) -> None:
        """Let the camera go."""
        self._closing.set()
        self._thread.join(1.0)


def _opened(name: str, form: str | None, trouble: str):
    try:
        container = av.open(name, format=form, metadata_errors="ignore")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise UserError(f"{trouble}: {getattr(error, 'strerror', None) or error}.") from None
    if not container.streams.video:
        container.close()
        raise UserError(f"{trouble}: it has no pictures.")
    return container


def _duration(container, stream) -> float:
    """Seconds; infinite until it has been played through once where the file does not say."""
    if stream.duration:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else math.inf


def _cut(frame: av.VideoFrame, size: tuple[int, int]) -> np.ndarray:
    """The frame upright, scaled and cut to `size`: uint8 (H, W, 4)."""
    turns = round(frame.rotation / 90) % 4
    shape = size if turns % 2 == 0 else size[::-1]
    aspect = float(getattr(frame, "sample_aspect_ratio", None) or 1)
    scaled, (left, top) = fill_geometry((max(1, round(frame.width * aspect)), frame.height), shape)
    pixels = frame.reformat(width=scaled[0], height=scaled[1], format="rgba").to_ndarray()
    pixels = pixels[top : top + shape[1], left : left + shape[0]]
    return np.ascontiguousarray(np.rot90(pixels, turns))
