"""Records a show without ever holding it up, or a film without ever losing a frame."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import shutil
import threading
from pathlib import Path

import numpy as np

from realtime.audio.io.block import Block
from realtime.notice import Notice
from realtime.record.movie import LIVE_FRAGMENT_S, Movie, MovieError, plays_to
from realtime.record.soundtrack import JITTER_S, Soundtrack

_LOG = logging.getLogger(__name__)
# A busy machine encodes in bursts: as many frames wait as this holds, within limits.
WAITING_BYTES = 64 << 20
LEAST_WAITING, MOST_WAITING = 6, 16
WAITING_SOUND_S = 30.0
# Samples of a show's sound that are encoded at once: each call waits for Python's lock several times, behind
# the display, and a sound card gives hundreds of blocks a second.
_TOGETHER = 8192
# Recording ends while there is still room for the index and for the system to live.
DISK_RESERVE_BYTES = 64 << 20
LIVE_CRF, FILM_CRF = 20, 18
FILM_PRESET = "veryfast"


def live_preset(cores: int) -> str:
    """x264's preset for a show: a quarter of the work where painter and display have few cores to share."""
    return "veryfast" if cores > 4 else "ultrafast"


class Recorder:
    """H.264 and AAC into `path`, encoded in a thread of its own.

    live=True: `frame` and `sound` never wait; what does not fit is left out and counted in `dropped`.
    live=False: they wait, nothing is left out, and the same input gives the same bytes.
    size: (width, height) of the frames given; sound_rate: None records no sound. crf: x264's quality, lower
    is better; preset: its name for speed; both are chosen for the machine where they are None.
    Time 0 of the file is `start`, or that of the first frame or block. A full disk or any other
    failure closes the file so that it plays, says why in `error`, and the show goes on. Raises
    UserError if the recording cannot begin.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        size: tuple[int, int],
        fps: float,
        sound_rate: int | None = None,
        *,
        live: bool = True,
        crf: int | None = None,
        preset: str | None = None,
        start: float | None = None,
    ) -> None:
        self.path = Path(path)
        self.size = size
        self.fps = fps
        self.error: str | None = None
        self.frames = 0
        self.bytes = 0
        """Of a show's file, about; once a second."""
        self.dropped = 0
        self._live = live
        self._start = start
        self._movie = Movie(
            self.path,
            size,
            fps,
            sound_rate,
            crf=crf if crf is not None else LIVE_CRF if live else FILM_CRF,
            preset=preset or (live_preset(os.cpu_count() or 1) if live else FILM_PRESET),
            repeatable=not live,
            live=live,
        )
        self._synced = 0
        width, height = self._movie.size
        self._free: queue.SimpleQueue[np.ndarray] = queue.SimpleQueue()
        for _ in range(min(max(WAITING_BYTES // (width * height * 4), LEAST_WAITING), MOST_WAITING)):
            self._free.put(np.zeros((height, width, 4), np.uint8))
        rate = self._movie.sound_rate
        self._soundtrack = Soundtrack(rate) if rate else None
        self._waiting: queue.SimpleQueue[tuple[np.ndarray, np.ndarray, int] | Block | None] = (
            queue.SimpleQueue()
        )
        self._together = _Together(_TOGETHER if live else 0)
        self._sound_room = threading.BoundedSemaphore(max(8, round(WAITING_SOUND_S * 48000 / 256)))
        self._last_number = -1
        self._misfits = 0
        self._closed = False
        self._late = threading.Event()
        self._thread = threading.Thread(target=self._encode, name="recorder", daemon=True)
        self._thread.start()

    def frame(self, rgba: np.ndarray, time: float) -> bool:
        """Take one displayed frame: uint8 (H, W, 4), row 0 at the top (any strides: a flipped view is
        fine), of this `size` or drawn smaller in the same proportions, shown at `time` seconds. Copied at
        once. False if it was not taken: dropped, or more frames came than `fps` has room for."""
        if self.error or self._closed:
            return False
        height, width = rgba.shape[:2]
        if not self._fits(width, height):
            self._misfit(width, height)
            return False
        number = self._number(time)
        if number is None:
            return False
        try:
            buffer = self._free.get(block=not self._live)
        except queue.Empty:
            self.dropped += 1
            return False
        whole = (width, height) == self.size
        picture = buffer if whole else buffer.reshape(-1)[: rgba.size].reshape(rgba.shape)
        np.copyto(picture[:height, :width], rgba)
        if height < picture.shape[0]:
            picture[height] = picture[height - 1]
        if width < picture.shape[1]:
            picture[:, width] = picture[:, width - 1]
        self._last_number = number
        self._waiting.put((buffer, picture, number))
        return True

    def sound(self, block: Block) -> bool:
        """Take one block of the sound that is heard; its own time says where it belongs. Gaps become
        silence. False if it was not taken."""
        if self.error or self._closed or self._soundtrack is None:
            return False
        if self._start is None:
            self._start = block.time
        if not self._sound_room.acquire(blocking=not self._live):
            self.dropped += 1
            return False
        self._waiting.put(Block(block.samples.copy(), block.time - self._start, block.rate))
        return True

    @property
    def summary(self) -> str:
        """What was written, in a line for the person who started it."""
        left_out = f", {self.dropped} left out while the machine was busy" if self.dropped else ""
        return f"recorded {self.path} ({self.frames} frames{left_out})"

    def close(self, within_s: float | None = None) -> None:
        """Encode what waits and close the file; safe to call twice.

        within_s: for encoding; what still waits then is left out, so that the file can be closed. None: all
        is encoded, however long it takes.
        """
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        if within_s is not None:
            self._thread.join(within_s)
            self._late.set()
        self._thread.join()

    def _number(self, time: float) -> int | None:
        """Which frame of the file this one is; None if it has room for no more.

        A display's frames jitter round the file's grid; as long as they come about one by one they are
        counted, not rounded, else some would fall together and leave holes.
        """
        if self._start is None:
            self._start = time
        place = (time - self._start) * self.fps
        ahead = place - self._last_number
        if self._last_number < 0:
            return max(0, round(place)) if place > -1.0 else None
        if ahead <= 0.25 + 1e-6:
            return None
        return self._last_number + 1 if ahead < 1.75 else round(place)

    def _fits(self, width: int, height: int) -> bool:
        """Within a pixel of these proportions?"""
        wide, high = self.size
        return (
            0 < width <= wide and 0 < height <= high and abs(width * high - height * wide) <= max(wide, high)
        )

    def _misfit(self, width: int, height: int) -> None:
        if not self._misfits:
            _LOG.error("The recording is %dx%d; frames of %dx%d are left out.", *self.size, width, height)
        self._misfits += 1
        self.dropped += 1

    def _encode(self) -> None:
        while (item := self._waiting.get()) is not None:
            if self._late.is_set():
                self.dropped += not isinstance(item, Block)
            elif self.error is None:
                try:
                    self._write(item)
                except MovieError as error:
                    self._fail(str(error))
                # A show must go on, and a film must not wait for ever, on any error in here.
                except Exception as error:
                    _LOG.exception("unexpected failure of the recorder")
                    self._fail(f"{type(error).__name__}: {error}")
            if isinstance(item, Block):
                self._sound_room.release()
            else:
                self._free.put(item[0])
        if self.error is None:
            try:
                self._write_sound(self._together.rest())
                self._movie.close()
            except MovieError as error:
                self._fail(str(error))

    def _write(self, item: tuple[np.ndarray, np.ndarray, int] | Block) -> None:
        if isinstance(item, Block):
            self._write_sound(self._together.add(item))
            return
        _, picture, number = item
        if self.frames % max(1, round(self.fps)) == 0:
            free = shutil.disk_usage(self.path.parent).free
            if free < DISK_RESERVE_BYTES:
                raise MovieError(f"only {free >> 20} MB are left on the disk")
        self._movie.frame(picture, number)
        self.frames += 1
        if self._live and number - self._synced >= LIVE_FRAGMENT_S * self.fps:
            self._synced = number
            self.bytes = self._movie.sync()

    def _write_sound(self, blocks: list[Block]) -> None:
        for block in blocks:
            for samples, first in self._soundtrack.place(block) if self._soundtrack else ():
                self._movie.sound(samples, first)

    def _fail(self, reason: str) -> None:
        with contextlib.suppress(MovieError):
            self._movie.close()
        self.error = Notice(
            "Recording to {file} ended after {count} frames: {why}.",
            file=self.path,
            count=self.frames,
            why=reason,
        )
        if self._live:
            _LOG.error("%s %s; the show goes on.", self.error, _what_is_left(self.path))


def _what_is_left(path: Path) -> str:
    seconds = plays_to(path)
    return (
        f"The file plays to {int(seconds) // 60:02d}:{seconds % 60:04.1f}"
        if seconds
        else "Nothing of it plays"
    )


class _Together:
    """Makes few long blocks of many short ones that follow each other; `samples` at once, 0 as they come."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, block: Block) -> list[Block]:
        """Take one; those that are to be written now."""
        ready = [] if self._follows(block) else self.rest()
        self._blocks.append(block)
        self._length += len(block.samples)
        return ready + (self.rest() if self._length >= self._samples else [])

    def rest(self) -> list[Block]:
        """What has been taken and not given back."""
        if not self._blocks:
            return []
        first, samples = self._blocks[0], np.concatenate([block.samples for block in self._blocks])
        self._blocks, self._length = [], 0
        return [Block(samples, first.time, first.rate)]

    def _follows(self, block: Block) -> bool:
        if not self._blocks:
            return True
        first = self._blocks[0]
        due = first.time + self._length / first.rate
        return block.rate == first.rate and abs(block.time - due) < JITTER_S
