"""The operator's desk: what the values of the parameter table do to features and looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from realtime.audio.features import BANDS, Features
from realtime.camera import Motion
from realtime.mapping.look import Look
from realtime.stage.post import POST_INPUTS

Values = Mapping[str, float | int | bool]

_UNTOUCHED_GAINS = ("audio.gain", *(f"audio.{band}" for band in BANDS))
_MOTIONS = ("zoom", "rotation", "pan_x", "pan_y", "tilt", "yaw")


def heard(features: Features, values: Values) -> Features:
    """The features with the desk's sensitivities applied; levels stay within 0..1."""
    if all(values[name] == 1.0 for name in _UNTOUCHED_GAINS):
        return features
    gain = values["audio.gain"]
    levels = {band: min(getattr(features, band) * gain * values[f"audio.{band}"], 1.0) for band in BANDS}
    return replace(features, level=min(features.level * gain, 1.0), **levels)


def played(look: Look, values: Values) -> Look:
    """The look with the desk's gains and offsets applied."""
    gain = values["motion.gain"]
    speed = values["speed"]
    motion = Motion(
        *((getattr(look.motion, name) * gain + values[f"motion.{name}"]) * speed for name in _MOTIONS)
    )
    inputs = dict(look.inputs)
    for row in POST_INPUTS.values():
        key = f"post.{row.name}"
        if values[key] != 1.0:
            inputs[key] = inputs.get(key, row.default) * values[key]
    inputs["source.speed"] = inputs.get("source.speed", 1.0) * speed
    return replace(
        look,
        strength=_unit(look.strength * values["strength.gain"] + values["strength.offset"]),
        noise=_unit(look.noise * values["noise.gain"]),
        motion=motion,
        style_mix=_unit(look.style_mix + values["style.mix"]),
        prompt_mix=_unit(look.prompt_mix + values["prompt.mix"]),
        inputs=inputs,
    )


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
