"""How much room on the disk a film takes: a warning before hours of painting, or the reason why it failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from realtime.record.movie import SOUND_BIT_RATE
from realtime.record.recorder import DISK_RESERVE_BYTES
from realtime.render.options import QUALITIES, SettledOptions
from realtime.render.segments import Segment


def needed_bytes(options: SettledOptions, segments: Iterable[Segment], waiting: Iterable[Segment]) -> int:
    """About what is still to be written: the segments that wait, then all of them once more, as one film with
    the song. segments: of the whole film."""
    width, height = options.size
    picture = width * height * QUALITIES[options.quality].bits_per_pixel / 8.0
    frames = sum(segment.frames for segment in segments)
    pictures = picture * (frames + sum(segment.frames for segment in waiting))
    return round(pictures + SOUND_BIT_RATE / 8.0 * frames / options.fps)


def missing_space(folder: Path, needed: int) -> str:
    """A sentence where the disk of `folder` has too little room for `needed` bytes, else ""."""
    free = max(0, shutil.disk_usage(folder).free - DISK_RESERVE_BYTES)
    if free >= needed:
        return ""
    where = folder.resolve().parent
    return f"about {_amount(needed)} are still to be written to {where}, which has room for {_amount(free)}"


def _amount(count: int) -> str:
    megabytes = count / 1e6
    return f"{megabytes / 1e3:.1f} GB" if megabytes >= 1000 else f"{megabytes:.0f} MB"
