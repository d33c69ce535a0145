"""`keyframes`: listen to a song, write what was heard, and the schedules made of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from realtime.audio.song_analyzer import SongAnalyzer
from realtime.errors import UserError
from realtime.keyframes.export import DECIMALS, FORMATS, export
from realtime.keyframes.map_spec import parse_map
from realtime.keyframes.plot import draw_song
from realtime.keyframes.setlist_values import play_setlist
from realtime.keyframes.settings import settings_text
from realtime.keyframes.song import analyse
from realtime.mapping.mapper import Limits
from realtime.setlist.scene import Setlist

DEFAULT_MAPS = ("strength=level:demo:reactivity=medium", "zoom=level:demo:reactivity=medium")
"""The web demo of the 2023 study, where neither maps nor a setlist are given."""
LEAST_ERROR = 1e-6


def keyframes(
    song: Path,
    fps: float = 30.0,
    *,
    format: str = "json",
    output: Path | None = None,
    maps: Sequence[str] = (),
    setlist: Setlist | None = None,
    limits: Limits | None = None,
    size: tuple[int, int] = (960, 540),
    plot: Path | None = None,
    max_error: float | None = None,
) -> str:
    """The text of the keyframe file, which is also written to `output` where one is given.

    maps: as `map_spec.parse_map` reads them; setlist: its targets become schedules (with the Deforum
    format a whole settings file for pictures of `size`); limits: of its shader inputs; plot: a PNG to draw;
    max_error: keep only the keyframes that matter, to within this much. Raises UserError.
    """
    if format not in FORMATS:
        raise UserError(f"{format!r} is no keyframe format: choose {', '.join(FORMATS)}.")
    if max_error is not None and not max_error >= LEAST_ERROR:
        raise UserError(f"A maximum error of {max_error:g} cannot be kept: give {LEAST_ERROR:g} or more.")
    if maps and setlist:
        raise UserError("Give either maps or a setlist: both say what the schedules are.")
    specs = [] if setlist else [parse_map(text) for text in maps or DEFAULT_MAPS]
    _refuse_twice([spec.target for spec in specs])
    heard = analyse(song, fps)
    if setlist:
        # The beats that a film of the song has, so that the keyframes agree with it.
        played = play_setlist(
            song,
            setlist,
            fps,
            limits,
            partial(SongAnalyzer, heard.beats),
        )
        schedules = played.deforum(size) if format in ("deforum", "parseq") else played.values
        schedules = {name: _fitted(values, heard.frames) for name, values in schedules.items()}
    else:
        schedules = {spec.target: spec.values(heard) for spec in specs}
    if setlist and format == "deforum":
        text = settings_text(played, song, size, max_error)
    else:
        text = export(heard, schedules, format, max_error, DECIMALS)
    if plot:
        draw_song(heard, {name: values for name, values in schedules.items() if "." not in name}, plot)
    if output:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UserError(f"Cannot write the keyframes to {output}: {error.strerror}.") from error
    return text


def _refuse_twice(targets: list[str]) -> None:
    for target in targets:
        if targets.count(target) > 1:
            raise UserError(f"--map: {target!r} is given twice; a schedule has one map.")


def _fitted(values: np.ndarray, frames: int) -> np.ndarray:
    """`values` with exactly `frames` of them; the last one holds."""
    return np.pad(values, (0, max(0, frames - len(values))), mode="edge")[:frames]
