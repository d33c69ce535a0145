"""Tracker modules (Impulse Tracker, FastTracker, ProTracker): music whose every row is known.

libopenmpt plays them (`apt-get install libopenmpt0`) and says which row sounds. A beat is four rows, or two
or eight where the tempo would else be an odd one; the first row of a pattern begins a bar.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from synthetic_music.score import RATE
from training import venue
from training.ear_material import Piece

SUFFIXES = (".it", ".xm", ".s3m", ".mod")
EXCERPT_S = 30.0
_BEGINS_S = (4.0, 50.0)
_CHUNK = 64
"""Samples between two looks at the row."""
_TEMPOS = (72.0, 168.0)
_BAR = 4
_STANDS_OUT = 1.15
"""Rows on the beat must bring so much more sound than the others, or they are not the beat."""


@cache
def _library() -> Any:
    library = ctypes.CDLL("libopenmpt.so.0")
    create = library.openmpt_module_create_from_memory
    create.restype = ctypes.c_void_p
    create.argtypes = [ctypes.c_char_p, ctypes.c_size_t] + [ctypes.c_void_p] * 3
    read = library.openmpt_module_read_float_mono
    read.restype = ctypes.c_size_t
    read.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_size_t, ctypes.c_void_p]
    library.openmpt_module_set_position_seconds.restype = ctypes.c_double
    library.openmpt_module_set_position_seconds.argtypes = [ctypes.c_void_p, ctypes.c_double]
    for name in ("current_order", "current_pattern", "current_row", "current_speed", "current_tempo"):
        getattr(library, f"openmpt_module_get_{name}").argtypes = [ctypes.c_void_p]
    library.openmpt_module_get_pattern_num_rows.argtypes = [ctypes.c_void_p, ctypes.c_int32]
    library.openmpt_module_destroy.argtypes = [ctypes.c_void_p]
    return library


def played(path: Path, begin_s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """float32 (n,) at `RATE`; when each row begins (s), and its number in the pattern. Raises ValueError
    where libopenmpt cannot read the file."""
    library, data = _library(), path.read_bytes()
    module = library.openmpt_module_create_from_memory(data, len(data), None, None, None)
    if not module:
        raise ValueError(f"{path} is no module that libopenmpt knows")
    parts, starts, rows, last = [], [], [], (-1, -1)
    try:
        library.openmpt_module_set_position_seconds(module, begin_s)
        chunk = np.zeros(_CHUNK, dtype=np.float32)
        for number in range(int(EXCERPT_S * RATE) // _CHUNK):
            got = library.openmpt_module_read_float_mono(module, RATE, _CHUNK, chunk.ctypes.data)
            row = library.openmpt_module_get_current_row(module)
            now = (library.openmpt_module_get_current_order(module), row)
            if now != last:
                starts.append(number * _CHUNK / RATE)
                rows.append(row)
                last = now
            parts.append(chunk.copy())
            if got < _CHUNK:
                break
    finally:
        library.openmpt_module_destroy(module)
    return np.concatenate(parts), np.array(starts), np.array(rows)


def module_piece(path: Path, number: int) -> Piece | None:
    """number: 0, 1: of the beginning, of later. None where the beat is not plain from the rows."""
    samples, starts, rows = played(path, _BEGINS_S[number % len(_BEGINS_S)])
    if len(samples) < 20 * RATE or len(starts) < 64 or float(np.abs(samples).max()) < 0.01:
        return None
    row_s = float(np.median(np.diff(starts)))
    fitting = [many for many in (4, 8, 2) if _TEMPOS[0] <= 60.0 / (row_s * many) <= _TEMPOS[1]]
    if not fitting:
        return None
    many = fitting[0]
    on = rows % many == 0
    rise = _risen(samples, starts)
    if not on.any() or on.all() or rise[on].mean() < _STANDS_OUT * rise[~on].mean():
        return None
    gaps = np.diff(starts[on])
    if np.abs(gaps / np.median(gaps) - 1.0).max() > 0.25:
        return None
    ones = starts[rows % (_BAR * many) == 0]
    rng = np.random.default_rng([number, 31, *path.name.encode()])
    even = len(ones) >= 3 and float(np.abs(np.diff(ones) / np.median(np.diff(ones)) - 1.0).max()) < 0.1
    heard = venue.heard_there(rng, (0.5 * samples / np.abs(samples).max()).astype(np.float32))
    return Piece(heard, starts[on], ones if even else np.zeros(0), even)


def _risen(samples: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """How much louder it is just after each row than just before."""
    power = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    at = np.clip((starts * RATE).astype(int), 1, len(samples) - 1)
    after = power[np.minimum(at + RATE // 40, len(samples))] - power[at]
    before = power[at] - power[np.maximum(at - RATE // 40, 0)]
    risen: np.ndarray = np.maximum(np.sqrt(after) - np.sqrt(before), 0.0)
    return risen
