"""The song of a film as a file, which can be read as often as wanted."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from realtime import __version__
from realtime.audio.io.open import open_source
from realtime.errors import UserError
from realtime.files import written_whole

_RATE = 44100


def song_file(song: str) -> Path:
    """The file that `song` names; the demo track is written to one first. Raises UserError."""
    if song != "demo":
        open_source(song, realtime=False).close()
        return Path(song).expanduser()
    path = user_cache_path("anacrusis") / f"demo-{__version__}.wav"
    if not path.is_file():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path)
        except OSError as error:
            raise UserError(f"Cannot write the demo track to {path}: {error.strerror}.") from error
    return path


def _write(path: Path) -> None:
    source = open_source("demo", block=1 << 14, rate=_RATE, realtime=False)
    with written_whole(path) as temporary, wave.open(str(temporary), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        while (block := source.read()) is not None:
            file.writeframes((np.clip(block.samples, -1, 1) * 32767).astype("<i2").tobytes())
