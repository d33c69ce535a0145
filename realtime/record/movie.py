"""A movie file being written: H.264 pictures and AAC sound, frame by frame, in the caller's thread."""

from __future__ import annotations

import fractions
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from realtime.errors import UserError
from realtime.record.fragments import WholeFragments

ENDINGS = (".mp4", ".mov", ".mkv")
# FFmpeg's own AAC encoder leaves dense music 18 dB above its noise at 192 kbit/s, and 23 dB at this.
SOUND_BIT_RATE = 320_000
KEYFRAME_EVERY_S = 2.0
# Of a show: even in a power cut no more is lost than the second that is being written.
LIVE_FRAGMENT_S = 1.0
# The bytes must not depend on the number of cores.
REPEATABLE_THREADS = 4
_BT709 = 1
# Colour of every pixel, then halved: dearer than FFmpeg's shortcut by its name, cheaper in fact, because only
# this way has vector code. One thread: what more of them cost is taken from the display and the painter.
_TO_YUV = Interpolation.BILINEAR | Interpolation.FULL_CHR_H_INP
# The AAC encoder begins with this many samples of its own, and players differ in whether they skip them.
AAC_PRIMING = 1024


class MovieError(Exception):
    """The file cannot be written any further; the text says why."""


class Movie:
    """One file. It is written in fragments, which closing turns into an ordinary index.

    live: a fragment a second by the clock, however few frames there are, and none of it held back; after
    `sync` it is on the disk.

    path: ends in one of ENDINGS; size: (width, height), odd ones grow by a row or column;
    fps: frames a second; sound_rate: of the samples given to `sound`, None for a silent film;
    crf: 0 (lossless) … 51 (worst); preset: x264's name for speed; repeatable: the same input gives
    the same bytes, on any processor, for somewhat larger files. Raises UserError.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        fps: float,
        sound_rate: int | None = None,
        crf: int = 18,
        preset: str = "veryfast",
        repeatable: bool = False,
        live: bool = False,
    ) -> None:
        self.path = path
        self._live = live
        self._keyframe = 0
        width, height = size
        if path.suffix.lower() not in ENDINGS:
            raise UserError(f"Cannot record to {path}: the name must end in {', '.join(ENDINGS)}.")
        if not (0 < width <= 16384 and 0 < height <= 16384 and 0 < fps <= 1000):
            raise UserError(f"Cannot record {width}x{height} at {fps} frames/s.")
        self.size = (width + width % 2, height + height % 2)
        self.rate = fractions.Fraction(fps).limit_denominator(1001)
        self._closed = self._begun = False
        self._failure: MovieError | None = None
        options = {"fflags": "+bitexact"}
        if path.suffix.lower() != ".mkv":
            options["movflags"] = "+hybrid_fragmented+negative_cts_offsets"
        if live:
            # Microseconds. A picture is not kept waiting for sound that does not come.
            options |= {"flush_packets": "1", "max_interleave_delta": "500000"}
            if path.suffix.lower() != ".mkv":
                options |= {"frag_duration": f"{LIVE_FRAGMENT_S * 1e6:.0f}"}
        try:
            self._file = av.open(str(path), "w", options=options)
        except (OSError, av.FFmpegError) as error:
            raise UserError(f"Cannot record to {path}: {_why(error)}.") from error
        try:
            self._video = self._add_video(crf, preset, repeatable)
            self._sound = self._add_sound(sound_rate) if sound_rate else None
            self._file.start_encoding()
        except (OSError, ValueError, av.FFmpegError) as error:
            self._file.close()
            raise UserError(f"Cannot record to {path}: {_why(error)}.") from error

    def _add_video(self, crf: int, preset: str, repeatable: bool) -> av.VideoStream:
        options = {"crf": str(crf), "preset": preset, "flags": "+bitexact"}
        if repeatable:
            # Macroblock trees are floating-point work that differs between processors, and with AVX-512 from
            # run to run (x264 165).
            options["x264-params"] = "mbtree=0"
        if self._live:
            options["tune"] = "zerolatency"  # no frame waits in the encoder
        stream = self._file.add_stream("libx264", rate=self.rate, options=options)
        stream.width, stream.height = self.size
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / self.rate
        context = stream.codec_context
        context.time_base = 1 / self.rate
        context.gop_size = max(1, round(KEYFRAME_EVERY_S * self.rate))
        context.thread_count = REPEATABLE_THREADS if repeatable else 0
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = ColorRange.MPEG
        return stream

    def _add_sound(self, rate: int) -> av.AudioStream:
        # AAC does not know every rate that a sound card has; the nearer of the common two is used.
        coded = 44100 if rate % 11025 == 0 else 48000
        stream = self._file.add_stream(
            "aac", rate=coded, layout="stereo", options={"flags": "+bitexact", "b": str(SOUND_BIT_RATE)}
        )
        stream.time_base = fractions.Fraction(1, coded)
        return stream

    @property
    def sound_rate(self) -> int | None:
        """Rate of the sound in the file, which `sound` counts in."""
        return self._sound.codec_context.sample_rate if self._sound else None

    def frame(self, rgba: np.ndarray, number: int) -> None:
        """rgba: uint8 (H, W, 4), row 0 at the top, C order, stretched to this movie's `size`; number: which
        frame it is, counted from 0 at `rate`; numbers may be left out, the frame before then stays, and
        before the first one itself is seen: a picture that began later than its sound would be moved up
        to it."""
        picture = av.VideoFrame.from_numpy_buffer(rgba, format="rgba")
        width, height = self.size
        coded = picture.reformat(
            width,
            height,
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=_TO_YUV,
            threads=1,
        )
        if self._live and number - self._keyframe >= LIVE_FRAGMENT_S * self.rate:
            self._keyframe = number
            coded.pict_type = PictureType.I
        for count in [number] if self._begun else sorted({0, number}):
            coded.pts, coded.time_base = count, 1 / self.rate
            self._mux(partial(self._video.encode, coded))
        self._begun = True

    def sound(self, samples: np.ndarray, first: int) -> None:
        """samples: float32 (n, 2) at `sound_rate`; first: number of its first sample.

        The first AAC_PRIMING samples of the film make room for the encoder's own, so that sound and
        picture are together in every player.
        """
        if self._sound is None:
            raise ValueError("this movie has no sound: it was made without a sound_rate")
        if first < AAC_PRIMING:
            samples, first = samples[AAC_PRIMING - first :], AAC_PRIMING
            if not len(samples):
                return
        block = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples.reshape(1, -1)), format="flt", layout="stereo"
        )
        block.sample_rate = rate = self._sound.codec_context.sample_rate
        block.pts, block.time_base = first, fractions.Fraction(1, rate)
        self._mux(partial(self._sound.encode, block))

    def sync(self) -> int:
        """Have all that was written so far on the disk, where a power cut leaves it; waits for it. Gives its
        size in bytes."""
        with open(self.path, "rb") as file:
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_size

    def close(self) -> None:
        """Write what is left and the index; safe to call twice. Raises MovieError if that failed or
        writing had failed before: the file then still plays, up to its last whole fragment."""
        if self._closed:
            return
        self._closed = True
        whole = None if self.path.suffix.lower() == ".mkv" else WholeFragments(self.path)
        try:
            if not self._begun:
                # FFmpeg (8.0) crashes on the index of a fragmented film without a picture.
                self.frame(np.zeros((self.size[1], self.size[0], 4), np.uint8), 0)
            if self._failure is None:
                self._file.mux(self._video.encode(None))
                if self._sound:
                    self._file.mux(self._sound.encode(None))
        except MovieError as error:
            self._failure = error
        except (OSError, ValueError, av.FFmpegError) as error:
            self._failure = MovieError(_why(error))
        try:
            self._file.close()
        except (OSError, av.FFmpegError) as error:
            self._failure = self._failure or MovieError(_why(error))
        if self._failure:
            if whole:
                whole.restore()
            raise self._failure

    def _mux(self, encode: Callable[[], Sequence[av.Packet[Any]]]) -> None:
        try:
            self._file.mux(encode())
        except (OSError, ValueError, av.FFmpegError) as error:
            self._failure = MovieError(_why(error))
            raise self._failure from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def plays_to(path: Path) -> float:
    """Seconds of the film at `path` that a player can show; 0 where it shows none."""
    end = 0.0
    try:
        with av.open(str(path)) as film:
            for packet in film.demux(video=0):
                if packet.pts is not None and packet.time_base is not None:
                    end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    except (OSError, ValueError, IndexError, av.FFmpegError):
        return end  # what is broken ends where it breaks
    return end
