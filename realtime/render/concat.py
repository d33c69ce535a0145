"""Segments and song → the finished film: pictures are copied, not encoded again."""

from __future__ import annotations

import fractions
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import av
import numpy as np

from realtime.audio.io.block import Block
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.record.movie import AAC_PRIMING, SOUND_BIT_RATE
from realtime.record.soundtrack import Soundtrack


class Sound(Protocol):
    """What is heard, block by block; `read` gives None at its end. rate: Hz."""

    rate: int

    def read(self) -> Block | None: ...


def concat(segments: Sequence[Path], sound: Sound, start: float, seconds: float, output: Path) -> None:
    """Write `output` whole or not at all: the segments one after the other, with the song from `start` s on.

    The same segments and sound give the same bytes. Raises UserError.
    """
    try:
        with written_whole(output) as temporary:
            _write(segments, sound, start, seconds, temporary)
    except (OSError, av.FFmpegError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UserError(
            f"The film {output} could not be written: {why}. Its segments are kept; run the same again."
        ) from error


def _write(segments: Sequence[Path], sound: Sound, start: float, seconds: float, path: Path) -> None:
    options = {"fflags": "+bitexact"}
    if path.suffix.lower() != ".mkv":
        options["movflags"] = "+negative_cts_offsets+faststart"
    with av.open(str(path), "w", options=options) as film, av.open(str(segments[0])) as first:
        pictures = film.add_stream_from_template(first.streams.video[0])
        rate = 44100 if sound.rate % 11025 == 0 else 48000
        track = film.add_stream(
            "aac", rate=rate, layout="stereo", options={"flags": "+bitexact", "b": str(SOUND_BIT_RATE)}
        )
        track.time_base = fractions.Fraction(1, rate)
        blocks = _song(sound, rate, start, seconds)
        heard = -1.0
        for packet, until in _pictures(segments):
            packet.stream = pictures
            while heard < until and (placed := next(blocks, None)) is not None:
                samples, number = placed
                film.mux(track.encode(_frame(samples, number, rate)))
                heard = (number + len(samples)) / rate
            film.mux(packet)
        for samples, number in blocks:
            film.mux(track.encode(_frame(samples, number, rate)))
        film.mux(track.encode(None))


def _pictures(segments: Sequence[Path]) -> Iterator[tuple[av.Packet[av.VideoStream], float]]:
    """All packets, with times as if they had come out of one encoder, and when (s) each is decoded."""
    begun = 0
    for path in segments:
        with av.open(str(path)) as segment:
            stream = segment.streams.video[0]
            if stream.average_rate is None or stream.time_base is None:
                raise UserError(f"The segment {path} has no frame rate: delete it and run the same again.")
            step = round(1 / (stream.average_rate * stream.time_base))
            count = 0
            origin: int | None = None
            for packet in segment.demux(stream):
                # The demuxer ends with a packet that is empty.
                if packet.dts is None or packet.pts is None:
                    continue
                # A segment's first packet is its first picture.
                origin = packet.pts if origin is None else origin
                packet.pts += begun - origin
                packet.dts += begun - origin
                count += 1
                yield packet, float(packet.dts * stream.time_base)
            begun += count * step


def _song(sound: Sound, rate: int, start: float, seconds: float) -> Iterator[tuple[np.ndarray, int]]:
    """(samples float32 (n, 2), number of the first) at `rate`, from `start` for `seconds`."""
    soundtrack = Soundtrack(rate)
    while (block := sound.read()) is not None:
        first = max(0, round((start - block.time) * block.rate))
        last = min(len(block.samples), round((start + seconds - block.time) * block.rate))
        if last <= 0:
            return
        if first < last:
            time = block.time + first / block.rate - start
            yield from _after_priming(soundtrack.place(Block(block.samples[first:last], time, block.rate)))


def _after_priming(placed: list[tuple[np.ndarray, int]]) -> Iterator[tuple[np.ndarray, int]]:
    """The film's first samples make room for the encoder's own, so that sound and picture are together."""
    for samples, number in placed:
        if number < AAC_PRIMING:
            samples, number = samples[AAC_PRIMING - number :], AAC_PRIMING
        if len(samples):
            yield samples, number


def _frame(samples: np.ndarray, number: int, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples.reshape(1, -1)), format="flt", layout="stereo"
    )
    frame.sample_rate, frame.pts, frame.time_base = rate, number, fractions.Fraction(1, rate)
    return frame
