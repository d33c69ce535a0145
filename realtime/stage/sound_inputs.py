"""What every ISF shader of the stage is given of the music: by declaring an input of one of these names."""

from __future__ import annotations

import math
from collections.abc import Callable

from realtime.audio.feature_table import BANDS, FEATURES
from realtime.audio.features import Features
from realtime.isf.inputs import Input

# How long a pulse on the beat, or after an onset, is seen: to 1/e.
PULSE_S = 0.14


def _beat(features: Features, time: float) -> float:
    clock = features.clock
    return clock.trust * math.exp(-clock.phase(time) * clock.period / PULSE_S)


def _bar(features: Features, time: float) -> float:
    clock = features.clock
    return clock.trust * math.exp(-clock.bar_position(time) * clock.period / (2.0 * PULSE_S))


def _onset(index: int) -> Callable[[Features, float], float]:
    def pulse(features: Features, time: float) -> float:
        age = max(time - features.last_onset[index], 0.0)
        return features.onset_strength[index] * math.exp(-age / PULSE_S)

    return pulse


def _level(name: str) -> Callable[[Features, float], float]:
    return lambda features, time: getattr(features, name)


SOUND_INPUTS: dict[str, Callable[[Features, float], float]] = {
    "beat": _beat,
    "bar": _bar,
    "beat_phase": lambda features, time: features.clock.phase(time),
    "bar_phase": lambda features, time: features.clock.bar_phase(time),
    "beat_count": lambda features, time: float(math.floor(features.clock.position(time)) % 4096),
    "confidence": lambda features, time: features.clock.trust,
    "tempo": lambda features, time: features.clock.tempo,
    **{name: _level(name) for name in FEATURES},
    **{f"onset_{band}": _onset(index) for index, band in enumerate(BANDS)},
}


def hears(one: Input) -> bool:
    """Whether the sound fills an input: it is called so, and has no range of its own, as a control has."""
    return one.name in SOUND_INPUTS and one.type in ("float", "long", "bool", "event") and not one.ranged


def sound_values(features: Features, time: float) -> dict[str, float]:
    """All SOUND_INPUTS at `time`: pulses and levels 0..1, tempo in bpm, beat_count in beats."""
    return {name: read(features, time) for name, read in SOUND_INPUTS.items()}


def sound_event(name: str, features: Features, time: float, dt: float) -> bool:
    """True in the one frame, `dt` seconds long and ending at `time`, in which `name` happens.

    beat and bar, as far as the clock is trusted; onset_bass … onset_treble.
    """
    for index, band in enumerate(BANDS):
        if name == f"onset_{band}":
            return time - dt < features.last_onset[index] <= time
    beats = features.clock.beats_between(time - dt, time)
    if name not in ("beat", "bar") or not features.clock.trusted:
        return False
    return any(name == "beat" or place == 1 for _, place in beats)
