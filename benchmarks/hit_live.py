"""Is the light on the beat in real time? From the pixels of recorded shows: `live.py bench live`.

The whole program plays and records a song in a process of its own, with the size, rate and painter that it
takes by itself, so the machine is as busy as a show makes it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from benchmarks.hit import FPS, SETS, on_the_beat
from synthetic_music.music import RATE, scene
from synthetic_music.wav import write_wav

_SIZE = (320, 180)  # at which the recording is looked at
_PROJECT = Path(__file__).resolve().parents[1]


def run(seconds: float = 40.0, sets: Sequence[str] = SETS) -> list[dict[str, object]]:
    """A row for each set: what was drawn, and how it lies to the beat. Raises CalledProcessError where a show
    fails."""
    music = scene("house", 11, seconds)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        song = write_wav(Path(folder) / "song.wav", music.samples, RATE)
        for name in sets:
            film = Path(folder) / f"{Path(name).stem}.mp4"
            command = [
                sys.executable,
                _PROJECT / "live.py",
                "show",
                song,
                "--setlist",
                name,
                "--headless",
                "--fresh",
            ]
            quiet = ["--output", "none", "--osc", "off", "--osc-out", "off", "--seconds", str(seconds - 1.0)]
            subprocess.run([*command, *quiet, "--record", film], check=True, stderr=subprocess.PIPE)
            times, light, change = _seen(film)
            at = np.arange(0.0, times[-1], 1.0 / FPS)
            shown = np.searchsorted(times, at + 1e-6) - 1
            new = np.diff(shown, prepend=-1) > 0
            rows.append(
                {
                    "set": name,
                    "frames/s": len(times) / times[-1],
                    **on_the_beat(at, light[shown], np.where(new, change[shown], 0.0), music.beats),
                }
            )
    return rows


def _seen(film: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(seconds, mean level, mean |difference| to the one before) of each picture in a film."""
    rows: list[tuple[float, float, float]] = []
    last = None
    with av.open(str(film)) as movie:
        for frame in movie.decode(video=0):
            rgb = frame.reformat(*_SIZE, format="rgb24").to_ndarray().astype(np.int16)
            change = 0.0 if last is None else float(np.abs(rgb - last).mean())
            rows.append((frame.time or 0.0, float(rgb.mean()), change))
            last = rgb
    times, light, change = np.array(rows).T
    return times, light, change
