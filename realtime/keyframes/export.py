"""Keyframe files: JSON, CSV, strings for Deforum, documents for Parseq."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from realtime import __version__
from realtime.audio.feature_table import BANDS
from realtime.keyframes.schedule import number_text, schedule_text
from realtime.keyframes.simplify import simplified
from realtime.keyframes.song import Song

FORMATS = ("json", "csv", "deforum", "parseq")
DECIMALS = 4

DEFORUM_NAMES = {
    "strength": "strength_schedule",
    "noise": "noise_schedule",
    "scale": "cfg_scale_schedule",
    "cfg_scale": "cfg_scale_schedule",
    "contrast": "contrast_schedule",
    "fov": "fov_schedule",
    "near": "near_schedule",
    "far": "far_schedule",
    "amount": "amount_schedule",
    "kernel": "kernel_schedule",
    "sigma": "sigma_schedule",
    "threshold": "threshold_schedule",
    "seed": "seed_schedule",
    "steps": "steps_schedule",
}
"""Short names of schedules → the fields that they are pasted into."""
_PARSEQ_NAMES = {
    "cfg_scale": "scale",
    "amount": "antiblur_amount",
    "kernel": "antiblur_kernel",
    "sigma": "antiblur_sigma",
    "threshold": "antiblur_threshold",
}

MOTION_FIELDS = (
    "angle",
    "zoom",
    "translation_x",
    "translation_y",
    "translation_z",
    "rotation_3d_x",
    "rotation_3d_y",
    "rotation_3d_z",
    "perspective_flip_theta",
    "perspective_flip_phi",
    "perspective_flip_gamma",
)
"""Schedules that count per frame, where Parseq has a place that changes."""

Schedules = Mapping[str, np.ndarray]


def export(
    song: Song, schedules: Schedules, format: str, max_error: float | None = None, decimals: int = DECIMALS
) -> str:
    """The text of a keyframe file. schedules: name → float64 (frames,); max_error: keep only the keyframes
    that matter, so that interpolation stays within it (None keeps every frame)."""
    if format == "json":
        return to_json(song, schedules, max_error, decimals)
    if format == "csv":
        return to_csv(song, schedules, decimals)
    if format == "deforum":
        return to_deforum(schedules, max_error, decimals)
    return to_parseq(song, schedules, max_error, decimals)


def keyframes_of(
    values: np.ndarray, max_error: float | None, decimals: int, changes: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """(frames, values) to be written; changes: as in `simplified`."""
    if max_error is None:
        return np.arange(len(values)), np.round(values, decimals)
    return simplified(values, max_error, _digits(max_error, decimals), changes)


def to_deforum(schedules: Schedules, max_error: float | None, decimals: int) -> str:
    """A line with each field's name, and under it the string to paste into that field."""
    parts = []
    for name, values in schedules.items():
        frames, kept = keyframes_of(values, max_error, decimals)
        parts.append(
            f"{DEFORUM_NAMES.get(name, name)}\n{schedule_text(frames, kept, _digits(max_error, decimals))}\n"
        )
    return "\n".join(parts)


def to_csv(song: Song, schedules: Schedules, decimals: int) -> str:
    """One row a frame: frame, time, features, beat in bar (0 between beats), onset strengths, section."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    onset_names = [f"onset_{band}" for band in BANDS]
    writer.writerow(["frame", "time", *song.features, "beat_in_bar", *onset_names, "section", *schedules])
    beats = _beat_of_frame(song)
    onsets = _onset_of_frame(song)
    sections = _section_of_frame(song)
    for frame in range(song.frames):
        numbers = [values[frame] for values in song.features.values()]
        tail = [values[frame] for values in schedules.values()]
        writer.writerow(
            [
                frame,
                number_text(frame / song.fps, 6),
                *(number_text(value, decimals) for value in numbers),
                beats[frame],
                *(number_text(value, 3) for value in onsets[:, frame]),
                sections[frame],
                *(number_text(value, decimals) for value in tail),
            ]
        )
    return out.getvalue()


def to_json(song: Song, schedules: Schedules, max_error: float | None, decimals: int) -> str:
    """Everything that is known of the song, and the schedules as [frame, value] pairs or whole."""
    written: dict[str, object] = {}
    for name, values in schedules.items():
        frames, kept = keyframes_of(values, max_error, decimals)
        written[name] = (
            kept.tolist()
            if max_error is None
            else [list(pair) for pair in zip(frames.tolist(), kept.tolist(), strict=True)]
        )
    document = {
        "song": song.path.name,
        "duration": round(song.duration, 6),
        "fps": song.fps,
        "frames": song.frames,
        "tempo": round(song.tempo, 3),
        "beats_per_bar": int(song.beats.beats_per_bar),
        "beats": [
            {"time": round(float(time), 4), "beat_in_bar": int(number), "tempo": round(float(tempo), 3)}
            for time, number, tempo in zip(
                song.beats.times, song.beats.beat_in_bar, song.beats.tempo, strict=True
            )
        ],
        "downbeats": np.round(song.downbeats, 4).tolist(),
        "onsets": {
            band: [
                {"time": round(onset.time, 4), "strength": round(onset.strength, 3)}
                for onset in song.onsets
                if onset.band == band
            ]
            for band in BANDS
        },
        "sections": [
            {
                key: round(value, 4) if isinstance(value, float) else value
                for key, value in asdict(section).items()
            }
            for section in song.sections
        ],
        "loudest": round(song.loudest, 6),
        **{
            name: np.round(values, decimals).tolist()
            for name, values in song.features.items()
            if name not in BANDS
        },
        "bands": {band: np.round(song.features[band], decimals).tolist() for band in BANDS},
        "schedules": written,
    }
    if max_error is not None:
        document["max_error"] = max_error
    return json.dumps(document, ensure_ascii=False) + "\n"


def to_parseq(song: Song, schedules: Schedules, max_error: float | None, decimals: int) -> str:
    """A document that Parseq opens and that Deforum takes as a manifest: keyframes and rendered frames."""
    named = {}
    for name, values in schedules.items():
        field = _PARSEQ_NAMES.get(name, name.removesuffix("_schedule"))
        named[field] = _absolute(field, values)
    digits = _digits(max_error, decimals)
    # Deforum moves by the changes of these, so that they too must be within the error.
    written = {
        name: keyframes_of(values, max_error, decimals, changes=name in MOTION_FIELDS)
        for name, values in named.items()
    }
    keyframes: dict[int, dict[str, object]] = {0: {}, song.frames - 1: {}}
    for name, (frames, kept) in written.items():
        for frame, value in zip(frames.tolist(), kept.tolist(), strict=True):
            keyframes.setdefault(frame, {})[name] = round(value, digits)
            keyframes[frame][f"{name}_i"] = "L"
    for frame, info in _labels(song).items():
        if frame in keyframes:
            keyframes[frame]["info"] = info
    everywhere = np.arange(song.frames)
    rendered = {name: np.interp(everywhere, *kept) for name, kept in written.items()}
    document = {
        "meta": {"generated_by": "anacrusis", "version": __version__, "docName": song.path.stem},
        "options": {
            "input_fps": song.fps,
            "bpm": round(song.tempo, 3) or 120,
            "output_fps": song.fps,
            "cc_window_width": 0,
            "cc_window_slide_rate": 1,
            "cc_use_input": False,
        },
        "managedFields": list(named),
        "displayedFields": list(named)[:5],
        "keyframeLock": "frames",
        "timeSeries": [],
        "prompts": {
            "format": "v2",
            "enabled": False,
            "commonPrompt": _prompt("common", song),
            "promptList": [],
        },
        "keyframes": [{"frame": frame, **keyframes[frame]} for frame in sorted(keyframes)],
        "rendered_frames": _rendered(rendered, song.frames),
    }
    return json.dumps(document, ensure_ascii=False) + "\n"


def _absolute(name: str, values: np.ndarray) -> np.ndarray:
    """Parseq's fields of motion are places, of which Deforum moves by the change from frame to frame."""
    if name not in MOTION_FIELDS:
        return values
    if name == "zoom":
        return np.cumsum(values - 1.0) + 1.0
    return np.cumsum(values)


def _rendered(values: Schedules, frames: int) -> list[dict[str, object]]:
    """One object a frame; `_delta` is Parseq's: the change since the frame before (of zoom: 1 + it)."""
    columns: dict[str, list[float]] = {}
    for name, series in values.items():
        change = np.diff(series, prepend=0.0)
        if name == "zoom":
            change[1:] += 1.0
        largest = float(np.abs(series).max()) or 1.0
        columns[name] = np.round(series, 9).tolist()
        columns[f"{name}_delta"] = np.round(change, 9).tolist()
        columns[f"{name}_pc"] = np.round(100.0 * series / largest, 4).tolist()
    return [
        {"frame": frame, **{name: column[frame] for name, column in columns.items()}}
        for frame in range(frames)
    ]


def _prompt(name: str, song: Song) -> dict[str, object]:
    return {
        "name": name,
        "positive": "",
        "negative": "",
        "allFrames": True,
        "from": 0,
        "to": song.frames - 1,
        "overlap": {"inFrames": 0, "outFrames": 0, "type": "none", "custom": ""},
    }


def _labels(song: Song) -> dict[int, str]:
    return {min(int(section.start * song.fps), song.frames - 1): section.name for section in song.sections}


def _digits(max_error: float | None, decimals: int) -> int:
    return decimals if max_error is None else max(decimals, math.ceil(-math.log10(max_error)) + 1)


def _beat_of_frame(song: Song) -> np.ndarray:
    beats = np.zeros(song.frames, dtype=int)
    frames = np.round(song.beats.times * song.fps).astype(int)
    inside = (frames >= 0) & (frames < song.frames)
    beats[frames[inside]] = song.beats.beat_in_bar[inside]
    return beats


def _onset_of_frame(song: Song) -> np.ndarray:
    onsets = np.zeros((len(BANDS), song.frames))
    for onset in song.onsets:
        frame = min(round(onset.time * song.fps), song.frames - 1)
        row = BANDS.index(onset.band)
        onsets[row, frame] = max(onsets[row, frame], onset.strength)
    return onsets


def _section_of_frame(song: Song) -> list[str]:
    starts = np.array([section.start for section in song.sections])
    numbers = np.searchsorted(starts, np.arange(song.frames) / song.fps + 1e-9, side="right") - 1
    return [song.sections[max(number, 0)].name for number in numbers]
