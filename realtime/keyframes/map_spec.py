"""One schedule from one line, target=source:curve:options:range: `strength=level:convex:c=30:1..0.5`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from realtime.audio.feature_table import BANDS, FEATURES
from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.keyframes.song import Song
from realtime.mapping import study
from realtime.mapping.curves import FAMILIES, Level, make_curve
from realtime.mapping.envelope import follow

EXAMPLE = "strength=level:convex:c=30:1..0.5"
ONSET_DECAY_S = 0.15
DEMO = "demo"

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_TARGET = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def _feature(name: str) -> Callable[[Song], np.ndarray]:
    return lambda song: song.features[name]


def _onsets(band: str | None) -> Callable[[Song], np.ndarray]:
    def values(song: Song) -> np.ndarray:
        level = np.zeros(song.frames)
        for onset in song.onsets:
            if band in (None, onset.band):
                first = min(int(onset.time * song.fps), song.frames - 1)
                last = min(song.frames, first + math.ceil(6 * ONSET_DECAY_S * song.fps) + 1)
                age = np.maximum(np.arange(first, last) / song.fps - onset.time, 0.0)
                pulse = onset.strength * np.exp(-age / ONSET_DECAY_S)
                level[first:last] = np.maximum(level[first:last], pulse)
        return level

    return values


def _beats(downbeats_only: bool) -> Callable[[Song], np.ndarray]:
    def values(song: Song) -> np.ndarray:
        """1 on the beat, falling to 0 before the next, as the live route source of that name does."""
        times = song.downbeats if downbeats_only else song.beats.times
        if len(times) < 2:
            return np.zeros(song.frames)
        now = np.arange(song.frames) / song.fps
        phase = np.interp(now, times, np.arange(len(times)), left=-1.0, right=-1.0)
        return np.where(phase >= 0.0, (1.0 - phase % 1.0) ** 2, 0.0)

    return values


SOURCES: dict[str, Callable[[Song], np.ndarray]] = {
    **{row.name: _feature(row.name) for row in FEATURES.values() if row.in_songs},
    "beat": _beats(False),
    "bar": _beats(True),
    "onset": _onsets(None),
    **{f"onset.{band}": _onsets(band) for band in BANDS},
}
"""What a map can listen to: per frame, 0..1."""

_DEMO_TARGETS: dict[str, Callable[..., Level]] = {
    "strength": study.demo_strength,
    "zoom": study.demo_zoom,
    "angle": study.demo_angle,
    "translation_x": study.demo_translation,
    "translation_y": study.demo_translation,
}


@dataclass(frozen=True, slots=True)
class MapSpec:
    """One map, checked. range: (at silence, at full level); attack, release: time constants in seconds.

    The values are written as they are: `strength` is what the file's reader takes it for, which with
    Deforum and Parseq is the share of the last frame that is kept.
    """

    target: str
    source: str
    curve: str = "linear"
    options: dict[str, object] = field(default_factory=dict)
    range: tuple[float, float] = (0.0, 1.0)
    attack: float = 0.0
    release: float = 0.0

    def values(self, song: Song) -> np.ndarray:
        """float64 (frames,)."""
        level = np.clip(SOURCES[self.source](song), 0.0, 1.0)
        if self.attack or self.release:
            level = _smoothed(level, 1.0 / song.fps, self.attack, self.release)
        if self.curve == DEMO:
            function = _DEMO_TARGETS[self.target]
            return np.asarray(function(level, **self.options), dtype=np.float64)
        low, high = self.range
        return low + (high - low) * make_curve(self.curve, self.options, self.range)(level)


def parse_map(text: str) -> MapSpec:
    """The map that `text` describes; raises UserError that says which part is wrong and what is right."""
    target, equals, rest = text.partition("=")
    target = target.strip()
    if not equals or not _TARGET.fullmatch(target):
        raise _wrong(text, "it begins with target=source")
    source, *parts = [part.strip() for part in rest.split(":")]
    if source not in SOURCES:
        raise _wrong(text, unknown("source", source, SOURCES))
    curve = "linear"
    if parts and "=" not in parts[0] and ".." not in parts[0]:
        curve = parts.pop(0)
    options: dict[str, object] = {}
    value_range = (0.0, 1.0)
    for part in parts:
        name, equals, value = part.partition("=")
        match = _RANGE.fullmatch(part)
        if match:
            value_range = (float(match[1]), float(match[2]))
        elif equals:
            options[name.strip()] = _option(text, name.strip(), value.strip())
        else:
            raise _wrong(text, f"{part!r} is neither option=value nor a range such as 1..0.5")
    attack, release = (_seconds(text, name, options.pop(name, 0.0)) for name in ("attack", "release"))
    if curve == DEMO:
        _check_demo(text, target, options)
    elif curve not in FAMILIES:
        raise _wrong(text, unknown("curve", curve, (*FAMILIES, DEMO)))
    else:
        try:
            make_curve(curve, options, value_range)
        except UserError as error:
            raise _wrong(text, str(error)) from None
    return MapSpec(target, source, curve, options, value_range, attack, release)


def _option(text: str, name: str, value: str) -> object:
    if name == "points":
        try:
            return [tuple(float(number) for number in pair.split(",")) for pair in value.split(";")]
        except ValueError:
            raise _wrong(text, "points are written x,y;x,y") from None
    if name == "reactivity":
        return value
    try:
        return float(value)
    except ValueError:
        raise _wrong(text, f"{name} wants a number and got {value!r}") from None


def _seconds(text: str, name: str, value: object) -> float:
    if not isinstance(value, float) or not 0.0 <= value < 1e6:
        raise _wrong(text, f"{name} is in seconds, 0 or more")
    return value


def _check_demo(text: str, target: str, options: dict[str, object]) -> None:
    """The web demo of the 2023 study: fixed formulas, chosen by target and reactivity."""
    if target not in _DEMO_TARGETS:
        raise _wrong(text, unknown(f"target of curve {DEMO!r}", target, _DEMO_TARGETS))
    reactivity = options.setdefault("reactivity", "medium")
    if reactivity not in study.REACTIVITY:
        raise _wrong(text, unknown("reactivity", str(reactivity), study.REACTIVITY))
    known = {"reactivity"} | ({"direction"} if target != "strength" else set())
    for name in options:
        if name not in known:
            raise _wrong(text, unknown(f"option of curve {DEMO!r}", name, known))
    if options.get("direction", 1.0) not in (1.0, -1.0):
        raise _wrong(text, "direction is 1 or -1")


def _smoothed(level: np.ndarray, dt: float, attack: float, release: float) -> np.ndarray:
    smoothed = np.empty_like(level)
    value = float(level[0])
    for index, target in enumerate(level.tolist()):
        value = follow(value, target, dt, attack, release)
        smoothed[index] = value
    return smoothed


def _wrong(text: str, reason: str) -> UserError:
    stop = "" if reason.endswith(("?", ".", "!")) else "."
    return UserError(f"--map {text!r}: {reason}{stop} An example: {EXAMPLE}")
