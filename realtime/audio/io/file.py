"""Sound from a file of any kind that FFmpeg reads, decoded as it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

from realtime.arrays import Floats
from realtime.audio.io.block import Block
from realtime.audio.io.rechunk import Rechunker
from realtime.audio.io.source import Losses
from realtime.audio.io.stereo import to_stereo
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError
from realtime.notice import Notice

log = logging.getLogger(__name__)

_PREROLL_S = 0.5
_LOWEST_RATE, _HIGHEST_RATE = 4000, 384_000
"""Hz: below it the ear has no bands left, and nobody records above it."""


class FileSource:
    """wav, flac, mp3, ogg, m4a … as blocks; memory does not grow with the file's length.

    block: samples a block (the last may be shorter); rate: Hz to resample to, None keeps the
    file's own; start: seconds into the file at which to begin; loop: play on from the file's
    beginning, without a gap, for ever. Time counts from 0 at the first block and keeps growing.
    `losses` counts parts that could not be decoded and were left out; the log has them at the end of a pass.
    Raises UserError where the file is missing, no sound, or shorter than `start`.
    """

    live = False

    def __init__(
        self,
        path: str | Path,
        block: int = 256,
        loop: bool = False,
        start: float = 0.0,
        rate: int | None = None,
    ) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.loop = loop
        self._damaged = 0
        self.fault: str | None = None
        self._container = _open(self.path)
        stream = self._container.streams.audio[0]
        self.rate: int = rate or stream.codec_context.sample_rate
        self.duration: float | None = _duration(self._container, stream)
        self._rechunker = Rechunker(self._decode(start), block, self.rate)
        if self._rechunker.ended:
            self.close()
            if start > 0:
                raise UserError(f"{self.path} has no sound at {start:g} s; begin earlier")
            raise UserError(
                f"{self.path} holds no sound that can be decoded (it may be empty or cut short); "
                "give another file"
            )

    def read(self) -> Block | None:
        """The next block, or None at the end."""
        return self._rechunker.read()

    @property
    def losses(self) -> Losses:
        return {Notice("parts of the file that cannot be decoded"): self._damaged}

    @property
    def ended(self) -> bool:
        return self._rechunker.ended

    def close(self) -> None:
        self._rechunker.close()
        self._container.close()

    def _decode(self, start: float) -> Iterator[Floats]:
        """Float32 (n, 2) at `self.rate`, pass after pass where the file is looped."""
        yield from self._one_pass(start)
        while self.loop:
            try:
                self._container.close()
                self._container = _open(self.path)
            except UserError as error:
                self.fault = str(error)
                return
            heard = 0
            for chunk in self._one_pass(0.0):
                heard += len(chunk)
                yield chunk
            if not heard:
                return

    def _one_pass(self, start: float) -> Iterator[Floats]:
        stream = self._container.streams.audio[0]
        if start > 0:
            # A little early: mp3 and opus need some frames before they decode rightly.
            self._container.seek(int(max(0.0, start - _PREROLL_S) * av.time_base), backward=True)
        # Encoders prime their decoder with samples before 0, which are not part of the song;
        # a first time after 0 is only the container's way of counting.
        origin = max(0.0, _seconds(stream.start_time, stream.time_base) or 0.0)
        skip: int | None = None
        resampler: av.AudioResampler | None = None
        shape: tuple[str, str, int] | None = None
        speakers: tuple[str, ...] = ()
        damaged_before = self._damaged
        for frame in self._frames():
            if skip is None:
                skip = max(
                    0, round((start + origin - (origin if frame.time is None else frame.time)) * self.rate)
                )
            chunks: list[Floats] = []
            frame_shape = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or shape != frame_shape:
                # The first frame, or a file whose format changes on the way.
                if resampler is not None:
                    chunks += _stereo(resampler.resample(None), speakers)
                shape = frame_shape
                speakers = tuple(channel.name for channel in frame.layout.channels)
                resampler = av.AudioResampler("fltp", frame.layout, self.rate)
            frame.pts = None
            chunks += _stereo(resampler.resample(frame), speakers)
            for samples in chunks:
                if skip < len(samples):
                    yield samples[skip:]
                skip = max(0, skip - len(samples))
        if resampler is not None:
            yield from _stereo(resampler.resample(None), speakers)
        if damaged := self._damaged - damaged_before:
            log.warning("%s: %d parts cannot be decoded and were left out", self.path, damaged)

    def _frames(self) -> Iterator[av.AudioFrame]:
        """Decoded frames; parts that cannot be read are counted and left out."""
        stream = self._container.streams.audio[0]
        packets = self._container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                frames = packet.decode()
            except av.error.EOFError:
                return
            except av.error.InvalidDataError:
                self._damaged += 1
                continue
            except av.error.FFmpegError as error:
                # The medium itself failed (a drawn USB stick): what was read is all there is.
                self.fault = Notice("{file} cannot be read on: {why}", file=self.path, why=error.strerror)
                return
            yield from frames


def _stereo(frames: list[av.AudioFrame], speakers: tuple[str, ...]) -> list[Floats]:
    return [to_stereo(frame.to_ndarray().T, speakers) for frame in frames if frame.samples]


def _open(path: Path) -> av.container.InputContainer:
    if path.is_dir():
        raise UserError(f"{path} is a folder; give one sound file in it")
    if not path.exists():
        raise UserError(f"there is no file {path}{_nearest(path)}")
    if not path.stat().st_size:
        raise UserError(f"{path} is an empty file (0 bytes); give another")
    try:
        # Older programs wrote titles in the alphabet of their country, which is no reason not to play.
        container = av.open(str(path), metadata_errors="ignore")
    except PermissionError:
        raise UserError(f"{path} may not be read: change its permissions") from None
    except (av.error.FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(
            f"{path} is not a sound file that can be read ({reason}); give a wav, flac, mp3, ogg or m4a file"
        ) from None
    streams = container.streams.audio
    if not streams or not streams[0].codec_context or not streams[0].codec_context.sample_rate:
        container.close()
        raise UserError(f"{path} has no sound in it; give a wav, flac, mp3, ogg or m4a file")
    rate = streams[0].codec_context.sample_rate
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        container.close()
        raise UserError(
            f"{path} says that it has {rate} samples a second; {_LOWEST_RATE} to {_HIGHEST_RATE} can be heard"
        )
    return container


def _nearest(path: Path) -> str:
    """ "; did you mean …?" with the file beside it whose name is nearest, or nothing."""
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    close = nearest(path.name, beside, cutoff=0.6)
    return suggest(map(path.with_name, close))


def _duration(container: av.container.InputContainer, stream: av.AudioStream) -> float | None:
    seconds = _seconds(stream.duration, stream.time_base)
    if seconds is not None:
        return seconds
    return container.duration / av.time_base if container.duration else None


def _seconds(ticks: int | None, time_base: Fraction | None) -> float | None:
    """Seconds of a stream's own ticks; None where the container does not give them."""
    return None if ticks is None or time_base is None else float(ticks * time_base)
